"""References: which blobs the journals of a home speak of."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from runstone.journal.reader import JournalReader
from runstone.model.errors import JournalDamaged
from runstone.model.home import Home
from runstone.model.records import (
    AnyRecord,
    DataLogged,
    EnvironmentCaptured,
    FileSaved,
    MediaEncoded,
    MediaLogged,
    Unknown,
)


class References(NamedTuple):
    """What one journal refers to, which raw blobs it says are encoded, maybe such of an earlier journal, and how much of it cannot be read."""

    blobs: set[str]
    encoded: set[str]
    damaged_bytes: int


def blob_references(home: Home) -> set[str]:
    """The SHA-256 of every blob that some journal of the home refers to, sealed or not.

    Raises:
        DataFault: a journal cannot be read, or not all of it; then nobody knows what it refers to, and nothing should be removed.
    """
    found: set[str] = set()
    for run in home.run_ids():
        encoded: set[str] = set()
        blobs: set[str] = set()
        for path in home.journals(run):
            references = _read(path)
            if references.damaged_bytes:
                raise JournalDamaged(
                    f"{references.damaged_bytes} bytes of {path} are damaged, so nobody knows which media it refers to. Nothing was "
                    "removed. Bring the file back from a copy, or remove the run with `runstone rm`; `runstone doctor` tells more."
                )
            blobs |= references.blobs
            encoded |= references.encoded
        found |= blobs - encoded
    return found


def run_references(home: Home, run: str) -> set[str]:
    """The SHA-256 of every blob that this run refers to."""
    journals = [_read(path) for path in home.journals(run)]
    return set[str]().union(*(each.blobs for each in journals)).difference(*(each.encoded for each in journals))


def _read(path: Path) -> References:
    blobs: set[str] = set()
    encoded: set[str] = set()
    damaged_bytes = 0
    for piece in JournalReader(path).pieces():
        damaged_bytes += sum(damage.size_bytes for damage in piece.damage)
        for record in piece.records:
            refer(record, blobs, encoded)
    return References(blobs, encoded, damaged_bytes)


def refer(record: AnyRecord | Unknown, blobs: set[str], encoded: set[str]) -> None:
    """Bring what a journal refers to up to one more of its records. Raw media are no longer referred to once they are encoded, whichever journal of
    their run says so: each belongs to one item alone.
    """
    if isinstance(record, MediaLogged):
        if record.sha256:
            blobs.add(record.sha256)
        blobs.update(part.sha256 for part in record.parts.values())
    elif isinstance(record, MediaEncoded):
        blobs.discard(record.raw)
        encoded.add(record.raw)
        blobs.add(record.sha256)
    elif isinstance(record, FileSaved):
        blobs.add(record.sha256)
    elif isinstance(record, DataLogged):
        if record.listing:
            blobs.add(record.listing)
    elif isinstance(record, EnvironmentCaptured):
        blobs.update(_hashes(record.parts))


def _hashes(value: Any) -> Iterator[str]:
    """What stands under a key `sha256`, at any depth."""
    if isinstance(value, dict):
        for key, item in value.items():
            if key == "sha256" and isinstance(item, str):
                yield item
            else:
                yield from _hashes(item)
    elif isinstance(value, list):
        for item in value:
            yield from _hashes(item)
