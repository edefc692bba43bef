"""What became of a run, told while it ends."""

from __future__ import annotations

import runstone as rs
from runstone.model.home import Home
from runstone.model.states import State
from runstone.sweeps.outcome import Outcome


def test_a_run_that_ends_between_two_looks_has_not_crashed(home: Home) -> None:
    run = rs.init("p", id="one")
    run.log({"loss": 1.0})
    outcome = Outcome(home, "one", None)
    outcome.read()
    assert outcome.state() is State.RUNNING
    run.finish()
    assert outcome.state() is State.FINISHED
