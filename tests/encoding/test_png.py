"""Our own PNG gives back every pixel, whatever picture it is given, and takes no more room than Pillow's."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import numpy.typing as npt
import PIL.Image
import pytest
from hypothesis import given
from hypothesis import strategies as st

from runstone.encoding import png

MODES = {1: "L", 2: "LA", 3: "RGB", 4: "RGBA"}


def drawn(kind: str, height: int, width: int, channels: int, seed: int) -> npt.NDArray[np.uint8]:
    draw = np.random.default_rng(seed)
    y, x = np.mgrid[0:height, 0:width]
    ramp = (x[:, :, None] * 2 + y[:, :, None] * np.arange(1, channels + 1)) % 256
    match kind:
        case "noise":
            values: Any = draw.integers(0, 256, (height, width, channels))
        case "photograph":
            values = (100 + 50 * np.sin(ramp / 40) + draw.normal(0, 4, ramp.shape)).clip(0, 255)
        case "drawing":
            values = (ramp // 32 % 2) * 255
        case _:
            values = np.full((height, width, channels), 7)
    return values.astype(np.uint8)


def read(data: bytes) -> tuple[str, npt.NDArray[np.uint8]]:
    with PIL.Image.open(io.BytesIO(data)) as image:
        image.load()
        return image.mode, np.asarray(image)


@given(
    st.sampled_from(["noise", "photograph", "drawing", "flat"]),
    st.integers(1, 70),
    st.integers(1, 70),
    st.sampled_from([1, 2, 3, 4]),
    st.integers(0, 9),
)
def test_every_pixel_comes_back(kind: str, height: int, width: int, channels: int, seed: int) -> None:
    pixels = drawn(kind, height, width, channels, seed)
    mode, found = read(png.encode(pixels))
    assert mode == MODES[channels]
    assert np.array_equal(found.reshape(pixels.shape), pixels)


@pytest.mark.parametrize("kind", ["noise", "photograph", "drawing", "flat"])
def test_pictures_of_many_blocks_come_back(kind: str) -> None:
    pixels = drawn(kind, 700, 900, 3, 1)
    assert np.array_equal(read(png.encode(pixels))[1], pixels)


def test_grey_without_a_third_dimension_and_views_that_are_not_contiguous() -> None:
    pixels = drawn("photograph", 40, 30, 3, 0)
    assert np.array_equal(read(png.encode(pixels[:, :, 0]))[1], pixels[:, :, 0])
    assert np.array_equal(read(png.encode(pixels[::2, ::-3]))[1], pixels[::2, ::-3])


@pytest.mark.parametrize("kind", ["noise", "photograph", "drawing", "flat"])
def test_the_same_pixels_make_the_same_bytes_and_few(kind: str) -> None:
    pixels = drawn(kind, 256, 256, 3, 2)
    ours = png.encode(pixels)
    assert png.encode(pixels.copy()) == ours
    theirs = io.BytesIO()
    PIL.Image.fromarray(pixels).save(theirs, "PNG", compress_level=1)
    assert len(ours) <= len(theirs.getvalue()) * 1.05 + 100


def test_noise_in_a_few_rows_does_not_leave_a_drawing_as_it_is() -> None:
    pixels = drawn("drawing", 256, 256, 3, 0)
    noise = drawn("noise", 256, 256, 3, 0)
    for place in (1, 2, 3):
        pixels[64 * place : 64 * place + 3] = noise[64 * place : 64 * place + 3]
    data = png.encode(pixels)
    assert np.array_equal(read(data)[1], pixels)
    assert len(data) < pixels.size / 4
