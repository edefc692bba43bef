"""The survey of a journal: how far it is whole, what it refers to, and whether a stranger's one can be trusted to be read."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from runstone.encoding import raw
from runstone.journal.frames import MAGIC
from runstone.journal.reader import Damage, JournalReader
from runstone.journal.references import refer
from runstone.model.errors import DataFault, PackageDamaged
from runstone.model.file_path import check_file_path
from runstone.model.ids import check_project, check_run_id
from runstone.model.records import (
    AnyRecord,
    ArtifactLogged,
    CollectionBegan,
    DataLogged,
    Described,
    FileSaved,
    MediaEncoded,
    MediaLogged,
    Opened,
    Part,
    PartUpserted,
    Started,
    SweepBegan,
    TrialClaimed,
    Unknown,
    VersionLinked,
    VersionLogged,
)
from runstone.sync.manifest import is_sha256

# Deeper configs than this are nobody's, and reading them takes more stack than there is.
_MAX_DEPTH = 64
_INT64 = 1 << 63
# Each key of a config is a column of the table of runs. Lists may be as long as they like.
_MAX_KEYS = 100_000

_UNREADABLE = (DataFault, msgspec.MsgspecError, struct.error, ValueError, OverflowError, RecursionError)


class Survey(NamedTuple):
    """What one reading of a journal tells.

    `whole_bytes` is where its last whole frame ends, `tail_bytes` what lies behind; `opened` is its first record, unless that is lost.
    `raw` are those of the blobs that a run which goes on may replace by others at any moment, `encoded` raw blobs, maybe of an earlier journal,
    that were replaced. `versions` are those of artifacts that the run
    logged, with the ids of their collections.
    """

    whole_bytes: int
    tail_bytes: int
    opened: Opened | None
    started: Started | None
    blobs: set[str]
    raw: set[str]
    encoded: set[str]
    versions: set[tuple[str, str]]


def survey(path: Path) -> Survey:
    """Read a journal, sealed or not, from end to end.

    Raises:
        DataFault: it cannot be read at all.
        FileNotFoundError: it is gone.
    """
    return _survey(path, trusted=True)


def survey_foreign(path: Path, run: str, writer: str) -> Survey:
    """The same for a journal that anybody may have made, which must be one of this run and writer that every reader can take in.

    Raises:
        PackageDamaged: it is none.
    """
    try:
        found = _survey(path, trusted=False)
    except _UNREADABLE as error:
        raise PackageDamaged(f"the journal {writer} of run {run!r} cannot be read ({error}).") from error
    if found.opened is not None and (found.opened.run, found.opened.writer) != (run, writer):
        raise PackageDamaged(f"the journal {writer} of run {run!r} is one of run {found.opened.run!r}.")
    if found.whole_bytes <= len(MAGIC):
        raise PackageDamaged(f"the journal {writer} of run {run!r} holds nothing that can be read.")
    return found


def _survey(path: Path, trusted: bool) -> Survey:
    opened: Opened | None = None
    started: Started | None = None
    blobs: set[str] = set()
    raw_blobs: set[str] = set()
    encoded: set[str] = set()
    versions: set[tuple[str, str]] = set()
    tail_bytes = 0
    reader = JournalReader(path)
    for piece in reader.pieces():
        tail_bytes = piece.tail_bytes
        if not trusted:
            check_frames(piece.damage)
        for record in piece.records:
            if not trusted:
                check_record(record)
            if isinstance(record, Opened):
                opened = opened or record
            elif isinstance(record, Started):
                started = started or record
            elif isinstance(record, ArtifactLogged):
                versions.add((record.collection, record.version))
            elif isinstance(record, MediaLogged):
                parts = [Part(record.sha256, record.size_bytes, record.mime), *record.parts.values()]
                raw_blobs.update(part.sha256 for part in parts if part.mime == raw.MIME)
            refer(record, blobs, encoded)
    known = {sha256 for sha256 in blobs if is_sha256(sha256)}
    return Survey(reader.offset, tail_bytes, opened, started, known, known & raw_blobs, encoded, versions)


def check_frames(damage: Sequence[Damage]) -> None:
    """Look whether what could not be read was torn or flipped on its way, and not made so.

    Raises:
        ValueError: a frame with a right checksum is none that a writer writes.
    """
    for found in damage:
        if found.reason:
            raise ValueError(f"the frame at byte {found.offset} is none: {found.reason}")


def check_record(record: AnyRecord | Unknown) -> None:
    """Look whether a record that anybody may have made can be taken in by every reader.

    Raises:
        ValueError, BadProject, BadValue: it cannot.
    """
    if isinstance(record, MediaLogged | MediaEncoded):
        own = [record.sha256] if record.sha256 or isinstance(record, MediaEncoded) else []
        parts = [part.sha256 for part in record.parts.values()] if isinstance(record, MediaLogged) else [record.raw]
        for sha256 in (*own, *parts):
            if not is_sha256(sha256):
                raise ValueError(f"media {record.key!r} names a blob {sha256!r}")
    if isinstance(record, FileSaved):
        if not is_sha256(record.sha256):
            raise ValueError(f"the file {record.path!r} names a blob {record.sha256!r}")
        check_file_path(record.path)
    if isinstance(record, DataLogged) and record.listing and not is_sha256(record.listing):
        raise ValueError(f"the data {record.name!r} names a blob {record.listing!r}")
    if isinstance(record, VersionLogged | VersionLinked | PartUpserted) and not is_sha256(record.manifest):
        raise ValueError(f"a version names a manifest {record.manifest!r}")
    if isinstance(record, TrialClaimed):
        check_run_id(record.run)
    if isinstance(record, Started | Described | CollectionBegan | SweepBegan) and record.project is not None:
        check_project(record.project)
    keys = 0
    for value, depth in _values(msgspec.structs.asdict(record), 0):
        if depth > _MAX_DEPTH:
            raise ValueError("a record is nested too deep")
        if type(value) is int and not -_INT64 <= value < _INT64:
            raise ValueError(f"a record holds the number {value}, which is no int64")
        if isinstance(value, dict):
            keys += len(value)
            if keys > _MAX_KEYS:
                raise ValueError(f"a record has more than {_MAX_KEYS:,} keys")
            if not all(type(key) is str for key in value):
                raise ValueError("a record has keys that are no texts")


def _values(value: Any, depth: int) -> Iterator[tuple[Any, int]]:
    yield value, depth
    if depth > _MAX_DEPTH:
        return
    if isinstance(value, msgspec.Struct):
        value = msgspec.structs.asdict(value)
    if isinstance(value, dict):
        for item in value.values():
            yield from _values(item, depth + 1)
    elif isinstance(value, list):
        for item in value:
            yield from _values(item, depth + 1)
