"""What a run printed."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from typing import Literal

from runstone.index.index import Snapshot
from runstone.index.sqlite_catalog import unpack_lines
from runstone.query import runs
from runstone.query.answers import Console, ConsoleLine, ConsoleMatch, ConsoleMatches
from runstone.query.asking import question
from runstone.query.patterns import Search, searcher
from runstone.query.plain_text import plain_text, raw_finder

Stream = Literal["stdout", "stderr"]


@question
def read(
    snapshot: Snapshot,
    run: str,
    first: int = 0,
    limit: int = 1000,
    stream: Stream | None = None,
) -> Console:
    """A stretch of the console.

    Args:
        run: id, display id or number.
        first: position of the first line among those of the asked streams; negative counts from the end.
        limit: how many lines at most.
        stream: only this stream; None for both. `line` and the order count both in any case.
    """
    stretch = _Stretch(snapshot, run, stream)
    begin = max(0, stretch.total + first) if first < 0 else first
    found = [
        ConsoleLine(number, time, "stderr" if is_stderr else "stdout", text)
        for _, number, time, is_stderr, text in stretch.lines(begin, begin + limit)
    ]
    return Console(found, stretch.total)


@question
def search(
    snapshot: Snapshot,
    run: str,
    text: str,
    regex: bool = False,
    first: int = 0,
    limit: int = 100_000,
    stream: Stream | None = None,
) -> ConsoleMatches:
    """The lines of a stretch in which a text is found, upper and lower case alike, as they read: without their escapes.

    Args:
        run: id, display id or number.
        text: what is looked for.
        regex: `text` is a regular expression (RE2).
        first: position of the first line of the stretch among those of the asked streams.
        limit: how many lines are looked through at most.
        stream: only this stream; None for both.

    Raises:
        RunNotFound: there is no such run.
        BadQuery: the text is no regular expression.
    """
    matches = searcher(text) if regex else _contains(text)
    worth = None if regex else raw_finder(text)
    stretch = _Stretch(snapshot, run, stream)
    end = max(first, min(first + limit, stretch.total))
    found = [
        ConsoleMatch(position, number)
        for position, number, _, _, line in stretch.lines(first, end, worth)
        if matches(plain_text(line))
    ]
    return ConsoleMatches(found, end, stretch.total)


def _contains(text: str) -> Search:
    wanted = text.lower()
    return lambda line: wanted in line.lower()


class _Stretch:
    """The lines of a run that are of the asked streams, by their position among them."""

    def __init__(self, snapshot: Snapshot, run: str, stream: Stream | None) -> None:
        self._snapshot = snapshot
        self._stream = stream
        (key,) = snapshot.connection.execute("SELECT key FROM run WHERE id = ?", (runs.find(snapshot, run),)).fetchone()
        self._chunks = snapshot.connection.execute(
            "SELECT id, stdout_lines, stderr_lines FROM console WHERE run = ? ORDER BY id", (key,)
        ).fetchall()
        self.total = sum(self._asked(chunk) for chunk in self._chunks)

    def lines(
        self, begin: int, end: int, worth: Callable[[bytes], bool] | None = None
    ) -> Iterator[tuple[int, int, int, bool, str]]:
        """Position, number in the console, time, whether it went to stderr, and text of each line from `begin` up to `end`, without chunks that
        are not `worth` it (see `unpack_lines`)."""
        position = line = 0
        for chunk in self._chunks:
            after = position + self._asked(chunk)
            if after > begin and position < end:
                at = position
                (data,) = self._snapshot.connection.execute(
                    "SELECT lines_doc FROM console WHERE id = ?", (chunk["id"],)
                ).fetchone()
                for number, (time, is_stderr, text) in enumerate(unpack_lines(data, worth), line):
                    if self._stream not in (None, "stderr" if is_stderr else "stdout"):
                        continue
                    if begin <= at < end:
                        yield at, number, time, is_stderr, text
                    at += 1
            position = after
            line += chunk["stdout_lines"] + chunk["stderr_lines"]

    def _asked(self, chunk: sqlite3.Row) -> int:
        stdout_lines = chunk["stdout_lines"] if self._stream != "stderr" else 0
        stderr_lines = chunk["stderr_lines"] if self._stream != "stdout" else 0
        return int(stdout_lines + stderr_lines)
