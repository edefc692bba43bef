"""Masks that are drawn over an image: layers that give each pixel a class."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from runstone.encoding import raw
from runstone.encoding.raw import Raw
from runstone.model.errors import BadValue
from runstone.sdk.media.boxes import renamed
from runstone.sdk.media.image_file import open_image
from runstone.sdk.media.labels import read_labels
from runstone.sdk.media.media import Blob
from runstone.sdk.media.pixels import to_numpy

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

_FIELDS = {"mask": "mask", "mask_data": "mask", "path": "path", "labels": "labels", "class_labels": "labels"}
_MAX_CLASS = 255


class Masks(NamedTuple):
    """Layers of masks as facts, `{layer: {"labels": {…}, "part": "mask/<layer>"}}`, and their parts: pictures whose grey is the class."""

    facts: dict[str, Any]
    parts: dict[str, Blob]


def read_masks(given: Any, size: tuple[int, int] | None, default_labels: Mapping[str, str]) -> Masks:
    """Masks as facts and parts.

    Args:
        given: `{layer: mask}`, each an H × W array of class numbers in 0..255, the path of an image file (grey or palette: its values; RGB:
            its red), or `{"mask": … or "path": …, "labels": …}`; wandb's `mask_data` and `class_labels` mean the same.
        size: width and height of the picture, if they are known.
        default_labels: for layers that have none.

    Raises:
        BadValue: a mask of another form, another size than the picture, or with other classes.
    """
    if not isinstance(given, Mapping):
        raise BadValue(
            f"masks={type(given).__name__}: expected a dict of layers, such as {{'predictions': an array of class numbers}}."
        )
    found = Masks({}, {})
    for name, layer in given.items():
        where = f"masks[{name!r}]"
        fields = renamed(layer, _FIELDS, where) if isinstance(layer, Mapping) else {"mask": layer}
        if ("mask" in fields) == ("path" in fields):
            raise BadValue(f"{where}: expected either mask_data or a path.")
        classes = _from_file(fields["path"]) if "path" in fields else _classes(fields["mask"], where)
        if size is not None and classes.shape[::-1] != size:
            raise BadValue(
                f"{where} has {classes.shape[1]} × {classes.shape[0]} pixels, and the image has {size[0]} × {size[1]}. They must be the same."
            )
        part = f"mask/{name}"
        found.facts[str(name)] = {"labels": read_labels(fields.get("labels"), default_labels), "part": part}
        found.parts[part] = Blob(Raw("image", classes, {"file_type": "png"}), raw.MIME)
    return found


def _classes(given: Any, where: str) -> npt.NDArray[np.uint8]:
    import numpy as np

    if isinstance(given, str | os.PathLike):
        return _from_file(given)
    if type(given).__module__.partition(".")[0] == "PIL":
        return _from_pil(given)
    array = to_numpy(given)
    if array.ndim == 3 and 1 in (array.shape[0], array.shape[2]):
        array = array[0] if array.shape[0] == 1 else array[:, :, 0]
    if array.ndim != 2 or 0 in array.shape:
        raise BadValue(f"{where} is an array of shape {array.shape}: expected H × W class numbers.")
    if array.dtype == np.uint8:
        return array
    with np.errstate(invalid="ignore"):
        classes = array.astype(np.uint8)
    if not np.array_equal(classes, array):
        raise BadValue(
            f"{where} has values other than the integers 0 to {_MAX_CLASS}, from {array.min()} to {array.max()}."
        )
    return classes


def _from_file(path: Any) -> npt.NDArray[np.uint8]:
    with open_image(Path(path)) as image:
        return _from_pil(image)


def _from_pil(image: Any) -> npt.NDArray[np.uint8]:
    import numpy as np

    try:
        values = np.asarray(image)
    except (OSError, SyntaxError, ValueError) as error:
        raise BadValue(f"a mask cannot be read as an image ({error}).") from error
    if values.ndim == 3:
        values = values[:, :, 0]
    return values.astype(np.uint8, copy=False)
