"""The media of the best step: what a run has nearest to where a metric is least or greatest."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import msgspec
import numpy as np

from runstone.index.index import Snapshot
from runstone.index.points import Float64, Int64, Line, Points
from runstone.model.errors import BadQuery
from runstone.query import lineage, runs
from runstone.query.answers import BestMedia, MediaPin, Unpinned
from runstone.query.asking import question
from runstone.query.best import Figure
from runstone.query.media.known_steps import Shown, shown_steps

DEFAULT_TOLERANCE = 20

_CHUNK_POINTS = 1 << 20
_LOWEST, _HIGHEST = -(1 << 63), (1 << 63) - 1


class BestMediaAsk(msgspec.Struct, frozen=True):
    """Of which runs and keys, and by which metric. `keys` are all that a run has if there are none.

    A step counts where the metric is finite and media of the key are no more than `tolerance` steps away. With `with_media` false every
    finite step counts, and keys do not.
    """

    metric: str
    figure: Figure
    runs: Sequence[str]
    keys: Sequence[str] = ()
    tolerance: int = DEFAULT_TOLERANCE
    with_media: bool = True


@question
def best_media(snapshot: Snapshot, ask: BestMediaAsk) -> BestMedia:
    """The best step of each run and key, over all points of the metric, inherited ones too.

    Of the steps that count, the one with the least or greatest value is best, of equal values the earliest; NaN and infinities never are. Its
    media are the nearest, of two that are equally near the later ones.

    Raises:
        RunNotFound: there is no such run.
        BadQuery: the figure is none, or the tolerance is negative.
    """
    if ask.figure not in ("min", "max"):
        raise BadQuery(f"There is no best by {ask.figure!r}. The figure is min or max.")
    if ask.tolerance < 0:
        raise BadQuery(f"The tolerance is {ask.tolerance} steps; it must be 0 or more.")
    names = list(dict.fromkeys(runs.find_all(snapshot, ask.runs)))
    branches = lineage.branches_of(snapshot, names)
    lines = lineage.lines_of(snapshot, [branches[run] for run in names], ask.metric)
    snapshot.series.prepare(lines)
    shown = shown_steps(snapshot, names) if ask.with_media else {}
    answer = BestMedia([], [])
    for run, line in zip(names, lines, strict=True):
        for found in _of_run(snapshot, ask, run, line, shown.get(run, {})):
            if isinstance(found, MediaPin):
                answer.pins.append(found)
            else:
                answer.without.append(found)
    return answer


def _of_run(
    snapshot: Snapshot, ask: BestMediaAsk, run: str, line: Line, shown: dict[str, Shown]
) -> Iterator[MediaPin | Unpinned]:
    keys = [*dict.fromkeys(ask.keys)] or sorted(shown)
    media = {key: shown[key].steps for key in keys if key in shown}
    anywhere, *near = _bests(snapshot, line, ask.figure, [_reach(media[key], ask.tolerance) for key in media])
    by_key = dict(zip(media, near, strict=True))
    if anywhere.points == 0:
        yield Unpinned(run, None, "no_metric", f"The run has no metric {ask.metric!r}.")
    elif anywhere.step is None:
        hint = f"All {anywhere.points:,} points of {ask.metric!r} are NaN or infinite, which are never best."
        yield Unpinned(run, None, "no_finite_value", hint)
    elif not ask.with_media:
        yield MediaPin(run, None, anywhere.step, anywhere.step, anywhere.value, 0, None, anywhere.ties)
    elif not keys:
        yield Unpinned(run, None, "no_media", "The run has no media.")
    else:
        for key in keys:
            if key not in media:
                yield Unpinned(run, key, "no_media", f"The run has no media under {key!r}.")
            elif by_key[key].step is None:
                yield _too_far(snapshot, ask, run, key, shown[key], anywhere.step)
            else:
                yield _pin(run, key, media[key], by_key[key])


def _pin(run: str, key: str, media: Int64, best: _Best) -> MediaPin:
    assert best.step is not None
    nearest, *tied = _nearest(media, best.step)
    distance = abs(nearest - best.step)
    return MediaPin(run, key, nearest, best.step, best.value, distance, tied[0] if tied else None, best.ties)


def _too_far(snapshot: Snapshot, ask: BestMediaAsk, run: str, key: str, shown: Shown, step: int) -> Unpinned:
    nearest = _nearest(shown.steps, step)[0]
    distance = abs(nearest - step)
    extreme = "minimum" if ask.figure == "min" else "maximum"
    hint = (
        f"No step of {ask.metric!r} has media within {ask.tolerance:,} steps. The nearest to the {extreme} (step {step:,}) are {distance:,} steps "
        f"away, at step {nearest:,}; raise the tolerance to {distance}."
    )
    return Unpinned(run, key, "too_far", hint, distance)


def _nearest(media: Int64, step: int) -> list[int]:
    """The nearest of some ascending steps; where two are equally near both, the later one first."""
    at = int(np.searchsorted(media, step))
    near = [int(found) for found in media[max(0, at - 1) : at + 1]]
    least = min(abs(found - step) for found in near)
    return [found for found in reversed(near) if abs(found - step) == least]


class _Reach(NamedTuple):
    """The stretches of steps near some media, ascending and apart from each other, both ends included."""

    first: Int64
    last: Int64


def _reach(media: Int64, tolerance: int) -> _Reach:
    # Ends that lie beyond what a step can be are cut off there.
    width = min(tolerance, _HIGHEST)
    first = np.where(media < _LOWEST + width, _LOWEST, media - width)
    last = np.where(media > _HIGHEST - width, _HIGHEST, media + width)
    apart = first[1:] > last[:-1]
    return _Reach(first[np.append(True, apart)], last[np.append(apart, True)])


class _Best:
    """The best of the points seen so far."""

    def __init__(self, sign: float) -> None:
        self._sign = sign
        self._least = math.inf
        self.step: int | None = None
        self.ties = 0
        self.points = 0

    @property
    def value(self) -> float:
        """The best value."""
        return self._sign * self._least

    def look(self, steps: Int64, ranks: Float64, within: _Reach | None) -> None:
        """Take in the points that follow. `ranks` are less where a value is better, and infinite where it is none."""
        self.points += len(steps)
        least = float(ranks.min())
        if least > self._least or least == math.inf:
            return
        if within is not None:
            begin, end = np.searchsorted(steps, within.first, "left"), np.searchsorted(steps, within.last, "right")
            there = begin < end
            begin, end = begin[there], end[there]
            if not len(begin):
                return
            # Each second of the stretches between these places is within reach.
            bounds = np.stack([begin, end], axis=1).ravel()
            least = float(np.minimum.reduceat(np.append(ranks, math.inf), bounds)[::2].min())
            if least > self._least or least == math.inf:
                return
        same = np.flatnonzero(ranks == least)
        if within is not None:
            stretch = np.searchsorted(begin, same, "right") - 1
            same = same[(stretch >= 0) & (same < end[stretch])]
        if least < self._least:
            self._least, self.step, self.ties = least, int(steps[same[0]]), 0
        self.ties += len(same)


def _bests(snapshot: Snapshot, line: Line, figure: Figure, reaches: Sequence[_Reach]) -> list[_Best]:
    """The best point of all, then the best within each reach, from one pass over the points."""
    sign = 1.0 if figure == "min" else -1.0
    found = [_Best(sign) for _ in range(1 + len(reaches))]
    for points in _chunks(snapshot, line):
        ranks = np.where(np.isfinite(points.values), points.values * sign, math.inf)
        for best, within in zip(found, (None, *reaches), strict=True):
            best.look(points.steps, ranks, within)
    return found


def _chunks(snapshot: Snapshot, line: Line) -> Iterator[Points]:
    """All points of a line, steps ascending, some at a time: memory does not grow with their number."""
    first: int | None = None
    while True:
        points = snapshot.series.raw(line, first, None, _CHUNK_POINTS)
        if len(points):
            yield points
        if len(points) < _CHUNK_POINTS or points.steps[-1] == _HIGHEST:
            return
        first = int(points.steps[-1]) + 1
