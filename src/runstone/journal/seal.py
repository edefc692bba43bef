"""The sealed form of a journal: the same bytes, compressed, and given back exactly.

A sealed file is MAGIC, then blocks, then an index of the blocks and a trailer. Each block stands for a stretch of the original:

    raw    zstd of the bytes
    rows   n rows of one layout, taken apart by column: steps and times as differences, values as float32 where that loses nothing,
           bytes shuffled, then zstd; the frames' heads and checksums are made again

so that `(writer, offset)` means the same before and after sealing. The index is a msgpack array of [start, end, kind, file offset, bytes,
CRC-32], the trailer its offset (u64) and the CRC-32 of the index (u32). `seal` reads back all it wrote and compares before the journal goes.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

import msgspec
import numpy as np
import numpy.typing as npt
import zstandard

from runstone.journal import frames
from runstone.journal.checksums import row_checksums
from runstone.journal.frames import HEAD, Kind
from runstone.model.errors import UNDECODABLE, JournalDamaged
from runstone.model.home import JOURNAL_SUFFIX, SEALED_SUFFIX

MAGIC = b"\x89RSS\r\n\x1a\x01"
TRAILER = struct.Struct("<QI")
ROWS_HEAD = struct.Struct("<IIIB")  # rows, columns, layout, bytes a value
BLOCK_BYTES = 1 << 20
LEVEL = 9
# A stretch is a megabyte, or one frame; a frame that never ended is cut at 64 MiB, and one of 256 MiB is the largest that is written.
MAX_BLOCK_BYTES = frames.MAX_PAYLOAD_BYTES + (64 << 20)
_FEW_ROWS = 32


class Block(NamedTuple):
    """One stretch of the original, and where it lies in the sealed file."""

    start: int
    end: int
    kind: str
    offset: int
    size_bytes: int
    crc: int


def seal(journal: Path) -> Path:
    """Compress a journal whose writer is gone, and remove it once the sealed form is proven to give every byte back.

    Returns:
        The path of the sealed file.

    Raises:
        JournalDamaged: what was written does not give back the original; the journal stays, nothing is lost.
        OSError: the disk refused; the journal stays.
    """
    target = journal.with_suffix(SEALED_SUFFIX)
    part = target.with_suffix(".sealing")
    blocks: list[Block] = []
    with open(part, "wb") as out:
        out.write(MAGIC)
        at = len(MAGIC)
        for start, original in _stretches(journal):
            kind, packed = _pack(original)
            out.write(packed)
            blocks.append(Block(start, start + len(original), kind, at, len(packed), crc32(packed)))
            at += len(packed)
        index = msgspec.msgpack.encode(blocks)
        out.write(index)
        out.write(TRAILER.pack(at, crc32(index)))
        out.flush()
        os.fsync(out.fileno())
    with open(journal, "rb") as original_file, open(part, "rb") as sealed_file:
        for block in blocks:
            if _unpack(sealed_file.fileno(), block) != original_file.read(block.end - block.start):
                part.unlink()
                raise JournalDamaged(
                    f"Sealing {journal} did not give its bytes back. The journal stays as it is; nothing is lost."
                )
        grown = bool(original_file.read(1))
    if grown:
        part.unlink()
        raise JournalDamaged(f"{journal} grew while it was sealed: its writer lives. The journal stays as it is.")
    os.replace(part, target)
    os.unlink(journal)
    return target


def unseal(sealed: Path) -> Path:
    """Write the journal that this file was made of, and remove the file."""
    target = sealed.with_suffix(JOURNAL_SUFFIX)
    part = target.with_suffix(".unsealing")
    with open(part, "wb") as out:
        for block in _blocks(sealed):
            out.write(read(sealed, block.start, block.end - block.start))
        out.flush()
        os.fsync(out.fileno())
    os.replace(part, target)
    os.unlink(sealed)
    return target


def original_bytes(sealed: Path) -> int:
    """How long the journal was."""
    blocks = _blocks(sealed)
    return blocks[-1].end if blocks else 0


def original_bytes_by(tail: bytes, size_bytes: int) -> int | None:
    """How long the journal was, told by the end of the sealed file.

    Args:
        tail: the last bytes of the file.
        size_bytes: how long the file is.

    Returns:
        None if the tail is too short to tell.

    Raises:
        JournalDamaged: the index of its blocks is damaged.
    """
    if len(tail) < min(size_bytes, TRAILER.size):
        return None
    if size_bytes < len(MAGIC) + TRAILER.size:
        raise JournalDamaged("A sealed journal is cut short.")
    at, checksum = TRAILER.unpack(tail[-TRAILER.size :])
    start = len(tail) - (size_bytes - at)
    if start < 0:
        return None
    index = tail[start : -TRAILER.size]
    if at > size_bytes - TRAILER.size or crc32(index) != checksum:
        raise JournalDamaged("The index of a sealed journal's blocks is damaged.")
    try:
        blocks = msgspec.msgpack.decode(index, type=list[Block])
    except UNDECODABLE as error:
        raise JournalDamaged(f"The index of a sealed journal's blocks cannot be read ({error}).") from error
    return blocks[-1].end if blocks else 0


def read(sealed: Path, offset: int, size: int) -> bytes:
    """Bytes of the original; fewer than asked for at its end.

    Raises:
        JournalDamaged: a block or the index cannot be decoded.
    """
    parts = []
    with open(sealed, "rb", buffering=0) as file:
        for block in _blocks(sealed):
            if block.end <= offset or block.start >= offset + size:
                continue
            try:
                data = _unpack(file.fileno(), block)
            except (zstandard.ZstdError, ValueError, struct.error):
                # A hole of zeros keeps every later offset right; the reader calls it damage and goes on behind it.
                data = bytes(block.end - block.start)
            parts.append(data[max(0, offset - block.start) : offset + size - block.start])
    return b"".join(parts)


def _blocks(sealed: Path) -> list[Block]:
    facts = sealed.stat()
    return _read_blocks(sealed, facts.st_mtime_ns, facts.st_size)


@lru_cache(maxsize=64)
def _read_blocks(sealed: Path, mtime_ns: int, size: int) -> list[Block]:
    with open(sealed, "rb") as file:
        if file.read(len(MAGIC)) != MAGIC:
            raise JournalDamaged(f"{sealed} is no sealed journal of a version that this Runstone reads.")
        if size < len(MAGIC) + TRAILER.size:
            raise JournalDamaged(f"{sealed} is cut short. Bring the file back from a copy.")
        file.seek(size - TRAILER.size)
        at, checksum = TRAILER.unpack(file.read(TRAILER.size))
        if at > size - TRAILER.size:
            raise JournalDamaged(f"{sealed}: the trailer is damaged. Bring the file back from a copy.")
        file.seek(at)
        index = file.read(size - TRAILER.size - at)
    if crc32(index) != checksum:
        raise JournalDamaged(f"{sealed}: the index of its blocks is damaged. Bring the file back from a copy.")
    try:
        blocks = msgspec.msgpack.decode(index, type=list[Block])
    except UNDECODABLE as error:
        raise JournalDamaged(f"{sealed}: the index of its blocks cannot be read ({error}).") from error
    if any(block.start != before for block, before in zip(blocks, [0, *(block.end for block in blocks)], strict=False)):
        raise JournalDamaged(f"{sealed}: the blocks of its index do not follow each other.")
    if any(not 0 <= block.end - block.start <= MAX_BLOCK_BYTES for block in blocks):
        raise JournalDamaged(f"{sealed}: its index tells of blocks larger than any that is sealed.")
    return blocks


def _stretches(journal: Path) -> Iterator[tuple[int, bytes]]:
    """The journal in stretches, cut where long runs of equal rows begin and end, each small enough to hold."""
    with open(journal, "rb") as file:
        start, data = 0, b""
        while True:
            more = file.read(BLOCK_BYTES)
            data += more
            if not data:
                return
            position, plain_from = 0, 0
            while position + HEAD.size <= len(data):
                _, size, kind = HEAD.unpack_from(data, position)
                end = position + HEAD.size + size
                if start + position == 0 and data.startswith(frames.MAGIC):
                    end = len(frames.MAGIC)
                elif kind not in frames.KINDS or end > len(data):
                    break
                elif kind == Kind.ROW:
                    count = _equal_rows(data, position, size)
                    if count >= _FEW_ROWS:
                        if position > plain_from:
                            yield start + plain_from, data[plain_from:position]
                        end = position + (HEAD.size + size) * count
                        yield start + position, data[position:end]
                        plain_from = end
                position = end
            if not more or (position == 0 and len(data) >= 64 * BLOCK_BYTES):
                position = len(data)
            if position > plain_from:
                yield start + plain_from, data[plain_from:position]
            start, data = start + position, data[position:]


def _equal_rows(data: bytes, position: int, size: int) -> int:
    """How many rows of the same size and layout follow each other from here; 0 where the size is no row's."""
    stride = HEAD.size + size
    count = (len(data) - position) // stride
    table = np.frombuffer(data, dtype=np.uint8, count=count * stride, offset=position).reshape(count, stride)
    if size < frames.ROW_HEAD.size or (size - frames.ROW_HEAD.size) % 8:
        return 0
    same = (table[:, 4 : HEAD.size + 4] == table[0, 4 : HEAD.size + 4]).all(axis=1)
    return count if same.all() else int(np.argmin(same))


def _pack(original: bytes) -> tuple[str, bytes]:
    packed = _pack_rows(original)
    if packed is not None:
        return "rows", packed
    return "raw", zstandard.ZstdCompressor(level=LEVEL).compress(original)


def _pack_rows(original: bytes) -> bytes | None:
    if len(original) < HEAD.size + frames.ROW_HEAD.size:
        return None
    _, size, kind = HEAD.unpack_from(original, 0)
    stride = HEAD.size + size
    if kind != Kind.ROW or len(original) % stride or len(original) < _FEW_ROWS * stride:
        return None
    count, columns = len(original) // stride, (size - frames.ROW_HEAD.size) // 8
    table = np.frombuffer(original, dtype=np.uint8).reshape(count, stride)
    layout = int.from_bytes(original[HEAD.size : HEAD.size + 4], "little")
    steps = _column(table, 13, 1, "<i8")[:, 0]
    times = _column(table, 21, 1, "<i8")[:, 0]
    values = _column(table, 29, columns, "<f8")
    with np.errstate(over="ignore", invalid="ignore"):
        narrow = values.astype("<f4")
        lossless = (narrow.astype("<f8").view("<u8") == values.view("<u8")).all()
    columns_bytes = np.ascontiguousarray((narrow if lossless else values).T)
    width = columns_bytes.itemsize
    parts = [
        _shuffle(np.diff(steps, prepend=np.int64(0))),
        _shuffle(np.diff(np.diff(times, prepend=np.int64(0)), prepend=np.int64(0))),
        _shuffle(columns_bytes),
    ]
    packed = zstandard.ZstdCompressor(level=LEVEL).compress(b"".join(parts))
    whole = ROWS_HEAD.pack(count, columns, layout, width) + packed
    return whole if _unpack_rows(whole, len(original)) == original else None


def _column(table: npt.NDArray[np.uint8], first: int, columns: int, dtype: str) -> npt.NDArray[np.generic]:
    return np.ascontiguousarray(table[:, first : first + 8 * columns]).view(dtype)


def _shuffle(array: npt.NDArray[np.generic]) -> bytes:
    width = array.dtype.itemsize
    return np.ascontiguousarray(np.frombuffer(array.tobytes(), dtype=np.uint8).reshape(-1, width).T).tobytes()


def _unshuffle(data: bytes, dtype: str) -> npt.NDArray[np.generic]:
    width = np.dtype(dtype).itemsize
    return np.ascontiguousarray(np.frombuffer(data, dtype=np.uint8).reshape(width, -1).T).reshape(-1).view(dtype)


def _unpack(fd: int, block: Block) -> bytes:
    data = os.pread(fd, block.size_bytes, block.offset)
    if crc32(data) != block.crc:
        # The checksums of rows are made anew when they are unpacked: nobody else would notice.
        raise ValueError("a block with another checksum than its index says")
    size = block.end - block.start
    original = _unpack_rows(data, size) if block.kind == "rows" else _decompress(data, size)
    if len(original) != block.end - block.start:
        raise ValueError("a block of another length than its index says")
    return original


def _decompress(data: bytes, size: int) -> bytes:
    """Exactly so many bytes: a block that was made to fill the memory is refused before it does."""
    if zstandard.frame_content_size(data) != size:
        raise ValueError("a block of another length than its index says")
    return zstandard.ZstdDecompressor().decompress(data)


def _unpack_rows(data: bytes, size: int) -> bytes:
    count, columns, layout, width = ROWS_HEAD.unpack_from(data, 0)
    if count * (HEAD.size + frames.row_payload_bytes(columns)) != size or width not in (4, 8):
        raise ValueError("rows of another length than their index says")
    body = _decompress(data[ROWS_HEAD.size :], count * (16 + columns * width))
    cut = 8 * count
    steps = np.cumsum(_unshuffle(body[:cut], "<i8"), dtype=np.int64)
    times = np.cumsum(np.cumsum(_unshuffle(body[cut : 2 * cut], "<i8"), dtype=np.int64), dtype=np.int64)
    values = _unshuffle(body[2 * cut :], f"<f{width}").reshape(columns, count).T.astype("<f8")
    size = frames.row_payload_bytes(columns)
    stride = HEAD.size + size
    table = np.empty((count, stride), dtype=np.uint8)
    head = HEAD.pack(0, size, Kind.ROW) + layout.to_bytes(4, "little")
    table[:, : len(head)] = np.frombuffer(head, dtype=np.uint8)
    table[:, 13:21] = steps.astype("<i8").view(np.uint8).reshape(count, 8)
    table[:, 21:29] = times.astype("<i8").view(np.uint8).reshape(count, 8)
    table[:, 29:] = np.ascontiguousarray(values).view(np.uint8).reshape(count, 8 * columns)
    table[:, :4] = row_checksums(table[:, 4:]).astype("<u4").view(np.uint8).reshape(count, 4)
    return table.tobytes()
