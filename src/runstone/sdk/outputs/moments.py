"""Moments: at which step a run was at some time, and what its metric was then. Read from its own journals, so that `log()` does nothing for it."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, NamedTuple

from runstone.model.home import Home
from runstone.model.records import Goal, PrimaryChosen

if TYPE_CHECKING:
    from runstone.journal.reader import Float64, Int64
    from runstone.journal.tail import Tail

# Nobody asks about the time before so many points.
_MOST_POINTS = 1_000_000
# Times of files come from a clock that ticks every few milliseconds.
_TICK_US = 10_000


class Moment(NamedTuple):
    """Where a run was: its last step, and the last value of its metric; None where there was none yet."""

    step: int | None
    metric: str
    value: float | None
    goal: Goal


class Moments:
    """Follows one run. `metric` is what is asked about; without one it is the run's primary metric."""

    def __init__(self, home: Home, run: str, metric: str = "", goal: Goal = "maximize") -> None:
        self._home = home
        self._run = run
        self._given = bool(metric)
        self._metric, self._goal = metric, goal
        self._restart()

    def _restart(self) -> None:
        self._tail: Tail | None = None
        self._steps: deque[tuple[Int64, Int64]] = deque()
        self._values: deque[tuple[Int64, Float64]] = deque()
        self._points = 0

    @property
    def goal(self) -> Goal:
        """Which values are better."""
        return self._goal

    def at(self, time_us: int) -> Moment:
        """Where the run was at a time, in microseconds since the epoch."""
        while self._read_on():
            self._restart()  # another metric: its earlier points were passed over
        time_us += _TICK_US
        step = _last(self._steps, time_us)
        value = _last(self._values, time_us)
        return Moment(None if step is None else int(step), self._metric, value, self._goal)

    def _read_on(self) -> bool:
        """Returns whether the metric is another one now."""
        from runstone.journal.tail import Tail

        if self._tail is None:
            self._tail = Tail(self._home, self._run)
        chosen: PrimaryChosen | None = None
        for _, piece in self._tail.read():
            for record in piece.records:
                if isinstance(record, PrimaryChosen) and (chosen is None or chosen.time <= record.time):
                    chosen = record
            for rows in piece.rows:
                if rows.names[0].startswith("sys/"):
                    continue
                self._steps.append((rows.times, rows.steps))
                self._points += len(rows.times)
                if self._metric in rows.names:
                    self._values.append((rows.times, rows.values[:, rows.names.index(self._metric)].copy()))
        while self._points > _MOST_POINTS and len(self._steps) > 1:
            self._points -= len(self._steps.popleft()[0])
        if chosen is None or self._given:
            return False
        self._goal, before, self._metric = chosen.goal, self._metric, chosen.metric
        return before != self._metric


def _last(pieces: deque[tuple[Int64, Int64]] | deque[tuple[Int64, Float64]], time_us: int) -> float | None:
    """The latest at or before a time."""
    found: tuple[int, float] | None = None
    for times, values in pieces:
        before = times <= time_us
        if before.any():
            at = len(times[before]) - 1 - int(times[before][::-1].argmax())
            candidate = int(times[before][at]), float(values[before][at])
            if found is None or candidate[0] >= found[0]:
                found = candidate
    return found[1] if found else None
