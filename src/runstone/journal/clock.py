"""The clock of a writer: wall time that never runs backwards."""

from __future__ import annotations

import time as _time


class Clock:
    """Microseconds since the epoch, strictly following the monotonic clock.

    A wall clock that is set back does not reach the journal: later records keep later times. One that is set forward (a laptop
    woke up, NTP found the time) is followed at the next `settle`, since going forward breaks no order.
    """

    def __init__(self) -> None:
        self._offset_ns = _time.time_ns() - _time.monotonic_ns()

    def now(self) -> int:
        """The time, in microseconds since the epoch."""
        return (_time.monotonic_ns() + self._offset_ns) // 1000

    def settle(self) -> None:
        """Follow a wall clock that went ahead by more than a second; one that went back is ignored."""
        offset_ns = _time.time_ns() - _time.monotonic_ns()
        if offset_ns - self._offset_ns > 1_000_000_000:
            self._offset_ns = offset_ns

    def follow(self, time: int) -> None:
        """Be later than this time from now on: what is written next replaces something that another clock dated."""
        self._offset_ns = max(self._offset_ns, (time + 1) * 1000 - _time.monotonic_ns())
