"""Where the stages of one run begin, over the branches that it shows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from runstone.index.index import Snapshot
from runstone.query.lineage import Branch


class StageStep(NamedTuple):
    """A stage begins: at this step, at this time in microseconds."""

    step: int
    time: int
    stage: str | int | float | bool


def stage_steps(snapshot: Snapshot, branches: Sequence[Branch]) -> list[StageStep]:
    """The stages of these branches, by step; one that goes on is not begun again."""
    found: dict[int, StageStep] = {}
    for branch in branches:
        rows = snapshot.connection.execute(
            "SELECT step, time, stage_json FROM stage WHERE run = ?1 AND branch = ?2 AND (?3 IS NULL OR step <= ?3)",
            (branch.run, branch.branch, branch.last_step),
        )
        for step, time, stage_json in rows:
            if step not in found or found[step].time < time:
                found[step] = StageStep(step, time, msgspec.json.decode(stage_json))
    stages: list[StageStep] = []
    for step in sorted(found):
        if not stages or stages[-1].stage != found[step].stage:
            stages.append(found[step])
    return stages
