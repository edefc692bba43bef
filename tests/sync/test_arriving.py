"""Runs whose journals come from another home: whether they live is told by the growth of what arrives."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

import runstone as rs
from runstone.journal.arriving import is_arriving
from runstone.model.errors import JournalsDiffer
from runstone.model.home import Home
from runstone.model.policy import policy_path
from runstone.model.states import SweepState, TrialState
from runstone.sweeps.controller import Claimed, Controller
from runstone.sweeps.sweep import Sweep
from runstone.sync.gone import Gone
from runstone.sync.home_replica import HomeReplica
from runstone.sync.progress import Progress
from runstone.sync.pull import Pull
from runstone.sync.push import Push
from runstone.sync.replica import Piece

Python = Callable[..., subprocess.CompletedProcess[str]]


def bring(home: Home, other: Home) -> None:
    replica = HomeReplica(other)
    progress = Progress(home, str(replica))
    with progress.working():
        assert Push(home, replica, progress).round(HomeReplica(home).sizes()).faults == ()


def test_a_run_that_goes_on_elsewhere_is_running_here(home: Home, other: Home) -> None:
    with rs.init("cv", id="far") as run:
        run.log({"loss": 1.0}, step=0)
        bring(home, other)
        assert rs.Api(other.path).run("far").state == "running"  # the lock of the copy is free, which says nothing
        run.log({"loss": 2.0}, step=1)
        bring(home, other)
        assert rs.Api(other.path).run("far").series("loss").values.tolist() == [1.0, 2.0]
    bring(home, other)
    assert rs.Api(other.path).run("far").state == "finished"


def age(journal: Path, secs: float) -> int:
    """Let the last bytes of a journal have come so long ago; when that was, in microseconds since the epoch."""
    came = int((time.time() - secs) * 1e6)
    os.utime(journal, ns=(came * 1000, came * 1000))
    return came


def test_a_run_of_which_nothing_comes_for_an_hour_is_silent_and_has_not_crashed(home: Home, other: Home) -> None:
    with rs.init("cv", id="far") as run, rs.init("cv", id="near") as near:
        run.log({"loss": 1.0}, step=0)
        near.log({"loss": 1.0}, step=0)
        bring(home, other)
        (journal,) = other.journals("far")
        assert is_arriving(journal)
        came = age(journal, 3600)
        api = rs.Api(other.path)
        assert (api.run("far").state, api.run("far").silent_time) == ("running", came)
        assert (api.run("near").state, api.run("near").silent_time) == ("running", None)
        assert [run.id for run in api.runs("cv", filter="silent_time > 0")] == ["far"]
        assert [run.id for run in api.runs("cv", filter="silent_since < -30min")] == ["far"]
        assert [run.id for run in api.runs("cv", filter="silent_time = null")] == ["near"]
        assert api.sql("SELECT silent_time FROM runs WHERE id = 'far'").rows == [[came]]
        run.log({"loss": 2.0}, step=1)
        bring(home, other)
        assert (api.run("far").state, api.run("far").silent_time) == ("running", None)
    bring(home, other)
    assert (api.run("far").state, api.run("far").silent_time) == ("finished", None)


def test_a_silent_run_is_given_up_after_the_days_of_the_policy_and_comes_back(home: Home, other: Home) -> None:
    with rs.init("cv", id="far") as run:
        run.log({"loss": 1.0}, step=0)
        bring(home, other)
        (journal,) = other.journals("far")
        age(journal, 6 * 86_400)
        assert rs.Api(other.path).run("far").state == "running"
        policy_path(other).parent.mkdir()
        policy_path(other).write_text("[home]\nsilence_days = 2\n")
        given_up = rs.Api(other.path).run("far")
        assert (given_up.state, given_up.silent_time) == ("crashed", None)
        run.log({"loss": 2.0}, step=1)
        bring(home, other)
        assert rs.Api(other.path).run("far").state == "running"


def test_a_sweep_waits_for_a_trial_of_which_nothing_comes_and_goes_on_when_its_machine_says_it_is_gone(
    home: Home, other: Home, python: Python
) -> None:
    definition = {
        "method": "grid",
        "metric": {"name": "loss", "goal": "minimize"},
        "parameters": {"lr": {"values": [1]}},
    }
    with closing(Controller(other, Sweep.begin(other, definition, "cv"))) as controller:
        trial = controller.claim("far")
        assert isinstance(trial, Claimed)
        died = python(
            f"import os, runstone; runstone.init('cv', id={trial.run!r}).log({{'loss': 1.0}}, step=0); os._exit(1)"
        )
        assert died.returncode == 1, died.stderr
        bring(home, other)
        (journal,) = other.journals(trial.run)
        came = age(journal, 3600)
        assert [each.state for each in controller.trials()] == [TrialState.RUNNING]
        (sweep,) = rs.Api(other.path).sweeps("cv")
        assert [each.silent_time for each in sweep.trials] == [came]
        assert controller.claim("near") is SweepState.RUNNING  # its place in the grid is held
        Gone(home).tell(HomeReplica(home).sizes())
        bring(home, other)
        assert [each.state for each in controller.trials()] == [TrialState.CRASHED]
        again = controller.claim("near")
        assert isinstance(again, Claimed)
        assert again.params == trial.params


def test_the_machine_of_a_run_tells_that_its_process_died(home: Home, other: Home, python: Python) -> None:
    died = python("import os, runstone; runstone.init('cv', id='far').log({'loss': 1.0}, step=0); os._exit(1)")
    assert died.returncode == 1, died.stderr
    rs.init("cv", id="well").finish()
    bring(home, other)
    assert rs.Api(other.path).run("far").state == "running"  # nobody said otherwise
    (said,) = Gone(home).tell(HomeReplica(home).sizes())
    assert said.ledger == "far"
    assert Gone(home).tell(HomeReplica(home).sizes()) == []  # by another process, which looks anew
    bring(home, other)
    there = rs.Api(other.path).run("far")
    assert (there.state, there.silent_time) == ("crashed", None)
    assert there.detail.ended_time == rs.Api(home.path).run("far").detail.ended_time
    assert rs.Api(other.path).run("well").state == "finished"
    with rs.init("cv", id="far", resume="must"):
        bring(home, other)
        assert rs.Api(other.path).run("far").state == "running"


def test_nothing_is_told_of_a_process_that_lives_or_closed_or_ran_elsewhere(home: Home, other: Home) -> None:
    rs.init("cv", id="closed").close()
    with rs.init("cv", id="far"):
        assert Gone(home).tell(HomeReplica(home).sizes()) == []
        bring(home, other)
    assert Gone(other).tell(HomeReplica(other).sizes()) == []


def test_a_journal_that_is_written_here_takes_nothing_from_elsewhere(home: Home, other: Home) -> None:
    with rs.init("cv", id="here") as run:
        run.log({"loss": 1.0}, step=0)
        bring(home, other)
        (name,) = HomeReplica(other).sizes()
        with pytest.raises(JournalsDiffer, match="being written here"):
            HomeReplica(home).append([Piece(name, 0, HomeReplica(other).read(name, 0, 1 << 20) + b"more")])
        assert Pull(HomeReplica(other), home).round().is_nothing


def test_two_homes_that_both_have_a_first_run_keep_both(home: Home, other: Home) -> None:
    for place, name in ((home, "a"), (other, "b")):
        with rs.init("cv", id=name, dir=place.path) as run:
            run.log({"loss": 1.0})
    bring(home, other)
    api = rs.Api(other.path)
    assert {run.id: run.display_id for run in api.runs("cv")} == {"a": "CV-2", "b": "CV-1"}
    assert len(HomeReplica(other).sizes()) == 2  # what a home calls a run is its own
