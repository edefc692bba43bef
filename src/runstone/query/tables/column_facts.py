"""What a column of a table holds: how its numbers spread, and its most frequent values."""

from __future__ import annotations

import numpy as np

from runstone.encoding.bins import counted
from runstone.encoding.column import Texts
from runstone.query.answers.tables import TableBin, TableColumnFacts, TableTopValue
from runstone.query.tables.opened import Table, TableName, Tables, take
from runstone.query.tables.page import ranks_of

_BINS = 30
_TOP = 30


def describe(tables: Tables, name: TableName, column_name: str) -> TableColumnFacts:
    """The facts of one column.

    Raises:
        BadQuery: the blob is no table, or has no such column.
        BlobDamaged: the blob is missing or cannot be read.
    """
    table = tables.open(name)
    column = table.column(column_name)
    found = ranks_of(table, column_name)
    nulls = int((found.ranks < 0).sum())
    nan = 0 if found.nan is None else int((found.ranks == found.nan).sum())
    low = high = mean = None
    bins: list[TableBin] = []
    if not isinstance(column.values, Texts) and column.type != "boolean":
        cells = column.values if column.present is None else column.values[column.present]
        finite = cells[np.isfinite(cells)]
        if len(finite):
            low, high = finite.min().item(), finite.max().item()
            with np.errstate(over="ignore"):
                mean = float(finite.mean(dtype=np.float64))
            bins = [TableBin(*each) for each in counted(finite.astype(np.float64), _BINS)]
    return TableColumnFacts(
        column_name,
        column.type,
        table.rows,
        nulls,
        nan,
        low,
        high,
        mean,
        len(found.first),
        bins,
        _top(table, column_name),
    )


def _top(table: Table, name: str) -> list[TableTopValue]:
    found = ranks_of(table, name)
    if not len(found.first):
        return []
    counts = np.bincount(found.ranks[found.ranks >= 0], minlength=len(found.first))
    most = np.argsort(-counts, kind="stable")[:_TOP]
    values = take(table.column(name), found.first[most]).to_list()
    return [TableTopValue(value, rows) for value, rows in zip(values, counts[most].tolist(), strict=True)]
