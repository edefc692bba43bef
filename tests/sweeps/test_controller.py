"""The controller: what is given out next, what a crash costs, what is learned, and what is over."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from recorder import Recorder
from runstone.model.errors import BadValue, Conflict, RunNotFound, SweepNotFound
from runstone.model.home import Home
from runstone.model.records import MetricDefined
from runstone.model.states import State, SweepState, TrialState
from runstone.sweeps.choosing import chooser_of
from runstone.sweeps.controller import Claimed, Controller
from runstone.sweeps.sweep import Sweep

METRIC = {"name": "loss", "goal": "minimize"}
FOUR = {"a": {"values": [1, 2]}, "b": {"values": ["x", "y"]}}


class Bench:
    """A sweep whose trials end as the test says."""

    def __init__(self, home: Home, **definition: Any) -> None:
        self.home = home
        prior = definition.pop("prior_runs", ())
        self.id = Sweep.begin(home, {"metric": METRIC, "seed": 5, **definition}, "p", prior)
        self.controller = Controller(home, self.id)

    def claim(self) -> Claimed:
        claimed = self.controller.claim("test")
        assert isinstance(claimed, Claimed)
        return claimed

    def run(self, claimed: Claimed) -> Recorder:
        return Recorder(self.home, claimed.run, project="p", config=claimed.params, sweep=self.id)

    def try_one(self, value: Callable[[dict[str, Any]], float]) -> Claimed:
        claimed = self.claim()
        run = self.run(claimed)
        run.log({"loss": value(claimed.params)}, 0)
        run.finish()
        self.controller.ended(claimed.number, TrialState.FINISHED)
        return claimed

    def states(self) -> list[str]:
        return [trial.state.value for trial in self.controller.trials()]


@pytest.fixture
def bench(home: Home) -> Iterator[Callable[..., Bench]]:
    made: list[Bench] = []

    def make(**definition: Any) -> Bench:
        made.append(Bench(home, **definition))
        return made[-1]

    yield make
    for each in made:
        each.controller.close()


def test_a_grid_gives_out_each_combination_once(bench: Callable[..., Bench]) -> None:
    grid = bench(method="grid", parameters=FOUR)
    found = [grid.try_one(lambda params: params["a"]).params for _ in range(4)]
    assert found == [{"a": a, "b": b} for a in (1, 2) for b in ("x", "y")]
    assert grid.controller.claim() is SweepState.FINISHED
    assert grid.controller.facts.state_reason == "every combination was tried"


def test_a_combination_whose_trial_crashed_is_given_out_again(bench: Callable[..., Bench]) -> None:
    grid = bench(method="grid", parameters=FOUR)
    first = grid.claim()
    run = grid.run(first)
    run.log({"loss": 1.0}, 0)
    run.writer.leave_to_parent()  # the process is gone, and said nothing
    again = [grid.try_one(lambda params: 0.0).params for _ in range(4)]
    assert again[0] == first.params
    assert len({str(params) for params in again}) == 4
    assert grid.states() == ["crashed", *["finished"] * 4]
    assert grid.controller.claim() is SweepState.FINISHED


def test_a_combination_that_always_crashes_does_not_hold_up_the_sweep(bench: Callable[..., Bench]) -> None:
    grid = bench(method="grid", parameters={"a": {"values": [1, 2]}})
    for _ in range(3):
        claimed = grid.claim()
        assert claimed.params == {"a": 1}
        grid.run(claimed).writer.leave_to_parent()
    assert grid.try_one(lambda params: 0.0).params == {"a": 2}
    assert grid.controller.claim() is SweepState.FINISHED


def test_a_failed_trial_is_not_repeated(bench: Callable[..., Bench]) -> None:
    grid = bench(method="grid", parameters={"a": {"values": [1, 2]}})
    grid.run(grid.claim()).finish(State.FAILED)
    assert grid.claim().params == {"a": 2}
    assert grid.states()[0] == "failed"


def test_an_agent_waits_while_the_last_combination_may_still_crash(bench: Callable[..., Bench], home: Home) -> None:
    grid = bench(method="grid", parameters={"a": {"value": 1}})
    run = grid.run(grid.claim())
    other = Controller(home, grid.id)
    assert other.claim() is SweepState.RUNNING
    run.writer.leave_to_parent()
    assert isinstance(other.claim(), Claimed)
    other.close()


def test_a_trial_without_a_run_lives_as_long_as_its_agent(bench: Callable[..., Bench], home: Home) -> None:
    grid = bench(method="grid", parameters={"a": {"value": 1}})
    grid.claim()
    other = Controller(home, grid.id)
    assert [trial.state for trial in other.trials()] == [TrialState.RUNNING]
    grid.controller.close()
    assert [trial.state for trial in other.trials()] == [TrialState.CRASHED]
    other.close()


def test_draws_depend_on_the_seed_and_the_number_alone(bench: Callable[..., Bench]) -> None:
    lr = {"lr": {"min": 0.0, "max": 1.0}}
    one, two, three = (bench(method="random", parameters=lr, seed=seed) for seed in (5, 5, 6))
    first = [one.claim().params for _ in range(4)]
    assert first == [two.try_one(lambda params: params["lr"]).params for _ in range(4)]
    assert first != [three.claim().params for _ in range(4)]


def test_run_cap_ends_a_sweep(bench: Callable[..., Bench]) -> None:
    capped = bench(method="random", parameters={"lr": {"min": 0.0, "max": 1.0}}, run_cap=2)
    for _ in range(2):
        capped.try_one(lambda params: params["lr"])
    assert capped.controller.claim() is SweepState.FINISHED
    assert capped.controller.facts.state_reason == "run_cap of 2 is reached"


def test_the_target_ends_a_sweep(bench: Callable[..., Bench]) -> None:
    sweep = bench(
        method="grid", metric={"name": "loss", "goal": "maximize", "target": 2}, parameters={"a": {"values": [1, 2, 3]}}
    )
    for _ in range(2):
        sweep.try_one(lambda params: params["a"])
    assert sweep.controller.claim() is SweepState.FINISHED
    assert sweep.controller.facts.state_reason == "trial 1 reached the target 2"


def hills(params: dict[str, Any]) -> float:
    return (params["x"] - 2.5) ** 2 + (math.log10(params["lr"]) + 3) ** 2 + (0.0 if params["kind"] == "good" else 3.0)


HILLS = {
    "x": {"min": -10.0, "max": 10.0},
    "lr": {"distribution": "log_uniform_values", "min": 1e-6, "max": 1.0},
    "kind": {"values": ["good", "bad", "worse"]},
}


def test_bayes_beats_random_draws(bench: Callable[..., Bench]) -> None:
    pytest.importorskip("optuna")
    best = {}
    for method in ("random", "bayes"):
        sweep = bench(method=method, parameters=HILLS, seed=2)
        best[method] = min(hills(sweep.try_one(hills).params) for _ in range(40))
    assert best["bayes"] < best["random"] / 2


def test_what_is_suggested_depends_on_what_is_recorded_alone(bench: Callable[..., Bench], home: Home) -> None:
    pytest.importorskip("optuna")
    found = []
    for restarts in (False, True):
        sweep = bench(method="bayes", parameters=HILLS)
        params = []
        for _ in range(14):
            if restarts:
                sweep.controller.close()
                sweep.controller = Controller(home, sweep.id)
            params.append(sweep.try_one(hills).params)
        found.append(params)
    assert found[0] == found[1]


def test_agents_at_once_get_different_suggestions(bench: Callable[..., Bench]) -> None:
    pytest.importorskip("optuna")
    sweep = bench(method="bayes", parameters={"x": {"min": -10.0, "max": 10.0}})
    for _ in range(12):
        sweep.try_one(lambda params: float((params["x"] - 2) ** 2))
    together = [sweep.claim().params["x"] for _ in range(4)]
    assert len(set(together)) == 4


def test_bayes_learns_of_prior_runs(bench: Callable[..., Bench], record: Callable[..., Recorder]) -> None:
    pytest.importorskip("optuna")
    for at in range(12):
        run = record(f"r{at}", config={"x": at * 8.0, "seed": 3})
        run.log({"loss": (at * 8.0 - 27.0) ** 2}, 0)
        run.finish()
    stray = record("stray", config={"y": 1})
    stray.finish()
    runs = [*(f"r{at}" for at in range(12)), "stray"]
    x = {"x": {"min": 0.0, "max": 100.0}}
    knowing, ignorant = (bench(method="bayes", parameters=x, prior_runs=prior) for prior in (runs, []))
    near = [sum(abs(sweep.claim().params["x"] - 27) < 20 for _ in range(8)) for sweep in (ignorant, knowing)]
    assert near[0] < near[1]
    with pytest.raises(RunNotFound, match="'nobody'"):
        bench(method="bayes", parameters=x, prior_runs=["nobody"])


def test_conditions_hold_in_what_is_learned(bench: Callable[..., Bench]) -> None:
    pytest.importorskip("optuna")
    parameters = {
        "model": {"values": ["cnn", "mlp"]},
        "kernel": {"min": 1, "max": 9, "condition": {"model": "cnn"}},
        "width": {"values": [8, 16], "condition": {"model": "mlp"}},
    }
    sweep = bench(method="bayes", parameters=parameters)
    for _ in range(16):
        params = sweep.try_one(lambda found: found.get("kernel", 20)).params
        assert set(params) == {"model", "kernel" if params["model"] == "cnn" else "width"}


def test_values_that_are_no_numbers_are_never_best(bench: Callable[..., Bench]) -> None:
    sweep = bench(method="grid", parameters={"a": {"values": [1, 2, 3, 4]}})
    for value in (math.nan, 3.0, -math.inf, 2.0):
        sweep.try_one(lambda params, value=value: value)  # type: ignore[misc]
    assert [trial.value for trial in sweep.controller.trials()] == [None, 3.0, None, 2.0]
    best = sweep.controller.best()
    assert best is not None
    assert best.number == 3


@pytest.mark.parametrize(
    ("goal", "name", "summary", "value"),
    [
        ("minimize", "loss", None, 2.0),
        ("minimize", "loss", ["min"], 1.0),
        ("maximize", "loss", ["min", "max"], 3.0),
        ("minimize", "loss.max", ["min", "max"], 3.0),
        ("minimize", "val.loss", None, 7.0),
    ],
)
def test_the_value_is_what_the_summary_says(
    bench: Callable[..., Bench], goal: str, name: str, summary: list[str] | None, value: float
) -> None:
    sweep = bench(method="grid", metric={"name": name, "goal": goal}, parameters={"a": {"value": 1}})
    run = sweep.run(sweep.claim())
    if summary:
        run.event(MetricDefined, name="loss", summary=summary)
    for step, loss in enumerate((3.0, 1.0, 2.0)):
        run.log({"loss": loss, "val/loss": 7.0}, step)
    run.finish()
    (trial,) = sweep.controller.trials()
    assert trial.value == value


def test_a_trial_that_is_not_worth_it_is_asked_to_stop(bench: Callable[..., Bench]) -> None:
    sweep = bench(
        method="grid",
        parameters={"a": {"values": [1, 2, 3, 4]}},
        early_terminate={"type": "hyperband", "min_iter": 3, "eta": 2},
    )
    runs = [sweep.run(sweep.claim()) for _ in range(4)]
    for step in range(2):
        for at, run in enumerate(runs):
            run.log({"loss": float(at)}, step)
    assert sweep.controller.judge() == []
    for at, run in enumerate(runs):
        run.log({"loss": float(at)}, 2)
    assert sweep.controller.judge() == [2, 3]
    assert sweep.controller.look(3).stop == "pruned"
    runs[3].finish(State.KILLED)
    runs[2].finish()  # it was through before it heard
    assert sweep.states() == ["running", "running", "finished", "pruned"]
    for run in runs[:2]:
        run.finish()


def test_pausing_resuming_stopping_and_cancelling(bench: Callable[..., Bench]) -> None:
    sweep = bench(method="random", parameters={"a": {"min": 0.0, "max": 1.0}})
    controller = sweep.controller
    claimed = sweep.claim()
    for state in (SweepState.PAUSED, SweepState.FINISHED):
        controller.change(state)
        assert controller.claim() is state
        assert controller.look(claimed.number).stop is None
    controller.change(SweepState.RUNNING)
    assert isinstance(controller.claim(), Claimed)
    controller.change(SweepState.CANCELLED)
    assert controller.look(claimed.number).stop == "stopped"
    with pytest.raises(Conflict, match="for good"):
        controller.change(SweepState.RUNNING)


def test_what_is_not_there(home: Home, bench: Callable[..., Bench]) -> None:
    with pytest.raises(SweepNotFound, match="'none'"):
        Controller(home, "none")
    with pytest.raises(SweepNotFound, match="no trial 3"):
        bench(method="grid", parameters=FOUR).controller.stop(3)
    with pytest.raises(BadValue):
        Sweep.begin(home, {"method": "grid"})
    assert sum(1 for _ in home.sweeps_path.iterdir()) == 1


def test_without_optuna_only_bayes_says_what_to_install(python: Callable[..., Any], home: Home) -> None:
    done = python(
        """
import sys
import runstone as rs, runstone.agents.agent, runstone.sweeps.sampling
print("optuna" in sys.modules)
sys.modules["optuna"] = None
def train():
    with rs.init() as run:
        run.log({"loss": run.config.x})
for method in ("grid", "random", "bayes"):
    sweep = rs.sweep({"method": method, "metric": {"name": "loss"}, "run_cap": 2, "parameters": {"x": {"min": 0, "max": 9}}})
    try:
        print(method, rs.agent(sweep, train))
    except rs.MissingDependency as error:
        print(error)
"""
    )
    assert done.stdout.splitlines() == [
        "False",
        "grid 2",
        "random 2",
        "A sweep with the method bayes needs the package `optuna`. Nothing recorded is affected. Install it with `pip install runstone[sweeps]`.",
    ], done.stderr


@pytest.mark.parametrize(
    ("method", "parameters"),
    [
        ("grid", {"a": {"values": [1, 2, 3, 4]}, "b": {"values": ["x", "y", "x"]}}),
        ("bayes", {"a": {"min": 0.0, "max": 1.0}, "b": {"values": [1, 2, 3]}}),
    ],
)
def test_a_controller_that_is_kept_chooses_as_one_that_reads_all_anew(
    bench: Callable[..., Bench], home: Home, method: str, parameters: dict[str, Any]
) -> None:
    if method == "bayes":
        pytest.importorskip("optuna")
    kept = bench(method=method, parameters=parameters, run_cap=22)
    draw = random.Random(3)
    running: list[tuple[Claimed, Recorder]] = []
    for _ in range(22):
        other = Controller(home, kept.id)
        claim = draw.choice([kept.controller, other]).claim("test")
        # The other one closes: a trial of its own would count as crashed before its run begins.
        if isinstance(claim, Claimed):
            run = kept.run(claim)
            run.log({"loss": draw.random()}, 0)
            running.append((claim, run))
        other.close()
        while running and draw.random() < 0.6:
            claimed, run = running.pop(draw.randrange(len(running)))
            if draw.random() < 0.3:
                run.writer.leave_to_parent()
                continue
            run.finish(draw.choice([State.FINISHED, State.FAILED]))
            kept.controller.ended(claimed.number, TrialState.FINISHED)
        fresh = Controller(home, kept.id)
        fresh_choice, kept_choice = _next(fresh), _next(kept.controller)
        assert kept_choice == fresh_choice
        fresh.close()


def _next(controller: Controller) -> dict[Any, Any] | None:
    """What the next claim would give, without taking it."""
    began = controller.facts.began
    assert began is not None
    chooser = controller._chooser or chooser_of(controller.definition, began.seed, list)
    return chooser.choose(controller.facts.next_number, controller._unsettled_trials(controller.facts, chooser))
