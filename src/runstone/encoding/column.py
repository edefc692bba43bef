"""Columns of tables: cells of one type with gaps, and the bytes of a block of them.

A block is a byte of flags (1: some cells are null), then, if some are, a bit for each cell that is set where there is one (the first cell
in the lowest bit), and then

- `number`, `integer`: the cells as f64 or i64, byte-shuffled: all first bytes, then all second ones, and so on;
- `boolean`: a bit for each cell;
- `text`, and `media` and `other`, whose cells are JSON: the length of each cell in bytes as u32, then all cells in UTF-8.

All is little-endian. What stands in the place of a null means nothing.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import TYPE_CHECKING, Any, Literal, get_args

import msgspec

from runstone.model.errors import UNDECODABLE, BlobDamaged
from runstone.model.values import from_json, to_json

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Bools = npt.NDArray[np.bool_]

ColumnType = Literal["number", "integer", "boolean", "text", "media", "other"]
COLUMN_TYPES: tuple[ColumnType, ...] = get_args(ColumnType)

_HAS_NULLS = 1
_EXACT_INTS = 1 << 53
_DTYPES = {"number": "<f8", "integer": "<i8", "boolean": "?"}
_MAX_CELL_BYTES = 1 << 28


class Texts(Sequence[str]):
    """Texts as one run of UTF-8 bytes: a million of them are two arrays, and only those that are looked at become objects."""

    def __init__(self, ends: npt.NDArray[np.int64], data: bytes) -> None:
        """
        Args:
            ends: where each text ends in the bytes; it begins where the one before ends.
            data: the bytes.
        """
        self.ends = ends
        self.data = data

    @classmethod
    def of(cls, texts: Sequence[str]) -> Texts:
        """Texts of Python. A half of a surrogate pair, which UTF-8 has no bytes for, is written out as `\\udc80`."""
        import numpy as np

        joined = "".join(texts)
        if joined.isascii():
            lengths, data = np.fromiter(map(len, texts), np.int64, len(texts)), joined.encode()
        else:
            cells = [text.encode("utf-8", "backslashreplace") for text in texts]
            lengths, data = np.fromiter(map(len, cells), np.int64, len(cells)), b"".join(cells)
        return cls(np.cumsum(lengths), data)

    def __len__(self) -> int:
        return len(self.ends)

    def __getitem__(self, place: Any) -> Any:
        if isinstance(place, slice):
            start, stop, stride = place.indices(len(self))
            if stride != 1:
                return [self[at] for at in range(start, stop, stride)]
            stop = max(start, stop)
            begin = self._begin(start)
            end = self._begin(stop)
            return Texts(self.ends[start:stop] - begin, self.data[begin:end])
        at = place + len(self) if place < 0 else place
        if not 0 <= at < len(self):
            raise IndexError(place)
        return self.data[self._begin(at) : int(self.ends[at])].decode("utf-8", "replace")

    def __iter__(self) -> Iterator[str]:
        ends = chain((0,), self.ends.tolist())
        if self.data.isascii():
            text = self.data.decode("ascii")
            return (text[begin:end] for begin, end in pairwise(ends))
        return (self.data[begin:end].decode("utf-8", "replace") for begin, end in pairwise(ends))

    def _begin(self, at: int) -> int:
        return int(self.ends[at - 1]) if at else 0


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """Cells of one type. `present` tells where there are any, None for everywhere.

    `values` is an array of float64, int64 or bool, or `Texts`: of `media` and `other` cells their JSON.
    """

    type: ColumnType
    values: npt.NDArray[Any] | Texts
    present: Bools | None = None

    def __len__(self) -> int:
        return len(self.values)

    def slice(self, start: int, stop: int) -> Column:
        """The cells from row `start` up to row `stop`, which is not among them."""
        present = None if self.present is None else self.present[start:stop]
        return Column(self.type, self.values[start:stop], present)

    def to_list(self) -> list[Any]:
        """The cells as plain values: None for a null, media as dicts.

        Raises:
            BlobDamaged: a cell is not the JSON that it should be.
        """
        if not isinstance(self.values, Texts):
            cells = self.values.tolist()
        elif self.type == "text":
            cells = list(self.values)
        else:
            return [from_json(document) for document in self._documents()]
        if self.present is not None:
            return [cell if there else None for cell, there in zip(cells, self.present.tolist(), strict=True)]
        return list(cells)

    def _documents(self) -> Iterator[Any]:
        gaps = [True] * len(self) if self.present is None else self.present.tolist()
        try:
            for text, there in zip(self.values, gaps, strict=True):
                yield msgspec.json.decode(text) if there else None
        except UNDECODABLE as error:
            raise BlobDamaged(f"A cell of a table is no JSON ({error}). Bring the blob back from a copy.") from error


def column_of(cells: Sequence[Any]) -> Column:
    """Plain cells (`model.values.to_plain`) as a column of the narrowest type that keeps each as it is.

    Whole numbers beside others are `number` if float64 holds them exactly; all else that is mixed is `other`. Nothing but nulls is `other`.
    """
    import numpy as np

    types = set(map(type, cells))
    present = None
    if type(None) in types:
        types.discard(type(None))
        present = np.fromiter((cell is not None for cell in cells), np.bool_, len(cells))
    if types == {float} or (types == {int, float} and _are_exact(cells)):
        filled = cells if present is None else [math.nan if cell is None else cell for cell in cells]
        return Column("number", np.array(filled, np.float64), present)
    if types in ({int}, {bool}):
        filled = cells if present is None else [0 if cell is None else cell for cell in cells]
        return Column("integer", np.array(filled, np.int64), present) if types == {int} else _booleans(filled, present)
    if types == {str}:
        return Column("text", Texts.of(cells if present is None else [cell or "" for cell in cells]), present)
    return documents(cells)


def documents(cells: Sequence[Any], kind: Literal["media", "other"] = "other") -> Column:
    """Plain cells of any kind as a column of JSON; None for a null."""
    import numpy as np

    encode = msgspec.json.encode
    texts = Texts.of(["" if cell is None else encode(to_json(cell)).decode() for cell in cells])
    present = np.fromiter((cell is not None for cell in cells), np.bool_, len(cells))
    return Column(kind, texts, None if present.all() else present)


def join(columns: Sequence[Column]) -> Column:
    """Columns one after the other, as one of the narrowest type that holds all of them."""
    import numpy as np

    types = {column.type for column in columns}
    if len(types) > 1:
        return column_of([cell for column in columns for cell in column.to_list()])
    kind = types.pop()
    present = None
    if any(column.present is not None for column in columns):
        present = np.concatenate(
            [np.ones(len(column), np.bool_) if column.present is None else column.present for column in columns]
        )
    texts = [column.values for column in columns if isinstance(column.values, Texts)]
    if texts:
        starts = np.cumsum([0, *(len(text.data) for text in texts)])
        ends = np.concatenate([text.ends + start for text, start in zip(texts, starts, strict=False)])
        return Column(kind, Texts(ends, b"".join(text.data for text in texts)), present)
    return Column(kind, np.concatenate([np.asarray(column.values) for column in columns]), present)


def pack(column: Column) -> bytes:
    """The bytes of a block.

    Raises:
        ValueError: a cell is longer than 256 MiB.
    """
    import numpy as np

    values, present = column.values, column.present
    head = b"\0" if present is None else bytes([_HAS_NULLS]) + np.packbits(present, bitorder="little").tobytes()
    if isinstance(values, Texts):
        lengths = np.diff(values.ends, prepend=0)
        if len(lengths) and lengths.max() > _MAX_CELL_BYTES:
            raise ValueError(f"a cell of {lengths.max()} bytes is longer than {_MAX_CELL_BYTES}")
        return head + lengths.astype("<u4").tobytes() + values.data
    if column.type == "boolean":
        return head + np.packbits(values, bitorder="little").tobytes()
    cells = np.ascontiguousarray(values, _DTYPES[column.type])
    return head + np.ascontiguousarray(cells.view(np.uint8).reshape(-1, 8).T).tobytes()


def unpack(kind: ColumnType, rows: int, data: bytes) -> Column:
    """The column that `pack` was given.

    Raises:
        BlobDamaged: the bytes are no such block.
    """
    import numpy as np

    try:
        flags, at, bits = data[0], 1, -(-rows // 8)
        present = None
        if flags & _HAS_NULLS:
            present = np.unpackbits(np.frombuffer(data, np.uint8, bits, at), count=rows, bitorder="little").view(
                np.bool_
            )
            at += bits
        if kind == "boolean":
            packed = np.frombuffer(data, np.uint8, bits, at)
            return Column(kind, np.unpackbits(packed, count=rows, bitorder="little").view(np.bool_), present)
        if kind in _DTYPES:
            shuffled = np.frombuffer(data, np.uint8, rows * 8, at).reshape(8, rows)
            return Column(kind, np.ascontiguousarray(shuffled.T).view(_DTYPES[kind]).reshape(rows), present)
        ends = np.cumsum(np.frombuffer(data, "<u4", rows, at), dtype=np.int64)
        texts = data[at + 4 * rows :]
        if (int(ends[-1]) if rows else 0) != len(texts):
            raise ValueError("its texts are not as long as it says")
        return Column(kind, Texts(ends, texts), present)
    except (ValueError, IndexError) as error:
        raise BlobDamaged(f"A block of a table cannot be read ({error}). Bring the blob back from a copy.") from error


def _booleans(cells: Sequence[Any], present: Bools | None) -> Column:
    import numpy as np

    return Column("boolean", np.array(cells, np.bool_), present)


def _are_exact(cells: Sequence[Any]) -> bool:
    return all(type(cell) is not int or -_EXACT_INTS <= cell <= _EXACT_INTS for cell in cells)
