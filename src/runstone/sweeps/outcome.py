"""The outcomes of runs: how they stand and what became of the sweep's metric, read from their journals as far as those are written."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from runstone.journal.alive import is_alive
from runstone.journal.reader import Rows
from runstone.journal.tail import Tail
from runstone.model.definitions import figures
from runstone.model.facts import RunFacts
from runstone.model.home import Home
from runstone.model.records import Opened
from runstone.model.silence import Silence
from runstone.model.states import State, WriterLife, derive_state
from runstone.model.summary import summary
from runstone.sweeps.definition import Metric
from runstone.sweeps.value import series_of, value_of

Steps = npt.NDArray[np.int64]
Values = npt.NDArray[np.float64]


class Points(NamedTuple):
    """A series: steps ascending, each once."""

    steps: Steps
    times: Steps
    values: Values


class Outcome:
    """One run. Asked again, it reads on."""

    def __init__(self, home: Home, run: str, metric: Metric | None, silence: Silence | None = None) -> None:
        """
        Args:
            home: where its journals lie.
            run: its id.
            metric: of the sweep.
            silence: how long news of it is waited for where it is uploaded; read of the home by default.
        """
        self._home = home
        self._silence = silence or Silence(home)
        self._run = run
        self._metric = metric
        self._names = series_of(metric) if metric else []
        self._tail = Tail(home, run)
        self._parts: dict[tuple[int, str], list[Points]] = {}
        self.facts = RunFacts(run)

    def exists(self) -> bool:
        """Whether the run has begun, as far as `read` came."""
        return self.facts.started is not None

    def read(self) -> None:
        """Read what came since the last look.

        Raises:
            DataFault: a journal cannot be read at all.
        """
        for writer, piece in self._tail.read():
            for record in piece.records:
                self.facts.apply(writer, record)
            life = self.facts.writers.get(writer)
            for rows in piece.rows:
                self._take(rows, life.opened.branch if life else 0)

    def _take(self, rows: Rows, branch: int) -> None:
        for name in self._names:
            if name in rows.names:
                column = rows.values[:, rows.names.index(name)].copy()
                self._parts.setdefault((branch, name), []).append(Points(rows.steps, rows.times, column))

    def state(self) -> State:
        """How the run stands now."""
        lives = self._lives()
        if any(not life.alive and not life.closed for life in lives):
            # A writer lets go after its last words: those of one that ended since the last look are there now.
            self.read()
            lives = self._lives()
        return derive_state(self.facts.recorded_state, self.facts.recorded_state_time, lives)

    def _lives(self) -> list[WriterLife]:
        lives = []
        for path in self._home.journals(self._run):
            life = self.facts.writers.get(path.stem)
            if life is not None:
                alive = path.stem not in self.facts.gone and is_alive(
                    path, life.opened, life.last_time, life.closed, self._silence_secs(life.opened)
                )
                lives.append(WriterLife(life.opened.role == "primary", life.opened.time, life.closed, alive))
        return lives

    def _silence_secs(self, opened: Opened) -> float | None:
        # As the index has it: what people write is soon said, and of a home that is a copy whoever keeps it up brings what is new.
        waits = opened.role != "editor" and not self._home.is_copy
        return self._silence.longest_secs if waits else None

    def points(self) -> Points:
        """The points of the metric that are shown, under whichever of its names there are some."""
        return next((points for points in map(self._points, self._names) if len(points.steps)), _NONE)

    def value(self) -> float | None:
        """What the summary says of the metric; None without a finite number."""
        if self._metric is None:
            return None
        return value_of(
            summary(self.facts, {name: _Last(self, name) for name in self._names if len(self._points(name).steps)}),
            self._metric,
        )

    def _points(self, name: str) -> Points:
        parts = []
        for branch, cut in self.facts.lineage():
            for part in self._parts.get((branch, name), []):
                kept = slice(None) if cut is None else part.steps <= cut
                parts.append(Points(part.steps[kept], part.times[kept], part.values[kept]))
        return settled(parts)

    def shown(self, name: str) -> float | dict[str, float]:
        """What the summary shows of a series: its last value, or the figures that the script asked for."""
        points = self._points(name)
        wanted = self.facts.definitions.rules.of(name).summary
        if not wanted or "none" in wanted:
            return {} if wanted else float(points.values[-1])
        finite = points.values[np.isfinite(points.values)]
        known = {"first": float(points.values[0]), "last": float(points.values[-1])}
        if len(finite):
            known |= {"min": float(finite.min()), "max": float(finite.max()), "mean": float(finite.mean())}
        return figures(wanted, known)

    def last_time(self, name: str) -> int:
        """When the last point of a series was written."""
        return int(self._points(name).times.max())


class _Last:
    """A series as `summary` asks for it."""

    def __init__(self, outcome: Outcome, name: str) -> None:
        self.time = outcome.last_time(name)
        self.value = outcome.shown(name)


def settled(parts: list[Points]) -> Points:
    """Points of several writers as one series: of two at one step the later stands."""
    if not parts:
        return _NONE
    steps, times, values = (np.concatenate([part[field] for part in parts]) for field in range(3))
    if (steps[1:] > steps[:-1]).all():
        return Points(steps, times, values)
    order = np.lexsort((times, steps))
    steps, times, values = steps[order], times[order], values[order]
    final = np.append(steps[1:] != steps[:-1], True) if len(steps) else np.ones(0, bool)
    return Points(steps[final], times[final], values[final])


_NONE = Points(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0, np.float64))
