"""What scripts change about runs that were recorded before: one more writer of the run's journals, as whoever edits in the UI is."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from runstone.api.run import StoredRun
from runstone.blobs.store import BlobStore
from runstone.compat.wandb.errors import not_here
from runstone.journal.registry import Registry
from runstone.journal.writer import JournalWriter
from runstone.model.author import login_name
from runstone.model.file_path import check_file_path
from runstone.model.home import Home
from runstone.model.records import ConfigUpdated, FileSaved, SummaryUpdated
from runstone.model.values import to_plain
from runstone.model.version import VERSION

if TYPE_CHECKING:
    from runstone.sdk.artifacts.log import ArtifactLog


@contextmanager
def _amending(run: StoredRun, what: str) -> Iterator[tuple[Home, JournalWriter]]:
    """A writer whose records are later than all that the run has. They survive a power cut when the block ends."""
    home = run._source.artifact_home()
    if home is None:
        not_here(f"Api().run().{what} through a server", "do it where the home lies")
    writer = JournalWriter(home, run.id, role="editor", version=VERSION, author=login_name())
    try:
        writer.clock.follow(run.row.updated_time)
        yield home, writer
    finally:
        writer.close()
        Registry(home).ring_all([(run.id, writer.writer)])


def change_config(run: StoredRun, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    """Record what is different. Keys that are gone are taken away; the value that they had stays in the journal."""
    changes, removed = _difference(before, after)
    if changes or removed:
        with _amending(run, "config") as (_, writer):
            writer.event(ConfigUpdated(time=writer.now(), changes=changes, removed=removed))


def change_summary(run: StoredRun, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    """The same for the summary."""
    changes, removed = _difference(before, after)
    if changes or removed:
        with _amending(run, "summary") as (_, writer):
            writer.event(SummaryUpdated(time=writer.now(), changes=changes, removed=removed))


def save_file(run: StoredRun, path: str | os.PathLike[str], root: str | os.PathLike[str]) -> str:
    """Keep a file with the run.

    Args:
        path: of the file; a relative one is meant below `root`.
        root: what its path in the run is relative to.

    Returns:
        Its path in the run.
    """
    source = Path(root, path)
    name = check_file_path(Path(os.path.relpath(source, root)).as_posix())
    with _amending(run, "upload_file") as (home, writer):
        stored = BlobStore(home).put_file(source)
        writer.event(
            FileSaved(time=writer.now(), path=name, sha256=stored.sha256, size_bytes=stored.size_bytes, policy="now")
        )
    return name


@contextmanager
def artifact_log(run: StoredRun) -> Iterator[ArtifactLog]:
    """Logs and uses artifacts for the run."""
    from runstone.sdk.artifacts.log import ArtifactLog, Where

    with _amending(run, "log_artifact") as (home, writer):
        yield ArtifactLog(Where(home, run.id, run.project, True), writer, lambda: 0)


def _difference(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[dict[str, Any], list[list[str]]]:
    changes = {}
    for key, value in after.items():
        plain = to_plain(value)
        if key not in before or before[key] != plain:
            changes[key] = plain
    removed = [[key] for key in before if key not in after or (key in changes and isinstance(before[key], dict))]
    return changes, removed
