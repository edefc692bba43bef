"""Derived metrics are what a plain evaluation, step by step, gives."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from runstone.index.points import Points
from runstone.model.errors import BadQuery
from runstone.query import windows
from runstone.query.derived import FUNCTIONS, check, evaluate
from runstone.query.language.expression import Binary, Call, Expression, Metric, Negative, Number
from runstone.query.language.expressions import parse_expression

Series = dict[int, float]

VALUES = st.floats(-1e3, 1e3) | st.sampled_from([0.0, math.nan, math.inf, -math.inf])
SERIES = st.dictionaries(st.integers(-50, 50), VALUES, max_size=25)
CONSTANTS = st.builds(Number, st.sampled_from([0.0, 1.0, -2.5, 3.0]))


def expressions() -> st.SearchStrategy[Expression]:
    leaves = CONSTANTS | st.builds(Metric, st.sampled_from(["a", "b"]))
    return st.recursive(
        leaves,
        lambda inner: (
            st.builds(Negative, inner)
            | st.builds(Binary, st.sampled_from("+-*/%^"), inner, inner)
            | st.builds(
                lambda name, of: Call(name, (of,)), st.sampled_from(["abs", "log", "log10", "exp", "sqrt"]), inner
            )
            | st.builds(lambda name, *of: Call(name, of), st.sampled_from(["min", "max"]), inner, inner)
            | st.builds(lambda *of: Call("clip", of), inner, CONSTANTS, CONSTANTS)
        ),
        max_leaves=6,
    )


def as_points(series: Series) -> Points:
    steps = np.array(sorted(series), np.int64)
    return Points(steps, 1000 * steps, np.array([series[step] for step in steps.tolist()], np.float64))


def naive(expression: Expression, step: int, of: dict[str, Series]) -> float | None:
    """The value at one step; None if one of the metrics has none there."""
    apply: dict[str, Any] = {
        "+": np.add, "-": np.subtract, "*": np.multiply, "/": np.divide, "%": np.mod, "^": np.power,
        "min": np.minimum, "max": np.maximum, "clip": np.clip,
        "abs": np.abs, "log": np.log, "log10": np.log10, "exp": np.exp, "sqrt": np.sqrt,
    }  # fmt: skip
    match expression:
        case Number(value):
            return np.float64(value)
        case Metric(name):
            found = of[name].get(step)
            return None if found is None else np.float64(found)
        case Negative(operand):
            operands, function = (operand,), np.negative
        case Binary(sign, left, right):
            operands, function = (left, right), apply[sign]
        case Call(name, arguments):
            operands, function = arguments, apply[name]
    values = [naive(operand, step, of) for operand in operands]
    return None if any(value is None for value in values) else function(*values)


def has_metric(expression: Expression) -> bool:
    match expression:
        case Metric():
            return True
        case Negative(operand):
            return has_metric(operand)
        case Binary(_, left, right):
            return has_metric(left) or has_metric(right)
        case Call(_, arguments):
            return any(map(has_metric, arguments))
    return False


@given(expression=expressions(), a=SERIES, b=SERIES)
def test_point_by_point_it_is_the_plain_evaluation(expression: Expression, a: Series, b: Series) -> None:
    of = {"a": a, "b": b}
    if not has_metric(expression):
        with pytest.raises(BadQuery, match="no metric"):
            evaluate(expression, lambda name: as_points(of[name]))
        return
    found = evaluate(expression, lambda name: as_points(of[name]))
    with np.errstate(all="ignore"):
        values = {step: naive(expression, step, of) for step in sorted({*a, *b})}
    expected = {step: value for step, value in values.items() if value is not None}
    assert found.steps.tolist() == [*expected]
    np.testing.assert_allclose(found.values, [*expected.values()], rtol=1e-12)
    assert found.times.tolist() == [1000 * step for step in expected]


def plain(function: str, values: list[float], amount: float) -> list[float]:
    """A function over finite values, by its definition."""
    at = range(len(values))
    match function:
        case "delta":
            return [value - values[0] for value in values]
        case "cumsum":
            return [math.fsum(values[: place + 1]) for place in at]
        case "cummax":
            return [max(values[: place + 1]) for place in at]
        case "cummin":
            return [min(values[: place + 1]) for place in at]
        case "ema":
            weights = [[amount ** (place - past) for past in range(place + 1)] for place in at]
        case "gaussian":
            reach = math.ceil(4 * amount)
            weights = [
                [
                    math.exp(-0.5 * ((other - place) / amount) ** 2) if abs(other - place) <= reach else 0.0
                    for other in at
                ]
                for place in at
            ]
        case "mean":
            half = (math.ceil(amount) - 1) // 2
            weights = [[float(abs(other - place) <= half) for other in at] for place in at]
    return [np.dot(row, values[: len(row)]) / sum(row) for row in weights]


@given(
    series=SERIES,
    call=st.sampled_from([("delta", None), ("cumsum", None), ("cummax", None), ("cummin", None)])
    | st.tuples(st.just("ema"), st.floats(0, 0.999))
    | st.tuples(st.just("gaussian"), st.floats(0.1, 60))
    | st.tuples(st.just("mean"), st.floats(1, 60)),
)
def test_along_a_series_what_is_not_finite_is_passed_over_and_stays(
    series: Series, call: tuple[str, float | None]
) -> None:
    name, amount = call
    arguments: tuple[Expression, ...] = (Metric("a"), *([] if amount is None else [Number(amount)]))
    found = evaluate(Call(name, arguments), lambda _: as_points(series))
    points = as_points(series)
    assert found.steps.tolist() == points.steps.tolist()
    finite = np.isfinite(points.values)
    expected = points.values.copy()
    if finite.any():
        expected[finite] = plain(name, points.values[finite].tolist(), amount or 0.0)
    np.testing.assert_allclose(found.values, expected, rtol=1e-9, atol=1e-9)


def test_differences_begin_with_the_second_point() -> None:
    found = evaluate(parse_expression("diff(a)"), lambda _: as_points({1: 5.0, 4: 7.0, 9: 4.0}))
    assert (found.steps.tolist(), found.values.tolist()) == ([4, 9], [2.0, -3.0])


def test_a_spike_leaves_no_rounding_behind() -> None:
    values = np.ones(10_000)
    values[50] = 1e30
    assert windows.mean(values, 11)[-1] == 1
    assert windows.ema(values, 0.5)[-1] == pytest.approx(1)


@pytest.mark.parametrize(
    ("text", "message", "place"),
    [
        ("1 + foo(a)", "no function 'foo'", "foo(a)"),
        ("ema(a)", "ema(metric, weight)", "ema(a)"),
        ("2 * ema(a, 1)", "up to, but not including, 1", "ema(a, 1)"),
        ("mean(a, b)", "number of points", "mean(a, b)"),
        ("cumsum(3)", "needs a metric", "cumsum(3)"),
        ("1 / 0", "no metric", "1 / 0"),
    ],
)
def test_what_cannot_be_evaluated_is_pointed_at(text: str, message: str, place: str) -> None:
    with pytest.raises(BadQuery) as caught:
        check(parse_expression(text), text)
    assert message in str(caught.value)
    error = caught.value
    assert text[error.start : error.end].startswith(place[:3])


def test_every_function_says_how_it_is_written() -> None:
    for name, function in FUNCTIONS.items():
        assert function.signature.startswith(f"{name}(")
