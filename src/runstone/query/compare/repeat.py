"""The question: did a run that was done again do the same.

Metric by metric: the same points; other values, but within the noise of both (see `parting`); or other values from a step on. Where there are
too few points to know the noise, a difference is only told.
"""

from __future__ import annotations

import fnmatch
from collections.abc import Sequence

import msgspec
import numpy as np

from runstone.index.index import Snapshot
from runstone.index.points import Line, Points
from runstone.query import lineage, runs
from runstone.query.answers.compare import Repeat, RepeatedMetric, RepeatVerdict
from runstone.query.asking import question
from runstone.query.compare.parting import LEAST_POINTS, common_steps, part_runs
from runstone.query.derived import MAX_POINTS

_NOT_ABOUT_TRAINING = ("sys/*", "_*")
_WORSE: tuple[RepeatVerdict, ...] = ("same", "within_noise", "unknown", "differs")


class RepeatAsk(msgspec.Struct, frozen=True):
    """A run, and the one that did it again. `metrics` are names or patterns with `*` and `?`; without any, all but system metrics."""

    original: str
    repeated: str
    metrics: Sequence[str] = ()


@question
def repeat(snapshot: Snapshot, ask: RepeatAsk) -> Repeat:
    """How two runs that should be one compare, metric by metric, the worst first; the verdict over all is that of the worst.

    Raises:
        RunNotFound: there is no such run.
    """
    first, second = (_lines(snapshot, name) for name in (ask.original, ask.repeated))
    names = [name for name in sorted({*first, *second}) if _is_wanted(name, ask.metrics)]
    found = []
    for name in names:
        if name not in first or name not in second:
            lacking = "the repeated run" if name in first else "the original"
            found.append(RepeatedMetric(name, "differs", note=f"{lacking} has no such metric"))
            continue
        points = [snapshot.series.raw(lines[name], None, None, MAX_POINTS) for lines in (first, second)]
        found.append(_compare(name, *points))
    found.sort(key=lambda metric: (-_WORSE.index(metric.verdict), metric.name))
    return Repeat(found[0].verdict if found else "unknown", found)


def _lines(snapshot: Snapshot, name: str) -> dict[str, Line]:
    return lineage.lines(snapshot, lineage.branches(snapshot, runs.find(snapshot, name)))


def _is_wanted(name: str, patterns: Sequence[str]) -> bool:
    if patterns:
        return any(fnmatch.fnmatchcase(name, pattern) for pattern in patterns)
    return not any(fnmatch.fnmatchcase(name, pattern) for pattern in _NOT_ABOUT_TRAINING)


def _compare(name: str, one: Points, other: Points) -> RepeatedMetric:
    if np.array_equal(one.steps, other.steps) and np.array_equal(one.values, other.values, equal_nan=True):
        return RepeatedMetric(name, "same", len(one), len(other))
    steps, mine, its = np.intersect1d(one.steps, other.steps, assume_unique=True, return_indices=True)
    before, after = one.values[mine], other.values[its]
    differs = (before != after) & ~(np.isnan(before) & np.isnan(after))
    counts = len(one), len(other)
    if not differs.any():
        return RepeatedMetric(name, "differs", *counts, note="the values are the same, the steps are not")
    first = int(steps[int(np.argmax(differs))])
    finite = [points.where(np.flatnonzero(np.isfinite(points.values))) for points in (one, other)]
    common = common_steps([points.steps for points in finite])
    if len(common) < LEAST_POINTS:
        note = f"{len(common)} points are too few to tell noise from a difference"
        return RepeatedMetric(name, "unknown", *counts, first_difference=first, note=note)
    curves = [np.interp(common, points.steps, points.values) for points in finite]
    place = part_runs(curves[0], curves[1])
    if place is None:
        return RepeatedMetric(name, "within_noise", *counts, first_difference=first)
    return RepeatedMetric(
        name, "differs", *counts, first_difference=first, step=int(common[place.at]), difference=place.difference
    )
