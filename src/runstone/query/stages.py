"""The stages that runs went through: warmup, epoch_1, eval."""

from __future__ import annotations

from collections.abc import Sequence

from runstone.index.index import Snapshot
from runstone.query import lineage, runs
from runstone.query.answers.texts import RunStages
from runstone.query.asking import question
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
    rows = snapshot.connection.execute(
        "SELECT id, created_time FROM run WHERE id IN (SELECT value FROM json_each(?))", (lineage.to_json(ids),)
    )
    created = dict(map(tuple, rows))
    return [RunStages(run, created[run], stage_steps(snapshot, shown[run])) for run in ids]
