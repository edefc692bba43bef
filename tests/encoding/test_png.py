"""Our own PNG gives back every pixel, whatever picture it is given, and takes no more room than Pillow's."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import numpy.typing as npt
import PIL.Image
import PIL.ImageDraw
import pytest
from hypothesis import given
from hypothesis import strategies as st

from runstone.encoding import png

KINDS = ["noise", "photograph", "drawing", "slope", "map of colours", "letters", "flat"]
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
        case "slope":
            values = ramp // 2 + (x[:, :, None] > width // 2)
        case "map of colours":
            wave = (np.sin(x / 9) * np.cos(y / 7) * 120 + 120).astype(int)
            values = draw.integers(0, 256, (256, channels))[wave]
        case "letters":
            letters = draw.integers(0, 2, (4, 8, 8, 1)) * 200
            values = np.block([[[letters[(a + b) % 4]] for b in range(-(-width // 8))] for a in range(-(-height // 8))])
            values = np.broadcast_to(values[:height, :width], (height, width, channels))
        case _:
            values = np.full((height, width, channels), 7)
    return values.astype(np.uint8)


def read(data: bytes) -> tuple[str, npt.NDArray[np.uint8]]:
    with PIL.Image.open(io.BytesIO(data)) as image:
        image.load()
        return image.mode, np.asarray(image)


@given(
    st.sampled_from(KINDS),
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


@pytest.mark.parametrize("kind", KINDS)
def test_pictures_of_many_blocks_come_back(kind: str) -> None:
    pixels = drawn(kind, 700, 900, 3, 1)
    assert np.array_equal(read(png.encode(pixels))[1], pixels)


def test_grey_without_a_third_dimension_and_views_that_are_not_contiguous() -> None:
    pixels = drawn("photograph", 40, 30, 3, 0)
    assert np.array_equal(read(png.encode(pixels[:, :, 0]))[1], pixels[:, :, 0])
    assert np.array_equal(read(png.encode(pixels[::2, ::-3]))[1], pixels[::2, ::-3])


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_pixels_make_the_same_bytes_and_few(kind: str) -> None:
    pixels = drawn(kind, 256, 256, 3, 2)
    ours = png.encode(pixels)
    assert png.encode(pixels.copy()) == ours
    theirs = io.BytesIO()
    PIL.Image.fromarray(pixels).save(theirs, "PNG", compress_level=1)
    assert len(ours) <= len(theirs.getvalue()) * 1.05 + 100


@pytest.mark.parametrize("kind", ["slope", "map of colours", "flat"])
def test_what_is_drawn_is_as_small_as_with_the_long_search_of_pillow(kind: str) -> None:
    pixels = drawn(kind, 256, 256, 3, 2)
    theirs = io.BytesIO()
    PIL.Image.fromarray(pixels).save(theirs, "PNG")
    assert len(png.encode(pixels)) <= len(theirs.getvalue()) * 1.05 + 200


def test_what_is_drawn_is_known_to_be_quick_and_what_has_grain_is_not() -> None:
    quick = {
        kind: png.choose(drawn(kind, 256, 256, 3, 0)).is_quick for kind in ("drawing", "flat", "photograph", "noise")
    }
    assert quick == {"drawing": True, "flat": True, "photograph": False, "noise": False}
    pixels = drawn("drawing", 256, 256, 3, 0)
    assert png.encode(pixels, png.choose(pixels)) == png.encode(pixels)


@pytest.mark.parametrize("shape", [(1, 1), (3, 1, 3), (1, 40, 4), (500, 2), (256, 256), (256, 256, 3)])
def test_a_glance_tells_what_is_drawn(shape: tuple[int, ...]) -> None:
    assert png.is_drawn(np.full(shape, 9, np.uint8))
    if min(shape[:2]) > 100:
        channels = shape[2] if len(shape) == 3 else 1
        seen = {kind: png.is_drawn(drawn(kind, 256, 256, channels, 0)) for kind in KINDS}
        assert seen["drawing"]
        assert not seen["photograph"]
        assert not seen["noise"]


def test_noise_in_a_few_rows_does_not_leave_a_drawing_as_it_is() -> None:
    pixels = drawn("drawing", 256, 256, 3, 0)
    noise = drawn("noise", 256, 256, 3, 0)
    for place in (1, 2, 3):
        pixels[64 * place : 64 * place + 3] = noise[64 * place : 64 * place + 3]
    data = png.encode(pixels)
    assert np.array_equal(read(data)[1], pixels)
    assert len(data) < pixels.size / 4


def test_a_large_page_of_text_is_about_as_small_as_with_the_long_search_of_pillow() -> None:
    draw = np.random.default_rng(0)
    page = PIL.Image.new("RGB", (1200, 800), "white")
    words = ["the", "quick", "loss", "of", "a", "model", "and", "its", "gradient", "in", "each", "epoch"]
    for top in range(10, 780, 14):
        PIL.ImageDraw.Draw(page).text((10, top), " ".join(draw.choice(words, 40)), fill=(20, 20, 20))
    pixels = np.asarray(page)
    theirs = io.BytesIO()
    page.save(theirs, "PNG")
    ours = png.encode(pixels)
    assert np.array_equal(read(ours)[1], pixels)
    assert len(ours) <= len(theirs.getvalue()) * 1.1
