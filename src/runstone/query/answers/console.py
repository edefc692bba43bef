"""Lines of the console."""

from __future__ import annotations

from typing import Literal

import msgspec

from runstone.model.log_level import LogLevel


class ConsoleLine(msgspec.Struct, frozen=True):
    """One line that the run printed; `line` counts both streams. `level` is what it says it has, null for none; `logger` who said it through
    `logging`, null where that is not known."""

    line: int
    time: int
    stream: Literal["stdout", "stderr"]
    text: str
    level: LogLevel | None = None
    logger: str | None = None


class UnfinishedLine(msgspec.Struct, frozen=True):
    """A line that the run is still at, such as a progress bar: it has no number yet."""

    time: int
    stream: Literal["stdout", "stderr"]
    text: str


class Console(msgspec.Struct, frozen=True):
    """A stretch of the console, and how many lines there are in all. `unfinished` are those that stand below all of them now, and change."""

    lines: list[ConsoleLine]
    total: int
    unfinished: list[UnfinishedLine] = []


class ConsoleMatch(msgspec.Struct, frozen=True):
    """A line in which something was found: its position among those of the asked streams, and its number in the console."""

    position: int
    line: int


class ConsoleMatches(msgspec.Struct, frozen=True):
    """What a search found up to the position `scanned`; of the asked streams there are `total` lines."""

    found: list[ConsoleMatch]
    scanned: int
    total: int
