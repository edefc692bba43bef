"""Thumbnails: right for every kind of pixels, and a clear word about what is no picture."""

from __future__ import annotations

import io
import os
import struct
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from runstone.encoding import raw
from runstone.encoding.thumbnail import ThumbnailForm, make
from runstone.model.errors import PictureUnreadable


def saved(tmp_path: Path, picture: Image.Image, kind: str = "PNG", **options: Any) -> Path:
    path = tmp_path / "blob"
    picture.save(path, kind, **options)
    return path


def small(path: Path, side: int = 64, form: ThumbnailForm = "png", **options: Any) -> Image.Image:
    return Image.open(io.BytesIO(make(path, side, form, **options).data))


@pytest.mark.parametrize(("size", "expected"), [((640, 320), (64, 32)), ((1, 6400), (1, 64)), ((10, 20), (10, 20))])
def test_the_longer_side_fits_and_nothing_is_enlarged(
    tmp_path: Path, size: tuple[int, int], expected: tuple[int, int]
) -> None:
    found = make(saved(tmp_path, Image.new("RGB", size, "red")), 64)
    assert found.mime == "image/webp"
    picture = Image.open(io.BytesIO(found.data))
    assert (picture.format, picture.size) == ("WEBP", expected)
    assert np.abs(np.asarray(picture.convert("RGB")).astype(int) - [255, 0, 0]).max() < 12


def test_sixteen_bits_are_shown_by_their_high_ones(tmp_path: Path) -> None:
    values = np.array([[0, 257, 32896, 65535]], np.uint16)
    assert np.asarray(small(saved(tmp_path, Image.fromarray(values)))).tolist() == [[0, 1, 128, 255]]


def test_floating_pixels_are_shown_from_the_least_to_the_greatest(tmp_path: Path) -> None:
    values = np.array([[-1.0, 0.0, 1.0, np.nan]], np.float32)
    assert np.asarray(small(saved(tmp_path, Image.fromarray(values), "TIFF"))).tolist() == [[0, 128, 255, 0]]


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "PA", "RGBA", "CMYK"])
def test_a_mode_keeps_its_colours(tmp_path: Path, mode: str) -> None:
    colours = Image.new("RGBA", (8, 8), (255, 0, 0, 255))
    colours.paste((0, 0, 255, 255), (4, 0, 8, 8))
    picture = colours.convert("RGB").convert(mode) if mode in ("P", "CMYK", "1") else colours.convert(mode)
    kind = "TIFF" if mode in ("CMYK", "PA") else "PNG"
    if mode == "PA":
        kind, picture = "PNG", colours.convert("LA")
    found = small(saved(tmp_path, picture, kind)).convert("RGB")
    expected = np.asarray(picture.convert("RGB")).astype(int)
    assert np.abs(np.asarray(found).astype(int) - expected).max() <= 2


def test_what_is_transparent_stays_so_and_does_not_bleed(tmp_path: Path) -> None:
    pixels = np.zeros((256, 256, 4), np.uint8)
    pixels[:, :128] = (255, 0, 0, 255)
    pixels[:, 128:] = (0, 255, 0, 0)
    found = np.asarray(small(saved(tmp_path, Image.fromarray(pixels)))).astype(int)
    assert (found[0, 0].tolist(), int(found[0, 63, 3])) == ([255, 0, 0, 255], 0)
    seen = found[found[:, :, 3] > 40]
    assert seen[:, 1].max() < 30
    palette = Image.new("P", (8, 8), 1)
    palette.putpalette([0, 0, 0, 255, 0, 0])
    found = np.asarray(small(saved(tmp_path, palette, transparency=1)))
    assert found[0, 0, 3] == 0


def test_a_photograph_is_turned_as_its_exif_says(tmp_path: Path) -> None:
    picture = Image.new("RGB", (200, 100), "red")
    picture.paste((0, 0, 255), (100, 0, 200, 100))
    exif = Image.Exif()
    exif[0x0112] = 6
    found = small(saved(tmp_path, picture, "JPEG", exif=exif, quality=95))
    assert found.size == (32, 64)
    assert np.asarray(found)[5, 16, 0] > 200
    assert np.asarray(found)[60, 16, 2] > 200


def test_of_an_animation_the_first_frame_is_shown(tmp_path: Path) -> None:
    first = Image.new("RGB", (16, 16), "red")
    path = saved(tmp_path, first, "GIF", save_all=True, append_images=[Image.new("RGB", (16, 16), "blue")])
    assert np.asarray(small(path).convert("RGB"))[0, 0].tolist() == [255, 0, 0]


def test_numbers_of_classes_are_never_mixed(tmp_path: Path) -> None:
    classes = np.random.default_rng(0).choice([0, 7, 200], (300, 300)).astype(np.uint8)
    for form in ("png", "webp"):
        found = small(saved(tmp_path, Image.fromarray(classes)), form=form, nearest=True)  # type: ignore[arg-type]
        assert set(np.unique(np.asarray(found.convert("L"))).tolist()) == {0, 7, 200}


@pytest.mark.parametrize("shape", [(20, 40), (20, 40, 1), (20, 40, 2), (20, 40, 3), (20, 40, 4)])
def test_raw_values_are_pictures(tmp_path: Path, shape: tuple[int, ...]) -> None:
    head, values = raw.pack(raw.Raw("image", np.full(shape, 200, np.uint8)))
    path = tmp_path / "blob"
    path.write_bytes(head + values)
    found = small(path, 64)
    assert found.size == (40, 20)
    assert np.asarray(found.convert("L"))[0, 0] == 200


def bomb(side: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    data = zlib.compress(bytes(1 << 16), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def truncated() -> bytes:
    out = io.BytesIO()
    Image.fromarray(np.random.default_rng(0).integers(0, 255, (200, 200, 3)).astype(np.uint8)).save(out, "PNG")
    return out.getvalue()[:5000]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"hello",
        bomb(9500),
        bomb(60_000),
        bomb(8900),
        bomb(0),
        truncated(),
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n",
        b"\x89PNG\r\n\x1a\n" + os.urandom(0) + bytes(100),
        raw.MAGIC + bytes(200),
        b"".join(raw.pack(raw.Raw("samples", np.zeros((9, 1), np.float32)))),
    ],
    ids=["empty", "text", "bomb", "huge", "large", "0x0", "truncated", "postscript", "zeros", "raw", "sound"],
)
def test_what_is_no_picture_is_said_to_be_none(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "blob"
    path.write_bytes(data)
    with pytest.raises(PictureUnreadable) as error:
        make(path, 64)
    assert str(path) not in str(error.value)
    assert len(str(error.value)) < 500


def test_a_file_that_is_gone_is_gone(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        make(tmp_path / "none", 64)
