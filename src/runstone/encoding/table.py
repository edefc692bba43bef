"""Tables as one blob that is read in pieces: a column at a time, some rows of it at a time. FORMAT.md tells the bytes."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from runstone.encoding.column import Column, ColumnType, Texts, column_of, join, pack, unpack
from runstone.model.errors import UNDECODABLE, BlobDamaged, FormatTooNew
from runstone.model.values import from_json

MIME = "application/vnd.runstone.table"
_MAGIC = b"\x89RST\r\n\x1a"
_VERSION = 1
_TRAILER = struct.Struct("<QI")
_BLOCK_ROWS = 1 << 16
_BLOCK_TEXT_BYTES = 1 << 22
# Random numbers do not get smaller at any level, and all else nearly all of it at the fastest one.
_ZSTD_LEVEL = 1
# No block that we write is larger: a stranger's that says so is not unpacked.
_MAX_BLOCK_BYTES = 1 << 29


class _Block(msgspec.Struct, array_like=True, frozen=True):
    """Where some rows of a column lie."""

    offset: int
    size_bytes: int
    rows: int


class ColumnHead(msgspec.Struct, frozen=True):
    """What a table says of a column."""

    name: str
    type: ColumnType
    blocks: list[_Block]


class _Contents(msgspec.Struct, frozen=True, omit_defaults=True):
    rows: int
    columns: list[ColumnHead]
    part: str = ""


def write_table(columns: Mapping[str, Column], part: str = "") -> bytes:
    """A table as bytes.

    Args:
        columns: by name, equally long.
        part: of rows that others add up with, a text that no others have: equal rows are then different blobs, each of its own place.

    Raises:
        ValueError: a cell is longer than 256 MiB.
    """
    import zstandard

    compressor = zstandard.ZstdCompressor(level=_ZSTD_LEVEL)
    pieces = [_MAGIC, bytes([_VERSION])]
    offset = len(_MAGIC) + 1
    heads = []
    for name, column in columns.items():
        blocks = []
        for block in _blocks(column):
            packed = compressor.compress(pack(block))
            blocks.append(_Block(offset, len(packed), len(block)))
            pieces.append(packed)
            offset += len(packed)
        heads.append(ColumnHead(name, column.type, blocks))
    rows = max((len(column) for column in columns.values()), default=0)
    contents = msgspec.msgpack.encode(_Contents(rows, heads, part))
    return b"".join([*pieces, contents, _TRAILER.pack(offset, zlib.crc32(contents))])


def _blocks(column: Column) -> Iterator[Column]:
    """The column in pieces of so many rows, of texts also of so many bytes."""
    import numpy as np

    start, rows = 0, len(column)
    while start < rows:
        stop = min(start + _BLOCK_ROWS, rows)
        if isinstance(column.values, Texts):
            ends = column.values.ends
            begin = int(ends[start - 1]) if start else 0
            stop = min(stop, max(start + 1, int(np.searchsorted(ends, begin + _BLOCK_TEXT_BYTES, "right"))))
        yield column.slice(start, stop)
        start = stop


class TableReader:
    """A table, of which only what is asked for is read. Safe to use from many threads."""

    def __init__(self, source: Path | bytes) -> None:
        """
        Args:
            source: the file of the blob, or its bytes. Tables of JSON, as earlier versions wrote them, are read too.

        Raises:
            BlobDamaged: these bytes are no table.
            FormatTooNew: a later Runstone wrote them.
            OSError: the file cannot be read.
        """
        self._source = source
        self._size_bytes = source.stat().st_size if isinstance(source, Path) else len(source)
        if self._size_bytes and self._read(0, 1) == b"{":
            self._source = _from_json(self._read(0, self._size_bytes))
            self._size_bytes = len(self._source)
        contents = self._contents()
        self.rows: int = contents.rows
        self.columns: list[ColumnHead] = contents.columns
        self._heads = {head.name: head for head in contents.columns}

    @property
    def names(self) -> list[str]:
        """The names of the columns."""
        return list(self._heads)

    def column(self, name: str, start: int = 0, stop: int | None = None) -> Column:
        """A column from row `start` up to row `stop`, which is not among them; to its end by default.

        Raises:
            KeyError: there is no such column.
            BlobDamaged: it cannot be read.
        """
        head = self._heads[name]
        stop = self.rows if stop is None else min(stop, self.rows)
        found, first = [], 0
        for block in head.blocks:
            low, high = max(start - first, 0), min(stop - first, block.rows)
            if low < high:
                cells = self._block(head.type, block)
                found.append(cells if (low, high) == (0, block.rows) else cells.slice(low, high))
            first += block.rows
        if len(found) == 1:
            return found[0]
        return join(found) if found else unpack(head.type, 0, b"\0")

    def cells(self, start: int = 0, stop: int | None = None) -> list[list[Any]]:
        """Rows from `start` up to `stop` as lists of plain cells. See `Column.to_list`."""
        columns = [self.column(name, start, stop).to_list() for name in self._heads]
        return [list(row) for row in zip(*columns, strict=True)]

    def _block(self, kind: ColumnType, block: _Block) -> Column:
        import zstandard

        packed = self._read(block.offset, block.size_bytes)
        try:
            if zstandard.frame_content_size(packed) not in range(_MAX_BLOCK_BYTES):
                raise BlobDamaged("A block of a table is larger than any that Runstone writes. It was not unpacked.")
            data = zstandard.ZstdDecompressor().decompress(packed)
        except zstandard.ZstdError as error:
            raise BlobDamaged(f"A block of a table cannot be unpacked ({error}). Bring it back from a copy.") from error
        return unpack(kind, block.rows, data)

    def _contents(self) -> _Contents:
        head = self._read(0, min(len(_MAGIC) + 1, self._size_bytes))
        if head[: len(_MAGIC)] != _MAGIC or len(head) == len(_MAGIC):
            raise BlobDamaged("These bytes are no table of Runstone's.")
        if head[-1] > _VERSION:
            raise FormatTooNew(f"This table is of version {head[-1]}; this Runstone reads up to {_VERSION}. Update it.")
        end = self._size_bytes - _TRAILER.size
        try:
            offset, crc = _TRAILER.unpack(self._read(end, _TRAILER.size))
            data = self._read(offset, end - offset)
            if zlib.crc32(data) != crc:
                raise ValueError("another checksum")
            contents = msgspec.msgpack.decode(data, type=_Contents)
        except (struct.error, *UNDECODABLE) as error:
            raise BlobDamaged(
                f"The end of a table cannot be read ({error}). Bring the blob back from a copy."
            ) from error
        if any(sum(block.rows for block in head.blocks) != contents.rows for head in contents.columns):
            raise BlobDamaged("The columns of a table are not equally long. Bring the blob back from a copy.")
        return contents

    def _read(self, offset: int, size: int) -> bytes:
        if offset < 0 or size < 0 or offset + size > self._size_bytes:
            raise BlobDamaged("A table is cut short. Bring the blob back from a copy.")
        if isinstance(self._source, bytes):
            return self._source[offset : offset + size]
        with open(self._source, "rb") as file:
            file.seek(offset)
            return file.read(size)


def _from_json(data: bytes) -> bytes:
    """A table of JSON, `{"columns": [...], "rows": [[...], ...]}`, in the present form."""
    try:
        found = msgspec.json.decode(data)
        names, rows = [str(name) for name in found["columns"]], from_json(found["rows"])
        columns = {name: column_of([row[at] for row in rows]) for at, name in enumerate(names)}
    except (*UNDECODABLE, KeyError, TypeError, IndexError) as error:
        raise BlobDamaged(f"A table of JSON cannot be read ({error}). Bring the blob back from a copy.") from error
    return write_table(columns)
