"""Image files: what their heads tell, and whether their ends are there. They are recorded as they are, byte for byte."""

from __future__ import annotations

import io
import os
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, NamedTuple

from runstone.encoding import png
from runstone.model.errors import BadValue, MissingDependency

_SVG = "image/svg+xml"
# What Pillow raises for files that are none, broken or cut short.
UNREADABLE = (OSError, SyntaxError, ValueError, EOFError, struct.error, IndexError, KeyError)
_ORIENTATION, _ON_ITS_SIDE = 0x0112, range(5, 9)


class ImageHead(NamedTuple):
    """The media type of an image file, and its width and height as it is shown; None for drawings (SVG), which have none in pixels."""

    mime: str
    size: tuple[int, int] | None


def pillow() -> Any:
    """The module PIL.Image.

    Raises:
        MissingDependency: it is not installed.
    """
    try:
        import PIL.Image
    except ImportError as error:
        raise MissingDependency("pillow", "Logging an image") from error
    return PIL.Image


def look(source: Path | bytes) -> ImageHead:
    """What an image file is. Little of it is read, and none of it decoded.

    Raises:
        BadValue: it cannot be read, is no image, is cut short, or would take more memory than any image should.
    """
    with _opened(source) as (file, name):
        start = file.read(512).removeprefix(b"\xef\xbb\xbf").lstrip()
        if start.startswith((b"<svg", b"<?xml", b"<!--", b"<!DOCTYPE svg")):
            return ImageHead(_SVG, None)
        if start.startswith(png.SIGNATURE) and not _is_whole_png(file):
            raise BadValue(f"{name} is a PNG that is cut short. Write it again, or log the array.")
        file.seek(0)
        with _image(file, name) as image:
            mime = pillow().MIME.get(image.format or "", "application/octet-stream")
            width, height = image.size
            if _lies_on_its_side(image):
                width, height = height, width
            return ImageHead(mime, (width, height))


@contextmanager
def open_image(source: Path | bytes) -> Iterator[Any]:
    """An image file, opened by Pillow.

    Raises:
        BadValue: see `look`. Reading the pixels raises what Pillow raises.
    """
    with _opened(source) as (file, name), _image(file, name) as image:
        yield image


@contextmanager
def _opened(source: Path | bytes) -> Iterator[tuple[IO[bytes], str]]:
    if isinstance(source, bytes):
        yield io.BytesIO(source), "the image"
        return
    try:
        file = open(source, "rb")  # noqa: SIM115 - only opening it is meant
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise BadValue(f"the image file {os.fspath(source)} cannot be read ({reason}).") from error
    with file:
        yield file, f"the file {os.fspath(source)}"


@contextmanager
def _image(file: IO[bytes], name: str) -> Iterator[Any]:
    module = pillow()
    try:
        image = module.open(file)
    except (module.DecompressionBombError, module.DecompressionBombWarning) as error:
        raise BadValue(
            f"{name} is too large to be shown: {error} Log a smaller one, or the file itself as runstone.File."
        ) from error
    except module.UnidentifiedImageError as error:
        raise BadValue(f"{name} is no image file that Pillow knows.") from error
    except UNREADABLE as error:
        raise BadValue(f"{name} cannot be read as an image ({error}).") from error
    with image:
        yield image


def _lies_on_its_side(image: Any) -> bool:
    if image.format not in ("JPEG", "MPO", "WEBP"):
        return False  # of a PNG, Pillow would decode all of it to find this
    try:
        return image.getexif().get(_ORIENTATION) in _ON_ITS_SIDE
    except UNREADABLE:
        return False


def _is_whole_png(file: IO[bytes]) -> bool:
    """Whether all chunks of a PNG are there, up to its end."""
    size_bytes = file.seek(0, os.SEEK_END)
    at = len(png.SIGNATURE)
    while at + 12 <= size_bytes:
        file.seek(at)
        length, name = struct.unpack(">I4s", file.read(8))
        at += 12 + length
        if name == b"IEND":
            return bool(at <= size_bytes)
    return False
