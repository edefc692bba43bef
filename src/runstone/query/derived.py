"""Derived metrics: an expression evaluated on exact points.

Operands meet at the steps that both have. What a function makes of several points passes over those that are not finite and leaves them
in their place; a division by zero is infinite or no number, as everywhere in floating point.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from runstone.index.points import Float64, Int64, Points
from runstone.model.errors import BadQuery
from runstone.query import windows
from runstone.query.language.expression import Binary, Call, Expression, Metric, Negative, Number

# Points of all metrics and runs of one question together: at about a hundred bytes each while they are worked on, 2 GB.
MAX_POINTS = 20_000_000

Operand = Points | float
Read = Callable[[str], Points]


class Function(NamedTuple):
    """A function of expressions: how many arguments it takes, and what it makes of them."""

    least: int
    most: int
    apply: Callable[..., Operand]
    signature: str


def evaluate(expression: Expression, read: Read, text: str | None = None) -> Points:
    """The points of an expression.

    Args:
        expression: what to evaluate.
        read: gives the exact points of a metric by name, steps ascending.
        text: what the expression was read from, for errors to point into.

    Raises:
        BadQuery: a function is unknown, has too many arguments or the wrong ones, or there is no metric in it.
    """
    with np.errstate(all="ignore"):
        found = _Evaluation(read, text).value(expression)
    if isinstance(found, Points):
        return found
    raise BadQuery(
        "There is no metric in this expression, so it has no points. Write the name of one.", text, 0, len(text or "")
    )


def check(expression: Expression, text: str | None = None) -> None:
    """Whether an expression can be evaluated, without reading a point.

    Raises:
        BadQuery: as evaluate does.
    """
    evaluate(expression, lambda name: Points(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0)), text)


class _Evaluation:
    def __init__(self, read: Read, text: str | None) -> None:
        self._read = read
        self._text = text

    def value(self, expression: Expression) -> Operand:
        match expression:
            case Number(value):
                return np.float64(value)
            case Metric(name):
                return self._read(name)
            case Negative(operand):
                return mapped(operator.neg, self.value(operand))
            case Binary(sign, left, right):
                return mapped(_OPERATORS[sign], self.value(left), self.value(right))
            case Call():
                return self._called(expression)

    def _called(self, call: Call) -> Operand:
        function = FUNCTIONS.get(call.function)
        if function is None:
            raise self._wrong(
                call, f"There is no function {call.function!r}. There are {', '.join(sorted(FUNCTIONS))}."
            )
        if not function.least <= len(call.arguments) <= function.most:
            raise self._wrong(
                call, f"{call.function} does not take {len(call.arguments)} arguments. Write {function.signature}."
            )
        try:
            return function.apply(*(self.value(argument) for argument in call.arguments))
        except _BadArgument as error:
            raise self._wrong(call, f"{error} Write {function.signature}.") from error

    def _wrong(self, call: Call, message: str) -> BadQuery:
        return BadQuery(message, self._text, call.start, call.end)


class _BadArgument(Exception):
    """An argument is none that its function takes; the evaluation says where."""


def mapped(function: Callable[..., Float64], *operands: Operand) -> Operand:
    """A function applied point by point, at the steps that all operands have."""
    series = [operand for operand in operands if isinstance(operand, Points)]
    if not series:
        return function(*operands)  # type: ignore[return-value]  # of NumPy scalars a scalar
    steps = series[0].steps
    for other in series[1:]:
        if len(other.steps) != len(steps) or not np.array_equal(other.steps, steps):
            steps = np.intersect1d(steps, other.steps, assume_unique=True)
    met = [_at(operand, steps) if isinstance(operand, Points) else operand for operand in operands]
    times = np.maximum.reduce([operand.times for operand in met if isinstance(operand, Points)])
    columns = [operand.values if isinstance(operand, Points) else operand for operand in met]
    return Points(steps, times, np.asarray(function(*columns), np.float64))


def _at(points: Points, steps: Int64) -> Points:
    return points if len(points) == len(steps) else points.where(np.searchsorted(points.steps, steps))


def _pointwise(function: Callable[..., Float64]) -> Callable[..., Operand]:
    return lambda *operands: mapped(function, *operands)


def _extreme(function: Callable[[Float64, Float64], Float64]) -> Callable[..., Operand]:
    def apply(*operands: Operand) -> Operand:
        def all_of(first: Float64, *others: Float64) -> Float64:
            for other in others:
                first = function(first, other)
            return first

        return mapped(all_of, *operands)

    return apply


def _along(
    function: Callable[..., Float64], fits: Callable[[float], bool] | None = None, told: str = ""
) -> Callable[..., Operand]:
    """A function of a series' finite values in the order of its steps, and of a constant that must fit."""

    def apply(points: Operand, *amounts: Operand) -> Operand:
        if not isinstance(points, Points):
            raise _BadArgument("It needs a metric, not a number.")
        for amount in amounts:
            if isinstance(amount, Points) or fits is None or not fits(float(amount)):
                raise _BadArgument(told)
        known = np.isfinite(points.values)
        if known.all():
            return Points(points.steps, points.times, function(points.values, *amounts))
        values = points.values.copy()
        values[known] = function(values[known], *amounts)
        return Points(points.steps, points.times, values)

    return apply


def _diff(points: Operand) -> Operand:
    if not isinstance(points, Points):
        raise _BadArgument("It needs a metric, not a number.")
    return Points(points.steps[1:], points.times[1:], np.diff(points.values))


def _windowed(function: Callable[[Float64, float], Float64]) -> Callable[[Float64, float], Float64]:
    def apply(values: Float64, amount: float) -> Float64:
        if amount * len(values) > windows.MAX_WORK:
            raise _BadArgument(f"{amount:g} is too wide for {len(values)} points.")
        return function(values, amount)

    return apply


_OPERATORS: dict[str, Callable[..., Float64]] = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "/": np.divide,
    "%": np.mod,
    "^": np.power,
}

_WEIGHT = "The weight is a number from 0 up to, but not including, 1."
_WIDTH = "The second argument is a number of points, above 0."

FUNCTIONS: dict[str, Function] = {
    "abs": Function(1, 1, _pointwise(np.abs), "abs(metric)"),
    "log": Function(1, 1, _pointwise(np.log), "log(metric)"),
    "log10": Function(1, 1, _pointwise(np.log10), "log10(metric)"),
    "exp": Function(1, 1, _pointwise(np.exp), "exp(metric)"),
    "sqrt": Function(1, 1, _pointwise(np.sqrt), "sqrt(metric)"),
    "min": Function(2, 100, _extreme(np.minimum), "min(metric, other, …)"),
    "max": Function(2, 100, _extreme(np.maximum), "max(metric, other, …)"),
    "clip": Function(3, 3, _pointwise(np.clip), "clip(metric, lowest, highest)"),
    "diff": Function(1, 1, _diff, "diff(metric)"),
    "delta": Function(1, 1, _along(lambda values: values - values[:1]), "delta(metric)"),
    "cumsum": Function(1, 1, _along(np.cumsum), "cumsum(metric)"),
    "cummax": Function(1, 1, _along(np.maximum.accumulate), "cummax(metric)"),
    "cummin": Function(1, 1, _along(np.minimum.accumulate), "cummin(metric)"),
    "ema": Function(2, 2, _along(windows.ema, lambda weight: 0 <= weight < 1, _WEIGHT), "ema(metric, weight)"),
    "gaussian": Function(
        2, 2, _along(_windowed(windows.gaussian), lambda width: 0 < width < np.inf, _WIDTH), "gaussian(metric, points)"
    ),
    "mean": Function(2, 2, _along(windows.mean, lambda width: 1 <= width < np.inf, _WIDTH), "mean(metric, points)"),
}
