"""The stages that a run went through: warmup, epoch_1, eval."""

from __future__ import annotations

import msgspec

from runstone.index.index import Snapshot
from runstone.query import lineage, runs
from runstone.query.answers import Stage
from runstone.query.asking import question


@question
def list_stages(snapshot: Snapshot, run: str) -> list[Stage]:
    """Where the stages of a run begin, inherited ones too, by step. A resumed run that goes on in its stage does not begin it again.

    Args:
        run: id, display id or number.

    Raises:
        RunNotFound: there is no such run.
    """
    found: dict[int, Stage] = {}
    for branch in lineage.branches(snapshot, runs.find(snapshot, run)):
        rows = snapshot.connection.execute(
            "SELECT step, time, stage_json FROM stage WHERE run = ?1 AND branch = ?2 AND (?3 IS NULL OR step <= ?3)",
            (branch.run, branch.branch, branch.last_step),
        )
        for step, time, stage_json in rows:
            if step not in found or found[step].time < time:
                found[step] = Stage(step, time, msgspec.json.decode(stage_json))
    stages: list[Stage] = []
    for step in sorted(found):
        if not stages or stages[-1].stage != found[step].stage:
            stages.append(found[step])
    return stages
