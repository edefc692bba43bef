"""Waiting for a condition, where there is no fixture."""

from __future__ import annotations

import time
from collections.abc import Callable


def wait_until(condition: Callable[[], object], timeout_secs: float = 60.0) -> None:
    """Return when the condition is true, or fail after a while."""
    deadline = time.monotonic() + timeout_secs
    while not condition():
        assert time.monotonic() < deadline, "the condition did not come true"
        time.sleep(0.01)
