"""Which metrics runs have, and their figures."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable

from runstone.index.index import Snapshot
from runstone.query import lineage, runs
from runstone.query.answers import MetricName, MetricStats
from runstone.query.asking import question


@question
def list_names(snapshot: Snapshot, run_names: Iterable[str]) -> list[MetricName]:
    """The metrics of these runs, inherited ones too, by name."""
    count: Counter[str] = Counter()
    for run in dict.fromkeys(runs.find(snapshot, name) for name in run_names):
        count.update(lineage.lines(snapshot, lineage.branches(snapshot, run)).keys())
    return [MetricName(name, count[name]) for name in sorted(count)]


@question
def stats(snapshot: Snapshot, run: str) -> list[MetricStats]:
    """The series of a run in figures, what it inherits included, by name."""
    lines = lineage.lines(snapshot, lineage.branches(snapshot, runs.find(snapshot, run)))
    found = []
    for name, facts in zip(lines, snapshot.series.summary(list(lines.values())), strict=True):
        if facts is None:
            continue
        finite = facts.points - facts.nonfinite
        known = not math.isnan(facts.min)
        found.append(
            MetricStats(
                name=name,
                count=facts.points,
                first_step=facts.first_step,
                last_step=facts.last_step,
                last_time=facts.last_time,
                last=facts.last,
                min=facts.min if known else None,
                min_step=facts.min_step if known else None,
                max=facts.max if known else None,
                max_step=facts.max_step if known else None,
                mean=facts.sum / finite if known else None,
                nonfinite=facts.nonfinite,
            )
        )
    return found
