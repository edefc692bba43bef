"""Making a home of a backup: whole, or not at all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from runstone.backup.attached import place_in, read_attached
from runstone.backup.manifest import Manifest, Stream
from runstone.backup.pack import PackReader
from runstone.blobs.store import BlobStore
from runstone.journal import arriving
from runstone.model.errors import BackupDamaged, BadValue, BlobDamaged, HomeUnusable
from runstone.model.home import Home
from runstone.sync.durable import make_durable
from runstone.sync.journal_name import JournalName
from runstone.sync.package import Told, ignore
from runstone.sync.replica import Shelf


class Restored(NamedTuple):
    """What a home was made of."""

    journals: int
    journal_bytes: int
    blobs: int
    blob_bytes: int


def restore(shelf: Shelf, manifest: Manifest, target: Path, on_bytes: Told = ignore) -> Restored:
    """Make a home of a backup.

    Args:
        shelf: where the backup lies.
        manifest: the backup.
        target: the folder of the home; not there yet, or empty. It is there when all of the home is in it.
        on_bytes: told the size of each thing that arrived.

    Raises:
        BadValue: something lies in the folder.
        BackupDamaged: something is missing, or is not what was written. No home was made.
        HomeUnusable: the disk refused. No home was made.
    """
    target = target.expanduser().absolute()
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise BadValue(
            f"{target} is not empty. Nothing was changed: name a folder that is not there yet, and rename it when you have looked at it."
        )
    staged = Home(target.with_name(f".{target.name}.restoring-{os.getpid()}"))
    try:
        staged.runs_path.mkdir(parents=True)
        done = _fill(staged, shelf, manifest, on_bytes)
        os.sync()
        if target.exists():
            target.rmdir()
        os.rename(staged.path, target)
        make_durable(target.parent)
    except OSError as error:
        raise HomeUnusable(
            f"{target} cannot be written ({error.strerror}). No home was made; the backup is not affected."
        ) from error
    finally:
        shutil.rmtree(staged.path, ignore_errors=True)
    return done


def stretches(packs: PackReader, stream: Stream) -> Iterator[bytes]:
    """The bytes of a stream, piece by piece.

    Raises:
        BackupDamaged: some are missing, or not what was written.
    """
    for extent in stream.extents:
        yield packs.read(extent)


def _fill(home: Home, shelf: Shelf, manifest: Manifest, on_bytes: Told) -> Restored:
    packs = PackReader(shelf, manifest.packs)
    journal_bytes = 0
    for text, stream in manifest.journals.items():
        path = JournalName.parse(text).path(home)
        path.parent.mkdir(parents=True, exist_ok=True)
        _write(path, packs, stream)
        if stream.arriving:
            arriving.mark(path)
        journal_bytes += stream.size_bytes
        on_bytes(stream.size_bytes)
    if manifest.registry.size_bytes:
        _write(home.registry_path, packs, manifest.registry)
    store = BlobStore(home)
    for sha256, size_bytes in manifest.blobs.items():
        _bring(store, shelf, sha256)
        on_bytes(size_bytes)
    for attached in manifest.attached:
        path = place_in(home, attached)
        # What a server keeps is for nobody else to look into, whoever made its folder.
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600), "wb") as file:
            file.write(read_attached(shelf, attached))
        path.chmod(attached.mode)
    return Restored(len(manifest.journals), journal_bytes, len(manifest.blobs), sum(manifest.blobs.values()))


def _write(path: Path, packs: PackReader, stream: Stream) -> None:
    with open(path, "wb") as file:
        for data in stretches(packs, stream):
            file.write(data)
        if file.tell() != stream.size_bytes:
            raise BackupDamaged(f"The backup has {file.tell()} of {stream.size_bytes} bytes of {path.name}.")


def _bring(store: BlobStore, shelf: Shelf, sha256: str) -> None:
    try:
        with shelf.open(sha256) as stream:
            staged = store.stage(stream)
    except BlobDamaged as error:
        raise BackupDamaged(f"A blob is missing: {error}") from error
    try:
        if staged.sha256 != sha256:
            raise BackupDamaged(f"The blob {sha256} in {shelf} is not what was written.")
        store.settle(staged)
    finally:
        staged.part.unlink(missing_ok=True)
