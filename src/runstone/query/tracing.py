"""From the runs of a panel to its curves: the lines of a metric, or exact points where an expression or another metric needs them."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from functools import cached_property, partial
from typing import Literal

import numpy as np

from runstone.index.index import Snapshot
from runstone.index.points import Line, Points
from runstone.model.errors import BadQuery
from runstone.query import lineage, runs
from runstone.query.curves import Curve, StoredCurves, TracedCurves, trace, trace_over
from runstone.query.definitions import rules_of
from runstone.query.derived import MAX_POINTS, check, evaluate
from runstone.query.language.expression import Expression, Metric, metrics_of
from runstone.query.language.expressions import parse_expression
from runstone.query.runtime import Runtime, runtimes

PanelX = Literal["step", "time", "relative", "runtime", "metric"]


def parsed(expression: str | Expression) -> tuple[Expression, str | None]:
    """The tree of an expression, and the text that it was read from.

    Raises:
        BadQuery: the text is no expression, or one that cannot be evaluated.
    """
    text = expression if isinstance(expression, str) else None
    tree = parse_expression(expression) if isinstance(expression, str) else expression
    check(tree, text)
    return tree, text


class Tracer:
    """Reads curves of some runs, with few queries for all of them."""

    def __init__(self, snapshot: Snapshot, names: Sequence[str]) -> None:
        """
        Args:
            snapshot: what to read.
            names: ids, display ids or numbers.

        Raises:
            RunNotFound: there is no such run.
        """
        self._snapshot = snapshot
        self.ids = runs.find_all(snapshot, names)
        shown = lineage.branches_of(snapshot, self.ids)
        self._shown = [shown[run] for run in self.ids]

    def stored(self, metric: str, x: PanelX, lo: int | None, hi: int | None) -> StoredCurves:
        """The curves of a metric over steps or times, from `lo` to `hi`; over runtimes where `is_stored`."""
        lines, origins = self.lines(metric), self.origins(x)
        found = [
            Curve(line, self._inherited(line, at), "step" if x == "step" else "time", origins[at])
            for at, line in enumerate(lines)
        ]
        return StoredCurves(self._snapshot.series, found, lo, hi)

    @cached_property
    def runtimes(self) -> list[Runtime]:
        """What runtimes are counted by, for each run."""
        return runtimes(self._snapshot, self.ids)

    def is_stored(self, x: PanelX) -> bool:
        """Whether the store can read curves over this x; over runtimes while no run was paused: then they are relative times."""
        if x == "runtime":
            return not any(runtime.pauses for runtime in self.runtimes)
        return x != "metric"

    def evaluated(self, expression: Expression, text: str | None) -> list[Points]:
        """The exact points of an expression for each run; none where the run lacks one of its metrics.

        Raises:
            BadQuery: no run has one of the metrics, or together they have more points than can be worked on at once.
        """
        lines = self._lines_by_metric([*metrics_of(expression)], text)
        return [evaluate(expression, partial(self._read, lines, at), text) for at in range(len(self.ids))]

    def traced(
        self,
        expression: Expression,
        text: str | None,
        x: PanelX,
        x_metric: str | None,
        lo: float | None,
        hi: float | None,
    ) -> TracedCurves:
        """The curves of an expression, or over another metric, from `lo` to `hi` on x.

        Raises:
            BadQuery: as for `evaluated`.
        """
        needed = [*metrics_of(expression), *([Metric(x_metric)] if x_metric is not None else [])]
        lines, origins = self._lines_by_metric(needed, text), self.origins(x)
        synced = self._synced([metric.name for metric in metrics_of(expression)], x_metric)
        traces = []
        for at in range(len(self.ids)):
            points = evaluate(expression, partial(self._read, lines, at), text)
            inherited = self._inherited_points(points, [own[at] for own in lines.values()], at)
            if x_metric is not None:
                traces.append(trace_over(points, self._read(lines, at, x_metric), lo, hi, inherited, synced[at]))
            else:
                of_x = points.steps if x == "step" else points.times - origins[at]
                if x == "runtime":
                    of_x = self.runtimes[at].at(points.times)
                traces.append(trace(points, of_x, lo, hi, inherited))
        return TracedCurves(traces)

    def _synced(self, metrics: Sequence[str], x_metric: str | None) -> list[bool]:
        """For each run whether its script said that the metrics go by the last value of this x."""
        if x_metric is None:
            return [False] * len(self.ids)
        rules = rules_of(self._snapshot, self.ids)
        found = []
        for run in self.ids:
            said = [rules[run].of(metric) for metric in metrics] if run in rules else []
            found.append(any(definition.step_sync and definition.step_metric == x_metric for definition in said))
        return found

    def lines(self, metric: str) -> list[Line]:
        """A metric of each run; an empty line where the run has none."""
        lines = lineage.lines_of(self._snapshot, self._shown, metric)
        self._snapshot.series.prepare(lines)
        return lines

    def _lines_by_metric(self, metrics: Sequence[Metric], text: str | None) -> dict[str, list[Line]]:
        lines = {metric.name: self.lines(metric.name) for metric in metrics}
        for metric in metrics:
            # A single metric that is not there is an empty panel, since it may be logged any moment; a text that names one may be mistaken.
            if text is not None and metric.end and self.ids and not any(lines[metric.name]):
                raise BadQuery(
                    f"None of these runs has a metric {metric.name!r}.{self._hint(metric.name)}",
                    text,
                    metric.start,
                    metric.end,
                )
        known = self._snapshot.series.at_most([line for own in lines.values() for line in own])
        if known > MAX_POINTS:
            raise BadQuery(
                f"This takes {known:,} points at once, and at most {MAX_POINTS:,} can be worked on. Ask for fewer runs."
            )
        return lines

    def _read(self, lines: dict[str, list[Line]], at: int, metric: str) -> Points:
        return self._snapshot.series.raw(lines[metric][at], None, None, MAX_POINTS)

    def _inherited(self, line: Line, at: int) -> Line:
        inherited = {branch.run for branch in self._shown[at] if branch.inherited}
        return tuple(span for span in line if span.run in inherited) if inherited else ()

    def _inherited_points(self, points: Points, lines: Sequence[Line], at: int) -> int | None:
        """How many of the points are a parent's."""
        ends = self._snapshot.series.last([self._inherited(line, at) for line in lines])
        steps = [end.step for end in ends if end is not None]
        return int(np.searchsorted(points.steps, max(steps), "right")) if steps else None

    def origins(self, x: PanelX) -> list[int]:
        """What relative times are counted from, for each run; zero on other axes."""
        if x not in ("relative", "runtime"):
            return [0] * len(self.ids)
        rows = self._snapshot.connection.execute(
            "SELECT id, created_time FROM run WHERE id IN (SELECT value FROM json_each(?))",
            (lineage.to_json(self.ids),),
        )
        created = dict(map(tuple, rows))
        return [created[run] for run in self.ids]

    def _hint(self, name: str) -> str:
        rows = self._snapshot.connection.execute(
            "SELECT name FROM name WHERE EXISTS (SELECT 1 FROM series WHERE series.metric = name.id) LIMIT 20000"
        )
        names = [known for (known,) in rows]
        close = difflib.get_close_matches(name, names, n=3)
        return f" Did you mean {' or '.join(close)}?" if close else ""
