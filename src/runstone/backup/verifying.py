"""Verifying a backup: every hash compared, every journal read from end to end, without making a home of it."""

from __future__ import annotations

import hashlib
import tempfile
from pathlib import Path
from typing import NamedTuple

from runstone.backup.attached import place_in, read_attached
from runstone.backup.manifest import Manifest, Stream
from runstone.backup.pack import STRETCH_BYTES, PackReader
from runstone.backup.restoring import stretches
from runstone.journal.checkup import check
from runstone.model.errors import BackupDamaged, BadValue, BlobDamaged
from runstone.model.home import JOURNAL_SUFFIX, Home
from runstone.sync.journal_name import JournalName
from runstone.sync.package import Told, ignore
from runstone.sync.replica import Shelf

_MOST_NAMED = 3


class Verified(NamedTuple):
    """What was read. `faults` are what a home made of the backup would lack; `notes` what the home lacked already when the backup was taken."""

    journals: int
    points: int
    journal_bytes: int
    blobs: int
    blob_bytes: int
    faults: list[str]
    notes: list[str]


def verify(shelf: Shelf, manifest: Manifest, on_bytes: Told = ignore) -> Verified:
    """Read a backup whole, in memory that does not grow with it.

    Raises:
        ServerUnusable, HomeUnusable, Misuse: see Replica.
    """
    lost: dict[str, list[str]] = {}
    notes = list(manifest.faults)
    points = 0
    packs = PackReader(shelf, manifest.packs)
    with tempfile.TemporaryDirectory(prefix="runstone-") as folder:
        path = Path(folder, f"read{JOURNAL_SUFFIX}")
        for text, stream in {**manifest.journals, "registry": manifest.registry}.items():
            try:
                if text != "registry":
                    JournalName.parse(text)
                _write(path, packs, stream)
            except (BackupDamaged, BadValue) as error:
                lost.setdefault(str(error), []).append(text)
                continue
            on_bytes(stream.size_bytes)
            if text != "registry":
                checkup = check(path)
                points += checkup.points
                if checkup.lost:
                    notes.append(
                        f"The journal {text} was damaged in the home already: `runstone doctor` tells more there."
                    )
    faults = [f"{said} Of {_named(texts)}." for said, texts in lost.items()]
    faults += [fault for sha256 in manifest.blobs if (fault := _check_blob(shelf, sha256, on_bytes))]
    for attached in manifest.attached:
        try:
            place_in(Home(tempfile.gettempdir()), attached)
            read_attached(shelf, attached)
        except BackupDamaged as error:
            faults.append(str(error))
    journal_bytes = sum(stream.size_bytes for stream in manifest.journals.values())
    return Verified(
        *(len(manifest.journals), points, journal_bytes, len(manifest.blobs), sum(manifest.blobs.values())),
        *(faults, notes),
    )


def _write(path: Path, packs: PackReader, stream: Stream) -> None:
    with open(path, "wb") as file:
        for data in stretches(packs, stream):
            file.write(data)
        if file.tell() != stream.size_bytes:
            raise BackupDamaged(f"The manifest names {stream.size_bytes} bytes and the places of {file.tell()}.")


def _check_blob(shelf: Shelf, sha256: str, on_bytes: Told) -> str | None:
    digest = hashlib.sha256()
    try:
        with shelf.open(sha256) as stream:
            while chunk := stream.read(STRETCH_BYTES):
                digest.update(chunk)
                on_bytes(len(chunk))
    except BlobDamaged as error:
        return f"{error} The next backup brings it again, if the home has it."
    if digest.hexdigest() == sha256:
        return None
    return f"The blob blobs/{sha256[:2]}/{sha256} in {shelf} is not what was written. Remove it there: the next backup brings it again."


def _named(texts: list[str]) -> str:
    more = f" and {len(texts) - _MOST_NAMED:,} more" if len(texts) > _MOST_NAMED else ""
    return ", ".join(texts[:_MOST_NAMED]) + more
