"""Tables of several runs side by side, by the values of one column."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from typing import Any

import msgspec
import numpy as np

from runstone.encoding.column import Column
from runstone.index.points import Int64
from runstone.model.errors import BadQuery
from runstone.model.values import to_json
from runstone.query.answers import JoinedColumn, JoinedTables
from runstone.query.tables.opened import Table, TableName, Tables, take
from runstone.query.tables.page import MAX_PAGE

MAX_TABLES = 20


def side_by_side(
    tables: Tables, names: Sequence[TableName], on: str, offset: int = 0, limit: int = 100
) -> JoinedTables:
    """A row for each value of the column that any of the tables has, in the order in which the values first appear.

    Where a table has a value several times its first row meets the first ones of the others, its second row the second ones, and so on. Nulls
    meet nulls.

    Raises:
        BadQuery: they are too few or too many, one is no table, or has no such column.
        BlobDamaged: a blob is missing or cannot be read.
    """
    if not 2 <= len(names) <= MAX_TABLES:
        raise BadQuery(f"{len(names)} tables cannot be put side by side; it must be 2 to {MAX_TABLES}.")
    opened = [tables.open(name) for name in names]
    for table in opened:
        table.check(on)
    places = opened[0].kept(
        ("join", tuple(names), on), lambda: _places([table.column(on) for table in opened]), lambda found: found.nbytes
    )
    shown = places[offset : offset + max(0, min(limit, MAX_PAGE))]
    columns = [JoinedColumn(on, opened[0].column(on).type, None)]
    cells: list[list[Any]] = [_shared(opened, on, shown)]
    for at, table in enumerate(opened):
        for column in table.columns:
            if column.name != on:
                columns.append(JoinedColumn(column.name, column.type, at))
                cells.append(_cells(table, column.name, shown[:, at]))
    rows = [list(row) for row in zip(*cells, strict=True)]
    return JoinedTables(on, columns, rows, len(places), int((places >= 0).all(axis=1).sum()))


def _places(columns: Sequence[Column]) -> Int64:
    """For each row of the answer the row of each table; -1 where it has none."""
    rows: dict[Hashable, int] = {}
    found: list[list[int]] = []
    for at, column in enumerate(columns):
        seen: Counter[Hashable] = Counter()
        for place, cell in enumerate(column.to_list()):
            value = _value(cell)
            row = rows.setdefault((value, seen[value]), len(found))
            seen[value] += 1
            if row == len(found):
                found.append([-1] * len(columns))
            found[row][at] = place
    return np.array(found, np.int64).reshape(len(found), len(columns))


def _value(cell: Any) -> Hashable:
    if isinstance(cell, bool):
        return bool, cell
    if isinstance(cell, float) and cell != cell:
        return float, "NaN"
    return cell if isinstance(cell, int | float | str) or cell is None else msgspec.json.encode(to_json(cell))


def _cells(table: Table, name: str, rows: Int64) -> list[Any]:
    there = rows >= 0
    found: list[Any] = [None] * len(rows)
    picked = take(table.column(name), rows[there]).to_list()
    for place, cell in zip(np.flatnonzero(there).tolist(), picked, strict=True):
        found[place] = cell
    return found


def _shared(tables: Sequence[Table], on: str, rows: Int64) -> list[Any]:
    found: list[Any] = [None] * len(rows)
    for at, table in enumerate(tables):
        for place, cell in enumerate(_cells(table, on, rows[:, at])):
            found[place] = cell if found[place] is None else found[place]
    return found
