"""Where the stages of one run begin, over the branches that it shows."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from runstone.index.index import Snapshot
from runstone.query.answers.texts import Stage
from runstone.query.lineage import Branch


def stage_steps(snapshot: Snapshot, branches: Sequence[Branch]) -> list[Stage]:
    """The stages of these branches, by step; one that goes on is not begun again."""
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
