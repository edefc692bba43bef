"""A question in SQL, put to one of the engines."""

from __future__ import annotations

import importlib.util
import queue
import threading
import time
from typing import Literal

from runstone.index.index import Index
from runstone.model.errors import BadQuery
from runstone.query.sql.engine import Question, SqlAnswer, SqlEngine

EngineName = Literal["sqlite", "duckdb", "auto"]
ENGINES = ("sqlite", "duckdb", "auto")

# An engine looks at the clock between two steps, and some steps are long.
_GRACE_SECS = 2.0

# Queries at once in one process; one that cannot be stopped keeps its place until it ends by itself.
_MAX_AT_ONCE = 4
_places = threading.BoundedSemaphore(_MAX_AT_ONCE)
_THREAD_NAME = "runstone-sql"


def ask(
    index: Index, text: str, engine: EngineName = "sqlite", limit: int = 10_000, timeout_secs: float = 30.0
) -> SqlAnswer:
    """The answer to a query over the tables of `tables.py`.

    Args:
        index: of the home; bring it up to date before, if that matters.
        text: one SELECT, in the words of the engine.
        engine: `sqlite`; `duckdb`, which must be installed; or `auto`, which is DuckDB where it is.
        limit: the most rows that are wanted; `cut` tells whether there were more.
        timeout_secs: how long it may take.

    Raises:
        BadQuery: it is wrong, does not only read, or takes more time or memory than it may. It points at the place if the engine tells it.
        MissingDependency: DuckDB is not installed.
    """
    if engine not in ENGINES:
        raise BadQuery(f"There is no engine {engine!r}: it is one of {', '.join(ENGINES)}.")
    if limit < 0 or not timeout_secs > 0:
        raise BadQuery("The limit must not be negative, and the time must be more than nothing.")
    question = Question(text, limit, timeout_secs, time.monotonic() + timeout_secs)
    return _in_time(_engine(engine), index, question)


def is_left_behind() -> bool:
    """Whether a query that could not be stopped still runs in this process."""
    return any(thread.name == _THREAD_NAME for thread in threading.enumerate())


def _engine(name: EngineName) -> SqlEngine:
    if name == "sqlite" or (name == "auto" and importlib.util.find_spec("duckdb") is None):
        from runstone.query.sql.sqlite_engine import SqliteEngine

        return SqliteEngine()
    from runstone.query.sql.duckdb_engine import DuckdbEngine

    return DuckdbEngine()


def _in_time(engine: SqlEngine, index: Index, question: Question) -> SqlAnswer:
    """The answer, or the error that the time is over, whatever the engine does.

    A single step of an engine (one call of a function on megabytes) cannot be stopped: then its thread is left to end by itself.
    """
    told: queue.SimpleQueue[SqlAnswer | BaseException] = queue.SimpleQueue()
    if not _places.acquire(timeout=question.timeout_secs):
        raise BadQuery(f"{_MAX_AT_ONCE} other queries are being answered. Ask again when one of them has ended.")

    def work() -> None:
        try:
            told.put(engine.answer(index, question))
        except BaseException as error:  # noqa: BLE001 - raised again where it was asked
            told.put(error)
        finally:
            _places.release()

    threading.Thread(target=work, name=_THREAD_NAME, daemon=True).start()
    try:
        answer = told.get(timeout=question.timeout_secs + _GRACE_SECS)
    except queue.Empty:
        raise question.too_slow() from None
    if isinstance(answer, BaseException):
        raise answer
    return answer
