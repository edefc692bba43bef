"""The seam of SQL: what an engine is asked, and what it answers."""

from __future__ import annotations

import time
from typing import NamedTuple, Protocol

import msgspec

from runstone.index.index import Index
from runstone.model.errors import BadQuery
from runstone.query.sql.tables import TABLES

Cell = int | float | str | bytes | None

# All cells of an answer together: rows may be few and long.
MAX_ANSWER_BYTES = 64 << 20


class SqlAnswer(msgspec.Struct):
    """The rows of an answer.

    `types` has a word for each column: integer, real, text, blob or null. `cut` tells that there are more rows than were asked for. NaN is
    None, as in SQL.
    """

    columns: list[str]
    types: list[str]
    rows: list[list[Cell]]
    cut: bool
    took_secs: float
    engine: str


class Question(NamedTuple):
    """A query and its limits; `deadline` is a moment of `time.monotonic`."""

    text: str
    limit: int
    timeout_secs: float
    deadline: float

    @property
    def is_late(self) -> bool:
        """Whether its time is over."""
        return time.monotonic() > self.deadline

    def too_slow(self) -> BadQuery:
        """The error for a query whose time is over."""
        return BadQuery(
            f"The query took longer than {self.timeout_secs:g} s and was stopped. Ask for fewer runs, metrics or points, or allow more time "
            "with --timeout-secs."
        )

    def wrong(self, message: str, start: int | None = None, end: int | None = None) -> BadQuery:
        """The error for a query that cannot be followed, in the engine's words."""
        message = message.strip().rstrip(".")
        message = f"{message[:1].upper()}{message[1:]}."
        return BadQuery(message) if start is None else BadQuery(message, self.text, start, end)

    def unknown_table(self, name: str, start: int | None = None) -> BadQuery:
        """The error for a table that is none."""
        known = ", ".join(table.name for table in TABLES)
        at = self.text.find(name) if start is None else start
        message = f"There is no table {name}. The tables are {known}."
        return BadQuery(message, self.text, at, at + len(name)) if at >= 0 else BadQuery(message)


class SqlEngine(Protocol):
    """Answers queries over the tables of `tables.py`. It reads nothing else, and writes nothing."""

    def answer(self, index: Index, question: Question) -> SqlAnswer:
        """The first `limit` rows of the answer.

        Raises:
            BadQuery: the query is wrong, does not only read, or takes more time or memory than it may.
            MissingDependency: the engine is not installed.
        """


class Rows:
    """Collects rows up to a limit of rows and of bytes."""

    def __init__(self, limit: int) -> None:
        self.rows: list[list[Cell]] = []
        self.cut = False
        self._limit = limit
        self._size_bytes = 0

    def add(self, row: list[Cell]) -> bool:
        """Take a row in; False when there is no room for more."""
        self._size_bytes += sum(len(cell) for cell in row if isinstance(cell, str | bytes)) + 16 * len(row)
        if len(self.rows) >= self._limit or self._size_bytes > MAX_ANSWER_BYTES:
            self.cut = True
            return False
        self.rows.append(row)
        return True
