"""What a run printed."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from typing import Literal, NamedTuple

from runstone.index.catalog import ConsoleEntry
from runstone.index.index import Snapshot
from runstone.index.sqlite_catalog import unpack_lines
from runstone.model.log_level import LOG_LEVELS, LogLevel
from runstone.query import runs
from runstone.query.answers.console import Console, ConsoleLine, ConsoleMatch, ConsoleMatches, UnfinishedLine
from runstone.query.asking import question
from runstone.query.line_search import LineSearch, line_search
from runstone.query.plain_text import plain_text, raw_finder

Stream = Literal["stdout", "stderr"]


@question
def read(
    snapshot: Snapshot,
    run: str,
    first: int = 0,
    limit: int = 1000,
    stream: Stream | None = None,
    level: LogLevel | None = None,
) -> Console:
    """A stretch of the console.

    Args:
        run: id, display id or number.
        first: position of the first line among those of the asked streams; negative counts from the end.
        limit: how many lines at most.
        stream: only this stream; None for both. `line` and the order count both in any case.
        level: only lines of this level, or graver ones; None for all, also those that say none.
    """
    stretch = _Stretch(snapshot, run, stream, level)
    begin = max(0, stretch.total + first) if first < 0 else first
    found = [
        ConsoleLine(number, time, "stderr" if is_stderr else "stdout", text, its_level, logger)
        for piece in stretch.pieces(begin, begin + limit)
        for number, (time, is_stderr, text, its_level, logger) in zip(piece.numbers, piece.lines, strict=True)
    ]
    return Console(found, stretch.total, [] if level is not None else stretch.unfinished())


@question
def search(
    snapshot: Snapshot,
    run: str,
    text: str,
    regex: bool = False,
    first: int = 0,
    limit: int = 100_000,
    stream: Stream | None = None,
    level: LogLevel | None = None,
) -> ConsoleMatches:
    """The lines of a stretch in which a text is found, upper and lower case alike, as they read: without their escapes.

    Args:
        run: id, display id or number.
        text: what is looked for.
        regex: `text` is a regular expression (RE2).
        first: position of the first line of the stretch among those of the asked streams.
        limit: how many lines are looked through at most.
        stream: only this stream; None for both.
        level: only lines of this level, or graver ones; None for all.

    Raises:
        RunNotFound: there is no such run.
        BadQuery: the text is no regular expression.
    """
    search_lines = line_search(text) if regex else _containing(text)
    worth = None if regex else raw_finder(text)
    stretch = _Stretch(snapshot, run, stream, level)
    end = max(first, min(first + limit, stretch.total))
    found: list[ConsoleMatch] = []
    for piece in stretch.pieces(first, end, worth):
        for place in search_lines([plain_text(line.text) for line in piece.lines]):
            found.append(ConsoleMatch(piece.positions[place], piece.numbers[place]))
    return ConsoleMatches(found, end, stretch.total)


def _containing(text: str) -> LineSearch:
    wanted = text.lower()
    return lambda lines: (place for place, line in enumerate(lines) if wanted in line.lower())


class _Piece(NamedTuple):
    """Lines of one chunk, each with its position among those of the asked streams, and its number in the console."""

    positions: Sequence[int]
    numbers: Sequence[int]
    lines: Sequence[ConsoleEntry]


class _Stretch:
    """The lines of a run that are of the asked streams and levels, by their position among them."""

    def __init__(self, snapshot: Snapshot, run: str, stream: Stream | None, level: LogLevel | None) -> None:
        self._snapshot = snapshot
        self._stream = stream
        self._levels = None if level is None else frozenset(LOG_LEVELS[LOG_LEVELS.index(level) :])
        (key,) = snapshot.connection.execute("SELECT key FROM run WHERE id = ?", (runs.find(snapshot, run),)).fetchone()
        self._key = key
        self._chunks = snapshot.connection.execute(
            "SELECT id, stdout_lines, stderr_lines, level_counts FROM console WHERE run = ? ORDER BY id", (key,)
        ).fetchall()
        self.total = sum(self._asked(chunk) for chunk in self._chunks)

    def pieces(self, begin: int, end: int, worth: Callable[[bytes], bool] | None = None) -> Iterator[_Piece]:
        """The lines from `begin` up to `end`, a chunk at a time, without those chunks that are not `worth` it (see `unpack_lines`)."""
        position = line = 0
        for chunk in self._chunks:
            count = self._asked(chunk)
            after = position + count
            if count and after > begin and position < end:
                (data,) = self._snapshot.connection.execute(
                    "SELECT lines_doc FROM console WHERE id = ?", (chunk["id"],)
                ).fetchone()
                lines = unpack_lines(data, worth)
                numbers: Sequence[int] = range(line, line + len(lines))
                if self._stream is not None or self._levels is not None:
                    asked = [place for place, entry in enumerate(lines) if self._is_asked(entry)]
                    lines, numbers = [lines[place] for place in asked], [line + place for place in asked]
                cut = slice(max(0, begin - position), max(0, end - position))
                yield _Piece(range(position, position + len(lines))[cut], numbers[cut], lines[cut])
            position = after
            line += chunk["stdout_lines"] + chunk["stderr_lines"]

    def unfinished(self) -> list[UnfinishedLine]:
        """The lines that writers are at: of one that is gone, if nothing was printed after them."""
        found = self._snapshot.connection.execute(
            "SELECT is_stderr, time, lines, alive FROM console_unfinished JOIN journal USING (run, writer) WHERE run = ? ORDER BY time",
            (self._key,),
        ).fetchall()
        last_time = max((row["time"] for row in found), default=0)
        if found and self._chunks:
            (doc,) = self._snapshot.connection.execute(
                "SELECT lines_doc FROM console WHERE id = ?", (self._chunks[-1]["id"],)
            ).fetchone()
            last_time = max(last_time, unpack_lines(doc)[-1].time)
        return [
            UnfinishedLine(row["time"], "stderr" if row["is_stderr"] else "stdout", text)
            for row in found
            if (row["alive"] or row["time"] >= last_time)
            and (self._stream is None or (self._stream == "stderr") == bool(row["is_stderr"]))
            for text in json.loads(row["lines"])
        ]

    def _is_asked(self, entry: ConsoleEntry) -> bool:
        return (self._stream is None or entry.is_stderr == (self._stream == "stderr")) and (
            self._levels is None or entry.level in self._levels
        )

    def _asked(self, chunk: sqlite3.Row) -> int:
        if self._levels is not None:
            counts = json.loads(chunk["level_counts"] or "[]")
            least = len(LOG_LEVELS) - len(self._levels)
            stdout, stderr = sum(counts[least : len(LOG_LEVELS)]), sum(counts[len(LOG_LEVELS) + least :])
        else:
            stdout, stderr = chunk["stdout_lines"], chunk["stderr_lines"]
        return int((stdout if self._stream != "stderr" else 0) + (stderr if self._stream != "stdout" else 0))
