"""Runs whose journals come from another home: whether they live is told by the growth of what arrives."""

from __future__ import annotations

import os

import pytest

import runstone as rs
from runstone.journal.arriving import is_arriving
from runstone.model.errors import JournalsDiffer
from runstone.model.home import Home
from runstone.sync.home_replica import HomeReplica
from runstone.sync.progress import Progress
from runstone.sync.pull import Pull
from runstone.sync.push import Push
from runstone.sync.replica import Piece


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


def test_a_run_of_which_nothing_comes_any_more_has_crashed_whatever_its_clock_said(home: Home, other: Home) -> None:
    run = rs.init("cv", id="far")
    run.log({"loss": 1.0}, step=0)
    bring(home, other)
    (journal,) = other.journals("far")
    assert is_arriving(journal)
    os.utime(journal, (1_000_000, 1_000_000))
    assert rs.Api(other.path).run("far").state == "crashed"
    run.finish()


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
