"""Leftovers: media that a killed run left in raw values are encoded, and a journal beside the run's own says so."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import NamedTuple

from runstone.blobs.store import BlobStore
from runstone.edits.removal import is_written
from runstone.encoding import raw
from runstone.journal.reader import JournalReader
from runstone.journal.registry import Registry
from runstone.journal.writer import JournalWriter
from runstone.model.errors import DataFault, RunstoneError
from runstone.model.home import Home
from runstone.model.records import MediaEncoded, MediaLogged, Part
from runstone.model.version import VERSION


class Settled(NamedTuple):
    """What was encoded, how many bytes of raw values went and how many of files came, and how many media stay raw since they cannot be encoded."""

    media: int
    raw_bytes: int
    encoded_bytes: int
    failed: int


class _Leftover(NamedTuple):
    key: str
    step: int
    sample: int
    part: str
    raw: str


def settle(home: Home, grace_secs: float) -> Settled:
    """Encode what runs that nobody records any more left in raw values. The raw blobs go when the journal that tells of it is safe.

    Args:
        home: the home.
        grace_secs: how old a raw blob must be: a younger one may be of a run on another machine.

    Raises:
        HomeUnusable: the disk takes no journal. Nothing is lost.
    """
    total = Settled(0, 0, 0, 0)
    store = BlobStore(home)
    before = time.time() - grace_secs
    for run in home.run_ids():
        left = (
            []
            if is_written(home, run)
            else [each for each in _leftovers(home, run) if _is_old(store, each.raw, before)]
        )
        if left:
            total = Settled(*(a + b for a, b in zip(total, _settle(home, store, run, left), strict=True)))
    return total


def _leftovers(home: Home, run: str) -> list[_Leftover]:
    found: dict[str, _Leftover] = {}
    for path in home.journals(run):
        try:
            for piece in JournalReader(path).pieces():
                for record in piece.records:
                    if isinstance(record, MediaLogged):
                        found.update({each.raw: each for each in _raw_of(record)})
                    elif isinstance(record, MediaEncoded):
                        found.pop(record.raw, None)
        except (DataFault, OSError):
            return []  # who cannot read what became of them must not say it
    return list(found.values())


def _raw_of(record: MediaLogged) -> Iterator[_Leftover]:
    for name, part in {"": Part(record.sha256, record.size_bytes, record.mime), **record.parts}.items():
        if part.mime == raw.MIME:
            yield _Leftover(record.key, record.step, record.index, name, part.sha256)


def _is_old(store: BlobStore, sha256: str, before: float) -> bool:
    try:
        return store.path(sha256).stat().st_mtime < before
    except FileNotFoundError:
        return False


def _settle(home: Home, store: BlobStore, run: str, left: list[_Leftover]) -> Settled:
    writer: JournalWriter | None = None
    done: list[str] = []
    encoded_bytes = 0
    for each in left:
        try:
            encoded = raw.encode(store.path(each.raw))
            stored = store.put(encoded.data)
        except (OSError, RunstoneError, MemoryError):
            continue
        writer = writer or JournalWriter(home, run, role="editor", version=VERSION)
        writer.event(
            MediaEncoded(
                time=writer.now(),
                key=each.key,
                step=each.step,
                index=each.sample,
                part=each.part,
                raw=each.raw,
                sha256=stored.sha256,
                size_bytes=stored.size_bytes,
                mime=encoded.mime,
            )
        )
        done.append(each.raw)
        encoded_bytes += stored.size_bytes
    raw_bytes = 0
    if writer is not None:
        is_safe = writer.drain() == 0
        writer.close()
        Registry(home).ring(run, writer.writer)
        raw_bytes = sum(store.remove(sha256) for sha256 in done) if is_safe else 0
    return Settled(len(done), raw_bytes, encoded_bytes, len(left) - len(done))
