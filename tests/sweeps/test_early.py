"""Early termination: W&B's rule of brackets, and the median, beside Optuna's."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from runstone.sweeps.early import Hyperband, Median, read_early_termination

curves = st.lists(st.one_of(st.floats(-100, 100), st.just(math.nan)), min_size=1, max_size=30)


@pytest.mark.parametrize(
    ("given_", "brackets"),
    [
        ({"min_iter": 3}, [3, 9, 27, 81]),
        ({"min_iter": 2, "eta": 2}, [2, 4, 8, 16]),
        ({"max_iter": 27, "s": 2}, [3, 9]),
        ({"max_iter": 27, "s": 2, "eta": 4}, [1, 6]),
        ({"max_iter": 10}, [3]),
    ],
)
def test_brackets_are_those_of_the_documentation(given_: dict[str, int], brackets: list[int]) -> None:
    rule = read_early_termination({"type": "hyperband", **given_})
    assert isinstance(rule, Hyperband)
    assert list(rule.brackets[: len(brackets)]) == brackets


@given(curves, st.lists(curves, max_size=12), st.sampled_from([2.0, 3.0]), st.booleans(), st.integers(0, 30))
def test_hyperband_keeps_the_best_part_at_each_bracket(
    curve: list[float], others: list[list[float]], eta: float, strict: bool, judged: int
) -> None:
    rule = Hyperband((3, 9, 27), eta, strict)

    def falls_at(bracket: int) -> bool:
        def least(values: list[float]) -> float:
            return min([value for value in values[:bracket] if value == value] or [math.inf])

        there = [each for each in [curve, *others] if len(each) >= bracket]
        better = sum(least(each) < least(curve) for each in there)
        return better >= math.ceil(len(there) / eta)

    reached = [bracket for bracket in (3, 9, 27) if len(curve) >= bracket]
    looked_at = [bracket for bracket in reached if strict or bracket > judged or bracket == reached[-1]]
    assert rule.is_hopeless(np.array(curve), list(map(np.array, others)), judged) == any(map(falls_at, looked_at))


@given(
    st.lists(st.floats(-100, 100), min_size=1, max_size=20),
    st.lists(st.lists(st.floats(-100, 100), min_size=20, max_size=20), min_size=5, max_size=9),
)
def test_the_median_is_that_of_the_best_so_far(curve: list[float], others: list[list[float]]) -> None:
    least = sorted(min(other[: len(curve)]) for other in others)
    middle = len(least) // 2
    median = least[middle] if len(least) % 2 else (least[middle - 1] + least[middle]) / 2
    own, there = np.array(curve), list(map(np.array, others))
    assert Median(1, 5).is_hopeless(own, there) == (min(curve) > median)
    assert not Median(len(curve) + 1, 5).is_hopeless(own, there)
    assert not Median(1, len(others) + 1).is_hopeless(own, there)


@given(st.lists(st.floats(-100, 100), min_size=1, max_size=8), st.lists(st.floats(-100, 100), min_size=5, max_size=9))
def test_the_median_prunes_what_optunas_pruner_prunes(curve: list[float], finals: list[float]) -> None:
    optuna = pytest.importorskip("optuna")
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    study = optuna.create_study(pruner=optuna.pruners.MedianPruner(n_startup_trials=5, n_warmup_steps=0))
    # Flat curves: Optuna takes the median of what others had at a step, and ours of their best up to it.
    for final in finals:
        study.add_trial(
            optuna.trial.create_trial(value=final, intermediate_values=dict.fromkeys(range(1, len(curve) + 1), final))
        )
    trial = study.ask()
    for iteration, value in enumerate(curve, 1):
        trial.report(value, iteration)
    others = [np.full(len(curve), final) for final in finals]
    assert Median(1, 5).is_hopeless(np.array(curve), others) == trial.should_prune()
