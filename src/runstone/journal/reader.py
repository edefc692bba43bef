"""The reader: from the bytes of a journal to records and arrays of points, piece by piece, through any damage."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

import numpy as np
import numpy.typing as npt

from runstone.journal import frames, seal
from runstone.journal.checksums import row_checksums
from runstone.journal.frames import HEAD, KINDS, MAGIC, Kind
from runstone.model.errors import FormatTooNew, JournalDamaged
from runstone.model.home import SEALED_SUFFIX
from runstone.model.records import AnyRecord, Unknown

Int64 = npt.NDArray[np.int64]
Float64 = npt.NDArray[np.float64]

# Where rows of one (layout, payload size) begin: one place, or an array of them.
Where = tuple[tuple[int, int], "int | npt.NDArray[np.intp]"]

PIECE_BYTES = 16 << 20
_GALLOP_AFTER = 12
_CACHED_BYTES = 1 << 18


class Rows(NamedTuple):
    """Rows of one layout in the order of writing: `steps` and `times` of shape (n,), `values` of shape (n, len(names))."""

    names: tuple[str, ...]
    steps: Int64
    times: Int64
    values: Float64


class Damage(NamedTuple):
    """Bytes that are no frame; or a whole frame, with a right checksum, that is none that a writer writes, and why."""

    offset: int
    size_bytes: int
    reason: str = ""


class Piece(NamedTuple):
    """What a stretch of a journal holds.

    `start` and `end` are offsets into the journal; all before `end` is read for good. `tail_bytes` lie behind `end`: a frame that is
    still being written, or, once its writer is gone, one that was torn.
    """

    start: int
    end: int
    tail_bytes: int
    records: list[AnyRecord | Unknown]
    rows: list[Rows]
    damage: list[Damage]


class JournalReader:
    """Reads one journal from any offset on, as often as wanted while it grows. Opens the file only while reading.

    To go on later in another process, keep `offset` and `definitions`.
    """

    def __init__(self, path: Path, offset: int = 0, definitions: list[int] | None = None) -> None:
        """
        Args:
            path: the journal, or its sealed form.
            offset: where to go on; from an earlier reader.
            definitions: that reader's `definitions`.

        Raises:
            FormatTooNew, JournalDamaged: a definition cannot be read again.
        """
        self.path = path
        self.offset = offset
        self.definitions: list[int] = []
        self._names: dict[int, str] = {}
        self._layouts: dict[int, tuple[str, ...]] = {}
        for position in definitions or []:
            try:
                _, size, kind = HEAD.unpack(self.read(position, HEAD.size))
                self._define(position, kind, memoryview(self.read(position + HEAD.size, size)))
            except frames.UNREADABLE as error:
                raise JournalDamaged(
                    f"{path} has no definition at byte {position} any more: it was changed since it was read."
                ) from error

    def read(self, offset: int, size: int) -> bytes:
        """Bytes of the journal as it was written, sealed or not; fewer than asked for at its end."""
        if self.path.suffix == SEALED_SUFFIX:
            return seal.read(self.path, offset, size)
        with open(self.path, "rb", buffering=0) as file:
            return os.pread(file.fileno(), size, offset)

    def size_bytes(self) -> int:
        """How long the journal is now (for a sealed one: was before it was sealed)."""
        return journal_bytes(self.path)

    def pieces(self) -> Iterator[Piece]:
        """Read on to the present end, in pieces of bounded memory.

        Raises:
            FileNotFoundError: the journal is gone.
            FormatTooNew: the magic number names a later version.
            JournalDamaged: the file never was a journal.
        """
        wanted = PIECE_BYTES
        while True:
            data = self.read(self.offset, wanted)
            if self.offset == 0:
                if len(data) < len(MAGIC):
                    if not MAGIC.startswith(data):
                        raise JournalDamaged(f"{self.path} is no journal: it does not begin with the magic number.")
                    return
                self._check_magic(data)
            at_end = len(data) < wanted
            piece = self._parse(data)
            if piece.end > piece.start or (at_end and piece.tail_bytes):
                self.offset = piece.end
                yield piece
            if at_end:
                return
            # One frame larger than a piece: look at more of it at once.
            wanted = PIECE_BYTES if piece.end > piece.start else wanted * 2

    def _check_magic(self, data: bytes) -> None:
        if data[: len(MAGIC) - 1] != MAGIC[:-1]:
            if _next_frame(data, 0) is None:
                raise JournalDamaged(
                    f"{self.path} is no journal: it does not begin with the magic number, and holds no frame."
                )
            return
        if data[len(MAGIC) - 1] > frames.FORMAT_VERSION:
            raise FormatTooNew(
                f"{self.path} has format version {data[len(MAGIC) - 1]}; this Runstone reads up to {frames.FORMAT_VERSION}. "
                "The data is intact: update with `pip install -U runstone`."
            )

    def _define(self, position: int, kind: int, payload: memoryview) -> None:
        if kind == Kind.NAMES:
            first, names = frames.decode_names(payload)
            self._names.update(enumerate(names, first))
        else:
            number, columns = frames.decode_layout(payload)
            # A name that was lost to damage still has its points: show them under a name that says so.
            lost = {column: f"lost-name-{column}" for column in set(columns) - self._names.keys()}
            self._layouts[number] = tuple(lost.get(column) or self._names[column] for column in columns)
        self.definitions.append(position)

    def _parse(self, data: bytes) -> Piece:
        start = self.offset
        view = memoryview(data)
        position = len(MAGIC) if start == 0 and data.startswith(MAGIC[:-1]) else 0
        records: list[AnyRecord | Unknown] = []
        damage: list[Damage] = []
        order: list[Where] = []
        limit = len(data)
        last_layout, streak = -1, 0
        while position + HEAD.size <= limit:
            crc, size, kind = HEAD.unpack_from(data, position)
            end = position + HEAD.size + size
            if kind not in KINDS or end > limit or crc32(view[position + 4 : end]) != crc:
                following = _next_frame(data, position)
                if following is None:
                    break
                damage.append(Damage(start + position, following - position))
                position = following
                continue
            payload = view[position + HEAD.size : end]
            try:
                if kind == Kind.ROW:
                    frames.check_row(size)
                elif kind == Kind.EVENT:
                    records.append(frames.decode_event(payload))
                else:
                    self._define(start + position, kind, payload)
            except frames.UNREADABLE as error:
                damage.append(Damage(start + position, end - position, str(error)))
                position = end
                continue
            if kind == Kind.ROW:
                layout = int.from_bytes(payload[:4], "little")
                key = (layout, size)
                streak = streak + 1 if layout == last_layout else 0
                last_layout = layout
                if streak >= _GALLOP_AFTER:
                    count = _same_rows(data, position, size, layout)
                    order.append((key, position + (HEAD.size + size) * np.arange(count, dtype=np.intp)))
                    position += (HEAD.size + size) * count
                    streak = 0
                    continue
                order.append((key, position))
            position = end
        rows = self._gather(data, order)
        return Piece(start, start + position, limit - position, records, rows, damage)

    def _gather(self, data: bytes, order: list[Where]) -> list[Rows]:
        """The rows at these places, one array a layout. Layout numbers are never given twice within a journal."""
        grouped: dict[tuple[int, int], list[npt.NDArray[np.intp]]] = {}
        loose: dict[tuple[int, int], list[int]] = {}
        for key, where in order:
            if isinstance(where, int):
                loose.setdefault(key, []).append(where)
                continue
            if key in loose:
                grouped.setdefault(key, []).append(np.array(loose.pop(key), dtype=np.intp))
            grouped.setdefault(key, []).append(where)
        for key, positions in loose.items():
            grouped.setdefault(key, []).append(np.array(positions, dtype=np.intp))
        whole = np.frombuffer(data, dtype=np.uint8)
        rows = []
        for (layout, size), parts in grouped.items():
            columns = (size - frames.ROW_HEAD.size) // 8
            at = np.concatenate(parts) if len(parts) > 1 else parts[0]
            kind = _row_dtype(columns)
            if (
                len(at) > 1
                and at[-1] - at[0] == (len(at) - 1) * kind.itemsize
                and bool(np.all(np.diff(at) == kind.itemsize))
            ):
                found = np.frombuffer(data, dtype=kind, count=len(at), offset=int(at[0]))
            else:
                found = whole[at[:, None] + np.arange(kind.itemsize)].view(kind)[:, 0]
            names = self._layouts.get(layout)
            if names is None or len(names) != columns:
                names = tuple(f"lost-layout-{layout}-{column}" for column in range(columns))
            values = np.ascontiguousarray(found["values"]).reshape(len(at), columns)
            rows.append(Rows(names, found["step"].astype(np.int64), found["time"].astype(np.int64), values))
        return rows


def journal_bytes(path: Path) -> int:
    """How long a journal is now (for a sealed one: was before it was sealed).

    Raises:
        FileNotFoundError: the journal is gone.
    """
    return seal.original_bytes(path) if path.suffix == SEALED_SUFFIX else path.stat().st_size


@lru_cache(maxsize=256)
def _row_dtype(columns: int) -> np.dtype[np.void]:
    return np.dtype(
        [
            ("crc", "<u4"),
            ("size", "<u4"),
            ("kind", "u1"),
            ("layout", "<u4"),
            ("step", "<i8"),
            ("time", "<i8"),
            ("values", "<f8", (columns,)),
        ]
    )


def _same_rows(data: bytes, position: int, size: int, layout: int) -> int:
    """How many good rows of one layout follow each other from here on; at least the one that is known to be good."""
    kind = _row_dtype((size - frames.ROW_HEAD.size) // 8)
    stride = kind.itemsize
    most = (len(data) - position) // stride
    count, window = 0, 64
    while count < most:
        # A window at a time: a stretch is often short, and looking at all that follows for each would be quadratic. The largest
        # window is one that the processor's cache holds.
        window = min(window * 2, max(_CACHED_BYTES // stride, 64), most - count)
        at = position + count * stride
        found = np.frombuffer(data, dtype=kind, count=window, offset=at)
        same = (found["size"] == size) & (found["kind"] == int(Kind.ROW)) & (found["layout"] == layout)
        good = window if same.all() else int(np.argmin(same))
        table = np.frombuffer(data, dtype=np.uint8, count=good * stride, offset=at).reshape(good, stride)
        right = row_checksums(table[:, 4:]) == found["crc"][:good] if good else same[:0]
        if not right.all():
            good = int(np.argmin(right))
        count += good
        if good < window:
            break
    return max(1, count)


def _next_frame(data: bytes, position: int) -> int | None:
    """Where the next good frame after `position` begins; None if there is none yet."""
    size = int(HEAD.unpack_from(data, position)[1]) if position + HEAD.size <= len(data) else 0
    likely = position + HEAD.size + size  # right if the damage lies in the payload
    if likely < len(data) and _is_frame(data, likely):
        return likely
    bytes_view = np.frombuffer(data, dtype=np.uint8)
    kinds = np.isin(bytes_view[position + HEAD.size :], np.fromiter(KINDS, dtype=np.uint8))
    for kind_at in np.flatnonzero(kinds) + position + HEAD.size:
        candidate = int(kind_at) - 8
        if _is_frame(data, candidate):
            return candidate
    return None


def _is_frame(data: bytes, position: int) -> bool:
    if position + HEAD.size > len(data):
        return False
    crc, size, kind = HEAD.unpack_from(data, position)
    end = position + HEAD.size + size
    return kind in KINDS and end <= len(data) and crc32(memoryview(data)[position + 4 : end]) == crc
