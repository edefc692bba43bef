"""How grave a line of the console is, in the words of Python's `logging`."""

from __future__ import annotations

from typing import Literal

LogLevel = Literal["debug", "info", "warning", "error", "critical"]
LOG_LEVELS: tuple[LogLevel, ...] = ("debug", "info", "warning", "error", "critical")
"""The least grave first."""


def level_of_number(number: int) -> LogLevel:
    """The level that a number of `logging` belongs to: 30 and what lies between it and 40 is a warning."""
    return LOG_LEVELS[min(4, max(0, number // 10 - 1))]
