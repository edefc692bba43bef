"""`wandb.Image`, with what is drawn over it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, get_args

from runstone.compat.wandb.pyplot import drawn
from runstone.model.errors import BadValue
from runstone.sdk import media
from runstone.sdk.media.image import FileType

_FILE_TYPES = get_args(FileType)
_ELSEWHERE = ("s3://", "gs://", "http://", "https://")


class Classes:
    """Names of classes: `[{"id": 0, "name": "road"}, …]`."""

    def __init__(self, class_set: Sequence[Mapping[str, Any]]) -> None:
        """
        Raises:
            ValueError: one of them has no `id` and `name`.
        """
        for each in class_set:
            if not {"id", "name"} <= each.keys():
                raise BadValue(f"a class given as {dict(each)!r}: expected {{'id': 0, 'name': 'road'}}.")
        self._class_set = [dict(each) for each in class_set]

    def labels(self) -> dict[int, str]:
        """Their names by number."""
        return {int(each["id"]): str(each["name"]) for each in self._class_set}


class Layer:
    """One layer over an image."""

    def __init__(self, val: Mapping[str, Any], key: str) -> None:
        self._val, self._key = dict(val), key

    def plain(self) -> dict[str, Any]:
        """The layer as a dict."""
        return self._val


class BoundingBoxes2D(Layer):
    """Boxes: `{"box_data": […], "class_labels": {…}}`."""


class ImageMask(Layer):
    """A class for each pixel: `{"mask_data": array, "class_labels": {…}}`, or `path`."""


class Image(media.Image):
    """A picture. Its pixels are taken when it is logged."""

    def __init__(
        self,
        data_or_path: Any,
        mode: Any = None,
        caption: str | None = None,
        grouping: int | None = None,
        classes: Classes | Sequence[Mapping[str, Any]] | None = None,
        boxes: Mapping[str, Any] | None = None,
        masks: Mapping[str, Any] | None = None,
        file_type: Any = None,
        normalize: bool = True,
    ) -> None:
        """
        Args:
            data_or_path: a path, PIL, matplotlib, an array or tensor, another Image.
            mode: of PIL: `L`, `LA`, `RGB`, `RGBA`; others are left to the picture itself.
            caption: shown below it.
            grouping: accepted; a list of images is one group.
            classes: names of classes.
            boxes, masks: layers by name, as dicts or as `BoundingBoxes2D` and `ImageMask`.
            file_type: png, jpg or jpeg; others become png.
            normalize: whether values are scaled to what a picture has.

        Raises:
            ValueError: see `runstone.Image`; or an address of somewhere else, which is not downloaded.
        """
        if isinstance(data_or_path, str) and data_or_path.startswith(_ELSEWHERE):
            raise BadValue(f"{data_or_path!r} lies elsewhere and was not recorded: download it and give its path.")
        labels = classes.labels() if isinstance(classes, Classes) else classes
        super().__init__(
            drawn(data_or_path),
            caption,
            boxes=_plain(boxes),
            masks=_plain(masks),
            classes=labels,
            mode=mode if mode in ("L", "LA", "RGB", "RGBA") else None,
            file_type=file_type.lower() if file_type and file_type.lower() in _FILE_TYPES else "png",
            value_range="auto" if normalize else None,
            grouping=grouping,
        )


def _plain(layers: Mapping[str, Any] | None) -> dict[str, Any] | None:
    if not layers:
        return None
    return {name: layer.plain() if isinstance(layer, Layer) else layer for name, layer in layers.items()}
