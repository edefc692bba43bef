"""SQL by SQLite, which comes with Python."""

from __future__ import annotations

import re
import sqlite3
import time
from contextlib import closing

from runstone.index.index import Index
from runstone.model.errors import BadQuery
from runstone.query.sql.engine import Cell, Question, Rows, SqlAnswer
from runstone.query.sql.views import Views, mentioned, views

MAX_CELL_BYTES = 16 << 20
_MAX_PATTERN_BYTES = 1000
_OPERATIONS_BETWEEN_LOOKS = 10_000

_ALLOWED = frozenset({sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE})
_FORBIDDEN_FUNCTIONS = frozenset({"load_extension"})

_TYPES = {int: "integer", float: "real", str: "text", bytes: "blob"}
_NO_TABLE = re.compile(r"no such table: (?:\w+\.)?(.+)")
_QUOTED = re.compile(
    r'near "(.*)": syntax error|no such (?:column|function): (.+)|unrecognized token: "(.*)"', re.DOTALL
)


class SqliteEngine:
    """See SqlEngine. The views are the tables; an authorizer lets nothing through but reading."""

    def answer(self, index: Index, question: Question) -> SqlAnswer:
        """See SqlEngine."""
        began = time.monotonic()
        with views(index) as found:
            connection = found.connection
            connection.set_progress_handler(lambda: question.is_late, _OPERATIONS_BETWEEN_LOOKS)
            try:
                found.make(mentioned(question.text))
                _guard(connection)
                return _run(found, question, began)
            except sqlite3.Error as error:
                raise _explained(error, question, found) from error
            except (sqlite3.Warning, OverflowError, UnicodeError) as error:
                raise question.wrong(str(error)) from error


def _guard(connection: sqlite3.Connection) -> None:
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MAX_CELL_BYTES)
    connection.setlimit(sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH, _MAX_PATTERN_BYTES)
    connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    connection.setlimit(sqlite3.SQLITE_LIMIT_WORKER_THREADS, 0)
    connection.set_authorizer(_authorize)


def _authorize(action: int, first: str | None, second: str | None, database: str | None, view: str | None) -> int:
    forbidden = action == sqlite3.SQLITE_FUNCTION and (second or "").lower() in _FORBIDDEN_FUNCTIONS
    return sqlite3.SQLITE_OK if action in _ALLOWED and not forbidden else sqlite3.SQLITE_DENY


def _run(found: Views, question: Question, began: float) -> SqlAnswer:
    with closing(found.connection.cursor()) as cursor:
        cursor.execute(question.text)
        if cursor.description is None:
            raise question.wrong("there is no query in this text: write one that begins with SELECT")
        columns = [name for name, *_ in cursor.description]
        rows = Rows(question.limit)
        for row in cursor:
            if not rows.add(list(row)):
                break
    types = [_type(rows.rows, number) for number in range(len(columns))]
    return SqlAnswer(columns, types, rows.rows, rows.cut, time.monotonic() - began, "sqlite")


def _type(rows: list[list[Cell]], number: int) -> str:
    """SQLite's columns have no types, its values do."""
    kinds = {type(row[number]) for row in rows if row[number] is not None}
    if kinds == {int, float}:
        return "real"
    return _TYPES[kinds.pop()] if len(kinds) == 1 else "text" if kinds else "null"


def _explained(error: sqlite3.Error, question: Question, found: Views) -> BadQuery:
    message = str(error)
    if found.fault is not None and not isinstance(found.fault, sqlite3.OperationalError):
        return question.wrong(str(found.fault))
    if question.is_late and "interrupted" in f"{message} {found.fault}":
        return question.too_slow()
    missing = _NO_TABLE.match(message)
    if missing:
        return question.unknown_table(missing[1])
    if "not authorized" in message or "prohibited" in message:
        return question.wrong("only reading is allowed here: write a SELECT over the tables that `runstone sql` lists")
    if "too big" in message:
        return question.wrong(f"a value is larger than {MAX_CELL_BYTES >> 20} MiB, the most that a cell may have")
    if "one statement" in message:
        return question.wrong("there is more than one statement in this text, and one is asked at a time")
    quoted = _QUOTED.match(message)
    start, end = _place(question.text, next(filter(None, quoted.groups()), "") if quoted else "")
    if message == "incomplete input":
        start = end = len(question.text)
    return question.wrong(message, start, end)


def _place(text: str, word: str) -> tuple[int | None, int | None]:
    """Where a word is that the engine names, if it is there but once: SQLite does not say which one it means."""
    word = word.rpartition(".")[2] if word not in text else word
    places = (
        [found.start() for found in re.finditer(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE)]
        if word
        else []
    )
    return (places[0], places[0] + len(word)) if len(places) == 1 else (None, None)
