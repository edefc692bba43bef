"""Tensors as TensorFlow writes them: `TensorProto`, decoded into an array of NumPy, or a list of byte strings."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from runstone.importers.tensorboard.wire import (
    Malformed,
    as_message,
    as_signed,
    fields,
    packed,
    packed_varints,
)

_STRING, _BFLOAT16 = 7, 14
# By the number of a DataType: what one value is in `tensor_content`.
_DTYPES = {
    1: "<f4",
    2: "<f8",
    3: "<i4",
    4: "u1",
    5: "<i2",
    6: "i1",
    8: "<c8",
    9: "<i8",
    10: "?",
    17: "<u2",
    19: "<f2",
    18: "<c16",
    22: "<u4",
    23: "<u8",
}
# The fields that hold values one by one: floating ones by their type (complex ones in pairs), and varints.
_FIXED_LISTS = {5: "<f4", 6: "<f8", 9: "<c8", 12: "<c16"}
_VARINT_LISTS = frozenset({7, 10, 11, 13, 16, 17})


class Tensor(NamedTuple):
    """A tensor: numbers in an array of its shape, or strings in a flat list beside their shape."""

    shape: tuple[int, ...]
    array: npt.NDArray[np.generic] | None
    strings: list[bytes]


def decode_tensor(message: memoryview) -> Tensor:
    """Decode a `TensorProto`.

    Raises:
        Malformed: the bytes are none, or its values do not fit its shape.
    """
    kind = 0
    shape: tuple[int, ...] = ()
    content: memoryview | None = None
    strings: list[bytes] = []
    parts: list[npt.NDArray[np.generic]] = []
    for number, value in fields(message):
        if number == 1:
            kind = as_signed(value)
        elif number == 2:
            shape = decode_shape(as_message(value))
        elif number == 4:
            content = as_message(value)
        elif number == 8:
            strings.append(bytes(as_message(value)))
        elif number in _FIXED_LISTS:
            parts.append(packed(value, _FIXED_LISTS[number]))
        elif number in _VARINT_LISTS:
            parts.append(np.array(packed_varints(value), np.uint64))
    if kind == _STRING:
        return Tensor(shape, None, strings)
    if kind != _BFLOAT16 and kind not in _DTYPES:
        raise Malformed(f"a tensor of the unknown type {kind}")
    return Tensor(shape, _shaped(_values(kind, content, parts), shape), [])


def decode_shape(message: memoryview) -> tuple[int, ...]:
    """Decode a `TensorShapeProto`: the sizes; an unknown one is -1."""
    sizes = []
    for number, dimension in fields(message):
        if number == 2:
            found = [as_signed(value) for inner, value in fields(as_message(dimension)) if inner == 1]
            sizes.append(found[-1] if found else 0)
    return tuple(sizes)


def _values(kind: int, content: memoryview | None, parts: list[npt.NDArray[np.generic]]) -> npt.NDArray[np.generic]:
    if content is not None:
        if kind == _BFLOAT16:
            return _widened(packed(content, "<u2"))
        return packed(content, _DTYPES[kind])
    if not parts:
        return np.zeros(0, "<f4" if kind == _BFLOAT16 else _DTYPES[kind])
    values = np.concatenate(parts)
    if kind == _BFLOAT16:
        return _widened(values.astype(np.uint16))
    dtype = np.dtype(_DTYPES[kind])
    if dtype == np.float16:
        return values.astype(np.uint16).view(np.float16)
    # Negative numbers are varints of 64 bits, whatever their type.
    return values.view(np.int64).astype(dtype) if values.dtype == np.uint64 else values.astype(dtype)


def _widened(bits: npt.NDArray[np.generic]) -> npt.NDArray[np.generic]:
    """Values of bfloat16 as float32, whose upper half they are."""
    return (bits.astype(np.uint32) << np.uint32(16)).view(np.float32)


def _shaped(values: npt.NDArray[np.generic], shape: tuple[int, ...]) -> npt.NDArray[np.generic]:
    count = math.prod(shape)
    if min(shape, default=0) < 0 or (len(values) > count):
        raise Malformed(f"{len(values)} values do not fit a tensor of shape {shape}")
    if 0 < len(values) < count:
        # What is missing is the last value again, says the format.
        if count > 1 << 28:
            raise Malformed(f"{len(values)} values do not fit a tensor of shape {shape}")
        values = np.concatenate([values, np.full(count - len(values), values[-1])])
    elif len(values) < count:
        if count > 1 << 28:
            raise Malformed(f"no values for a tensor of shape {shape}")
        values = np.zeros(count, values.dtype)
    return values.reshape(shape)
