"""The stages that runs went through: warmup, epoch_1, eval."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from runstone.index.index import Snapshot
from runstone.query import lineage, runs
from runstone.query.answers.texts import RunStages, Stage
from runstone.query.asking import question
from runstone.query.lineage import Branch
from runstone.query.runtime import Runtime, runtimes
from runstone.query.stage_steps import stage_steps


@question
def list_stages(snapshot: Snapshot, names: Sequence[str]) -> list[RunStages]:
    """Where the stages of each run begin, inherited ones too, by step. A resumed run that goes on in its stage does not begin it again.

    Args:
        names: ids, display ids or numbers.

    Raises:
        RunNotFound: there is no such run.
    """
    ids = runs.find_all(snapshot, names)
    shown = lineage.branches_of(snapshot, ids)
    clocks = zip(ids, runtimes(snapshot, ids), strict=True)
    return [RunStages(run, clock.created_time, _stages(snapshot, shown[run], clock)) for run, clock in clocks]


def _stages(snapshot: Snapshot, branches: Sequence[Branch], clock: Runtime) -> list[Stage]:
    begun = stage_steps(snapshot, branches)
    at = clock.at(np.array([each.time for each in begun], np.int64)).tolist()
    return [Stage(each.step, each.time, runtime, each.stage) for each, runtime in zip(begun, at, strict=True)]
