"""The media of the best step: what a run has nearest to where a metric is least or greatest."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import msgspec
import numpy as np

from runstone.index.index import Snapshot
from runstone.index.points import Int64, Line, Piece
from runstone.model.errors import BadQuery
from runstone.query import lineage, runs
from runstone.query.answers.media import BestMedia, MediaPin, Unpinned
from runstone.query.asking import question
from runstone.query.best import Figure
from runstone.query.media.known_steps import Shown, shown_steps

DEFAULT_TOLERANCE = 20

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


def _over(reach: _Reach, first: int, last: int) -> _Reach:
    """What of a reach touches the steps from `first` to `last`."""
    begin, end = int(np.searchsorted(reach.last, first)), int(np.searchsorted(reach.first, last, "right"))
    return _Reach(reach.first[begin:end], reach.last[begin:end])


class _Best:
    """The best of the points seen so far, within a reach or anywhere."""

    def __init__(self, sign: float, reach: _Reach | None) -> None:
        self._sign = sign
        self._reach = reach
        self._least = math.inf
        self.step: int | None = None
        self.ties = 0
        self.points = 0

    @property
    def value(self) -> float:
        """The best value."""
        return self._sign * self._least

    def look(self, piece: Piece) -> None:
        """Take in a piece of the line, which is only read if it may have a point that is as good."""
        self.points += piece.points
        bound = piece.least if self._sign > 0 else -piece.greatest
        if bound > self._least or bound == math.inf:
            return
        reach = None if self._reach is None else _over(self._reach, piece.first_step, piece.last_step)
        if reach is not None and not len(reach.first):
            return
        steps, _, values = piece.load()
        ranks = np.where(np.isfinite(values), values * self._sign, math.inf)
        if reach is not None:
            # A step is within reach if more stretches begin at it or before than end before it.
            begun, ended = np.searchsorted(reach.first, steps, "right"), np.searchsorted(reach.last, steps, "left")
            ranks[begun == ended] = math.inf
        least = float(ranks.min(initial=math.inf))
        if least > self._least or least == math.inf:
            return
        same = np.flatnonzero(ranks == least)
        first = int(steps[same[0]])
        if least < self._least or self.step is None:
            self._least, self.step, self.ties = least, first, 0
        self.step = min(self.step, first)
        self.ties += len(same)


def _bests(snapshot: Snapshot, line: Line, figure: Figure, reaches: Sequence[_Reach]) -> list[_Best]:
    """The best point of all, then the best within each reach. The most promising pieces are looked at first, so that few must be read."""
    sign = 1.0 if figure == "min" else -1.0
    found = [_Best(sign, reach) for reach in (None, *reaches)]
    for piece in sorted(snapshot.series.pieces(line), key=lambda piece: piece.least if sign > 0 else -piece.greatest):
        for best in found:
            best.look(piece)
    return found
