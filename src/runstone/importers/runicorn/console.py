"""`logs.txt`: console lines, with the three forms of time that Runicorn writes, of which none has a date."""

from __future__ import annotations

import re

_DAY_SECS = 86_400
_QUARTER_SECS = 900
_STAMP = re.compile(r"\[(\d\d):(\d\d):(\d\d)\] ?|(\d\d):(\d\d):(\d\d) \| ")


class Stamps:
    """Takes the time off lines, and finds the day. The writer's time zone is not told: the first line is taken to be within minutes of the run's
    beginning."""

    def __init__(self, created: int) -> None:
        """
        Args:
            created: when the run began, in microseconds since the epoch.
        """
        self._time = created
        self._created_secs = created // 1_000_000
        self._shift_secs: int | None = None

    def take(self, line: str) -> tuple[int, str]:
        """The time of a line in microseconds since the epoch, never before that of the line before, and the rest of it."""
        found = _STAMP.match(line)
        if found is None:
            return self._time, line
        hours, minutes, seconds = (int(part) for part in found.groups() if part is not None)
        of_day = hours * 3600 + minutes * 60 + seconds
        if self._shift_secs is None:
            away = (of_day - self._created_secs) % _DAY_SECS
            self._shift_secs = round(away / _QUARTER_SECS) * _QUARTER_SECS
        last_secs = self._time // 1_000_000
        secs = last_secs + (of_day - self._shift_secs - last_secs) % _DAY_SECS
        if secs - last_secs > _DAY_SECS - 3600:  # of another thread, a moment before
            secs = last_secs
        self._time = max(self._time, secs * 1_000_000)
        return self._time, line[found.end() :]
