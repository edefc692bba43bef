"""A run that is done again by `runstone rerun`: it gets an id of its own, a word about what it repeats, and the random numbers of the first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runstone.model.home import Home
from runstone.model.ids import new_run_id
from runstone.model.records import EnvironmentCaptured
from runstone.sdk.capture.randomness import SEEDS, restore, states
from runstone.sdk.existing import find_run, read_run
from runstone.sdk.settings import Settings

if TYPE_CHECKING:
    from runstone.sdk.run import Run

RERUN_OF = "rerun_of"


def rerun_id(settings: Settings) -> str:
    """The id of a run that repeats another: the one that was asked for, or a new one, if the script begins several."""
    wanted = settings["run_id"]
    if wanted is not None and find_run(Home(settings["dir"]), wanted) is None:
        return str(wanted)
    return new_run_id()


def repeat_randomness(run: Run, original: str) -> None:
    """Begin with the random numbers that the original began with, if they were recorded."""
    home = Home(run.home)
    known = find_run(home, original)
    seeds = read_run(home, known).facts.environment.get(SEEDS) if known is not None else None
    if seeds is not None:
        restore(seeds.value)


def record_randomness(run: Run) -> None:
    """Record with which random numbers the run begins."""
    writer = run._writer
    writer.event(EnvironmentCaptured(time=writer.now(), parts={SEEDS: states()}))
