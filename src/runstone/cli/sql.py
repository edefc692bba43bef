"""`runstone sql`: asks a home in SQL."""

from __future__ import annotations

import atexit
import csv as csv_format
import os
import sys
from typing import Annotated

from cyclopts import Parameter
from rich.table import Table
from rich.text import Text

from runstone.cli.output import format_value, print_json, terminal
from runstone.cli.place import HomeOption, JsonOption, open_home
from runstone.index.index import Index
from runstone.model.errors import BadQuery, Misuse
from runstone.query.sql import question
from runstone.query.sql.engine import Cell, SqlAnswer
from runstone.query.sql.tables import TABLES

_WAIT_SECS = 600.0


def sql(
    text: str | None = None,
    *,
    engine: Annotated[
        question.EngineName,
        Parameter(help="sqlite, duckdb (pip install 'runstone[sql]'), or auto: DuckDB where it is installed."),
    ] = "sqlite",
    limit: Annotated[int, Parameter(help="The most rows to print.")] = 10_000,
    timeout_secs: Annotated[float, Parameter(help="How long it may take.")] = 30.0,
    csv: Annotated[bool, Parameter(negative=(), help="Print CSV.")] = False,
    home: HomeOption = None,
    json: JsonOption = False,
) -> None:
    """Ask the home in SQL, or list its tables and their columns. Nothing can be changed by it.

    Parameters
    ----------
    text
        One SELECT; - reads it from standard input.
    """
    if csv and json:
        raise Misuse("--csv and --json are two forms of one answer: give one of them.")
    if text is None:
        _list_tables(json)
        return
    index = Index(open_home(home))
    index.refresh(_WAIT_SECS)
    asked = sys.stdin.read() if text == "-" else text
    try:
        answer = question.ask(index, asked, engine, limit, timeout_secs)
    except BadQuery:
        if question.is_left_behind():
            # Taking Python down in good order would pull it away under a step that nobody can stop.
            atexit.register(os._exit, 1)
        raise
    finally:
        index.close()
    if json:
        print_json(answer)
    elif csv:
        _print_csv(answer)
    else:
        _print_table(answer)
    if answer.cut and not json:
        print(f"runstone: there are more than these {len(answer.rows):,} rows; --limit shows more.", file=sys.stderr)


def _list_tables(json: bool) -> None:
    if json:
        print_json(
            [
                {"name": table.name, "says": table.says, "columns": [column._asdict() for column in table.columns]}
                for table in TABLES
            ]
        )
        return
    out = terminal()
    for table in TABLES:
        out.print(f"[bold]{table.name}[/bold]  {table.says}")
        shown = Table(box=None, pad_edge=False, show_header=False, padding=(0, 2, 0, 2))
        for column in table.columns:
            shown.add_row(column.name, Text(column.type, "dim"), column.says)
        out.print(shown)


def _print_csv(answer: SqlAnswer) -> None:
    out = csv_format.writer(sys.stdout, lineterminator="\n")
    out.writerow(answer.columns)
    out.writerows([cell.hex() if isinstance(cell, bytes) else cell for cell in row] for row in answer.rows)


def _print_table(answer: SqlAnswer) -> None:
    out = terminal()
    table = Table(box=None, pad_edge=False)
    for name, kind in zip(answer.columns, answer.types, strict=True):
        table.add_column(Text(name), justify="right" if kind in ("integer", "real") else "left", overflow="fold")
    for row in answer.rows:
        table.add_row(*(_shown(cell) for cell in row))
    out.print(table)
    out.print(Text(f"{len(answer.rows):,} rows, {answer.took_secs:.2f} s", "dim"))


def _shown(cell: Cell) -> Text:
    if cell is None:
        return Text("NULL", "dim")
    return Text(cell.hex() if isinstance(cell, bytes) else format_value(cell))
