"""Images: of a file, of bytes, of Pillow, of a figure, of an array of any library."""

from __future__ import annotations

import io
import os
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from runstone.model.errors import BadValue, MissingDependency
from runstone.sdk.media.encoder import Encoded, Media, check_caption
from runstone.sdk.media.file import existing_file

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

    from runstone.sdk.media.pixels import Layout, Scale

_FORMATS = {"png": "PNG", "jpg": "JPEG", "jpeg": "JPEG", "webp": "WEBP"}
_OPTIONS: dict[str, dict[str, Any]] = {
    # Level 1 is three to five times as fast as the usual 6, for files about a tenth larger.
    "PNG": {"compress_level": 1},
    "JPEG": {"quality": 90},
    "WEBP": {"quality": 90},
}
_SVG_STARTS = (b"<svg", b"<?xml")


class Image(Media):
    """An image.

    `data` may be a path or bytes (kept as they are: PNG, JPEG, GIF, WebP, SVG …), a Pillow image, a matplotlib figure, or an array or tensor
    of any library: HxW, HxWxC, CxHxW or 1xHxW. Where both ends could be channels, tensors of torch are read as CxHxW and all others as
    HxWxC; `layout` settles it.

    How values become pixels (`scale="auto"`): uint8 and uint16 are shown as they are, bool as black and white. Floats whose
    finite values all lie in 0..1 are taken as such (0 is black, 1 is white), and other integers within 0..255 likewise. Everything
    else is stretched from its minimum to its maximum. `scale="none"` takes values as 0..255 and `"unit"` as 0..1, clipping what lies
    outside; `scale=(black, white)` names the two. NaN becomes black, infinities black or white. Whenever values were
    scaled, the record tells their range (`value_range`) and what was shown of it (`shown_range`).

    Pixels are taken when the image is made: changing the array afterwards changes nothing.
    """

    type = "image"

    def __init__(
        self,
        data: Any,
        caption: str | None = None,
        *,
        file_type: str = "png",
        layout: Layout | None = None,
        scale: Scale = "auto",
    ) -> None:
        """
        Args:
            data: what to show; see the class.
            caption: what people read beneath it.
            file_type: `png` (lossless), `jpg` or `webp`; for pixels only.
            layout: `HW`, `HWC` or `CHW`; for arrays only.
            scale: `auto`, `none`, `unit`, or (black, white); for arrays only.

        Raises:
            BadValue: this is no image; the message says what was given and what is accepted.
        """
        self.caption = check_caption(caption)
        format_name = _FORMATS.get(str(file_type).lower().lstrip("."))
        if format_name is None:
            raise BadValue(f"file_type={file_type!r} is not known: 'png', 'jpg' or 'webp'.")
        self._format = format_name
        self._picture: Picture | None = None
        self._kept: bytes | Path | None = None
        self._facts: dict[str, Any] = {}
        self._take(data, layout, scale)

    def encode(self) -> Encoded:
        """The file as it was given, or the pixels as a new one."""
        if self._picture is not None:
            return Encoded(_save(self._picture, self._format), f"image/{self._format.lower()}", self._facts)
        assert self._kept is not None
        return _read_head(self._kept)

    def _take(self, data: Any, layout: Layout | None, scale: Scale) -> None:
        if isinstance(data, bytes | bytearray | memoryview):
            self._kept = bytes(data)
            _read_head(self._kept)
        elif isinstance(data, str | os.PathLike):
            self._kept = existing_file(data)
            _read_head(self._kept)
        elif is_picture(data) and data.mode[0] in "IF":
            self._take_array(data, None, scale)  # integers and floats: Pillow itself would clip them
        elif is_picture(data):
            self._picture = data.copy()
            self._facts = _measure(data)
        elif (figure := as_figure(data)) is not None:
            out = io.BytesIO()
            figure.savefig(out, format="png")
            self._kept = out.getvalue()
        elif hasattr(data, "shape") or hasattr(data, "__array__") or isinstance(data, list | tuple):
            self._take_array(data, layout, scale)
        else:
            raise BadValue(
                f"{type(data).__module__}.{type(data).__qualname__} is no image. Accepted are a path, bytes, a Pillow image, a matplotlib "
                "figure, and arrays or tensors of any library."
            )

    def _take_array(self, data: Any, layout: Layout | None, scale: Scale) -> None:
        from runstone.sdk.media.pixels import to_pixels

        pixels = to_pixels(data, layout, scale)
        self._picture = _pillow().fromarray(pixels.array)
        self._facts = pixels.facts


def is_picture(value: object) -> bool:
    """Whether this is a Pillow image, without importing Pillow."""
    return any(kind.__module__ == "PIL.Image" and kind.__name__ == "Image" for kind in type(value).__mro__)


def as_figure(value: object) -> Any | None:
    """The matplotlib figure that this is, holds (axes) or has at hand (the module pyplot); None if it is none of these."""
    if isinstance(value, ModuleType):
        return value.gcf() if value.__name__ == "matplotlib.pyplot" else None
    if not any(kind.__module__.partition(".")[0] == "matplotlib" for kind in type(value).__mro__):
        return None
    if hasattr(value, "savefig"):
        return value
    figure = getattr(value, "figure", None)
    return figure if hasattr(figure, "savefig") else None


def _pillow() -> Any:
    try:
        import PIL.Image
    except ImportError as error:
        raise MissingDependency("pillow", "Logging images") from error
    return PIL.Image


def _measure(picture: Picture) -> dict[str, Any]:
    return {"width": picture.width, "height": picture.height, "channels": len(picture.getbands())}


def _save(picture: Picture, format_name: str) -> bytes:
    if format_name == "JPEG" and picture.mode not in ("L", "RGB", "CMYK"):
        picture = picture.convert("RGB")
    elif picture.mode not in ("1", "L", "LA", "P", "RGB", "RGBA", "I;16"):
        picture = picture.convert("RGBA" if "A" in picture.getbands() else "RGB")
    out = io.BytesIO()
    picture.save(out, format=format_name, **_OPTIONS[format_name])
    return out.getvalue()


def _read_head(kept: bytes | Path) -> Encoded:
    """A finished file as it is, with what its head tells.

    Raises:
        BadValue: it is no image.
    """
    if isinstance(kept, bytes):
        start = kept[:256]
    else:
        with open(kept, "rb") as file:
            start = file.read(256)
    if start.lstrip().startswith(_SVG_STARTS):
        return Encoded(kept, "image/svg+xml", {})
    pillow = _pillow()
    try:
        with pillow.open(io.BytesIO(kept) if isinstance(kept, bytes) else kept) as picture:
            facts = _measure(picture)
            mime = pillow.MIME.get(picture.format, "application/octet-stream")
    except (OSError, SyntaxError, pillow.DecompressionBombError) as error:
        what = f"{len(kept)} bytes" if isinstance(kept, bytes) else f"{os.fspath(kept)!r}"
        raise BadValue(f"{what} cannot be read as an image ({error}).") from error
    return Encoded(kept, mime, facts)
