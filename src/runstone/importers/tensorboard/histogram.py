"""Histograms in the two forms of TensorBoard, as counts and ascending edges."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from runstone.importers.tensorboard.wire import Malformed, as_double, as_message, fields, packed

Floats = npt.NDArray[np.float64]
_GREATEST = float(np.finfo(np.float64).max)


def decode_histogram(message: memoryview) -> tuple[Floats, Floats]:
    """A `HistogramProto` as counts and edges: it names the upper limit of each bucket, and the outer ones reach to the least and the greatest value.

    Raises:
        Malformed: the bytes are none.
    """
    low = high = 0.0
    limits: list[npt.NDArray[np.generic]] = []
    counts: list[npt.NDArray[np.generic]] = []
    for number, value in fields(message):
        if number == 1:
            low = as_double(value)
        elif number == 2:
            high = as_double(value)
        elif number == 6:
            limits.append(packed(as_message(value), "<f8"))
        elif number == 7:
            counts.append(packed(as_message(value), "<f8"))
    uppers = np.concatenate([*limits, np.zeros(0)]).astype(np.float64)
    found = np.concatenate([*counts, np.zeros(0)]).astype(np.float64)
    return of_limits(low, high, uppers, found)


def of_limits(low: float, high: float, limits: Floats, counts: Floats) -> tuple[Floats, Floats]:
    """Counts and edges of buckets that are told by their upper limits, and the least and greatest value.

    Raises:
        Malformed: there are not as many counts as limits, or a value is NaN.
    """
    if len(limits) != len(counts):
        raise Malformed(f"{len(counts)} counts for {len(limits)} buckets")
    lowers = np.maximum(np.concatenate([[low], limits[:-1]]), low)
    return settled(lowers, np.minimum(limits, high), counts)


def of_rows(rows: Floats) -> tuple[Floats, Floats]:
    """Counts and edges of the newer form: a row of lower edge, upper edge and count for each bucket."""
    if rows.ndim != 2 or rows.shape[1:] != (3,):
        if rows.size:
            raise Malformed(f"a histogram of shape {rows.shape}")
        rows = rows.reshape(0, 3)
    return settled(rows[:, 0], rows[:, 1], rows[:, 2])


def settled(lowers: Floats, uppers: Floats, counts: Floats) -> tuple[Floats, Floats]:
    """Counts and finite, strictly ascending edges: without empty buckets at the ends, and without those that have no width.

    Raises:
        Malformed: an edge or a count is NaN, or a count is negative.
    """
    if np.isnan(lowers).any() or np.isnan(uppers).any() or not (counts >= 0).all():
        raise Malformed("a histogram with an edge that is no number, or a count that is none")
    filled = np.flatnonzero(counts)
    if not len(filled):
        return np.zeros(1), np.array([0.0, 1.0])
    kept = slice(filled[0], filled[-1] + 1)
    edges = np.clip(np.concatenate([lowers[kept], uppers[filled[-1] : filled[-1] + 1]]), -_GREATEST, _GREATEST)
    edges = np.maximum.accumulate(edges)
    distinct = np.unique(edges)
    if len(distinct) == 1:
        half = max(0.5, abs(float(distinct[0])) * 1e-9)
        return counts[kept].sum(keepdims=True), np.clip(distinct[0] + np.array([-half, half]), -_GREATEST, _GREATEST)
    places = np.clip(np.searchsorted(distinct, edges[:-1], "right") - 1, 0, len(distinct) - 2)
    return np.bincount(places, counts[kept], len(distinct) - 1).astype(np.float64), distinct


def joined(counts: Floats, edges: Floats, most: int) -> tuple[Floats, Floats]:
    """The same with at most so many bins: runs of empty ones become one, then the emptiest neighbours are joined."""
    empty = counts == 0
    inner = np.ones(len(edges), bool)
    inner[1:-1] = ~(empty[:-1] & empty[1:])
    counts, edges = _without(counts, edges, inner)
    while len(counts) > most:
        inner = np.ones(len(edges), bool)
        pairs = counts[:-1] + counts[1:]
        left = len(counts) - most
        for place in np.argsort(pairs, kind="stable").tolist():
            # Of three neighbours only two are joined at a time: what comes of them is compared anew.
            if left and inner[place] and inner[min(place + 2, len(edges) - 1)]:
                inner[place + 1] = False
                left -= 1
        counts, edges = _without(counts, edges, inner)
    return counts, edges


def _without(counts: Floats, edges: Floats, kept: npt.NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """Without the edges that are not kept."""
    return np.add.reduceat(counts, np.flatnonzero(kept[:-1])), edges[kept]
