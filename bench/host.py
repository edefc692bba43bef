"""Host: what the machine around a virtual one takes of its processors while something is measured. Wall clocks then measure the host."""

from __future__ import annotations

import os
import time

import psutil


class Host:
    """Watches from when it is made."""

    def __init__(self) -> None:
        self._began = time.monotonic()
        self._stolen_secs = _stolen_secs()

    @property
    def stolen_percent(self) -> float:
        """How much of all processors' time was wanted here and given to others by the host since; 0 where nothing tells."""
        offered_secs = (time.monotonic() - self._began) * (os.cpu_count() or 1)
        return 100.0 * max(0.0, _stolen_secs() - self._stolen_secs) / offered_secs if offered_secs else 0.0

    def __str__(self) -> str:
        return f"the host took {self.stolen_percent:.0f} % of the processors"


def _stolen_secs() -> float:
    return float(getattr(psutil.cpu_times(), "steal", 0.0))
