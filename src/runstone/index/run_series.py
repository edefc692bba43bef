"""The series of one run while it is followed: their integers, and what stands of each in the run's summary."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from runstone.index.catalog import Catalog, Last
from runstone.index.points import POINT, Batch, LastPoint, Line, Span
from runstone.index.series import SeriesStore
from runstone.journal.reader import Rows
from runstone.model.definitions import Rules, figures
from runstone.model.records import TextLogged

Lineage = list[tuple[int, int | None]]


class Assembled(NamedTuple):
    """An array of POINT, and the last point in it of each metric."""

    points: npt.NDArray[np.void]
    ends: dict[str, LastPoint]


class Figured(NamedTuple):
    """The figures that stand in a run's summary for a metric, and when its last point was written."""

    time: int
    value: dict[str, float]


class RunSeries:
    """Keeps in memory what would cost a query for each metric at each look. All of it can be read back from the stores."""

    def __init__(self, key: int, catalog: Catalog, store: SeriesStore, *, is_new: bool = False) -> None:
        """
        Args:
            key: of the run.
            catalog: knows the integers of the series.
            store: knows their points.
            is_new: the run has no series yet, so that nothing needs to be read back.
        """
        self._key = key
        self._catalog = catalog
        self._store = store
        self._numbers: dict[int, dict[str, int]] = {}
        self._lineage: Lineage | None = [(0, None)] if is_new else None
        self._metrics: dict[str, LastPoint] = {}
        self._texts: dict[str, Last] = {}
        self._stale: set[str] = set()
        self._texts_stale = True
        self._figured: dict[str, Figured] = {}
        self._figured_by: Rules | None = None

    def append(self, rows: Sequence[Rows], branch: int, batch: Batch) -> None:
        """Take in the rows of a piece of a journal."""
        assembled = assemble(rows, self._number(branch, {name for part in rows for name in part.names}))
        self._store.append(assembled.points, batch)
        for name in assembled.ends:
            self._figured.pop(name, None)
        if self._lineage is None:
            return
        if branch != self._lineage[0][0]:
            # A branch that is shown up to a step only, or not at all: let the store say what that means.
            self._stale.update(assembled.ends)
            return
        for name, end in assembled.ends.items():
            known = self._metrics.get(name)
            if known is None or (end.step, end.time) >= (known.step, known.time):
                self._metrics[name] = end

    def add_texts(self, texts: Iterable[TextLogged], branch: int) -> None:
        """Take in points of string series."""
        self._catalog.add_texts(self._key, branch, texts)
        self._texts_stale = True

    def shown(self, lineage: Lineage, rules: Rules) -> Mapping[str, Last | LastPoint | Figured]:
        """What the summary has of each metric and string series over the branches that are shown: the last value, or the figures that were asked for."""
        if lineage != self._lineage:
            self._lineage = lineage
            self._metrics.clear()
            self._figured.clear()
            self._texts_stale = True
            self._stale = {name for branch, _ in lineage for name in self._known(branch)}
        names = sorted(self._stale)
        for name, last in zip(names, self._store.last([self._line(name) for name in names]), strict=True):
            if last is not None:
                self._metrics[name] = last
        self._stale.clear()
        if self._texts_stale:
            self._texts = self._catalog.lasts(self._key, lineage)
            self._texts_stale = False
        lasts: dict[str, Last | LastPoint] = {**self._texts, **self._metrics}
        return self._by_rules(lasts, rules) if rules.has_summaries else {**lasts}

    def _by_rules(
        self, lasts: Mapping[str, Last | LastPoint], rules: Rules
    ) -> Mapping[str, Last | LastPoint | Figured]:
        if rules is not self._figured_by:
            self._figured.clear()
            self._figured_by = rules
        shown: dict[str, Last | LastPoint | Figured] = {}
        wanted: dict[str, tuple[str, ...]] = {}
        for name, last in lasts.items():
            asked = rules.of(name).summary
            if not asked:
                shown[name] = last
            elif "none" not in asked:
                if name in self._metrics:
                    wanted[name] = asked
                else:
                    shown[name] = last
        self._figure(wanted)
        for name in wanted:
            if self._figured[name].value:
                shown[name] = self._figured[name]
        return shown

    def _figure(self, wanted: Mapping[str, tuple[str, ...]]) -> None:
        """Compute the figures of metrics that got points since they were computed last."""
        names = [name for name in wanted if name not in self._figured]
        lines = [self._line(name) for name in names]
        for name, line, facts in zip(names, lines, self._store.summary(lines), strict=True):
            assert facts is not None, "a metric with a last point has points"
            finite = facts.points - facts.nonfinite
            known = {"last": facts.last}
            if finite:
                known.update(min=facts.min, max=facts.max, mean=facts.sum / finite)
            if "first" in wanted[name]:
                known["first"] = float(self._store.raw(line, None, None, 1).values[0])
            self._figured[name] = Figured(facts.last_time, figures(wanted[name], known))

    def _known(self, branch: int) -> dict[str, int]:
        if branch not in self._numbers:
            self._numbers[branch] = dict(self._catalog.known_series(self._key, branch))
        return self._numbers[branch]

    def _number(self, branch: int, names: set[str]) -> dict[str, int]:
        known = self._known(branch)
        new = sorted(names - known.keys())
        if new:
            known.update(zip(new, self._catalog.series_ids(self._key, branch, new), strict=True))
        return known

    def _line(self, metric: str) -> Line:
        return tuple(
            Span(self._key, self._known(branch)[metric], last_step)
            for branch, last_step in self._lineage or ()
            if metric in self._known(branch)
        )


def assemble(rows: Sequence[Rows], numbers: dict[str, int]) -> Assembled:
    """Rows of several layouts as an array of POINT: series by series, steps ascending, without a loop over points.

    Metrics that come in the same layouts have the same steps, so sorting happens once for all of them.
    """
    found: dict[str, list[tuple[int, int]]] = {}
    for position, part in enumerate(rows):
        for column, name in enumerate(part.names):
            found.setdefault(name, []).append((position, column))
    companies: dict[tuple[int, ...], list[str]] = {}
    for name, places in found.items():
        companies.setdefault(tuple(position for position, _ in places), []).append(name)
    out = np.empty(sum(part.values.size for part in rows), POINT)
    at = 0
    order_of_names: list[str] = []
    ends: list[int] = []
    for positions, names in companies.items():
        parts = [rows[position] for position in positions]
        steps = np.concatenate([part.steps for part in parts])
        times = np.concatenate([part.times for part in parts])
        ascending = bool((steps[1:] > steps[:-1]).all())
        order = slice(None) if ascending else np.lexsort((times, steps))
        view = out[at : at + len(steps) * len(names)].reshape(len(names), len(steps))
        view["series"] = np.array([numbers[name] for name in names], np.uint64)[:, None]
        view["step"], view["time"] = steps[order], times[order]
        columns = [[column for _, column in found[name]] for name in names]
        stacked = [part.values[:, [row[place] for row in columns]].T for place, part in enumerate(parts)]
        view["value"] = np.concatenate(stacked, axis=1)[:, order]
        order_of_names += names
        ends += range(at + len(steps) - 1, at + view.size, len(steps))
        at += view.size
    last = out[ends]
    ends_of_series = map(LastPoint, last["step"].tolist(), last["time"].tolist(), last["value"].tolist())
    return Assembled(out, dict(zip(order_of_names, ends_of_series, strict=True)))
