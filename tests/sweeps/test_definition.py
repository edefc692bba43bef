"""Definitions of sweeps: what W&B's schema means, and what is said of one that is wrong."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runstone.model.errors import BadValue
from runstone.model.values import leaves, nest
from runstone.sweeps import beta, grid, sampling
from runstone.sweeps.definition import read_definition
from runstone.sweeps.distribution import Choice, Unit, Whole

METRIC = {"name": "loss", "goal": "minimize"}


def define(parameters: dict[str, Any], method: str = "random", **more: Any) -> Any:
    return read_definition({"method": method, "metric": METRIC, "parameters": parameters, **more})


finite = st.floats(-1e6, 1e6, allow_nan=False)
steps = st.one_of(st.integers(1, 50), st.sampled_from([0.1, 0.25, 0.5, 2.5]))


@st.composite
def bounds(draw: st.DrawFn, numbers: st.SearchStrategy[float]) -> dict[str, float]:
    low, high = sorted((draw(numbers), draw(numbers)))
    return {"min": low, "max": high}


def multiple_of(value: float, step: float) -> bool:
    return math.isclose(value / step, round(value / step), abs_tol=1e-6)


@given(bounds(finite), st.integers(0, 1 << 32), st.integers(0, 5))
def test_uniform_lies_between_its_ends(ends: dict[str, float], seed: int, number: int) -> None:
    (value,) = sampling.draw(define({"x": {"distribution": "uniform", **ends}}), seed, number).values()
    assert ends["min"] <= value <= ends["max"]


@given(st.integers(-100, 100), st.integers(0, 200), st.integers(0, 1 << 32))
def test_int_uniform_is_whole_and_reaches_both_ends(low: int, width: int, seed: int) -> None:
    read = define({"x": {"min": low, "max": low + width}})
    (value,) = sampling.draw(read, seed, 0).values()
    assert isinstance(value, int)
    assert low <= value <= low + width
    distribution = read.parameters[0].distribution
    assert (distribution.value(distribution.draw(0.0)), distribution.value(distribution.draw(1 - 1e-12))) == (
        low,
        low + width,
    )


@given(st.floats(-1e3, 1e3), st.floats(60, 1e3), steps, st.integers(0, 1 << 32))
def test_q_uniform_is_a_multiple_within(low: float, width: float, step: float, seed: int) -> None:
    ends = {"min": low, "max": low + width, "q": step}
    (value,) = sampling.draw(define({"x": {"distribution": "q_uniform", **ends}}), seed, 0).values()
    assert multiple_of(value, step)
    assert low - 1e-6 <= value <= low + width + 1e-6
    assert isinstance(value, int) == isinstance(step, int)


@pytest.mark.parametrize("kind", ["log_uniform_values", "inv_log_uniform_values", "q_log_uniform_values"])
@given(bounds=bounds(st.floats(1e-3, 1e6)), seed=st.integers(0, 1 << 32))
def test_logarithms_of_values_lie_between_their_ends(kind: str, bounds: dict[str, float], seed: int) -> None:
    step = {"q": 1e-4} if kind.startswith("q_") else {}
    (value,) = (
        sampling.draw(define({"x": {"distribution": kind, **bounds, **step}}), seed, 0).values()
        if (not step or math.floor(bounds["max"] / 1e-4 + 1e-9) >= math.ceil(bounds["min"] / 1e-4 - 1e-9))
        else (bounds["min"],)
    )
    assert bounds["min"] - 1e-9 <= value <= bounds["max"] + 1e-9


@pytest.mark.parametrize(("kind", "sign"), [("log_uniform", 1), ("inv_log_uniform", -1)])
@given(bounds=bounds(st.floats(-20, 20)), seed=st.integers(0, 1 << 32))
def test_ends_of_logarithms_are_exponents(kind: str, sign: int, bounds: dict[str, float], seed: int) -> None:
    (value,) = sampling.draw(define({"x": {"distribution": kind, **bounds}}), seed, 0).values()
    assert bounds["min"] - 1e-6 <= sign * math.log(value) <= bounds["max"] + 1e-6


@pytest.mark.parametrize(("kind", "of"), [("normal", float), ("log_normal", math.log)])
def test_normal_draws_have_their_mean_and_deviation(kind: str, of: Any) -> None:
    read = define({"x": {"distribution": kind, "mu": 2.0, "sigma": 0.5}})
    drawn = [of(value) for number in range(2000) for value in sampling.draw(read, 7, number).values()]
    mean = sum(drawn) / len(drawn)
    assert mean == pytest.approx(2.0, abs=0.05)
    assert math.sqrt(sum((value - mean) ** 2 for value in drawn) / len(drawn)) == pytest.approx(0.5, abs=0.05)


@pytest.mark.parametrize("kind", ["q_normal", "q_log_normal"])
@given(step=steps, seed=st.integers(0, 1 << 32))
def test_q_normal_is_a_multiple(kind: str, step: float, seed: int) -> None:
    read = define({"x": {"distribution": kind, "mu": 1, "sigma": 2, "q": step}})
    assert multiple_of(next(iter(sampling.draw(read, seed, 0).values())), step)


# Of whole a and b the share is a sum of binomial terms.
@given(st.integers(1, 30), st.integers(1, 30), st.floats(0, 1))
def test_the_share_of_a_beta_distribution_below_a_value(a: int, b: int, value: float) -> None:
    n = a + b - 1
    expected = sum(math.comb(n, k) * value**k * (1 - value) ** (n - k) for k in range(a, n + 1))
    assert beta.share_below(a, b, value) == pytest.approx(expected, rel=1e-9, abs=1e-12)


# Where b is small, floats below 1 lie too far apart to tell the last shares from each other.
@given(st.floats(0.5, 200), st.floats(0.5, 200), st.floats(0.001, 0.999))
def test_the_value_at_a_share_of_a_beta_distribution(a: float, b: float, share: float) -> None:
    assert beta.share_below(a, b, beta.value_at(a, b, share)) == pytest.approx(share, abs=1e-6)


def test_beta_draws_have_their_mean_and_deviation() -> None:
    read = define({"x": {"distribution": "beta", "a": 2, "b": 6}})
    drawn = [value for number in range(2000) for value in sampling.draw(read, 7, number).values()]
    mean = sum(drawn) / len(drawn)
    assert mean == pytest.approx(0.25, abs=0.01)
    assert math.sqrt(sum((value - mean) ** 2 for value in drawn) / len(drawn)) == pytest.approx(0.1443, abs=0.01)


@given(step=steps, seed=st.integers(0, 1 << 32))
def test_q_beta_is_a_multiple(step: float, seed: int) -> None:
    read = define({"x": {"distribution": "q_beta", "a": 2, "b": 2, "q": step}})
    assert multiple_of(next(iter(sampling.draw(read, seed, 0).values())), step)


def test_probabilities_are_how_often_a_value_comes() -> None:
    read = define({"x": {"values": ["a", "b", "c"], "probabilities": [0.7, 0.3, 0.0]}})
    drawn = [value for number in range(2000) for value in sampling.draw(read, 1, number).values()]
    assert drawn.count("a") / 2000 == pytest.approx(0.7, abs=0.04)
    assert "c" not in drawn


KINDS: Sequence[dict[str, Any]] = (
    {"values": [1, True, "1", None, [1, 2], {"a": 1}]},
    {"value": 3},
    {"min": 1, "max": 9},
    {"min": 0.5, "max": 9.5},
    {"distribution": "q_uniform", "min": 0, "max": 1, "q": 0.1},
    {"distribution": "log_uniform_values", "min": 1e-5, "max": 1e-1},
    {"distribution": "inv_log_uniform_values", "min": 1e-5, "max": 1e-1},
    {"distribution": "log_uniform", "min": -3, "max": 2},
    {"distribution": "normal"},
    {"distribution": "log_normal", "mu": 1, "sigma": 0.3},
    {"distribution": "beta", "a": 2, "b": 5},
    {"distribution": "q_beta", "a": 0.5, "b": 0.5, "q": 0.01},
)


@pytest.mark.parametrize("settings", KINDS, ids=str)
# Nearer to 1 a share has no digits left to find a value in a long tail again.
@given(share=st.floats(0, 1 - 1e-9))
def test_a_value_is_found_again_on_its_axis(settings: dict[str, Any], share: float) -> None:
    distribution = define({"x": settings}).parameters[0].distribution
    value = distribution.value(distribution.draw(share))
    place = distribution.place(value)
    assert place is not None
    again = distribution.value(place)
    assert again == pytest.approx(value, rel=1e-6, abs=1e-9) if isinstance(value, float) else again == value
    match distribution.axis:
        case Choice(size):
            assert 0 <= place < size
        case Whole(low, high):
            assert low <= place <= high
        case Unit():
            assert 0 <= place <= 1
    assert distribution.place("nothing of it") is None


def test_what_stands_in_a_parameter_says_its_distribution() -> None:
    read = define(
        {
            "a": {"value": 1},
            "b": {"values": [1, 2]},
            "c": {"min": 1, "max": 2},
            "d": {"min": 1.0, "max": 2},
            "e": {"mu": 0, "sigma": 1},
            "f": {"values": [1, 2], "probabilities": [0.5, 0.5]},
            "g": {"min": 0.0, "max": 1.0, "q": 0.1},
            "h": {"distribution": "log_uniform_values", "min": "1e-5", "max": "1e-1"},
        }
    )
    assert [parameter.kind for parameter in read.parameters] == [
        *("constant", "categorical", "int_uniform", "uniform", "normal", "categorical_w_probabilities", "q_uniform"),
        "log_uniform_values",
    ]


@given(st.lists(st.lists(st.integers(-9, 9), min_size=1, max_size=4, unique=True), min_size=1, max_size=4))
def test_a_grid_is_the_product_in_order(values: list[list[int]]) -> None:
    read = define({f"p{at}": {"values": each} for at, each in enumerate(values)}, "grid")
    found = [tuple(chosen.values()) for chosen in grid.combinations(read)]
    assert found == list(product(*values))
    assert grid.size(read) == len(found)


def test_a_grid_takes_whole_numbers_and_steps() -> None:
    read = define(
        {"a": {"min": 1, "max": 3}, "b": {"distribution": "q_uniform", "min": 0, "max": 0.3, "q": 0.1}}, "grid"
    )
    assert grid.size(read) == 12
    assert [chosen["b",] for chosen in grid.combinations(read)][:4] == [0.0, 0.1, 0.2, 0.3]


CONDITIONS = {
    "kernel": {"values": [3, 5], "condition": {"model": "cnn"}},
    "model": {"values": ["cnn", "mlp", "vit"]},
    "optimizer": {
        "parameters": {
            "name": {"values": ["adam", "sgd"]},
            "momentum": {"values": [0.8, 0.9], "condition": {"name": "sgd"}},
        },
        "condition": {"model": ["cnn", "mlp"]},
    },
}


def test_parameters_are_there_where_their_conditions_hold() -> None:
    read = define(CONDITIONS, "grid")
    found = [nest(chosen) for chosen in grid.combinations(read)]
    assert len(found) == grid.size(read) == 2 * 3 + 1 * 3 + 1
    assert {"model": "vit"} in found
    assert {"model": "cnn", "kernel": 5, "optimizer": {"name": "sgd", "momentum": 0.8}} in found
    assert {"model": "mlp", "optimizer": {"name": "adam"}} in found
    for number in range(50):
        assert nest(sampling.draw(define(CONDITIONS), 1, number)) in found


def test_places_of_a_config_are_those_of_its_parameters() -> None:
    read = define(CONDITIONS)
    config = {"model": "cnn", "kernel": 5, "optimizer": {"name": "sgd", "momentum": 0.8}, "seed": 1}
    assert read.places(config) == {
        ("model",): 0,
        ("kernel",): 1,
        ("optimizer", "name"): 1,
        ("optimizer", "momentum"): 0,
    }
    assert read.places({**config, "kernel": 7}) is None
    assert read.places({"model": "cnn"}) is None
    assert {".".join(path) for path, _ in leaves(config)} > {".".join(path) for path in read.places(config)}


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "method": ({"method": "annealing"}, "method is 'annealing'; it is one of grid, random, bayes"),
    "key": ({"methd": "grid"}, "methd is not known; there are program, method"),
    "no parameters": ({"parameters": {}}, "parameters is missing or empty"),
    "no metric": ({"method": "bayes", "metric": None}, "metric is missing: bayes learns from it"),
    "goal": ({"metric": {"name": "a", "goal": "up"}}, "metric.goal is 'up'; it is minimize or maximize"),
    "cap": ({"run_cap": 0}, "run_cap is 0; it is a whole number from 1"),
    "command": ({"command": "train"}, "command is 'train'; it is a list of words"),
    "bare": ({"parameters": {"lr": 0.1}}, r"parameters.lr is 0.1; say {'value': 0.1}"),
    "nothing": ({"parameters": {"lr": {}}}, "parameters.lr says not what it can be"),
    "half": ({"parameters": {"lr": {"distribution": "uniform", "min": 1}}}, "needs min and max; max is missing"),
    "turned": ({"parameters": {"lr": {"min": 2, "max": 1}}}, "min 2 and max 1; min is not above max"),
    "unknown": ({"parameters": {"lr": {"distribution": "gamma"}}}, "has the distribution 'gamma'; there are constant"),
    "shape": (
        {"parameters": {"lr": {"distribution": "beta", "a": 0, "b": 2}}},
        "a 0 and b 2; both are numbers above 0",
    ),
    "no log": (
        {"parameters": {"lr": {"distribution": "log_uniform_values", "min": 0, "max": 1}}},
        "a logarithm needs numbers above 0",
    ),
    "exponent": (
        {"parameters": {"lr": {"distribution": "log_uniform", "min": 1, "max": 1000}}},
        "log_uniform_values takes the values themselves",
    ),
    "sum": ({"parameters": {"a": {"values": [1, 2], "probabilities": [0.5, 0.6]}}}, "add up to 1"),
    "too much": ({"parameters": {"a": {"distribution": "normal", "min": 1}}}, "takes mu and sigma, and not min"),
    "nested": ({"parameters": {"a": {"parameters": {"b": {"min": 2, "max": 1}}}}}, "parameters.a.b has min 2"),
    "condition": (
        {"parameters": {"a": {"value": 1, "condition": {"c": 1}}, "b": {"value": 1}}},
        "a condition on 'c', which is no other parameter; there are b",
    ),
    "never": (
        {"parameters": {"a": {"value": 1, "condition": {"b": 3}}, "b": {"values": [1, 2]}}},
        "is there if b is 3, which it never is",
    ),
    "circle": (
        {"parameters": {"a": {"value": 1, "condition": {"b": 1}}, "b": {"value": 1, "condition": {"a": 1}}}},
        "a condition that leads back to itself, through a, b",
    ),
    "endless": ({"method": "grid", "parameters": {"lr": {"min": 0.1, "max": 1.0}}}, "parameters.lr is uniform"),
    "stopping": ({"early_terminate": {"type": "asha"}}, "early_terminate.type is 'asha'; it is hyperband or median"),
    "bracket": ({"early_terminate": {"type": "hyperband"}}, "give min_iter, or max_iter and s"),
    "eta": ({"early_terminate": {"type": "hyperband", "min_iter": 1, "eta": 1}}, "eta is 1; it is a number above 1"),
}


@pytest.mark.parametrize("kind", WRONG)
def test_what_is_wrong_is_named_with_what_may_stand_there(kind: str) -> None:
    changes, says = WRONG[kind]
    base = {"method": "random", "metric": METRIC, "parameters": {"lr": {"min": 0.1, "max": 1.0}}}
    with pytest.raises(BadValue) as error:
        read_definition({**base, **changes})
    assert says in str(error.value)
    assert str(error.value).endswith("No sweep was made.")
