"""Thumbnails: pictures of any kind, made small. What strangers wrote is decoded with care: few formats, and a bound on pixels."""

from __future__ import annotations

import io
import struct
import threading
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from runstone.encoding import raw
from runstone.encoding.raw import Encoded
from runstone.model.errors import BlobDamaged, PictureUnreadable

if TYPE_CHECKING:
    import numpy.typing as npt
    from PIL.Image import Image

ThumbnailForm = Literal["webp", "png"]

MAX_PIXELS = 80_000_000
# Those that a browser shows and science uses. Pillow would open many more, some of them by starting other programs.
_FORMATS = ("PNG", "JPEG", "MPO", "WEBP", "GIF", "BMP", "TIFF", "PPM", "ICO", "AVIF")
_LARGE_PIXELS = 4_000_000
_QUALITY = 80
# The slower methods save a few per cent of bytes that never leave this machine mostly.
_METHOD = 1
_LOSSLESS_PIXELS = 128 * 128
_MIMES = {"webp": "image/webp", "png": "image/png"}

# A large picture takes hundreds of megabytes while it is decoded: one at a time.
_LARGE = threading.Semaphore(1)


def make(source: Path, side: int, form: ThumbnailForm = "webp", *, nearest: bool = False) -> Encoded:
    """A picture made small: the first frame of an animation, turned as its EXIF says. One that is small already keeps its size.

    Args:
        source: the file, raw values too.
        side: the longer side has at most so many pixels.
        form: what to encode it as.
        nearest: leave out pixels instead of mixing them, and lose nothing else: the numbers of classes in a mask have no mean.

    Raises:
        PictureUnreadable: it is no picture, broken, or larger than can be worked on.
        FileNotFoundError: the file is gone.
    """
    import PIL.Image

    faults = (
        *(
            OSError,
            SyntaxError,
            ValueError,
            TypeError,
            KeyError,
            IndexError,
            OverflowError,
            EOFError,
            MemoryError,
            struct.error,
        ),
        *(PIL.Image.DecompressionBombError, PIL.Image.DecompressionBombWarning, BlobDamaged),
    )
    try:
        with _opened(source) as picture:
            width, height = picture.size
            if width * height > MAX_PIXELS:
                raise PictureUnreadable(
                    f"The picture has {width:,} × {height:,} pixels, and thumbnails are made of at most {MAX_PIXELS:,}. Save the file to see it."
                )
            if width * height <= _LARGE_PIXELS:
                return _encode(*_shrunk(picture, side, nearest), form, nearest)
            with _LARGE:
                return _encode(*_shrunk(picture, side, nearest), form, nearest)
    except FileNotFoundError:
        raise
    except faults as error:
        reason = "it has too many pixels" if isinstance(error, PIL.Image.DecompressionBombError) else str(error)
        reason = reason.replace(str(source), "it") or type(error).__name__
        raise PictureUnreadable(
            f"The blob cannot be read as a picture ({reason[:200]}). It is kept as it was logged; save the file to look into it."
        ) from error


def _opened(source: Path) -> Image:
    import PIL.Image

    with open(source, "rb") as file:
        is_raw = file.read(len(raw.MAGIC)) == raw.MAGIC
    if not is_raw:
        return PIL.Image.open(source, formats=_formats())
    found = raw.read(source)
    pixels = found.values
    if found.kind == "frames":
        pixels = pixels[0]
    elif found.kind != "image":
        raise BlobDamaged(f"raw values of the kind {found.kind!r} are no picture")
    if pixels.ndim == 3 and pixels.shape[2] == 1:
        pixels = pixels[:, :, 0]
    if pixels.dtype != "u1" or pixels.ndim not in (2, 3) or not pixels.size:
        raise BlobDamaged(f"{pixels.dtype} values of shape {pixels.shape} are no picture")
    return PIL.Image.fromarray(pixels)


@lru_cache(maxsize=1)
def _formats() -> list[str]:
    """Those of our formats that this Pillow reads."""
    import PIL.Image

    PIL.Image.init()
    return [name for name in _FORMATS if name in PIL.Image.OPEN]


def _shrunk(picture: Image, side: int, nearest: bool) -> tuple[Image, bool]:
    """The picture in a mode that can be encoded, and whether it is smaller than it was."""
    import PIL.Image
    import PIL.ImageOps

    before = max(picture.size)
    if picture.mode.startswith(("I", "F")):
        picture = _to_bytes(picture)
    elif picture.mode not in ("L", "RGB", "RGBA"):
        has_alpha = picture.mode in ("LA", "La", "PA", "RGBa") or "transparency" in picture.info
        picture = picture.convert("RGBA" if has_alpha else "L" if picture.mode == "1" else "RGB")
    if before > side:
        resampling = PIL.Image.Resampling
        picture.thumbnail((side, side), resampling.NEAREST if nearest else resampling.BICUBIC, reducing_gap=2.0)
    return PIL.ImageOps.exif_transpose(picture), before > side


def _to_bytes(picture: Image) -> Image:
    """Pixels of 16 bits by their high bits, floating ones and longer ones from their least to their greatest."""
    import numpy as np
    import PIL.Image

    values: npt.NDArray[Any] = np.asarray(picture)
    low, high = (0.0, 65535.0) if picture.mode != "F" else _range(values)
    if picture.mode == "I" and values.size and (values.min() < 0 or values.max() > 65535):
        low, high = _range(values)
    scaled = (values.astype(np.float32) - low) * (255.0 / ((high - low) or 1.0))
    grey = np.nan_to_num(scaled, nan=0.0, posinf=255.0, neginf=0.0).clip(0, 255)
    return PIL.Image.fromarray(np.rint(grey).astype(np.uint8))


def _range(values: npt.NDArray[Any]) -> tuple[float, float]:
    import numpy as np

    finite = values[np.isfinite(values)]
    return (float(finite.min()), float(finite.max())) if finite.size else (0.0, 1.0)


def _encode(picture: Image, is_smaller: bool, form: ThumbnailForm, nearest: bool) -> Encoded:
    out = io.BytesIO()
    if form == "png":
        picture.save(out, "PNG", compress_level=1)
    else:
        # Tiny pictures are looked at pixel by pixel.
        lossless = nearest or (not is_smaller and picture.width * picture.height <= _LOSSLESS_PIXELS)
        picture.save(out, "WEBP", lossless=lossless, exact=nearest, quality=0 if lossless else _QUALITY, method=_METHOD)
    return Encoded(out.getvalue(), _MIMES[form])
