"""The bytes of a journal: its magic number and the five kinds of frame. `FORMAT.md` is this file in prose.

A journal is MAGIC, then frames. A frame is

    crc      u32   CRC-32 of all that follows in the frame
    size     u32   bytes of payload
    kind     u8
    payload

all little-endian.
"""

from __future__ import annotations

import struct
from collections.abc import Collection
from enum import IntEnum
from typing import Any
from zlib import crc32

import msgspec

from runstone.journal.plain import check_plain
from runstone.model.records import AnyRecord, Record, Unknown

MAGIC = b"\x89RSJ\r\n\x1a\x01"  # the last byte is the format version
FORMAT_VERSION = MAGIC[-1]

HEAD = struct.Struct("<IIB")
BODY_HEAD = struct.Struct("<IB")
ROW_HEAD = struct.Struct("<Iqq")
MAX_PAYLOAD_BYTES = 1 << 28
# More metrics than anybody logs at once. The names of as many as a frame has room for would fill the memory of whoever reads it.
MAX_COLUMNS = 1 << 20


class Kind(IntEnum):
    """What a frame holds. The values are far apart so that a search for the next good frame seldom stops at text."""

    EVENT = 0xE1  # one record, msgpack
    NAMES = 0xE2  # u32 number of the first, then a msgpack array: metric names and their numbers
    LAYOUT = 0xE3  # u32 number, then u32 metric numbers: the columns of rows
    ROW = 0xE4  # u32 layout, i64 step, i64 time, then one f64 a column: the scalars of one log()


KINDS = frozenset(int(kind) for kind in Kind)

UNREADABLE = (msgspec.MsgspecError, struct.error, ValueError, OverflowError, RecursionError)
"""What decoding a payload raises that is not of its kind, whoever wrote it."""

_encoder = msgspec.msgpack.Encoder()
_names_decoder = msgspec.msgpack.Decoder(list[str])
_record_decoder: msgspec.msgpack.Decoder[AnyRecord] | None = None


class _Tag(msgspec.Struct):
    kind: str = msgspec.field(name="is", default="")
    time: int = 0


def frame(kind: Kind, payload: bytes) -> bytes:
    """The frame around a payload."""
    body = BODY_HEAD.pack(len(payload), kind) + payload
    return crc32(body).to_bytes(4, "little") + body


def event_frame(record: Record) -> bytes:
    """A record as a frame."""
    return frame(Kind.EVENT, _encoder.encode(record))


def names_frame(first: int, names: list[str]) -> bytes:
    """Numbers `first`, `first + 1`, … for metric names."""
    return frame(Kind.NAMES, first.to_bytes(4, "little") + _encoder.encode(names))


def layout_frame(number: int, columns: list[int]) -> bytes:
    """A layout: which metric, by number, each column of its rows holds."""
    return frame(Kind.LAYOUT, struct.pack(f"<{len(columns) + 1}I", number, *columns))


def row_struct(columns: int) -> struct.Struct:
    """What packs the body (all but the checksum) of a row: size, kind, layout, step, time, values.

    `d` takes ints, numpy scalars and 0-d tensors by their `__float__`, and refuses everything else with struct.error:
    that refusal is the door to the slow path.
    """
    return struct.Struct(f"<IBIqq{columns}d")


def unpack_row(body: bytes) -> tuple[Any, ...]:
    """What `row_struct` packed: size, kind, layout, step, time, then the values."""
    return row_struct((len(body) - BODY_HEAD.size - ROW_HEAD.size) // 8).unpack(body)


def row_payload_bytes(columns: int) -> int:
    """The size field of a row with so many columns."""
    return ROW_HEAD.size + 8 * columns


def pack_values(values: Collection[float]) -> bytes:
    """The values of a row."""
    return struct.pack(f"<{len(values)}d", *values)


def decode_event(payload: bytes | memoryview) -> AnyRecord | Unknown:
    """The record in an event's payload; `Unknown` for a kind that a later version wrote.

    Raises:
        UNREADABLE: the payload is no msgpack map, or has values that not every reader can take in.
    """
    global _record_decoder
    if _record_decoder is None:
        _record_decoder = msgspec.msgpack.Decoder(AnyRecord)
    record: AnyRecord | Unknown
    try:
        record = _record_decoder.decode(payload)
    except msgspec.ValidationError:
        tag = msgspec.msgpack.decode(payload, type=_Tag)
        record = Unknown(kind=tag.kind, time=tag.time)
    check_plain(record)
    return record


def check_row(size: int) -> None:
    """See that a row can have a payload of this size.

    Raises:
        ValueError: it cannot.
    """
    columns, rest = divmod(size - ROW_HEAD.size, 8)
    if rest or not 0 <= columns <= MAX_COLUMNS:
        raise ValueError(f"a row of {size} bytes")


def decode_names(payload: bytes | memoryview) -> tuple[int, list[str]]:
    """The first number and the names of a NAMES payload.

    Raises:
        UNREADABLE: it is none.
    """
    if len(payload) < 4:
        raise ValueError("names without a number")
    return int.from_bytes(payload[:4], "little"), _names_decoder.decode(payload[4:])


def decode_layout(payload: bytes | memoryview) -> tuple[int, list[int]]:
    """The number and the metric numbers of a LAYOUT payload.

    Raises:
        UNREADABLE: it is none.
    """
    if not 4 <= len(payload) <= 4 * (MAX_COLUMNS + 1):
        raise ValueError(f"a layout of {len(payload)} bytes")
    number, *columns = struct.unpack(f"<{len(payload) // 4}I", payload)
    return number, columns
