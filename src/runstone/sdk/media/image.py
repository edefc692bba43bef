"""Images: from a path, bytes, PIL, matplotlib, or an array of NumPy, PyTorch or JAX."""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import Any, ClassVar, Literal

from runstone.model.errors import BadValue, MissingDependency
from runstone.sdk.media.media import Encoded, Media
from runstone.sdk.media.pixels import Layout, ValueRange, to_pixels

FileType = Literal["png", "jpg", "webp"]
_FORMATS = {
    "png": ("PNG", "image/png"),
    "jpg": ("JPEG", "image/jpeg"),
    "jpeg": ("JPEG", "image/jpeg"),
    "webp": ("WEBP", "image/webp"),
}
# Pillow's modes of more than 8 bits, which it would clip: their values are scaled as an array's are.
_DEEP_MODES = frozenset({"I", "F", "I;16", "I;16B", "I;16L", "I;16N"})
# Level 1 takes a third of the time of zlib's usual 6, for files a tenth larger: the training waits for the one, not for the other.
_PNG_LEVEL = 1


class Image(Media):
    """A picture. Encoded before `log()` returns, so that the array may change afterwards."""

    type: ClassVar[str] = "image"

    def __init__(
        self,
        data: Any,
        caption: str | None = None,
        *,
        file_type: FileType = "png",
        layout: Layout | None = None,
        value_range: ValueRange = "auto",
    ) -> None:
        """
        Args:
            data: a path or the bytes of an image file (kept as they are), a PIL image, a matplotlib figure, or an array (HW, HWC or CHW).
            caption: shown below it.
            file_type: `png` (lossless), `jpg` or `webp`, for what is not a file already.
            layout: of an array, where its shape does not tell: `HW`, `HWC` or `CHW`.
            value_range: which values of an array become 0..255: see `media/pixels.py`. `None` switches scaling off.

        Raises:
            BadValue: another file type.
        """
        super().__init__(caption)
        if file_type not in _FORMATS:
            raise BadValue(f"file_type={file_type!r}: expected one of {', '.join(_FORMATS)}.")
        self._data = data
        self._file_type = file_type
        self._layout = layout
        self._value_range = value_range

    def encode(self) -> Encoded:
        """The picture as a file; its width, height, and how its values were scaled."""
        data = self._data
        if isinstance(data, str | os.PathLike):
            return _from_file(Path(data))
        if isinstance(data, bytes | bytearray | memoryview):
            return _from_bytes(bytes(data))
        if hasattr(data, "savefig"):
            return _from_figure(data)
        if type(data).__module__.partition(".")[0] == "PIL":
            return self._from_deep(data) if data.mode in _DEEP_MODES else self._from_pil(data, {})
        if not hasattr(data, "shape") and not isinstance(data, list | tuple):
            raise BadValue(
                f"a {type(data).__module__}.{type(data).__qualname__} is no picture: give a path, bytes, a PIL image, a matplotlib figure or an array."
            )
        return self._from_array(data)

    def _from_deep(self, image: Any) -> Encoded:
        import numpy as np

        values = np.asarray(image)
        return self._from_array(values if values.dtype == np.uint16 else values.astype(np.float64))

    def _from_array(self, data: Any) -> Encoded:
        pixels = to_pixels(data, self._layout, self._value_range)
        facts = {"range": list(pixels.value_range)} if pixels.value_range else {}
        return self._from_pil(_pil().fromarray(pixels.array), facts)

    def _from_pil(self, image: Any, facts: dict[str, Any]) -> Encoded:
        kind, mime = _FORMATS[self._file_type]
        if image.mode not in ("L", "RGB", "RGBA") or (kind == "JPEG" and image.mode == "RGBA"):
            has_alpha = image.mode in ("LA", "PA") or "transparency" in image.info
            image = image.convert("RGBA" if has_alpha and kind != "JPEG" else "L" if image.mode == "1" else "RGB")
        out = io.BytesIO()
        image.save(out, kind, **({"compress_level": _PNG_LEVEL} if kind == "PNG" else {}))
        return Encoded(out.getvalue(), mime, {"width": image.width, "height": image.height, **facts})


def _pil() -> Any:
    try:
        import PIL.Image
    except ImportError as error:
        raise MissingDependency("pillow", "Logging an image") from error
    return PIL.Image


def _from_file(path: Path) -> Encoded:
    try:
        with open(path, "rb") as file:
            facts, mime = _look(file)
    except OSError as error:
        raise BadValue(f"the image file {path} cannot be read ({error.strerror or error}).") from error
    return Encoded(path, mime, facts)


def _from_bytes(data: bytes) -> Encoded:
    facts, mime = _look(io.BytesIO(data))
    return Encoded(data, mime, facts)


def _look(file: Any) -> tuple[dict[str, Any], str]:
    """Size and type of an image file, from its head. SVG has no size of its own."""
    import PIL

    head = file.read(256).lstrip()
    file.seek(0)
    if head.startswith((b"<svg", b"<?xml")):
        return {}, "image/svg+xml"
    try:
        with _pil().open(file) as image:
            return {"width": image.width, "height": image.height}, _pil().MIME.get(
                image.format or "", "application/octet-stream"
            )
    except PIL.UnidentifiedImageError as error:
        raise BadValue("the bytes are no image file that Pillow knows.") from error


def _from_figure(figure: Any) -> Encoded:
    owner = getattr(figure, "figure", None) or figure.gcf()  # an Axes' figure, or the current one of pyplot
    out = io.BytesIO()
    owner.savefig(out, format="png")
    return _from_bytes(out.getvalue())
