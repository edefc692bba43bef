"""Checkpoints: the outputs that a run kept, with the step and the metric of each."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import NamedTuple

from runstone.api.artifact import StoredArtifact


class Checkpoint(NamedTuple):
    """A version of an output: its path in the run, where the run was when it was written (`written_time` in microseconds since the epoch), and the
    artifact that holds it. `value` is that of `metric` then; None where none was known."""

    path: str
    artifact: StoredArtifact
    step: int | None
    metric: str
    value: float | None
    goal: str
    written_time: int


def checkpoints(artifacts: Iterable[StoredArtifact]) -> list[Checkpoint]:
    """Those of what a run logged that are outputs, in the order in which they were written."""
    found = []
    for artifact in artifacts:
        about = artifact.row.metadata
        if "output_path" not in about:
            continue
        value = about.get("value")
        found.append(
            Checkpoint(
                str(about["output_path"]),
                artifact,
                artifact.row.step,
                str(about.get("metric") or ""),
                float(value) if isinstance(value, int | float) else None,
                str(about.get("goal") or "maximize"),
                int(about.get("written_time") or artifact.row.created_time),
            )
        )
    return sorted(found, key=lambda item: (item.written_time, item.artifact.row.number))


def best_of(found: Iterable[Checkpoint], path: str | None) -> Checkpoint | None:
    """The one with the best value; of equal ones the first. Only of this path, if one is given."""
    known = [
        (item.value if item.goal == "minimize" else -item.value, item)
        for item in found
        if item.value is not None and math.isfinite(item.value) and path in (None, item.path)
    ]
    return min(known, key=lambda pair: pair[0])[1] if known else None
