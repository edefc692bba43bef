"""The question: what a metric was in each stage of runs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from runstone.index.index import Snapshot
from runstone.index.points import Points
from runstone.query.answers.texts import RunStageFigures, Stage, StageFigures
from runstone.query.asking import question
from runstone.query.derived import MAX_POINTS
from runstone.query.stages import list_stages
from runstone.query.tracing import Tracer


@question
def stage_figures(snapshot: Snapshot, metric: str, names: Sequence[str]) -> list[RunStageFigures]:
    """A metric in figures for each stage of each run, in the order of the runs. A stage that comes again is another one.

    Args:
        metric: its name.
        names: ids, display ids or numbers.

    Raises:
        RunNotFound: there is no such run.
    """
    tracer = Tracer(snapshot, names)
    stages = list_stages(snapshot, names)
    return [
        RunStageFigures(run.run, list(_figures(snapshot.series.raw(line, None, None, MAX_POINTS), run.stages)))
        for run, line in zip(stages, tracer.lines(metric), strict=True)
    ]


def _figures(points: Points, stages: Sequence[Stage]) -> Iterator[StageFigures]:
    begins = [stage.step for stage in stages]
    edges = [0, *np.searchsorted(points.steps, begins, "left").tolist(), len(points)]
    labels: list[Stage | None] = [None, *stages]
    for stage, first, end in zip(labels, edges[:-1], edges[1:], strict=True):
        if first == end:
            continue
        values = points.values[first:end]
        finite = values[np.isfinite(values)]
        yield StageFigures(
            stage=stage.stage if stage is not None else None,
            begin_step=stage.step if stage is not None else int(points.steps[first]),
            first_step=int(points.steps[first]),
            last_step=int(points.steps[end - 1]),
            count=end - first,
            min=float(finite.min()) if len(finite) else None,
            max=float(finite.max()) if len(finite) else None,
            mean=float(finite.mean()) if len(finite) else None,
            last=float(values[-1]),
            nonfinite=len(values) - len(finite),
        )
