"""Clocks that tests set: hours of a run go by at once."""

from __future__ import annotations

from runstone.journal import clock

SECOND = 1_000_000
HOUR = 3_600 * SECOND


class Hands:
    """What the clocks of writers go by while it is entered; `now` is in microseconds since the epoch."""

    def __init__(self) -> None:
        self.now = 1_700_000_000 * SECOND
        self._real = clock._time

    def time_ns(self) -> int:
        return self.now * 1000

    def monotonic_ns(self) -> int:
        return self.now * 1000

    def __enter__(self) -> Hands:
        clock._time = self  # type: ignore[assignment]
        return self

    def __exit__(self, *_: object) -> None:
        clock._time = self._real
