"""The stages that runs went through: warmup, epoch_1, eval."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from runstone.index.index import Snapshot
from runstone.query import lineage, runs
from runstone.query.answers.texts import RunStages, Stage
from runstone.query.asking import question
from runstone.query.lineage import Branch


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
    rows = snapshot.connection.execute(
        "SELECT id, created_time FROM run WHERE id IN (SELECT value FROM json_each(?))", (lineage.to_json(ids),)
    )
    created = dict(map(tuple, rows))
    return [RunStages(run, created[run], _stages(snapshot, shown[run])) for run in ids]


def _stages(snapshot: Snapshot, branches: Sequence[Branch]) -> list[Stage]:
    found: dict[int, Stage] = {}
    for branch in branches:
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
