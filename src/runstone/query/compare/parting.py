"""The question: at which step do two runs, or two groups of runs, part beyond their noise.

Curves are laid side by side on the steps of the run with the fewest points, as far as all runs reach; a run without a point at one of them
is interpolated there. NaN and infinities are left out. Of more than 20,000 steps, several neighbours are taken together.

Two runs: the noise of a curve is what is left of it beside its running median, measured around each step and inflated where neighbours
go together. The differences are summed over windows of 8, 16, 32 … points, and a window counts that noise alone would
hardly ever bring about, of all the windows there are (Bonferroni); of fewer than 64 points no noise is known, and nothing is said. What lies beyond three times the noise counts as three times: one
spike parts nobody. Where the noise is zero (a schedule, a counter), the first difference counts.

Two groups: a run's mean over a stretch is one number, for its points are not independent of each other: seeds that begin lower stay lower.
The numbers of both groups are compared by Student's t, on up to 32 stretches, so that the noise is the spread over seeds.

From the first window or stretch that counts, the beginning is looked for point by point.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Literal, NamedTuple

import msgspec
import numpy as np

from runstone.index.index import Snapshot
from runstone.index.points import Float64, Int64, Points
from runstone.model.errors import BadQuery
from runstone.query.answers.compare import Parting
from runstone.query.asking import question
from runstone.query.compare.noise import local_noise, tail
from runstone.query.derived import MAX_POINTS
from runstone.query.tracing import Tracer

PartingX = Literal["step", "relative", "runtime", "time"]

CONFIDENCE = 0.95
# Of a single run with fewer points nobody knows the noise.
LEAST_POINTS = 64
_MOST_POINTS = 20_000
_STRETCHES = 32
_LEAST_WIDTH = 8
# Beyond this many times the noise a difference counts as this many.
_CLIP = 3.0
# What floats of 64 bits lose on the way is no noise, and no difference.
_ROUNDING = 1e-12


class PartingAsk(msgspec.Struct, frozen=True):
    """A metric of two runs; or of more, with one of two labels for each in `groups`. `x` is the axis on which the place is told."""

    metric: str
    runs: Sequence[str]
    groups: Sequence[str] = ()
    x: PartingX = "step"


class Place(NamedTuple):
    """Where two sides part: a position, how much more the second has from there on, and the chance that this is noise."""

    at: int
    difference: float
    chance: float


@question
def parting(snapshot: Snapshot, ask: PartingAsk) -> Parting:
    """Where two sides part, and how sure that is; see the module for how it is found. Where they do not, all but `points` is null.

    Raises:
        RunNotFound: there is no such run.
        BadQuery: not two runs, or not two groups with a label for each run.
    """
    first, second = _sides(ask)
    tracer = Tracer(snapshot, ask.runs)
    found = [_finite(snapshot.series.raw(line, None, None, MAX_POINTS)) for line in tracer.lines(ask.metric)]
    steps = common_steps([points.steps for points in found])
    values = np.stack([np.interp(steps, points.steps, points.values) for points in found]) if len(steps) else None
    place = None
    if values is not None:
        width = -(-len(steps) // _MOST_POINTS)
        thinned = _means(values, width)
        one, other = thinned[first], thinned[second]
        place = part_runs(one[0], other[0]) if len(one) == len(other) == 1 else part_groups(one, other)
        if place is not None:
            place = place._replace(at=place.at * width)
    differing = _first_difference(found) if len(found) == 2 else None
    if place is None:
        return Parting(points=len(steps), first_difference=differing)
    step = int(steps[place.at])
    reference = found[first[0]]
    at = min(int(np.searchsorted(reference.steps, step)), len(reference) - 1)
    time = reference.times[at : at + 1]
    if ask.x == "runtime":
        x = int(tracer.runtimes[first[0]].at(time)[0])
    else:
        x = step if ask.x == "step" else int(time[0]) - tracer.origins(ask.x)[first[0]]
    return Parting(len(steps), step, float(x), place.difference, 1.0 - place.chance, differing)


def part_runs(one: Float64, other: Float64) -> Place | None:
    """Where two curves on the same steps part beyond the noise of each; None where they do not, or have fewer than LEAST_POINTS points."""
    if len(one) < LEAST_POINTS:
        return None
    difference = other - one
    scale = float(np.abs(one).max() + np.abs(other).max())
    floor = scale * _ROUNDING
    if not np.any(np.abs(difference) > floor):
        return None
    mine, its = local_noise(one), local_noise(other)
    together = math.sqrt(max(mine.together, its.together))
    noise = np.maximum(np.hypot(mine.deviation, its.deviation) * together, floor)
    kept = np.clip(difference, -_CLIP * noise, _CLIP * noise)
    sums = np.concatenate([[0.0], np.cumsum(kept)])
    variances = np.concatenate([[0.0], np.cumsum(noise * noise)])
    least = floor * floor  # sums of squares lose their last digits
    widths = _widths(len(one))
    tests = sum(len(one) - width + 1 for width in widths)
    best: tuple[int, int, float] | None = None
    for width in widths:
        total = sums[width:] - sums[:-width]
        score = np.abs(total) / np.sqrt(np.maximum(variances[width:] - variances[:-width], least))
        chance = tail(score, mine.known_from) * tests
        hit = int(np.argmax(chance < 1 - CONFIDENCE))
        if chance[hit] < 1 - CONFIDENCE and (best is None or hit + width < best[1]):
            best = (hit, hit + width, float(chance[hit]))
    if best is None:
        return None
    begin = _beginning(sums, variances, max(0, best[0] - (best[1] - best[0])), best[1], least)
    end = min(len(one), max(best[1], begin + widths[0]))
    return Place(begin, float(np.mean(difference[begin:end])), best[2])


def part_groups(one: Float64, other: Float64) -> Place | None:
    """Where two groups of curves part beyond the spread over their runs; None where they do not, or where no group has two runs.

    Args:
        one: runs × steps.
        other: runs × the same steps.
    """
    freedom = len(one) + len(other) - 2
    if freedom < 1:
        return None
    steps = one.shape[1]
    width = max(1, steps // _STRETCHES)
    stretches = steps // width
    chances = tail(np.abs(_students(_means(one, width), _means(other, width))), freedom) * stretches
    hit = int(np.argmax(chances < 1 - CONFIDENCE))
    if chances[hit] >= 1 - CONFIDENCE:
        return None
    # Back along the points for as long as each by itself leans to the same side.
    lean = _students(one, other)
    side = np.sign(_means(lean[None], width)[0][hit])
    apart = (np.sign(lean) == side) & (tail(np.abs(lean), freedom) < 1 - CONFIDENCE)
    end = min(steps, (hit + 1) * width)
    inside = np.flatnonzero(apart[hit * width : end])
    begin = hit * width + (int(inside[0]) if len(inside) else 0)
    while begin > 0 and apart[begin - 1]:
        begin -= 1
    difference = float(np.mean(other[:, begin:end]) - np.mean(one[:, begin:end]))
    return Place(begin, difference, float(chances[hit]))


def common_steps(steps: Sequence[Int64]) -> Int64:
    """The steps of the run with the fewest, as far as all runs reach."""
    if not steps or not all(map(len, steps)):
        return np.empty(0, np.int64)
    low, high = max(own[0] for own in steps), min(own[-1] for own in steps)
    inside = [own[(own >= low) & (own <= high)] for own in steps]
    return min(inside, key=len)


def _sides(ask: PartingAsk) -> tuple[list[int], list[int]]:
    if not ask.groups:
        if len(ask.runs) != 2:
            raise BadQuery(
                f"{len(ask.runs)} runs: two runs part, or two groups of runs. Name 2 runs, or give a group for each run."
            )
        return [0], [1]
    if len(ask.groups) != len(ask.runs):
        raise BadQuery(
            f"{len(ask.groups)} groups for {len(ask.runs)} runs. Give a group for each run, in the same order."
        )
    labels = list(dict.fromkeys(ask.groups))
    if len(labels) != 2:
        raise BadQuery(f"{len(labels)} different groups: two can be told apart. Give each run one of two labels.")
    first, second = ([at for at, label in enumerate(ask.groups) if label == own] for own in labels)
    return first, second


def _finite(points: Points) -> Points:
    finite = np.isfinite(points.values)
    return points if finite.all() else points.where(np.flatnonzero(finite))


def _first_difference(found: Sequence[Points]) -> int | None:
    """The first step that both have with different values, however small the difference."""
    one, other = found
    steps, mine, its = np.intersect1d(one.steps, other.steps, assume_unique=True, return_indices=True)
    differs = one.values[mine] != other.values[its]
    return int(steps[int(np.argmax(differs))]) if differs.any() else None


def _means(values: Float64, width: int) -> Float64:
    """The mean of every `width` columns; what is left over at the end goes with the last."""
    if width == 1:
        return values
    edges = np.arange(0, values.shape[1] - width + 1, width)
    counts = np.diff(np.append(edges, values.shape[1]))
    return np.asarray(np.add.reduceat(values, edges, axis=1) / counts)


def _widths(points: int) -> list[int]:
    """The lengths of windows."""
    found = []
    width = _LEAST_WIDTH
    while width <= points:
        found.append(width)
        width *= 2
    return found


def _beginning(sums: Float64, variances: Float64, low: int, end: int, least: float) -> int:
    """From where on the sum up to `end` stands out most."""
    begins = np.arange(low, end)
    score = np.abs(sums[end] - sums[begins]) / np.sqrt(np.maximum(variances[end] - variances[begins], least))
    # Of equal ones the last: what adds nothing is not part of it.
    return int(begins[len(score) - 1 - int(np.argmax(score[::-1]))])


def _students(one: Float64, other: Float64) -> Float64:
    """Student's t of each column, for groups with the same variance."""
    freedom = len(one) + len(other) - 2
    difference = other.mean(axis=0) - one.mean(axis=0)
    squares = ((one - one.mean(axis=0)) ** 2).sum(axis=0) + ((other - other.mean(axis=0)) ** 2).sum(axis=0)
    floor = (np.abs(one).max(axis=0) + np.abs(other).max(axis=0)) * _ROUNDING
    error = np.sqrt(squares / freedom * (1 / len(one) + 1 / len(other)))
    with np.errstate(all="ignore"):
        t = difference / np.maximum(error, floor)
    return np.where(np.abs(difference) <= floor, 0.0, np.where(np.isnan(t), math.inf, t))
