"""The stages that runs went through: warmup, epoch_1, eval."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import numpy as np

from runstone.index.index import Snapshot
from runstone.query import lineage, runs
from runstone.query.answers.texts import RunStages, Stage
from runstone.query.asking import question
from runstone.query.lineage import Branch
from runstone.query.runtime import Runtime, runtimes


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
    found: dict[int, tuple[int, str | int | float | bool]] = {}
    for branch in branches:
        rows = snapshot.connection.execute(
            "SELECT step, time, stage_json FROM stage WHERE run = ?1 AND branch = ?2 AND (?3 IS NULL OR step <= ?3)",
            (branch.run, branch.branch, branch.last_step),
        )
        for step, time, stage_json in rows:
            if step not in found or found[step][0] < time:
                found[step] = time, msgspec.json.decode(stage_json)
    steps = sorted(found)
    at = clock.at(np.array([found[step][0] for step in steps], np.int64)).tolist()
    stages: list[Stage] = []
    for step, runtime in zip(steps, at, strict=True):
        time, stage = found[step]
        if not stages or stages[-1].stage != stage:
            stages.append(Stage(step, time, runtime, stage))
    return stages
