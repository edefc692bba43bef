"""The clock of a writer: wall time that never runs backwards."""

from __future__ import annotations

import time


class Clock:
    """Microseconds since the epoch, strictly following the monotonic clock.

    A wall clock that is set back does not reach the journal: later records keep later times. One that is set forward (a laptop
    woke up, NTP found the time) is followed at the next `settle`, since going forward breaks no order.
    """

    def __init__(self) -> None:
        self._offset_ns = time.time_ns() - time.monotonic_ns()

    def now(self) -> int:
        """The time, in microseconds since the epoch."""
        return (time.monotonic_ns() + self._offset_ns) // 1000

    def settle(self) -> None:
        """Follow a wall clock that went ahead by more than a second; one that went back is ignored."""
        offset_ns = time.time_ns() - time.monotonic_ns()
        if offset_ns - self._offset_ns > 1_000_000_000:
            self._offset_ns = offset_ns
