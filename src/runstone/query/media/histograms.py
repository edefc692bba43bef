"""Histograms over the steps of a run, on common edges."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from runstone.index.index import Snapshot
from runstone.index.points import Float64
from runstone.model.errors import BadQuery
from runstone.query import lineage, runs
from runstone.query.answers.media import Histograms
from runstone.query.asking import question
from runstone.query.media.known_steps import shown_steps
from runstone.query.media.stored_items import items_at

MAX_STEPS = 2000
MAX_BINS = 512
# Bins differ in width if the narrowest lacks more than this share of the widest.
_UNEVEN = 1e-6
_STRETCHES = 2 * MAX_BINS
_GREATEST = float(np.finfo(np.float64).max)


class Histogram(NamedTuple):
    """Counts of values between ascending edges, of which there is one more."""

    counts: Float64
    edges: Float64
    nan: int = 0
    below_inf: int = 0
    above_inf: int = 0


@question
def histograms(
    snapshot: Snapshot,
    run: str,
    key: str,
    lo: int | None = None,
    hi: int | None = None,
    limit: int = 200,
    index: int = 0,
) -> Histograms:
    """The histograms of a key from step `lo` to step `hi`, at no more than `limit` of its steps, evenly picked, the first and the last among them.

    Where all have the same edges these are the common ones; else those of `common_edges`, and a bin's values are shared out evenly over its width. The
    sum of counts stays what it was.

    Raises:
        RunNotFound: there is no such run.
        BadQuery: the key has media, and none of them are histograms.
    """
    run = runs.find(snapshot, run)
    shown = shown_steps(snapshot, [run])[run].get(key)
    steps = shown.steps if shown else np.empty(0, np.int64)
    first = 0 if lo is None else int(np.searchsorted(steps, lo, "left"))
    last = len(steps) if hi is None else int(np.searchsorted(steps, hi, "right"))
    steps = steps[first : max(first, last)]
    picked = steps[_evenly(len(steps), max(1, min(limit, MAX_STEPS)))]
    found: dict[int, Histogram] = {}
    types: set[str] = set()
    for item in items_at(snapshot, lineage.branches(snapshot, run), key, picked.tolist()):
        types.add(item.type)
        if item.index == index and item.type == "histogram" and (read := of_facts(item.facts)) is not None:
            found[item.step] = read
    if types and "histogram" not in types:
        raise BadQuery(f"Under {key!r} there are no histograms but media of the type {min(types)!r}.")
    # What has no finite value at all says nothing of how far values reach.
    filled = [histogram.edges for histogram in found.values() if histogram.counts.any()]
    edges = common_edges(filled or [histogram.edges for histogram in found.values()])
    counts = [
        (rebin(one.counts, one.edges, edges) if one.counts.any() else np.zeros(max(0, len(edges) - 1))).tolist()
        for one in found.values()
    ]
    rebinned = any(not np.array_equal(own, edges) for own in filled)
    odd = [[int(getattr(one, name)) for one in found.values()] for name in ("nan", "below_inf", "above_inf")]
    return Histograms(key, list(found), len(steps), edges.tolist(), rebinned, counts, *odd)


def of_facts(facts: dict[str, Any]) -> Histogram | None:
    """The histogram that the facts of an item tell; None where they tell none that can be drawn."""
    try:
        counts = np.array(facts["counts"], np.float64)
        edges = facts["edges"]
        if isinstance(edges, dict):
            edges = np.linspace(float(edges["low"]), float(edges["high"]), len(counts) + 1)
        edges = np.array(edges, np.float64)
        odd = [int(facts.get(name) or 0) for name in ("nan", "below_inf", "above_inf")]
    except (KeyError, TypeError, ValueError):
        return None
    is_one = counts.ndim == edges.ndim == 1 and len(edges) == len(counts) + 1 and len(counts) > 0
    if (
        not is_one
        or not np.isfinite(edges).all()
        or not np.isfinite(counts).all()
        or bool((edges[1:] < edges[:-1]).any())
    ):
        return None
    return Histogram(counts, edges, *odd)


def common_edges(edges: Sequence[Float64]) -> Float64:
    """Edges for all of these histograms: theirs if all have the same. Else even bins from the least edge to the greatest, as many as the finest of them has
    or as narrow as those of the median step; or, where some are uneven, all of their edges, no more and no closer together than a picture shows.
    """
    if not edges:
        return np.empty(0)
    shared = edges[0]
    if all(np.array_equal(other, shared) for other in edges[1:]) and bool((shared[1:] > shared[:-1]).all()):
        return shared
    low, high = min(float(own[0]) for own in edges), max(float(own[-1]) for own in edges)
    if low == high:
        # All values are one: a bin about it, wide enough that its edges differ.
        reach = max(0.5, 2 * math.ulp(low))
        low, high = max(low - reach, -_GREATEST), min(high + reach, _GREATEST)
    scale = _scale(max(-low, high))
    if any(_is_uneven(own * scale) for own in edges):
        return _joined(edges, low, high, scale)
    bins = min(MAX_BINS, max(max(len(own) - 1 for own in edges), _bins_of_the_median(edges, low, high, scale)))
    edges_of_all: Float64 = np.unique(np.linspace(low * scale, high * scale, bins + 1) / scale)
    return edges_of_all


def _is_uneven(edges: Float64) -> bool:
    widths = np.diff(edges)
    return bool(widths.max() - widths.min() > _UNEVEN * widths.max())


def _joined(edges: Sequence[Float64], low: float, high: float, scale: float) -> Float64:
    """All edges, but of those in each of so many even stretches the first alone, and at most `MAX_BINS` bins, picked evenly."""
    all_edges = np.unique(np.concatenate(edges))
    stretch = np.floor((all_edges * scale - low * scale) / (high * scale - low * scale) * _STRETCHES)
    firsts = np.unique(stretch, return_index=True)[1]
    joined: Float64 = np.unique(np.append(all_edges[firsts], high))
    picked: Float64 = joined[_evenly(len(joined), MAX_BINS + 1)]
    return picked


def _bins_of_the_median(edges: Sequence[Float64], low: float, high: float, scale: float) -> int:
    """How many bins as wide as those of the median step there are: one step that reached far should not press all others into one bin."""
    widths = sorted((float(own[-1] * scale) - float(own[0] * scale)) / (len(own) - 1) for own in edges)
    width = widths[len(widths) // 2]
    reach = high * scale - low * scale
    return math.ceil(reach / width) if width > reach / MAX_BINS else MAX_BINS if width > 0 else 1


def rebin(counts: Float64, edges: Float64, onto: Float64) -> Float64:
    """Counts between edges as counts between others that reach as far: each bin is shared out evenly over its width."""
    if np.array_equal(edges, onto):
        return counts
    scale = _scale(float(np.abs(onto).max()))
    edges, onto = edges * scale, onto * scale
    wide = edges[1:] > edges[:-1]
    # Up to each edge, by the bins that have a width.
    upto = np.concatenate([[0.0], np.cumsum(np.where(wide, counts, 0.0))])
    kept = np.append(True, wide)
    found: Float64 = np.diff(np.interp(onto, edges[kept], upto[kept]))
    # What lies at one value belongs to the bin that holds it, the greatest to the last one.
    points = edges[:-1][~wide]
    np.add.at(found, np.clip(np.searchsorted(onto, points, "right") - 1, 0, len(found) - 1), counts[~wide])
    return found


def _scale(greatest: float) -> float:
    """What to multiply numbers by, so that the distance of two of them is a number as well."""
    return 0.25 if greatest > 1e300 else 1.0


def _evenly(count: int, limit: int) -> np.ndarray[Any, np.dtype[np.intp]]:
    if count <= limit:
        return np.arange(count)
    return np.unique(np.linspace(0, count - 1, limit).round().astype(np.intp)) if limit > 1 else np.array([count - 1])
