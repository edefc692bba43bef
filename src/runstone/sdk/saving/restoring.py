"""Files that were saved with a run, brought back."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import TextIO

from runstone.blobs.store import BlobStore
from runstone.model.errors import BadValue, BlobDamaged
from runstone.model.file_path import check_file_path
from runstone.model.home import Home
from runstone.model.records import FileSaved
from runstone.sdk.existing import need_run


def saved_files(home: Home, run: str) -> dict[str, FileSaved]:
    """The files of a run by their paths, as they were saved last, read from its journals."""
    from runstone.journal.reader import JournalReader

    found: dict[str, FileSaved] = {}
    for path in home.journals(run):
        for piece in JournalReader(path).pieces():
            for record in piece.records:
                if isinstance(record, FileSaved) and (
                    record.path not in found or found[record.path].time <= record.time
                ):
                    found[record.path] = record
    return found


def restore(home: Home, own_run: str, name: str, run_path: str | None, replace: bool, root: str) -> TextIO:
    """See `Run.restore`.

    Args:
        own_run: the run that asks, whose files are meant if `run_path` is None.
        root: the folder below which the file is put.
    """
    check_file_path(name)
    run = own_run if run_path is None else need_run(home, run_path.rpartition("/")[2])
    target = Path(root, name)
    if not target.exists() or replace:
        files = saved_files(home, run)
        if name not in files:
            known = ", ".join(sorted(files)[:20]) or "none"
            raise BadValue(f"The run {run!r} has no file {name!r}. It has: {known}. Nothing was changed.")
        target.parent.mkdir(parents=True, exist_ok=True)
        _copy(BlobStore(home), files[name].sha256, target)
    return open(target, encoding="utf-8", errors="surrogateescape")


def _copy(store: BlobStore, sha256: str, target: Path) -> None:
    """Whole or not at all: nobody finds half a checkpoint."""
    if not store.is_intact(sha256):
        raise BlobDamaged(
            f"The blob {sha256} is missing or damaged. {target} was not written. Bring the blob back from a copy."
        )
    fd, part = tempfile.mkstemp(prefix=".restored-", dir=target.parent)
    try:
        with os.fdopen(fd, "wb") as out, open(store.path(sha256), "rb") as blob:
            shutil.copyfileobj(blob, out, 1 << 20)
        os.chmod(part, 0o644)
        os.replace(part, target)
    except BaseException:
        Path(part).unlink(missing_ok=True)
        raise
