"""Boxes that are drawn over an image: layers of rectangles with class, caption and scores."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from runstone.model.errors import BadValue
from runstone.sdk.media.labels import class_number, read_labels
from runstone.sdk.media.pixels import to_numpy

# Ours, and wandb's (and so Pluto's), by what they mean.
_FIELDS = {
    "class": "class",
    "class_id": "class",
    "caption": "caption",
    "box_caption": "caption",
    "scores": "scores",
    "domain": "domain",
    "position": "position",
    **{side: side for side in ("left", "top", "right", "bottom")},
}
_SIDES = ("left", "top", "right", "bottom")
_CORNERS = ("minX", "minY", "maxX", "maxY")
_LAYER_FIELDS = {"boxes": "boxes", "box_data": "boxes", "labels": "labels", "class_labels": "labels"}
_DOMAINS = ("pixel", "fraction")
# Nobody draws boxes of a pixel or two, and a fraction may stick out of the picture a little.
_HIGHEST_FRACTION = 2.0


class _Box(NamedTuple):
    sides: tuple[float, float, float, float]
    domain: str | None
    facts: dict[str, Any]


def read_boxes(given: Any, size: tuple[int, int] | None, default_labels: Mapping[str, str]) -> dict[str, Any]:
    """Layers of boxes as facts: `{layer: {"labels": {"0": "cat"}, "boxes": [{"left", "top", "right", "bottom", "class"?, "caption"?,
    "scores"?}]}}`, the sides as fractions of the picture.

    Args:
        given: `{layer: boxes}`, each a list of boxes, an N × 4 array of left, top, right and bottom, or `{"boxes": …, "labels": …}`. A box
            is a dict as above, with `domain` = `pixel` or `fraction`, or one of wandb's (`position`, `class_id`, `box_caption`, `scores`,
            `domain`; layers with `box_data` and `class_labels`). Without a domain the sides of a layer are pixels if one is above 2.
        size: width and height of the picture in pixels, if they are known.
        default_labels: for layers that have none.

    Raises:
        BadValue: a box of another form, a side that is no finite number, or pixels of a picture of unknown size.
    """
    if not isinstance(given, Mapping):
        raise BadValue(f"boxes={type(given).__name__}: expected a dict of layers, such as {{'predictions': [box, …]}}.")
    return {str(name): _read_layer(str(name), layer, size, default_labels) for name, layer in given.items()}


def _read_layer(
    name: str, given: Any, size: tuple[int, int] | None, default_labels: Mapping[str, str]
) -> dict[str, Any]:
    fields = renamed(given, _LAYER_FIELDS, f"boxes[{name!r}]") if isinstance(given, Mapping) else {"boxes": given}
    labels = read_labels(fields.get("labels"), default_labels)
    boxes = [_read_box(f"boxes[{name!r}][{at}]", box) for at, box in enumerate(_listed(name, fields.get("boxes", ())))]
    untold = [abs(side) for box in boxes if box.domain is None for side in box.sides]
    usual = "pixel" if max(untold, default=0.0) > _HIGHEST_FRACTION else "fraction"
    return {"labels": labels, "boxes": [_placed(name, box, box.domain or usual, size) for box in boxes]}


def _listed(name: str, given: Any) -> Iterator[Any]:
    if isinstance(given, list | tuple) and all(isinstance(box, Mapping) for box in given):
        yield from given
        return
    is_array = hasattr(given, "shape") or isinstance(given, list | tuple)
    array = to_numpy(given) if is_array else None
    if array is None or (array.size and (array.ndim != 2 or array.shape[1] != 4)):
        raise BadValue(
            f"boxes[{name!r}]: expected a list of boxes, or an N × 4 array of left, top, right and bottom, not {_shown(given)}."
        )
    for row in array.tolist() if array.size else ():
        yield dict(zip(_SIDES, row, strict=True))


def _shown(given: Any) -> str:
    shape = getattr(given, "shape", None)
    return f"an array of shape {tuple(shape)}" if shape is not None else type(given).__name__


def _read_box(where: str, given: Mapping[str, Any]) -> _Box:
    fields = renamed(given, _FIELDS, where)
    position = fields.get("position", fields)
    try:
        sides = _sides(position)
    except (KeyError, TypeError, ValueError, IndexError):
        raise BadValue(
            f"{where} has no place: expected left, top, right and bottom, or a position of minX, minY, maxX and maxY, or of middle, width "
            f"and height, all of them numbers, not {dict(given)!r}."
        ) from None
    if not all(map(math.isfinite, sides)):
        raise BadValue(f"{where} lies at {sides}: all sides must be finite.")
    domain = fields.get("domain")
    if domain is not None and domain not in _DOMAINS:
        raise BadValue(f"{where} has domain={domain!r}: expected 'pixel' or 'fraction'.")
    facts: dict[str, Any] = {}
    if fields.get("class") is not None:
        facts["class"] = class_number(fields["class"])
    if fields.get("caption") is not None:
        facts["caption"] = str(fields["caption"])
    if fields.get("scores") is not None:
        facts["scores"] = _read_scores(where, fields["scores"])
    return _Box(sides, domain, facts)


def _sides(position: Mapping[str, Any]) -> tuple[float, float, float, float]:
    if "middle" in position:
        x, y = (float(part) for part in position["middle"])
        across, down = float(position["width"]) / 2, float(position["height"]) / 2
        left, top, right, bottom = x - across, y - down, x + across, y + down
    else:
        names = _CORNERS if "minX" in position else _SIDES
        left, top, right, bottom = (float(position[name]) for name in names)
    return min(left, right), min(top, bottom), max(left, right), max(top, bottom)


def _read_scores(where: str, given: Any) -> dict[str, float]:
    if not isinstance(given, Mapping):
        given = {"score": given}
    try:
        return {str(name): float(score) for name, score in given.items()}
    except (TypeError, ValueError):
        raise BadValue(f"{where} has scores={given!r}: expected names and numbers.") from None


def _placed(name: str, box: _Box, domain: str, size: tuple[int, int] | None) -> dict[str, Any]:
    if domain == "pixel":
        if size is None:
            raise BadValue(
                f"boxes[{name!r}] are in pixels, and this image has no size in pixels. Give fractions of it."
            )
        units: tuple[float, ...] = (*size, *size)
    else:
        units = (1.0,) * 4
    return {side: at / unit for side, at, unit in zip(_SIDES, box.sides, units, strict=True)} | box.facts


def renamed(given: Mapping[str, Any], names: Mapping[str, str], where: str) -> dict[str, Any]:
    """The fields of a dict by what they mean.

    Raises:
        BadValue: there is one that means nothing, or two that mean the same.
    """
    found: dict[str, Any] = {}
    for field, value in given.items():
        if field not in names:
            raise BadValue(f"{where} has the unknown key {field!r}. Known are {', '.join(names)}.")
        if names[field] in found:
            raise BadValue(f"{where} has two keys that mean {names[field]!r}. Give one.")
        found[names[field]] = value
    return found
