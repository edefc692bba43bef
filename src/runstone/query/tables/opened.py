"""Tables that are read: columns are decoded when they are asked for, and kept within a bound of bytes."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any, NamedTuple, TypeVar

import msgspec
import numpy as np

from runstone.blobs.store import BlobStore
from runstone.encoding.column import Column, ColumnType, Texts, join
from runstone.encoding.table import TableReader
from runstone.index.cache import Cache
from runstone.index.index import Index, Snapshot
from runstone.index.points import Int64
from runstone.model.errors import BadQuery, BlobDamaged
from runstone.query import lineage, runs
from runstone.query.answers.media import MediaPart
from runstone.query.answers.tables import TableColumn

T = TypeVar("T")

MAX_BYTES = 256 << 20
MAX_PARTS = 10_000
# No table of that size is logged: a blob that says so is a stranger's.
MAX_ROWS = 100_000_000

_SHA256 = re.compile("[0-9a-f]{64}")


class TableName(NamedTuple):
    """Which table: a blob. Where `run` and `key` are given and it was logged in parts, all parts up to this one are the table."""

    sha256: str
    run: str | None = None
    key: str | None = None


class Table:
    """One table, of one blob or of several whose rows follow each other."""

    def __init__(self, name: Hashable, parts: Sequence[TableReader], cache: Cache, media: Sequence[bytes] = ()) -> None:
        self._name = name
        self._parts = parts
        self._media = media
        self._cache = cache
        self._types: dict[str, ColumnType] = {}
        for part in parts:
            for head in part.columns:
                known = self._types.get(head.name, head.type)
                self._types[head.name] = head.type if known == head.type else "other"
        self.rows = sum(part.rows for part in parts if part.columns)
        if self.rows > MAX_ROWS:
            raise BadQuery(f"The table has {self.rows:,} rows, and at most {MAX_ROWS:,} can be worked on.")

    @property
    def columns(self) -> list[TableColumn]:
        """What columns there are."""
        return [TableColumn(name, kind) for name, kind in self._types.items()]

    def column(self, name: str) -> Column:
        """A column whole.

        Raises:
            BadQuery: there is none of that name.
            BlobDamaged: it cannot be read.
        """
        self.check(name)
        return self.kept(("column", name), lambda: self.slice(name, 0, self.rows), column_bytes)

    def check(self, name: str) -> None:
        """See that there is a column.

        Raises:
            BadQuery: there is none of that name.
        """
        if name not in self._types:
            raise BadQuery(unknown_column(name, self._types))

    def slice(self, name: str, start: int, stop: int) -> Column:
        """The rows of a column from `start` up to `stop`; nothing else of it is read."""
        found: list[Column] = []
        first = 0
        for part in self._parts:
            low, high = max(0, start - first), min(part.rows, stop - first)
            if low < high:
                found.append(part.column(name, low, high) if name in part.names else _nothing(high - low))
            first += part.rows
        return found[0] if len(found) == 1 else join(found) if found else _nothing(0)

    def pick(self, rows: Int64) -> list[list[Any]]:
        """Some rows, in this order, as lists of plain cells."""
        cells = [take(self.column(name), rows).to_list() for name in self._types]
        return [list(row) for row in zip(*cells, strict=True)]

    def page(self, start: int, stop: int) -> list[list[Any]]:
        """Rows as they were logged, from `start` up to `stop`."""
        cells = [self.slice(name, start, stop).to_list() for name in self._types]
        return [list(row) for row in zip(*cells, strict=True)]

    def media_in(self, cells: Iterable[Any]) -> dict[str, MediaPart]:
        """The blobs of the media in some of its cells, by the names that the cells say; of those alone that are known of the table."""
        named = {cell["part"]: None for cell in cells if isinstance(cell, dict) and isinstance(cell.get("part"), str)}
        if not named or not self._media:
            return {}
        known: dict[str, MediaPart] = {}
        for document in self._media:
            known.update(msgspec.msgpack.decode(document, type=dict[str, MediaPart]))
        return {name: known[name] for name in named if name in known}

    def kept(self, name: Hashable, make: Callable[[], T], size_bytes: Callable[[T], int]) -> T:
        """What was made of this table once, as long as there is room for it."""
        return self._cache.get((self._name, name), make, size_bytes)


class Tables:
    """Opens the tables of a home. May be shared by threads."""

    def __init__(self, index: Index, max_bytes: int = MAX_BYTES) -> None:
        """
        Args:
            index: of the home.
            max_bytes: of what is kept in memory of all tables together.
        """
        self._index = index
        self._blobs = BlobStore(index.home)
        self._cache = Cache(max_bytes)

    def seen_by(self, index: Index) -> Tables:
        """The tables of the same home as another index shows it, with the same memory."""
        found = Tables(index)
        found._cache = self._cache
        return found

    def open(self, name: TableName) -> Table:
        """A table.

        Raises:
            BadQuery: the blob is no table, or one that is too long.
            BlobDamaged: a blob is missing or cannot be read.
            RunNotFound: there is no such run.
        """
        parts = [_Part(name.sha256, None)]
        if name.run is not None and name.key is not None:
            parts = self._index.ask(lambda snapshot: _parts(snapshot, name))
        digest = hashlib.sha256("".join(part.sha256 for part in parts).encode()).hexdigest()
        media = [part.media for part in parts if part.media]
        return Table(digest, [self._reader(part.sha256) for part in parts], self._cache, media)

    def _reader(self, sha256: str) -> TableReader:
        path = self._blobs.path(sha256)
        if not _SHA256.fullmatch(sha256) or not path.is_file():
            raise BlobDamaged(
                f"The blob {sha256[:80]!r} is missing from this home. Bring it back from a copy, if there is one."
            )
        with open(path, "rb") as file:
            is_json = file.read(1) == b"{"
        try:
            # A table of JSON is read whole; of all others only where its columns lie.
            return self._cache.get(
                ("reader", sha256), lambda: TableReader(path), lambda _: path.stat().st_size if is_json else 4096
            )
        except BlobDamaged as error:
            raise BadQuery(f"The blob {sha256} is no table that can be read: {error}") from error


class _Part(NamedTuple):
    """One blob of a table, and which blobs the media in its cells are, as the record has it."""

    sha256: str
    media: bytes | None


def _parts(snapshot: Snapshot, name: TableName) -> list[_Part]:
    """What a table consists of, in the order of its rows."""
    found: dict[tuple[int, int], tuple[int, _Part]] = {}
    alone = _Part(name.sha256, None)
    for branch in lineage.branches(snapshot, runs.find(snapshot, name.run or "")):
        rows = snapshot.connection.execute(
            "SELECT step, idx, time, sha256, facts_doc, parts_doc FROM media WHERE run = ?1 AND key = ?2 AND branch = ?3"
            " AND (?4 IS NULL OR step <= ?4) AND type = 'table'",
            (branch.run, name.key, branch.branch, branch.last_step),
        )
        for step, sample, time, sha256, document, media in rows:
            part = _Part(sha256, media)
            if "part_of" not in msgspec.msgpack.decode(document):
                # Equal tables are one blob, and so are equal pictures in their cells.
                alone = part if sha256 == name.sha256 else alone
            elif (step, sample) not in found or (found[step, sample][0], found[step, sample][1].sha256) <= (
                time,
                sha256,
            ):
                # Of what was logged twice at one place the later stands.
                found[step, sample] = time, part
    parts = [found[place][1] for place in sorted(found)]
    places = [at for at, part in enumerate(parts) if part.sha256 == name.sha256]
    if not places:
        return [alone]
    return parts[max(0, places[-1] + 1 - MAX_PARTS) : places[-1] + 1]


def unknown_column(name: str, known: Sequence[str] | dict[str, Any]) -> str:
    """What somebody is told who asks for a column that there is not."""
    names = [repr(known_name) for known_name in known]
    listed = ", ".join(names[:20]) + (", …" if len(names) > 20 else "")
    return f"The table has no column {name[:100]!r}. Its columns are {listed or 'none'}."


def take(column: Column, rows: Int64) -> Column:
    """Some rows of a column, in this order."""
    values = column.values
    present = None if column.present is None else column.present[rows]
    if isinstance(values, Texts):
        return Column(column.type, Texts.of([values[row] for row in rows.tolist()]), present)
    return Column(column.type, values[rows], present)


def column_bytes(column: Column) -> int:
    """How much memory a column takes."""
    values = column.values
    size = values.ends.nbytes + len(values.data) if isinstance(values, Texts) else values.nbytes
    return size + (0 if column.present is None else column.present.nbytes) + 200


def _nothing(rows: int) -> Column:
    return Column("other", Texts(np.zeros(rows, np.int64), b""), np.zeros(rows, np.bool_))
