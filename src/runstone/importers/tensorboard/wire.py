"""The wire format of protocol buffers: the fields of a message, one after another, without its schema."""

from __future__ import annotations

import struct
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

VARINT, FIXED64, BYTES, FIXED32 = 0, 1, 2, 5
_DOUBLE = struct.Struct("<d")
_FLOAT = struct.Struct("<f")

# Of a varint the number, unsigned; of everything else its bytes.
Value = int | memoryview


class Malformed(Exception):
    """The bytes are no message."""


def fields(message: memoryview) -> Iterator[tuple[int, Value]]:
    """The fields of a message in the order in which they stand: their numbers and values.

    Raises:
        Malformed: the bytes end within a field, or hold a kind of field that nobody writes.
    """
    at, end = 0, len(message)
    try:
        while at < end:
            key = message[at]
            at += 1
            if key > 0x7F:
                key, at = _varint(message, at - 1)
            kind = key & 7
            if kind == BYTES:
                size = message[at]
                at += 1
                if size > 0x7F:
                    size, at = _varint(message, at - 1)
            elif kind == VARINT:
                number, at = _varint(message, at)
                yield key >> 3, number
                continue
            elif kind == FIXED64:
                size = 8
            elif kind == FIXED32:
                size = 4
            else:
                raise Malformed(f"field {key >> 3} is of the unknown kind {kind}")
            if at + size > end:
                raise Malformed("the message ends within a field")
            yield key >> 3, message[at : at + size]
            at += size
    except IndexError:
        raise Malformed("the message ends within a field") from None


def _varint(message: memoryview, at: int) -> tuple[int, int]:
    number = shift = 0
    while True:
        byte = message[at]
        at += 1
        number |= (byte & 0x7F) << shift
        if byte < 0x80:
            return number & 0xFFFFFFFFFFFFFFFF, at
        shift += 7
        if shift > 63:
            raise Malformed("a number of more than 64 bits")


def as_message(value: Value) -> memoryview:
    """The value of a field that holds bytes: a message, a text, a packed list.

    Raises:
        Malformed: it is a number.
    """
    if isinstance(value, int):
        raise Malformed("a number where a message should be")
    return value


def as_text(value: Value) -> str:
    """The value of a field that holds a text. What is no UTF-8 is replaced: a name is shown, not believed."""
    return bytes(as_message(value)).decode("utf-8", "replace")


def as_signed(value: Value) -> int:
    """The value of a field of type int64 or int32."""
    if not isinstance(value, int):
        raise Malformed("bytes where a number should be")
    return value - (1 << 64) if value >> 63 else value


def as_double(value: Value) -> float:
    """The value of a field of type double."""
    if isinstance(value, int) or len(value) != 8:
        raise Malformed("a double of another size")
    number: float = _DOUBLE.unpack(value)[0]
    return number


def as_float(value: Value) -> float:
    """The value of a field of type float."""
    if isinstance(value, int) or len(value) != 4:
        raise Malformed("a float of another size")
    number: float = _FLOAT.unpack(value)[0]
    return number


def packed(value: Value, dtype: str) -> npt.NDArray[np.generic]:
    """The numbers of a repeated field of fixed size, packed or a single one.

    Args:
        value: of the field.
        dtype: of one number, such as `<f4`.
    """
    data = as_message(value)
    if len(data) % np.dtype(dtype).itemsize:
        raise Malformed("a list that ends within a number")
    return np.frombuffer(data, dtype)


def packed_varints(value: Value) -> list[int]:
    """The numbers of a repeated field of varints, packed or a single one, unsigned."""
    if isinstance(value, int):
        return [value]
    numbers, at = [], 0
    try:
        while at < len(value):
            number, at = _varint(value, at)
            numbers.append(number)
    except IndexError:
        raise Malformed("a list that ends within a number") from None
    return numbers
