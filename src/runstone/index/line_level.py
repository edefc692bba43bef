"""The level that a printed line says it has."""

from __future__ import annotations

import re

from runstone.model.log_level import LogLevel

# Most lines say none: to find that out must cost next to nothing.
_HINTS = ("INFO", "WARN", "ERROR", "DEBUG", "CRITICAL", "FATAL")
_WORDS = "DEBUG|INFO|WARNING|WARN|ERROR|CRITICAL|FATAL"
# As the formats of logging and loguru have it, and not as prose does: at the beginning, or with its own mark behind it.
_SAID = re.compile(
    rf"^\W*({_WORDS})\b(?=[\s:|\]\-])|(?:\b|\x1b\[[\d;]*m)({_WORDS})(?=\]|:|\s*\||\s+-\s|\x1b\[)", re.ASCII
)
_SAID_BY_ABSL = re.compile(r"([IWEF])\d{4} \d\d:\d\d:\d\d", re.ASCII)
_MOST_CHARS = 120
_OF_WORD: dict[str, LogLevel] = {
    "DEBUG": "debug",
    "INFO": "info",
    "WARN": "warning",
    "WARNING": "warning",
    "ERROR": "error",
    "CRITICAL": "critical",
    "FATAL": "critical",
    "I": "info",
    "W": "warning",
    "E": "error",
    "F": "critical",
}


def level_of_line(line: str) -> LogLevel | None:
    """The level that a printed line says it has, near its beginning, as handlers of `logging` write it; None if it says none."""
    head = line[:_MOST_CHARS]
    found = _SAID_BY_ABSL.match(head)
    if found is None and any(hint in head for hint in _HINTS):
        found = _SAID.search(head)
    return _OF_WORD[found.group(found.lastindex or 0)] if found else None
