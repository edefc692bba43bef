"""`wandb.Image`, with what is drawn over it."""

from __future__ import annotations

import sys
from typing import Any

from runstone.compat.wandb.data_types import Image
from runstone.shim.media.file import caption_of, path_of


def to_ours(image: Any) -> Image:
    """The picture's file, its boxes and its masks."""
    _mend_pillow()
    boxes = {name: _boxes(layer) for name, layer in (getattr(image, "_boxes", None) or {}).items()}
    masks = {name: _mask(layer) for name, layer in (getattr(image, "_masks", None) or {}).items()}
    classes = getattr(getattr(image, "_classes", None), "_class_set", None)
    return Image(path_of(image), caption=caption_of(image), boxes=boxes, masks=masks, classes=classes, normalize=False)


def _mend_pillow() -> None:
    """Before 0.18 wandb puts `PIL.Image` where imports find it, but not into `PIL`, where everybody looks for it."""
    pillow, pictures = sys.modules.get("PIL"), sys.modules.get("PIL.Image")
    if pillow is not None and pictures is not None and not hasattr(pillow, "Image"):
        pillow.Image = pictures  # type: ignore[attr-defined]


def _boxes(layer: Any) -> dict[str, Any]:
    return {"box_data": layer._val, "class_labels": getattr(layer, "_class_labels", None) or {}}


def _mask(layer: Any) -> dict[str, Any]:
    given = getattr(layer, "_val", None)
    labels = given.get("class_labels") if isinstance(given, dict) else None
    return {"path": path_of(layer), "class_labels": labels or {}}
