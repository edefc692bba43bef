"""Images: from a path, bytes, PIL, matplotlib, or an array of NumPy, PyTorch or JAX, with boxes and masks over them."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from runstone.encoding import raw
from runstone.encoding.picture import MAX_SIDES, MIMES
from runstone.encoding.raw import Raw
from runstone.model.errors import BadValue
from runstone.sdk.media.boxes import read_boxes
from runstone.sdk.media.files import as_source
from runstone.sdk.media.image_file import look, open_image, pillow
from runstone.sdk.media.labels import read_labels
from runstone.sdk.media.masks import read_masks
from runstone.sdk.media.media import Blob, Encoded, Media
from runstone.sdk.media.pixels import Layout, Pixels, ValueRange, layout_of, settle_range, to_numpy, to_pixels

if TYPE_CHECKING:
    import numpy.typing as npt

FileType = Literal["png", "jpg", "jpeg", "webp"]
Mode = Literal["L", "LA", "RGB", "RGBA"]
_MODES = ("L", "LA", "RGB", "RGBA")
# Pillow's modes of more than 8 bits, which it would clip: their values are scaled as an array's are.
_DEEP_MODES = frozenset({"I", "F", "I;16", "I;16B", "I;16L", "I;16N"})


class Image(Media):
    """A picture, or N of one array. Its pixels are taken when it is logged, so that the array may change afterwards."""

    type: ClassVar[str] = "image"

    def __init__(
        self,
        data: Any,
        caption: str | Sequence[str] | None = None,
        *,
        boxes: Mapping[str, Any] | None = None,
        masks: Mapping[str, Any] | None = None,
        classes: Any = None,
        mode: Mode | None = None,
        file_type: FileType = "png",
        layout: Layout | None = None,
        value_range: ValueRange = "auto",
        grouping: int | None = None,
    ) -> None:
        """
        Args:
            data: a path, the bytes or an open file of an image (kept as they are), a PIL image, a matplotlib figure, axes or pyplot itself, an array
                (HW, HWC, CHW, or N of them), or another Image, whose caption, boxes, masks and classes are taken over where none are given.
            caption: shown below it; of N pictures one each, or one for all.
            boxes: layers of boxes: see `media/boxes.py`.
            masks: layers of masks: see `media/masks.py`.
            classes: names of classes for layers that have none: a dict of numbers and names, or a list of `{"id", "name"}`.
            mode: convert the pixels: `L`, `LA`, `RGB` or `RGBA`.
            file_type: `png` (lossless), `jpg` or `webp`, for what is not a file already.
            layout: of an array, where its shape does not tell: `HW`, `HWC`, `CHW`, `NHW`, `NHWC` or `NCHW`.
            value_range: which values of an array become 0..255: see `media/pixels.py`. `None` switches scaling off.
            grouping: accepted, as wandb does; a list of images is one group.

        Raises:
            BadValue: another file type or mode.
        """
        if isinstance(data, Image):
            caption = (data._captions or data.caption) if caption is None else caption
            boxes, masks = (boxes, masks) if boxes or masks else (data._boxes, data._masks)
            classes = data._classes if classes is None else classes
            layout = layout or data._layout
            value_range = data._value_range if value_range == "auto" else value_range
            mode = mode or data._mode
            file_type = data._file_type if file_type == "png" else file_type
            data = data._data
        captions = None if caption is None or isinstance(caption, str) else [str(text) for text in caption]
        super().__init__(caption if isinstance(caption, str) else None)
        if file_type not in MIMES:
            raise BadValue(f"file_type={file_type!r}: expected one of {', '.join(MIMES)}.")
        if mode is not None and mode not in _MODES:
            raise BadValue(f"mode={mode!r}: expected one of {', '.join(_MODES)}.")
        self._data: Any = data
        self._captions: list[str] | None = captions
        self._boxes: Mapping[str, Any] | None = boxes
        self._masks: Mapping[str, Any] | None = masks
        self._classes: Any = classes
        self._mode: Mode | None = mode
        self._file_type: FileType = file_type
        self._layout: Layout | None = layout
        self._value_range: ValueRange = value_range

    def samples(self) -> Sequence[Image]:
        """The pictures of an array of N, which are scaled alike; of all else itself.

        Raises:
            BadValue: the shape is none of a picture's, or there are boxes, masks or captions that do not fit N pictures.
        """
        pictures = self._pictures()
        if pictures is None:
            return [self]
        if len(pictures) > 1 and (self._boxes or self._masks):
            raise BadValue(
                f"boxes and masks belong to one picture, and this array holds {len(pictures)}. Log a list of Images."
            )
        captions: Sequence[str | None] = self._captions or [self.caption] * len(pictures)
        if len(captions) != len(pictures):
            raise BadValue(f"{len(captions)} captions do not fit {len(pictures)} pictures.")
        return list(self._each(pictures, captions))

    def _pictures(self) -> npt.NDArray[Any] | None:
        """The array, if it holds N pictures."""
        if not _is_array(self._data):
            return None
        data = self._data if hasattr(self._data, "shape") else to_numpy(self._data)
        return to_numpy(data) if layout_of(tuple(data.shape), self._layout).startswith("N") else None

    def _each(self, pictures: npt.NDArray[Any], captions: Sequence[str | None]) -> Iterator[Image]:
        layout: Any = layout_of(pictures.shape, self._layout)[1:]
        value_range = settle_range(pictures, self._value_range)
        for picture, caption in zip(pictures, captions, strict=True):
            yield Image(
                picture,
                caption,
                boxes=self._boxes,
                masks=self._masks,
                classes=self._classes,
                mode=self._mode,
                file_type=self._file_type,
                layout=layout,
                value_range=value_range,
            )

    def encode(self) -> Encoded:
        """One picture as it is now; its width, height, how its values were scaled, and what lies over it."""
        blob, size, facts = self._picture()
        if size is not None:
            facts = {"width": size[0], "height": size[1], **facts}
        labels = read_labels(self._classes, {})
        layers: dict[str, Any] = {}
        parts: dict[str, Blob] = {}
        if self._boxes:
            layers["boxes"] = read_boxes(self._boxes, size, labels)
        if self._masks:
            layers["masks"], parts = read_masks(self._masks, size, labels)
        if layers:
            facts["layers"] = layers
        return Encoded(blob.data, blob.mime, facts, parts)

    def _picture(self) -> tuple[Blob, tuple[int, int] | None, dict[str, Any]]:
        data = self._data
        source = Path(data) if isinstance(data, str) else as_source(data)
        if source is not None:
            return self._from_file(source)
        if hasattr(data, "savefig") or hasattr(data, "get_figure"):
            rendered = _render(data)
            return self._from_file(rendered) if self._file_type == "png" else self._from_pixels(_decode(rendered))
        if type(data).__module__.partition(".")[0] == "PIL":
            return self._from_pixels(self._from_pil(data))
        if not _is_array(data):
            raise BadValue(
                f"a {type(data).__module__}.{type(data).__qualname__} is no picture: give a path, bytes, a PIL image, a matplotlib figure or an array."
            )
        array = to_numpy(data)
        layout = layout_of(array.shape, self._layout)
        if layout.startswith("N"):
            raise BadValue(f"an array of {len(array)} pictures is no single picture.")
        return self._from_pixels(to_pixels(array, layout, self._value_range))

    def _from_file(self, source: Path | bytes) -> tuple[Blob, tuple[int, int] | None, dict[str, Any]]:
        head = look(source)
        if self._mode is not None and head.size is not None:
            return self._from_pixels(_decode(source))
        return Blob(source, head.mime), head.size, {}

    def _from_pil(self, image: Any) -> Pixels:
        import numpy as np

        if image.mode not in _DEEP_MODES:
            return _plain(image)
        with _readable():
            values = np.asarray(image)
        values = values if values.dtype == np.uint16 else values.astype(np.float64)
        return to_pixels(values, layout_of(values.shape, None), self._value_range)

    def _from_pixels(self, pixels: Pixels) -> tuple[Blob, tuple[int, int], dict[str, Any]]:
        array = pixels.array
        if self._mode is not None:
            array = _plain(pillow().fromarray(array).convert(self._mode)).array
        height, width = array.shape[:2]
        if max(height, width) > MAX_SIDES[self._file_type]:
            raise BadValue(
                f"a {self._file_type} has at most {MAX_SIDES[self._file_type]} pixels a side, and this picture {width} × {height}."
            )
        facts: dict[str, Any] = {}
        if pixels.value_range:
            facts["range"] = list(pixels.value_range)
        if pixels.nan:
            facts["nan"] = pixels.nan
        return Blob(Raw("image", array, {"file_type": self._file_type}), raw.MIME), (width, height), facts


def _is_array(data: Any) -> bool:
    return isinstance(data, list | tuple) or (hasattr(data, "shape") and hasattr(data, "dtype"))


def _plain(image: Any) -> Pixels:
    """A Pillow image of 8 bits a channel as pixels."""
    import numpy as np

    if 0 in image.size:
        raise BadValue(f"an image of {image.size[0]} × {image.size[1]} pixels is no picture.")
    with _readable():
        if image.mode not in _MODES:
            has_alpha = image.mode in ("PA", "La", "RGBa") or "transparency" in image.info
            image = image.convert("RGBA" if has_alpha else "L" if image.mode == "1" else "RGB")
        return Pixels(np.asarray(image), None)


@contextmanager
def _readable() -> Iterator[None]:
    try:
        yield
    except (OSError, SyntaxError, ValueError) as error:
        raise BadValue(f"the image cannot be decoded ({error}).") from error


def _decode(source: Path | bytes) -> Pixels:
    with open_image(source) as image:
        return _plain(image)


def _render(drawn: Any) -> bytes:
    """A matplotlib figure, or that of axes or of pyplot, as a PNG."""
    if hasattr(drawn, "get_fignums"):
        if not drawn.get_fignums():
            raise BadValue("pyplot has no open figure.")
        drawn = drawn.gcf()
    figure = drawn if hasattr(drawn, "savefig") else drawn.get_figure()
    if figure is None:
        raise BadValue(f"a {type(drawn).__qualname__} that belongs to no figure is no picture.")
    out = io.BytesIO()
    figure.savefig(out, format="png", pil_kwargs={"compress_level": 1})
    return out.getvalue()
