"""Where runs stood best: the step of a metric's least or greatest value, or the first one past a threshold."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Literal

import msgspec

from runstone.index.index import Snapshot
from runstone.index.points import LastPoint, Line
from runstone.model.errors import BadQuery
from runstone.query.answers.metrics import BestPoint
from runstone.query.asking import question
from runstone.query.tracing import Tracer

Figure = Literal["min", "max"]


class BestAsk(msgspec.Struct, frozen=True):
    """Which point of a metric is wanted of each run: the one with the least or greatest value, or the first above or below a value."""

    metric: str
    runs: Sequence[str]
    figure: Figure | None = None
    above: float | None = None
    below: float | None = None


@question
def best(snapshot: Snapshot, ask: BestAsk) -> list[BestPoint | None]:
    """The point of each run, in the order in which the runs were asked for; None for a run that has none.

    What is inherited of a parent counts. Of equal values the first is told. NaN is never best; infinities are neither least nor greatest, but they
    are past a threshold.

    Raises:
        RunNotFound: there is no such run.
        BadQuery: not exactly one of figure, above and below was asked for.
    """
    if [ask.figure, ask.above, ask.below].count(None) != 2:
        raise BadQuery("Ask for one of: the figure min or max, the first value above a number, or the first one below.")
    if ask.figure not in ("min", "max", None):
        raise BadQuery(f"There is no best by {ask.figure!r}. The figure is min or max.")
    tracer = Tracer(snapshot, ask.runs)
    lines = tracer.lines(ask.metric)
    points = _extremes(snapshot, lines, ask.figure) if ask.figure is not None else _first(snapshot, lines, ask)
    return [None if point is None else BestPoint(run, *point) for run, point in zip(tracer.ids, points, strict=True)]


def _extremes(snapshot: Snapshot, lines: Sequence[Line], figure: Figure) -> list[LastPoint | None]:
    found: list[LastPoint | None] = []
    for line, facts in zip(lines, snapshot.series.summary(lines), strict=True):
        if facts is None or math.isnan(facts.min):
            found.append(None)
            continue
        step, value = (facts.min_step, facts.min) if figure == "min" else (facts.max_step, facts.max)
        time = int(snapshot.series.raw(line, step, step, 1).times[0])
        found.append(LastPoint(step, time, value))
    return found


def _first(snapshot: Snapshot, lines: Sequence[Line], ask: BestAsk) -> list[LastPoint | None]:
    bound, rising = (ask.above, True) if ask.above is not None else (ask.below, False)
    assert bound is not None
    return [snapshot.series.first_past(line, bound, rising) for line in lines]
