"""Raw values: what was packed comes back, each time as bytes of its own, and what a stranger made of it is refused."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import PIL.Image
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from runstone.encoding import raw
from runstone.encoding.raw import Raw
from runstone.model.errors import BlobDamaged


def packed(value: Raw) -> bytes:
    return b"".join(raw.pack(value))


@given(
    arrays.arrays(
        st.sampled_from(["u1", "i2", "<f4", ">f8", "f2"]), arrays.array_shapes(min_dims=1, max_dims=4, min_side=0)
    ),
    st.dictionaries(st.text(max_size=5), st.integers(-5, 5), max_size=3),
)
def test_what_was_packed_comes_back(values: Any, options: dict[str, int]) -> None:
    found = raw.read(packed(Raw("samples", values, options)))
    assert found.kind == "samples"
    assert found.options == options
    np.testing.assert_array_equal(found.values, values)


@pytest.mark.parametrize("count", [2, 2_000_000])
def test_from_a_file_it_comes_back_too_and_is_no_copy_of_what_is_large(tmp_path: Path, count: int) -> None:
    values = np.resize(np.arange(251, dtype=np.uint8), (count, 3, 4))
    path = tmp_path / "raw"
    path.write_bytes(packed(Raw("frames", values[::-1])))
    found = raw.read(path)
    assert isinstance(found.values, np.memmap) == (count > 2)
    np.testing.assert_array_equal(found.values, values[::-1])


def test_equal_values_are_two_blobs() -> None:
    value = Raw("image", np.zeros((2, 2), np.uint8))
    assert packed(value) != packed(value)


@pytest.mark.parametrize(
    ("file_type", "mime", "mode", "channels"),
    [
        ("png", "image/png", "LA", 2),
        ("png", "image/png", "RGBA", 4),
        ("jpg", "image/jpeg", "L", 2),
        ("jpg", "image/jpeg", "RGB", 4),
        ("webp", "image/webp", "RGBA", 2),
        ("webp", "image/webp", "RGB", 1),
    ],
)
def test_pictures_are_encoded_as_asked(file_type: str, mime: str, mode: str, channels: int) -> None:
    values = np.full((4, 5, channels), 200, np.uint8)
    encoded = raw.encode(packed(Raw("image", values, {"file_type": file_type})))
    with PIL.Image.open(io.BytesIO(encoded.data)) as image:
        assert (encoded.mime, image.mode, image.size) == (mime, mode, (5, 4))


def _with_head(**changes: Any) -> bytes:
    head = {"kind": "image", "dtype": "u1", "shape": [2, 2], "options": {}, "unique": b"", **changes}
    data = msgspec.msgpack.encode(head)
    start = raw.MAGIC + len(data).to_bytes(4, "little") + data
    return start + bytes(-len(start) % 16) + bytes(4)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x89PNG",
        raw.MAGIC,
        raw.MAGIC + b"\xff\xff\xff\xff" + b"x" * 40,
        _with_head(shape=[2, 3]),
        _with_head(shape=[-2, -2]),
        _with_head(shape=[1 << 62, 1 << 62]),
        _with_head(shape=[1] * 40),
        _with_head(dtype="O"),
        _with_head(dtype="f4", shape=[1]),
        _with_head(shape=[4]),
        _with_head(shape=[1, 2, 1, 2]),
        _with_head(options={"file_type": "exe"}),
        _with_head(options={"file_type": ["png"]}),
        _with_head(kind="program"),
        _with_head()[:-1],
        _with_head(shape=[0, 4])[:-4],
    ],
)
def test_what_a_stranger_made_of_it_is_refused(data: bytes) -> None:
    with pytest.raises(BlobDamaged):
        raw.encode(data)


@given(st.binary(max_size=80))
def test_any_bytes_are_refused_calmly(data: bytes) -> None:
    with pytest.raises(BlobDamaged):
        raw.encode(raw.MAGIC + data)
