"""Which metrics runs have, and their figures."""

from __future__ import annotations

import math
from collections.abc import Iterable

import msgspec

from runstone.index.index import Snapshot
from runstone.query import lineage, runs
from runstone.query.answers.metrics import MetricName, MetricStats
from runstone.query.asking import question
from runstone.query.definitions import Consensus
from runstone.query.patterns import searcher

# A metric of a run is one that some branch has points of, up to where the branch is shown.
_NAMES = """
WITH shown (owner, run, branch, last_step) AS MATERIALIZED (
  SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3 FROM json_each(?)
)
SELECT name.name, found.runs FROM (
  SELECT metric, count(DISTINCT owner) AS runs
  FROM shown CROSS JOIN series ON series.run = shown.run AND series.branch = shown.branch
  WHERE last_step IS NULL
    OR EXISTS (SELECT 1 FROM series_facts WHERE series_facts.series = series.id AND first_step <= last_step)
  GROUP BY metric
) AS found JOIN name ON name.id = found.metric
"""


@question
def list_names(snapshot: Snapshot, run_names: Iterable[str], search: str | None = None) -> list[MetricName]:
    """The metrics of these runs, inherited ones too, by name.

    Args:
        run_names: ids, display ids or numbers.
        search: a regular expression (RE2), upper and lower case alike; only names in which it is found.

    Raises:
        RunNotFound: there is no such run.
        BadQuery: the search is no regular expression.
    """
    matches = None if search is None else searcher(search)
    ids = list(dict.fromkeys(runs.find_all(snapshot, list(run_names))))
    shown = lineage.branches_of(snapshot, ids)
    spans = [
        (owner, branch.run, branch.branch, branch.last_step) for owner, run in enumerate(ids) for branch in shown[run]
    ]
    rows = snapshot.connection.execute(_NAMES, (msgspec.json.encode(spans).decode(),))
    said = Consensus(snapshot, ids)
    found = []
    for name, count in rows:
        if matches is None or matches(name):
            definition = said.of(name)
            found.append(MetricName(name, count, definition.step_metric, definition.hidden, definition.goal))
    return sorted(found, key=lambda metric: metric.name)


@question
def stats(snapshot: Snapshot, run: str) -> list[MetricStats]:
    """The series of a run in figures, what it inherits included, by name."""
    found_run = runs.find(snapshot, run)
    lines = lineage.lines(snapshot, lineage.branches(snapshot, found_run))
    said = Consensus(snapshot, [found_run])
    found = []
    for name, facts in zip(lines, snapshot.series.summary(list(lines.values())), strict=True):
        if facts is None:
            continue
        finite = facts.points - facts.nonfinite
        known = not math.isnan(facts.min)
        definition = said.of(name)
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
                step_metric=definition.step_metric,
                hidden=definition.hidden,
                goal=definition.goal,
                summary=definition.summary,
            )
        )
    return found
