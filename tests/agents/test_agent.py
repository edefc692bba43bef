"""Agents at work: functions and programs, several at once, killed ones, and trials that are ended early."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import runstone as rs
from runstone.model.errors import Misuse, SweepNotFound, TrialStopped
from runstone.model.home import Home
from runstone.sdk.existing import read_run
from runstone.sweeps.controller import Controller

GRID = {
    "method": "grid",
    "metric": {"name": "loss", "goal": "minimize"},
    "parameters": {"a": {"values": [1, 2, 3]}, "b": {"parameters": {"c": {"values": [True, False]}}}},
}
EARLY = {
    "method": "grid",
    "metric": {"name": "loss", "goal": "minimize"},
    "parameters": {"loss": {"values": [1.0, 2.0]}},
    "early_terminate": {"type": "hyperband", "min_iter": 3, "eta": 2},
}


def train() -> None:
    with rs.init() as run:
        run.log({"loss": run.config.a + run.config.b.c})


@pytest.fixture
def agents() -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Start a program; it is gone when the test is over."""
    started: list[subprocess.Popen[str]] = []

    def start(code: str, *arguments: str) -> subprocess.Popen[str]:
        started.append(subprocess.Popen([sys.executable, "-c", code, *arguments], text=True))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.wait()


def trials(home: Home, sweep: str) -> list[Any]:
    controller = Controller(home, sweep)
    try:
        return controller.trials()
    finally:
        controller.close()


def test_a_function_runs_all_trials(home: Home) -> None:
    sweep = rs.sweep(GRID, project="cv")
    assert rs.agent(sweep, train) == 6
    found = trials(home, sweep)
    assert [trial.facts.claimed.params for trial in found] == [
        {"a": a, "b": {"c": c}} for a in (1, 2, 3) for c in (True, False)
    ]
    assert [trial.value for trial in found] == [a + c for a in (1, 2, 3) for c in (True, False)]
    run = read_run(home, found[0].facts.claimed.run)
    assert (run.facts.project, run.facts.sweep, run.facts.group, run.facts.job_type) == ("cv", sweep, sweep, "sweep")
    assert run.facts.config.nested() == {"a": 1, "b": {"c": True}}


def test_what_the_sweep_set_stays(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    def insist() -> None:
        run = rs.init("elsewhere", id="mine", config={"a": 9, "b": {"c": 9, "d": 1}, "seed": 1}, group="g")
        assert (run.project, run.config.a, run.config.b.c) == ("cv", 1, True)
        run.config.a = 10
        run.config["b"] = {"c": 10, "e": 2}
        run.config.b.c = 11
        run.config.update({"a": 12, "b": {"c": 12, "f": 3}}, seed=4)
        del run.config["a"]
        assert run.config.to_dict() == {"a": 1, "b": {"c": True, "d": 1, "e": 2, "f": 3}, "seed": 4}

    sweep = rs.sweep(GRID, project="cv")
    rs.agent(sweep, insist, count=1)
    (trial,) = trials(home, sweep)
    assert trial.state == "finished"
    assert read_run(home, trial.facts.claimed.run).facts.config.nested()["b"] == {"c": True, "d": 1, "e": 2, "f": 3}
    said = capsys.readouterr().err
    assert "project='elsewhere' is ignored: in a sweep it is 'cv'" in said
    assert "the config's 'b/c' was set by the sweep" in said
    assert "id='mine' is ignored" in said


def test_a_function_that_fails_leaves_the_next_trial_its_turn(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    def fails() -> None:
        run = rs.init()
        if run.config.a == 1:
            raise ValueError("no such luck")

    sweep = rs.sweep(GRID)
    assert rs.agent(sweep, fails) == 6
    assert [trial.state.value for trial in trials(home, sweep)] == ["failed"] * 2 + ["finished"] * 4
    assert "ValueError: no such luck" in capsys.readouterr().err


def test_an_agent_whose_first_trials_fail_all_gives_up() -> None:
    sweep = rs.sweep(GRID)
    with pytest.raises(Misuse, match="first 5 trials"):
        rs.agent(sweep, lambda: 1 / 0)
    with pytest.raises(SweepNotFound):
        rs.agent("none", train)


def test_ctrl_c_ends_the_agent_and_the_trial_is_given_out_again(home: Home) -> None:
    def interrupted() -> None:
        rs.init()
        raise KeyboardInterrupt

    sweep = rs.sweep(GRID)
    with pytest.raises(KeyboardInterrupt):
        rs.agent(sweep, interrupted)
    assert [trial.state.value for trial in trials(home, sweep)] == ["crashed"]
    assert rs.agent(sweep, train) == 6


AGENT = """
import sys
import runstone as rs
def train():
    with rs.init() as run:
        for step in range(3):
            run.log({"loss": run.config.a})
rs.agent(sys.argv[1], train)
"""

STUCK = """
import sys, threading
import runstone as rs
def train():
    run = rs.init()
    run.log({"loss": 0.0})
    threading.Event().wait(100)
rs.agent(sys.argv[1], train)
"""


def test_many_agents_share_a_grid(home: Home, agents: Callable[..., subprocess.Popen[str]]) -> None:
    sweep = rs.sweep({**GRID, "parameters": {"a": {"min": 1, "max": 20}}})
    for agent in [agents(AGENT, sweep) for _ in range(3)]:
        assert agent.wait(100) == 0
    found = trials(home, sweep)
    assert sorted(trial.facts.claimed.params["a"] for trial in found) == list(range(1, 21))
    assert len({trial.facts.claimed.run for trial in found}) == 20
    assert {trial.state.value for trial in found} == {"finished"}


@pytest.mark.crash
def test_the_trial_of_a_killed_agent_crashed_and_is_done_by_another(
    home: Home, agents: Callable[..., subprocess.Popen[str]], eventually: Callable[..., object]
) -> None:
    sweep = rs.sweep(GRID)
    stuck = agents(STUCK, sweep)
    eventually(lambda: [trial.value for trial in trials(home, sweep)] == [0.0], 60)
    stuck.send_signal(signal.SIGKILL)
    stuck.wait(20)
    assert rs.agent(sweep, train) == 6
    found = trials(home, sweep)
    assert [trial.state.value for trial in found] == ["crashed"] + ["finished"] * 6
    assert found[1].facts.claimed.params == found[0].facts.claimed.params


def log_until_stopped(run: Any) -> None:
    for step in range(3):
        run.log({"loss": run.config.loss}, step=step)
    while run.config.loss == 2.0:
        run.log({"loss": run.config.loss})
        threading.Event().wait(0.01)


def test_a_hopeless_function_is_ended_at_its_next_log(home: Home) -> None:
    ended: list[str] = []

    def loops() -> None:
        run = rs.init()
        try:
            log_until_stopped(run)
        except Exception:  # noqa: BLE001 - what trainings do
            ended.append("caught")
        except TrialStopped as stopped:
            ended.append(str(stopped))
            raise

    sweep = rs.sweep(EARLY)
    assert rs.agent(sweep, loops) == 2
    assert [trial.state.value for trial in trials(home, sweep)] == ["finished", "pruned"]
    assert ended == ["the sweep ended this trial early: others do better"]


PROGRAM = """
import argparse, threading
import runstone as rs
parser = argparse.ArgumentParser()
parser.add_argument("--loss", type=float)
arguments = parser.parse_args()
run = rs.init(config=vars(arguments))
for step in range(3 if arguments.loss == 1.0 else 100_000_000):
    run.log({"loss": run.config.loss})
    threading.Event().wait(0.01)
"""


def test_a_hopeless_program_is_ended(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Path(tmp_path, "train.py").write_text(PROGRAM)
    monkeypatch.chdir(tmp_path)
    sweep = rs.sweep({**EARLY, "program": "train.py"}, project="cv")
    assert rs.agent(sweep) == 2
    found = trials(home, sweep)
    assert [trial.state.value for trial in found] == ["finished", "pruned"]
    run = read_run(home, found[1].facts.claimed.run)
    assert (run.state, run.facts.reason, run.facts.sweep, run.facts.project) == ("killed", "SIGTERM", sweep, "cv")


def test_cancelling_reaches_a_running_function(home: Home) -> None:
    sweep = rs.sweep({**EARLY, "early_terminate": None, "parameters": {"loss": {"value": 2.0}}})

    def cancelled() -> None:
        run = rs.init()
        rs.Api(home=home.path).sweep(sweep).cancel()
        log_until_stopped(run)

    assert rs.agent(sweep, cancelled) == 1
    assert [trial.state.value for trial in trials(home, sweep)] == ["stopped"]
    assert rs.agent(sweep, cancelled) == 0


def test_a_paused_sweep_keeps_its_agent_waiting(
    home: Home, agents: Callable[..., subprocess.Popen[str]], eventually: Callable[..., object]
) -> None:
    sweep = rs.sweep(GRID)
    with rs.controller(sweep) as controller:
        controller.pause()
        agent = agents(AGENT, sweep)
        controller.resume()
        assert agent.wait(100) == 0
        assert controller.done()
        assert "6 finished; best 1 by trial 0" in controller.status()


def test_a_program_that_never_begins_a_run_failed_or_finished(home: Home) -> None:
    sweep = rs.sweep(
        {**GRID, "command": ["${interpreter}", "-c", "import sys; sys.exit(sys.argv[1] == '1')", "${args_no_hyphens}"]}
    )
    assert rs.agent(sweep, count=1) == 1
    sweep = rs.sweep({**GRID, "command": ["${interpreter}", "-c", "raise SystemExit(3)"]})
    assert rs.agent(sweep, count=1) == 1
    (trial,) = trials(home, sweep)
    assert (trial.state.value, trial.facts.ended.exit_code) == ("failed", 3)
