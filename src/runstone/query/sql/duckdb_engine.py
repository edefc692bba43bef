"""SQL by DuckDB (`pip install runstone[sql]`): for whole homes and many points.

The tables that a query names are brought over as Arrow. Points and console lines are not: a function brings them, chunk by chunk, and only
those that the query's conditions on run and metric leave.
"""

from __future__ import annotations

import math
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

import numpy as np

from runstone.index.index import Index
from runstone.model.errors import BadQuery, MissingDependency
from runstone.model.values import to_plain
from runstone.query.sql.engine import Cell, Question, Rows, SqlAnswer
from runstone.query.sql.tables import CHUNKS, TABLES, Table
from runstone.query.sql.views import Views, mentioned, views

MEMORY_LIMIT = "1GiB"
_BATCH_ROWS = 65_536
_SQL_TYPES = {"integer": "BIGINT", "real": "DOUBLE", "text": "VARCHAR"}

_POINT = "STRUCT(step BIGINT, time BIGINT, value DOUBLE)[]"
_POINTS_VIEW = """
CREATE VIEW points AS SELECT run, metric, point.step AS step, point.time AS time,
  CASE WHEN isnan(point.value) THEN NULL ELSE point.value END AS value, isnan(point.value)::BIGINT AS is_nan
FROM (SELECT run, metric, unnest(rs_points(chunk)) AS point FROM point_chunks)
"""
_POINT_CHUNKS = f"SELECT run.id, name.name, chunk.value {CHUNKS}"


class DuckdbEngine:
    """See SqlEngine. What lies outside the process is out of its reach."""

    def answer(self, index: Index, question: Question) -> SqlAnswer:
        """See SqlEngine."""
        try:
            import duckdb
            import pyarrow as arrow
        except ImportError as error:
            raise MissingDependency("duckdb", "The engine duckdb", "'runstone[sql]'") from error
        began = time.monotonic()
        with views(index) as found, _opened(duckdb) as connection:
            found.connection.set_progress_handler(lambda: question.is_late, 10_000)
            # DuckDB asks from threads of its own, and a snapshot is read by one at a time.
            reading = threading.Lock()
            try:
                _fill(connection, arrow, found, mentioned(question.text), reading)
                connection.execute("SET lock_configuration = true")
                with _stopped_when_late(connection, question):
                    _check(duckdb, connection, question)
                    return _run(connection, question, began)
            except sqlite3.OperationalError as error:
                raise (question.too_slow() if question.is_late else question.wrong(str(error))) from error
            except duckdb.Error as error:
                raise _explained(duckdb, error, question) from error


@contextmanager
def _opened(duckdb: Any) -> Iterator[Any]:
    connection = duckdb.connect(
        ":memory:", config={"memory_limit": MEMORY_LIMIT, "temp_directory": "", "max_temp_directory_size": "0B"}
    )
    try:
        for setting in (
            "autoinstall_known_extensions = false",
            "autoload_known_extensions = false",
            "allow_community_extensions = false",
            "python_enable_replacements = false",
            "enable_external_access = false",
        ):
            connection.execute(f"SET {setting}")
        yield connection
    finally:
        connection.close()


@contextmanager
def _stopped_when_late(connection: Any, question: Question) -> Iterator[None]:
    """Whatever the connection does in the block ends when the time is over."""
    done = threading.Event()

    def watch() -> None:
        if not done.wait(max(0.0, question.deadline - time.monotonic())):
            # Again and again: an interrupt that comes between two statements is forgotten by the next.
            while not done.wait(0.05):
                connection.interrupt()

    watcher = threading.Thread(target=watch, name="runstone-sql-watch", daemon=True)
    watcher.start()
    try:
        yield
    finally:
        done.set()
        watcher.join()


def _fill(connection: Any, arrow: Any, found: Views, tables: set[str], reading: threading.Lock) -> None:
    found.make(tables)
    for table in TABLES:
        if table.name == "points" and table.name in tables:
            _bring_points(connection, arrow, found, reading)
        elif table.name in tables:
            columns = ", ".join(column.name for column in table.columns)
            data = _to_arrow(arrow, found, f"SELECT {columns} FROM {table.name}", table)
            connection.register(f"rs_{table.name}", data)
            connection.execute(f"CREATE VIEW {table.name} AS SELECT * FROM rs_{table.name}")
        else:
            columns = ", ".join(f'"{column.name}" {_SQL_TYPES[column.type]}' for column in table.columns)
            connection.execute(f"CREATE TABLE {table.name} ({columns})")


def _to_arrow(arrow: Any, found: Views, select: str, table: Table) -> Any:
    types = {"integer": arrow.int64(), "real": arrow.float64(), "text": arrow.string()}
    schema = arrow.schema([(column.name, types[column.type]) for column in table.columns])
    return _batches(arrow, found, select, schema)


def _batches(arrow: Any, found: Views, select: str, schema: Any) -> Any:
    cursor = found.connection.execute(select)
    batches = []
    while rows := cursor.fetchmany(_BATCH_ROWS):
        columns = zip(*rows, strict=True)
        arrays = [arrow.array(values, field.type) for values, field in zip(columns, schema, strict=True)]
        batches.append(arrow.record_batch(arrays, schema=schema))
    return arrow.Table.from_batches(batches, schema)


def _bring_points(connection: Any, arrow: Any, found: Views, reading: threading.Lock) -> None:
    def points(chunks: Any) -> Any:
        with reading:
            parts = [found.functions.points(number) for number in chunks.to_pylist()]
        ends = np.cumsum([0, *(len(part) for part in parts)], dtype=np.int32)
        columns = [np.concatenate(arrays) for arrays in zip(*parts, strict=True)]
        # Without `from_pandas`, NaN stays NaN.
        structs = arrow.StructArray.from_arrays([arrow.array(column) for column in columns], ["step", "time", "value"])
        return arrow.ListArray.from_arrays(arrow.array(ends), structs)

    schema = arrow.schema([("run", arrow.string()), ("metric", arrow.string()), ("chunk", arrow.int64())])
    connection.register("point_chunks", _batches(arrow, found, _POINT_CHUNKS, schema))
    connection.create_function("rs_points", points, ["BIGINT"], _POINT, type="arrow")
    connection.execute(_POINTS_VIEW)


def _check(duckdb: Any, connection: Any, question: Question) -> None:
    statements = connection.extract_statements(question.text)
    if not statements:
        raise question.wrong("there is no query in this text: write one that begins with SELECT")
    if len(statements) > 1:
        raise question.wrong("there is more than one statement in this text, and one is asked at a time")
    if statements[0].type != duckdb.StatementType.SELECT:
        raise question.wrong("only reading is allowed here: write a SELECT over the tables that `runstone sql` lists")
    try:
        # Binds the query and no more. What is wrong there is told with its place, as a relation does not.
        connection.execute(f"EXPLAIN\n{question.text}")
    except duckdb.Error as error:
        raise _explained(duckdb, error, question, lines_before=1) from error


def _run(connection: Any, question: Question, began: float) -> SqlAnswer:
    # A relation is carried out only as far as its rows are wanted.
    asked = connection.sql(question.text).limit(question.limit + 1)
    columns, types = list(asked.columns), [_type(str(kind)) for kind in asked.types]
    fetched = asked.fetchall()
    rows = Rows(question.limit)
    for row in fetched:
        if not rows.add([_cell(cell) for cell in row]):
            break
    return SqlAnswer(columns, types, rows.rows, rows.cut, time.monotonic() - began, "duckdb")


def _type(kind: str) -> str:
    if kind in ("DOUBLE", "FLOAT") or kind.startswith("DECIMAL"):
        return "real"
    if kind.endswith("INT") or kind in ("INTEGER", "UINTEGER", "BOOLEAN"):
        return "integer"
    return {"BLOB": "blob", '"NULL"': "null", "NULL": "null"}.get(kind, "text")


def _cell(value: Any) -> Cell:
    match value:
        case None | str() | bytes():
            return value
        case bool():
            return int(value)
        case int():
            return value
        case float():
            return None if math.isnan(value) else value
        case Decimal():
            return float(value)
        case _:
            plain = to_plain(value)
            return plain if isinstance(plain, str | int | float) else repr(plain)


def _explained(duckdb: Any, error: Any, question: Question, lines_before: int = 0) -> BadQuery:
    message, _, place = str(error).partition("\n\nLINE ")
    if isinstance(error, duckdb.InterruptException):
        return question.too_slow()
    if isinstance(error, duckdb.OutOfMemoryException):
        return question.wrong(
            f"the query needs more than {MEMORY_LIMIT} of memory. Ask for fewer rows, or sort fewer of them"
        )
    start, end = _place(question.text, place, lines_before)
    message = message.partition(": ")[2] or message
    if message.startswith("Table with name "):
        return question.unknown_table(message.split()[3], start)
    return question.wrong(message.partition("\n")[0], start, end)


def _place(text: str, told: str, lines_before: int) -> tuple[int | None, int | None]:
    """Where `2: … ^^^`, the end of a message, points into the text, of which so many lines were put before."""
    number, _, rest = told.partition(": ")
    shown, _, mark = rest.partition("\n")
    if not number.isdigit() or "^" not in mark:
        return None, None
    lines = text.split("\n")
    row = int(number) - 1 - lines_before
    if not 0 <= row < len(lines):
        return None, None
    column = mark.index("^") - len(f"LINE {number}: ")
    if shown != lines[row]:
        # Of a long line a part is shown, in dots.
        part = shown.removeprefix("...").removesuffix("...")
        column += lines[row].find(part) - (3 if shown.startswith("...") else 0)
    start = sum(len(line) + 1 for line in lines[:row]) + column
    return (start, start + mark.count("^")) if 0 <= start <= len(text) else (None, None)
