"""Inputs: arrays as TensorBoard takes them, as native media."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from runstone.importers.tensorboard.histogram import joined, of_limits, settled
from runstone.importers.tensorboard.wire import Malformed
from runstone.model.errors import BadValue
from runstone.sdk import media
from runstone.sdk.capture.tensorboard.natives import histogram_of, mesh_of
from runstone.sdk.media.arrays import to_array
from runstone.sdk.media.pixels import ValueRange

Array = npt.NDArray[Any]
_IMAGE_LAYOUTS = {"HW": "HW", "CHW": "HWC", "NHW": "NHW", "NCHW": "NHWC"}
_LEAST, _MOST, _GROWTH = 1e-12, 1e20, 1.1


def array_of(value: Any, what: str) -> Array:
    """An array of whatever library.

    Raises:
        BadValue: it is none.
    """
    try:
        return to_array(value)
    except (TypeError, ValueError) as error:
        raise BadValue(f"{what} takes an array, not a {type(value).__qualname__} ({error}).") from error


def number_of(value: Any) -> Any:
    """A number, also of an array that holds one. What is none is left to `log`, which says so."""
    if getattr(value, "shape", ()) and getattr(value, "size", None) is not None:
        array = array_of(value, "add_scalar")
        return array.reshape(-1)[0].item() if array.size == 1 else value
    return value


def images_of(value: Any, dataformats: str, **facts: Any) -> media.Image:
    """A picture, or N, in any order of dimensions. Floats are full at 1, and clipped beyond, as theirs are.

    Args:
        value: an array.
        dataformats: a letter a dimension: `CHW`, `HWC`, `HW`, `WH`, `NCHW`, …
        **facts: of the image.

    Raises:
        BadValue: the letters are no picture's, or do not fit the shape.
    """
    array = array_of(value, "add_image")
    letters = dataformats.upper()
    target = _IMAGE_LAYOUTS.get("".join(sorted(letters, key="NCHW".find)))
    if target is None or len(letters) != array.ndim:
        raise BadValue(
            f"dataformats={dataformats!r} does not fit an array of shape {array.shape}: it has a letter a dimension, H and W, and maybe N and C."
        )
    ordered: Any = array.transpose([letters.index(letter) for letter in target])
    return media.Image(ordered, layout=target, value_range=range_of(array), **facts)  # type: ignore[arg-type]


def range_of(array: Array) -> ValueRange:
    """Which values become 0..255: of floats those from 0 to 1, whatever there is."""
    return (0.0, 1.0) if array.dtype.kind == "f" else "auto"


def boxes_of(value: Any, labels: list[str] | None) -> dict[str, Any]:
    """Boxes of an image, in pixels.

    Args:
        value: an array of left, top, right and bottom, a row a box.
        labels: shown at them.

    Raises:
        BadValue: another shape, or not as many labels.
    """
    rows = array_of(value, "add_image_with_boxes")
    if rows.ndim != 2 or rows.shape[1] != 4 or (labels is not None and len(labels) != len(rows)):
        raise BadValue(f"boxes of shape {rows.shape}: a row of left, top, right and bottom each, and as many labels.")
    boxes = []
    for at, sides in enumerate(rows.tolist()):
        box = dict(zip(("left", "top", "right", "bottom"), sides, strict=True), domain="pixel")
        boxes.append(box if labels is None else {**box, "caption": str(labels[at])})
    return {"boxes": boxes}


def film_of(value: Any, fps: float, dataformats: str) -> media.Video:
    """A film, or N, in any order of dimensions.

    Raises:
        BadValue: the letters do not fit the shape.
    """
    array = array_of(value, "add_video")
    letters = dataformats.upper()
    if array.ndim == 4:
        letters = letters.replace("N", "")
    target = "NTCHW"[-array.ndim :]
    if sorted(letters) != sorted(target):
        raise BadValue(f"dataformats={dataformats!r} does not fit an array of shape {array.shape}: N, T, C, H and W.")
    ordered = array.transpose([letters.index(letter) for letter in target])
    return media.Video(ordered, fps=fps, layout="TCHW", value_range=range_of(array))


def histogram_by(values: Any, bins: Any, max_bins: int | None) -> media.Histogram:
    """A histogram of values with the bins that their writer would give it. With values that are not finite, in even bins: they are counted apart.

    Args:
        values: an array.
        bins: `tensorflow`, or what `numpy.histogram` takes.
        max_bins: at most so many.

    Raises:
        BadValue: the values are no real numbers, or the bins none.
    """
    array = array_of(values, "add_histogram").reshape(-1)
    if array.dtype.kind not in "buif" or not array.size or not np.isfinite(array).all():
        return media.Histogram(values)
    try:
        counts, edges = np.histogram(array.astype(np.float64), tensorflow_edges() if bins == "tensorflow" else bins)
    except (TypeError, ValueError) as error:
        raise BadValue(f"bins={bins!r}: {error}") from error
    if not counts.any():
        return media.Histogram(values)
    counts, edges = settled(edges[:-1].astype(np.float64), edges[1:].astype(np.float64), counts.astype(np.float64))
    if bins == "tensorflow":
        # The outer bins reach no further than the values.
        edges[0], edges[-1] = max(edges[0], array.min()), min(edges[-1], array.max())
        counts, edges = settled(edges[:-1], edges[1:], counts)
    if max_bins is not None:
        counts, edges = joined(counts, edges, max_bins)
    return histogram_of(counts, edges)


def histogram_of_limits(low: Any, high: Any, limits: Any, counts: Any) -> media.Histogram:
    """A histogram of counts, with the upper limit of each bucket.

    Raises:
        BadValue: there are not as many of both, or one is no number.
    """
    try:
        uppers, numbers = (np.asarray(to_array(each), np.float64).reshape(-1) for each in (limits, counts))
        return histogram_of(*of_limits(float(low), float(high), uppers, numbers))
    except (Malformed, TypeError, ValueError) as fault:
        raise BadValue(f"add_histogram_raw: {fault}.") from fault


@lru_cache(maxsize=1)
def tensorflow_edges() -> Array:
    """The edges of `bins="tensorflow"`: each is a tenth beyond the one before, on both sides of 0."""
    ups = [_LEAST]
    while ups[-1] * _GROWTH < _MOST:
        ups.append(ups[-1] * _GROWTH)
    return np.array([*(-up for up in reversed(ups)), 0.0, *ups])


def pr_rows(labels: Any, predictions: Any, num_thresholds: int, weights: Any) -> Array:
    """The rows of `pr_table` of truths and predictions, at thresholds from 0 to 1.

    Raises:
        BadValue: there are not as many of both, or a prediction is not within 0..1.
    """
    truths = array_of(labels, "add_pr_curve").reshape(-1).astype(np.float64)
    scores = array_of(predictions, "add_pr_curve").reshape(-1).astype(np.float64)
    if truths.shape != scores.shape or num_thresholds < 2:
        raise BadValue(f"{len(truths)} labels, {len(scores)} predictions, num_thresholds={num_thresholds}.")
    if not ((scores >= 0) & (scores <= 1)).all():
        raise BadValue("predictions of a precision-recall curve lie within 0..1.")
    weight = np.broadcast_to(1.0 if weights is None else array_of(weights, "add_pr_curve").reshape(-1), truths.shape)
    places = np.floor(scores * (num_thresholds - 1)).astype(np.int64)

    def at_or_above(weights: Array) -> Array:
        return np.cumsum(np.bincount(places, weights, num_thresholds)[::-1])[::-1]

    hits, misses = at_or_above(truths * weight), at_or_above((1.0 - truths) * weight)
    precision = hits / np.maximum(1e-7, hits + misses)
    recall = hits / np.maximum(1e-7, hits[0])
    return np.stack([hits, misses, misses[0] - misses, hits[0] - hits, precision, recall])


def stacked(*rows: Any) -> Array:
    """Rows of one length.

    Raises:
        BadValue: they are not of one length.
    """
    arrays = [array_of(row, "add_pr_curve_raw").reshape(-1).astype(np.float64) for row in rows]
    if len({len(array) for array in arrays}) > 1:
        raise BadValue(f"the rows of a precision-recall curve have {[len(array) for array in arrays]} values.")
    return np.stack(arrays)


def meshes_of(vertices: Any, colors: Any, faces: Any) -> list[media.Object3D]:
    """Meshes of arrays of shape (batch, n, 3); one without a batch is one mesh.

    Raises:
        BadValue: another shape.
    """
    points = _part(vertices)
    rest = [None if part is None else _part(part) for part in (colors, faces)]
    if any(part is not None and len(part) != len(points) for part in rest):
        raise BadValue("vertices, colors and faces of a mesh are as many each.")
    if rest[0] is not None and rest[0].shape != points.shape:
        raise BadValue(f"colors of shape {rest[0].shape} for vertices of shape {points.shape}.")
    return mesh_of(points, *rest)


def _part(given: Any) -> Array:
    array = array_of(given, "add_mesh")
    array = array[None] if array.ndim == 2 else array
    if array.ndim != 3 or array.shape[2] != 3:
        raise BadValue(f"a part of a mesh of shape {array.shape}: (batch, n, 3) is expected.")
    return array


def embedding_of(mat: Any, metadata: Any, label_img: Any, metadata_header: Any) -> media.Table:
    """Points of an embedding as a table: what is known of each, its picture, and a column a dimension.

    Raises:
        BadValue: there is not one label, or one picture, a point.
    """
    points = array_of(mat, "add_embedding")
    if points.ndim != 2:
        raise BadValue(f"an embedding of shape {points.shape}: a row a point.")
    columns: dict[str, list[Any]] = {}
    if metadata is not None:
        labels = [list(label) if isinstance(label, list | tuple) else [label] for label in metadata]
        header = [str(name) for name in metadata_header or ["label"]]
        if len(labels) != len(points) or any(len(label) != len(header) for label in labels):
            raise BadValue(f"metadata of {len(labels)} points for {len(points)}, with the header {header}.")
        columns |= {name: [label[at] for label in labels] for at, name in enumerate(header)}
    if label_img is not None:
        pictures = array_of(label_img, "add_embedding")
        if len(pictures) != len(points):
            raise BadValue(f"{len(pictures)} pictures for {len(points)} points.")
        columns["image"] = [images_of(picture, "CHW") for picture in pictures]
    columns |= {str(at): column.tolist() for at, column in enumerate(points.T)}
    return media.Table(list(columns), [list(row) for row in zip(*columns.values(), strict=True)])
