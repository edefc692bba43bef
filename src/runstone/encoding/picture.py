"""Pictures: pixels as image files."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from runstone.encoding import png
from runstone.encoding.raw import Encoded
from runstone.model.errors import BlobDamaged, MissingDependency

if TYPE_CHECKING:
    import numpy.typing as npt

MIMES = {"png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "webp": "image/webp"}
MAX_SIDES = {"png": png.MAX_SIDE, "jpg": 65_500, "jpeg": 65_500, "webp": 16_383}
_PILLOW_NAMES = {"jpg": "JPEG", "jpeg": "JPEG", "webp": "WEBP"}


def encode(pixels: npt.NDArray[Any], file_type: str = "png") -> Encoded:
    """Pixels as an image file. The same pixels give the same bytes.

    Args:
        pixels: uint8 of shape (H, W) or (H, W, 1 to 4): grey, grey and alpha, RGB, RGBA.
        file_type: `png`, without loss, or `jpg`, which has no alpha, or `webp`.

    Raises:
        BlobDamaged: these are no pixels of a picture of that type.
        MissingDependency: Pillow is needed for what is no PNG.
    """
    if not _is_picture(pixels, file_type):
        raise BlobDamaged(f"{pixels.dtype} values of shape {pixels.shape} are no picture that can be a {file_type!r}.")
    if file_type == "png":
        return Encoded(png.encode(pixels), MIMES["png"])
    return Encoded(_by_pillow(pixels, _PILLOW_NAMES[file_type]), MIMES[file_type])


def encode_if_quick(pixels: npt.NDArray[Any]) -> Encoded | None:
    """Pixels as the PNG that `encode` makes of them, if these are pixels of which a PNG is made in no time."""
    if not _is_picture(pixels, "png") or not png.is_drawn(pixels):
        return None
    plan = png.choose(pixels)
    return Encoded(png.encode(pixels, plan), MIMES["png"]) if plan.is_quick else None


def _is_picture(pixels: npt.NDArray[Any], file_type: str) -> bool:
    if pixels.dtype != "u1" or pixels.size == 0 or pixels.ndim not in (2, 3):
        return False
    side: int = max(pixels.shape[:2])
    return side <= MAX_SIDES.get(file_type, 0) and (pixels.ndim == 2 or pixels.shape[2] <= 4)


def _by_pillow(pixels: npt.NDArray[Any], name: str) -> bytes:
    try:
        import PIL.Image
    except ImportError as error:
        raise MissingDependency("pillow", f"Encoding a {name}") from error
    import numpy as np

    if pixels.ndim == 3 and pixels.shape[2] <= 2:
        grey = pixels[:, :, :1]
        if name == "JPEG" or pixels.shape[2] == 1:
            pixels = grey[:, :, 0]
        else:
            pixels = np.concatenate([grey, grey, pixels], axis=2)
    elif pixels.ndim == 3 and name == "JPEG":
        pixels = pixels[:, :, :3]
    out = io.BytesIO()
    PIL.Image.fromarray(np.ascontiguousarray(pixels)).save(out, name)
    return out.getvalue()
