"""Raw values: an array as it was logged, kept as bytes until somebody has the time to encode it.

A raw blob is MAGIC, the length of its head (u32), the head (msgpack), zeros up to the next multiple of 16, and the values in C order,
little-endian. The head holds bytes like no other's, so that each raw blob belongs to one media item alone and may go when that is encoded.
"""

from __future__ import annotations

import itertools
import math
import os
import struct
import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import msgspec

from runstone.model.errors import UNDECODABLE, BlobDamaged

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

MIME = "application/vnd.runstone.raw"
MAGIC = b"\x89RSV\r\n\x1a\x01"
Kind = Literal["image", "frames", "samples"]

_TOKEN = os.urandom(8)
_COUNT = itertools.count()
_LENGTH = struct.Struct("<I")
_ALIGNMENT = 16
_MAX_HEAD_BYTES = 1 << 16
_MAX_DIMENSIONS = 8
# Mapping costs as much as reading a megabyte.
_MAPPED_BYTES = 1 << 20


class Raw(NamedTuple):
    """Values to be encoded.

    `image` is uint8 of shape (H, W) or (H, W, channels 1 to 4); `frames` of a film are (T, H, W, channels); `samples` of a sound are
    (time, channels). `options` is what the encoder must know besides: `file_type`, `fps`, `sample_rate_hz`.
    """

    kind: Kind
    values: npt.NDArray[Any]
    options: Mapping[str, Any] = {}


class Encoded(NamedTuple):
    """A file in memory, and its media type."""

    data: bytes
    mime: str


class _Head(msgspec.Struct, frozen=True):
    kind: Kind
    dtype: Literal["u1", "i1", "u2", "i2", "u4", "i4", "u8", "i8", "f2", "f4", "f8"]
    shape: list[int]
    options: dict[str, Any]
    unique: bytes


def pack(raw: Raw) -> tuple[bytes, memoryview]:
    """Raw values as the bytes of a blob of their own: a head, and the values, which are copied only if they are not in C order."""
    import numpy as np

    values = np.ascontiguousarray(raw.values, dtype=raw.values.dtype.newbyteorder("<"))
    dtype: Any = f"{values.dtype.kind}{values.dtype.itemsize}"
    head = msgspec.msgpack.encode(_Head(raw.kind, dtype, list(values.shape), dict(raw.options), _unique()))
    padding = bytes(-(len(MAGIC) + _LENGTH.size + len(head)) % _ALIGNMENT)
    return MAGIC + _LENGTH.pack(len(head)) + head + padding, values.reshape(-1).view(np.uint8).data


def _unique() -> bytes:
    """Bytes that no other call ever gave, here or elsewhere, without asking the system for random ones each time."""
    return _TOKEN + struct.pack("<IQQ", os.getpid(), time.time_ns(), next(_COUNT))


def read(source: Path | bytes) -> Raw:
    """What `pack` was given. Many values of a file are mapped, not read: memory stays small however many they are.

    Raises:
        BlobDamaged: these are no raw values.
        FileNotFoundError: the file is gone.
    """
    import numpy as np

    head_bytes = _MAX_HEAD_BYTES + len(MAGIC) + _LENGTH.size
    if isinstance(source, Path):
        with open(source, "rb") as file:
            size_bytes = os.fstat(file.fileno()).st_size
            start = file.read(size_bytes if size_bytes <= _MAPPED_BYTES else head_bytes)
        if len(start) == size_bytes:
            source = start
    else:
        start, size_bytes = source[:head_bytes], len(source)
    head, offset = _read_head(start)
    dtype = np.dtype(f"<{head.dtype}")
    if offset + math.prod(head.shape) * dtype.itemsize != size_bytes:
        raise BlobDamaged(f"Raw values of shape {tuple(head.shape)} do not fill {size_bytes} bytes: they were changed.")
    values: np.ndarray[Any, Any]
    if 0 in head.shape:
        values = np.empty(head.shape, dtype)
    elif isinstance(source, bytes):
        values = np.frombuffer(source, dtype, offset=offset).reshape(head.shape)
    else:
        values = np.memmap(source, dtype, "r", offset, tuple(head.shape))
    return Raw(head.kind, values, head.options)


def encode(source: Path | bytes | Raw) -> Encoded:
    """Encode raw values, or the blob that they were packed into, as what they stand for: a picture, a film, a sound. The same values give
    the same bytes.

    Raises:
        BlobDamaged: these are no raw values, or none that can be encoded.
        MissingDependency: an optional package is needed.
        FileNotFoundError: the file is gone.
    """
    raw = source if isinstance(source, Raw) else read(source)
    match raw.kind:
        case "image":
            from runstone.encoding import picture

            return picture.encode(raw.values, str(raw.options.get("file_type", "png")))
        case "frames":
            from runstone.encoding import film

            return film.encode(
                raw.values, str(raw.options.get("file_type", "mp4")), float(raw.options.get("fps", 30.0))
            )
        case "samples":
            raise BlobDamaged(f"Raw values of the kind {raw.kind!r} cannot be encoded by this version of Runstone.")


def encode_if_quick(raw: Raw) -> Encoded | None:
    """Encode a picture if that takes no longer than to write its values to the disk and read them again: if it is drawn, and no photograph."""
    if raw.kind != "image" or raw.options.get("file_type", "png") != "png":
        return None
    from runstone.encoding import picture

    return picture.encode_if_quick(raw.values)


def _read_head(start: bytes) -> tuple[_Head, int]:
    at = len(MAGIC) + _LENGTH.size
    if not start.startswith(MAGIC) or len(start) < at:
        raise BlobDamaged("These bytes are no raw values: they do not begin as such.")
    (length,) = _LENGTH.unpack_from(start, len(MAGIC))
    try:
        head = msgspec.msgpack.decode(start[at : at + length], type=_Head)
    except UNDECODABLE as error:
        raise BlobDamaged(f"The head of raw values cannot be read ({error}).") from error
    if len(head.shape) > _MAX_DIMENSIONS or any(size < 0 for size in head.shape):
        raise BlobDamaged(f"Raw values of shape {tuple(head.shape)} cannot be.")
    end = at + length
    return head, end + -end % _ALIGNMENT
