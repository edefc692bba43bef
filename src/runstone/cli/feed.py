"""What a run recorded since somebody last looked: rows of metrics and lines of the console, in the order of their times."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from runstone.index.index import Index, Snapshot
from runstone.query import console, lineage, metrics, runs, series
from runstone.query.answers.console import ConsoleLine
from runstone.query.answers.metrics import MetricStats
from runstone.query.answers.runs import RunDetail
from runstone.query.lineage import Branch

_ALL = (1 << 62) - 1


class Row(NamedTuple):
    """The points that came at one step. `time` is that of the latest."""

    time: int
    step: int
    values: dict[str, float]


class RewindSeen(NamedTuple):
    """The run went on from an earlier step: rows after it come again."""

    time: int
    step: int


Entry = Row | ConsoleLine | RewindSeen


class Look(NamedTuple):
    """What is new, and how the run stands at the same moment."""

    run: RunDetail
    entries: list[Entry]


class Feed:
    """Follows one run. A resume goes on where the run ended, a rewind is told."""

    def __init__(self, run: str, wants: Callable[[str], bool], with_console: bool) -> None:
        """
        Args:
            run: its id.
            wants: whether a metric is asked for.
            with_console: whether the console is.
        """
        self._run = run
        self._wants = wants
        self._with_console = with_console
        self._steps: dict[str, int] = {}
        self._lines = 0
        self._branches: list[Branch] | None = None

    def last(self, index: Index, count: int) -> Look:
        """The last so many entries; the following `new` begins behind them."""
        return index.ask(lambda snapshot: self._last(snapshot, count))

    def new(self, index: Index) -> Look:
        """What came since the last look."""
        return index.ask(self._new)

    def _last(self, snapshot: Snapshot, count: int) -> Look:
        self._branches = lineage.branches(snapshot, self._run)
        values: dict[int, dict[str, float]] = {}
        times: dict[int, int] = {}
        for stat in self._stats(snapshot):
            self._steps[stat.name] = stat.last_step
            if count:
                self._collect(snapshot, stat.name, _first_of_last(snapshot, self._run, stat, count), values, times)
        found = self._rows(values, times) + self._console(snapshot, -count if count else None)
        found.sort(key=lambda entry: entry.time)
        return Look(runs.get_run(snapshot, self._run), found[-count:] if count else [])

    def _new(self, snapshot: Snapshot) -> Look:
        found: list[Entry] = []
        branches = lineage.branches(snapshot, self._run)
        rewound_to = self._rewound_to(branches)
        self._branches = branches
        values: dict[int, dict[str, float]] = {}
        times: dict[int, int] = {}
        for stat in self._stats(snapshot):
            seen = self._steps.get(stat.name)
            if seen is not None and rewound_to is not None:
                seen = min(seen, rewound_to)
            self._steps[stat.name] = stat.last_step
            if seen is None or stat.last_step > seen:
                self._collect(snapshot, stat.name, None if seen is None else seen + 1, values, times)
        found += [*self._rows(values, times), *self._console(snapshot, self._lines)]
        found.sort(key=lambda entry: entry.time)
        if rewound_to is not None:
            found.insert(0, RewindSeen(found[0].time if found else 0, rewound_to))
        return Look(runs.get_run(snapshot, self._run), found)

    def _stats(self, snapshot: Snapshot) -> list[MetricStats]:
        return [stat for stat in metrics.stats(snapshot, self._run) if self._wants(stat.name)]

    def _rewound_to(self, branches: list[Branch]) -> int | None:
        """The step that the run went on from if it was rewound since; None if not, or if a rewind was taken back."""
        if self._branches is None or branches[0] in self._branches or len(branches) < 2:
            return None
        known = {(branch.run, branch.branch) for branch in self._branches}
        return None if (branches[0].run, branches[0].branch) in known else branches[1].last_step

    def _collect(
        self,
        snapshot: Snapshot,
        metric: str,
        first: int | None,
        values: dict[int, dict[str, float]],
        times: dict[int, int],
    ) -> None:
        points = series.points(snapshot, self._run, metric, first, None, limit=_ALL)
        for step, time, value in zip(points.steps.tolist(), points.times.tolist(), points.values.tolist(), strict=True):
            values.setdefault(step, {})[metric] = value
            times[step] = max(times.get(step, time), time)

    def _rows(self, values: dict[int, dict[str, float]], times: dict[int, int]) -> list[Entry]:
        return [Row(times[step], step, values[step]) for step in sorted(values)]

    def _console(self, snapshot: Snapshot, first: int | None) -> list[Entry]:
        """Lines from a position on; of None none."""
        if not self._with_console:
            return []
        found = console.read(snapshot, self._run, first or 0, limit=0 if first is None else _ALL)
        self._lines = found.total
        return list(found.lines)


def _first_of_last(snapshot: Snapshot, run: str, stat: MetricStats, count: int) -> int | None:
    """A step so that the metric has at least `count` points from there on; None for the beginning."""
    window = count
    while stat.last_step - window > stat.first_step:
        first = stat.last_step - window + 1
        if len(series.points(snapshot, run, stat.name, first, None, limit=count).steps) >= count:
            return first
        window *= 4
    return None
