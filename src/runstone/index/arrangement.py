"""The parts of a line put in order: which stand alone, and which overlap and must be read together.

A few points that come late would join all between them and the present into one heap. So what covers several others is taken apart where those
begin and end, and each piece joins only what it overlaps.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from runstone.index.points import Int64, Points

# So many others begin within a part, and it is taken apart.
_MANY = 2

Indices = npt.NDArray[np.intp]


class Loose(NamedTuple):
    """Points at hand, `x` ascending. Of one name are the same points for ever."""

    name: Hashable
    x: Int64
    points: Points

    def piece(self, place: slice) -> Loose:
        """Some of the points."""
        return Loose((self.name, place.start, place.stop), self.x[place], self.points.where(place))


class Heap(NamedTuple):
    """Parts that overlap: blocks by their index, and loose points. `first` and `last` are their ends on the axis."""

    first: int
    last: int
    blocks: list[int]
    loose: list[Loose]


class Arrangement(NamedTuple):
    """Blocks that nothing overlaps, by index and in order; heaps, in order; and the blocks that were taken apart, whose points are in heaps."""

    alone: Indices
    heaps: list[Heap]
    apart: list[int]


def arrange(first: Int64, last: Int64, loose: list[Loose], take: Callable[[int], Loose]) -> Arrangement:
    """Put the parts of a line in order.

    Args:
        first: where each block begins on the axis.
        last: where it ends.
        loose: what is not in blocks; no piece of it is empty.
        take: gives the points of a block that are wanted, if any.
    """
    standing = np.arange(len(first))
    if len(loose) < 2 and bool((first[1:] > last[:-1]).all()):
        if not loose:
            return Arrangement(standing, [], [])
        x = loose[0].x
        if not len(last) or x[0] > last[-1]:
            return Arrangement(standing, [Heap(int(x[0]), int(x[-1]), [], loose)], [])
    beginnings = np.sort(first)
    begun = np.searchsorted(beginnings, last, "right") - np.searchsorted(beginnings, first, "left") - 1
    apart = np.flatnonzero(begun >= _MANY).tolist()
    if apart:
        standing = np.delete(standing, apart)
        loose = [part for part in [*loose, *map(take, apart)] if len(part.x)]
    if loose:
        low, high = _outlines(first[standing], last[standing])
        loose = [part.piece(place) for part in loose for place in _pieces(part.x, low, high)]
    first = np.append(first[standing], np.array([part.x[0] for part in loose], np.int64))
    last = np.append(last[standing], np.array([part.x[-1] for part in loose], np.int64))
    order, starts = _clusters(first, last)
    sizes = np.diff(np.append(starts, len(order)))
    is_alone = (sizes == 1) & (order[starts] < len(standing))
    heaps = []
    for start, size in zip(starts[~is_alone].tolist(), sizes[~is_alone].tolist(), strict=True):
        members = order[start : start + size]
        heaps.append(
            Heap(
                int(first[members[0]]),
                int(last[members].max()),
                standing[members[members < len(standing)]].tolist(),
                [loose[at - len(standing)] for at in members.tolist() if at >= len(standing)],
            )
        )
    return Arrangement(standing[order[starts[is_alone]]], heaps, apart)


def _clusters(first: Int64, last: Int64) -> tuple[Indices, Indices]:
    """Intervals in the order of their beginnings, and where in that order each set of overlapping ones begins."""
    order = np.lexsort((last, first))
    if not len(order):
        return order, order
    reach = np.maximum.accumulate(last[order])
    return order, np.flatnonzero(np.append(True, first[order][1:] > reach[:-1]))


def _outlines(first: Int64, last: Int64) -> tuple[Int64, Int64]:
    """What intervals cover together: beginnings and ends, ascending."""
    order, starts = _clusters(first, last)
    if not len(order):
        return first, last
    return first[order][starts], np.maximum.reduceat(last[order], starts)


def _pieces(x: Int64, low: Int64, high: Int64) -> list[slice]:
    """Ascending x taken apart where the intervals from `low` to `high`, ascending and apart from each other, begin and end."""
    if not len(low) or x[0] > high[-1] or x[-1] < low[0]:
        return [slice(0, len(x))]
    begun = np.searchsorted(low, x, "right")
    place = 2 * begun - ((begun > 0) & (x <= high[begun - 1]))
    cuts = [0, *(np.flatnonzero(place[1:] != place[:-1]) + 1).tolist(), len(x)]
    return [slice(start, stop) for start, stop in pairwise(cuts)]
