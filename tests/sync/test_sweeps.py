"""A run takes along the sweep that it is a trial of."""

from __future__ import annotations

from pathlib import Path

import pytest

from homes import files
from recorder import Recorder
from runstone.model.errors import PackageDamaged
from runstone.model.home import Home
from runstone.model.states import SweepState, TrialState
from runstone.sweeps.controller import Claimed, Controller
from runstone.sweeps.sweep import Sweep
from runstone.sync import manifest
from runstone.sync.manifest import Manifest, Member
from runstone.sync.package import PackageReader
from runstone.sync.receiving import unpack
from runstone.sync.sending import pack

DEFINITION = {
    "method": "grid",
    "metric": {"name": "loss", "goal": "minimize"},
    "parameters": {"a": {"values": [1, 2]}, "b": {"values": ["x", "y"]}},
}


def try_one(home: Home, sweep: str) -> Claimed:
    """Claim a trial, run it, and let go of the sweep."""
    controller = Controller(home, sweep)
    claimed = controller.claim("test")
    assert isinstance(claimed, Claimed)
    run = Recorder(home, claimed.run, project="p", config=claimed.params, sweep=sweep)
    run.log({"loss": float(claimed.number)}, 0)
    run.finish()
    controller.ended(claimed.number, TrialState.FINISHED)
    controller.close()
    return claimed


def test_a_sweep_goes_on_in_the_home_that_one_of_its_runs_was_brought_to(
    home: Home, other: Home, tmp_path: Path
) -> None:
    sweep = Sweep.begin(home, DEFINITION, "p")
    first, second = try_one(home, sweep), try_one(home, sweep)
    packed = pack(home, second.run, tmp_path / "there.runstone")
    assert packed.sweeps == [sweep]
    assert unpack(other, packed.path).sweeps == [sweep]
    there = Controller(other, sweep)
    assert [(trial.state, trial.value) for trial in there.trials()] == [
        (TrialState.FINISHED, None),  # its run stayed where it was
        (TrialState.FINISHED, 1.0),
    ]
    there.close()

    third = try_one(other, sweep)
    assert third.params == {"a": 2, "b": "x"}
    unpack(home, pack(other, third.run, tmp_path / "back.runstone").path)
    here = Controller(home, sweep)
    assert [trial.value for trial in here.trials()] == [0.0, 1.0, 2.0]
    best = here.best()
    assert best is not None
    assert best.facts.claimed.run == first.run
    here.close()
    assert try_one(home, sweep).params == {"a": 2, "b": "y"}
    done = Controller(home, sweep)
    assert done.claim() is SweepState.FINISHED
    done.close()

    before = files(other)
    again = unpack(other, packed.path)
    assert again.sweeps == []
    assert files(other) == before


def test_a_run_whose_sweep_lies_with_a_server_is_packed_alone(home: Home, tmp_path: Path) -> None:
    Recorder(home, "r", project="p", sweep="elsewhere").finish()
    packed = pack(home, "r", tmp_path / "p.runstone")
    assert packed.sweeps == []
    with PackageReader(packed.path) as package:
        assert package.manifest.version == manifest.PLAIN_VERSION


def test_a_package_says_the_earliest_version_that_knows_what_it_holds(home: Home, tmp_path: Path) -> None:
    sweep = Sweep.begin(home, DEFINITION, "p")
    with PackageReader(pack(home, try_one(home, sweep).run, tmp_path / "p.runstone").path) as package:
        assert package.manifest.version == manifest.VERSION
        assert [journal.run for journal in package.members.sweeps] == [sweep] * len(package.members.sweeps)


RUN = Member("runs/r/0190a5e2c31-3f9a1c.journal", 8, "0" * 64)


@pytest.mark.parametrize(
    "name",
    [
        "sweeps/../0190a5e2c31-3f9a1c.journal",
        "sweeps/12/0190a5e2c31-3f9a1c.journal",
        "sweeps/abc/lock",
        "sweeps/abc/0190a5e2c31-3f9a1c.sealed",
    ],
)
def test_a_member_that_is_no_journal_of_a_sweep_is_refused(name: str) -> None:
    with pytest.raises(PackageDamaged):
        manifest.sort_out(Manifest(["r"], [RUN, Member(name, 8, "0" * 64)]))
    good = Member("sweeps/abc/0190a5e2c31-3f9a1c.journal", 8, "0" * 64)
    assert [journal.run for journal in manifest.sort_out(Manifest(["r"], [RUN, good])).sweeps] == ["abc"]
