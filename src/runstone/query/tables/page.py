"""Pages of a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
import numpy as np

from runstone.index.points import Int64
from runstone.query.abandoning import go_on
from runstone.query.answers.tables import TablePage
from runstone.query.tables.filtering import rows_where, rows_with
from runstone.query.tables.opened import Table, TableName, Tables
from runstone.query.tables.ranking import Ranks, rank, sort_keys

MAX_PAGE = 10_000


class TableAsk(msgspec.Struct, frozen=True):
    """Which rows of which table, in which order. `sort` are columns, the first one first, with `-` before one for descending; nulls come last."""

    table: TableName
    offset: int = 0
    limit: int = 100
    sort: Sequence[str] = ()
    filter: str | None = None
    search: str | None = None


def page(tables: Tables, ask: TableAsk) -> TablePage:
    """A page of a table.

    Raises:
        BadQuery: the blob is no table, or the sort or the filter cannot be followed.
        BlobDamaged: the blob is missing or cannot be read.
    """
    table = tables.open(ask.table)
    limit = max(0, min(ask.limit, MAX_PAGE))
    if not (ask.sort or ask.filter or ask.search):
        rows = table.page(ask.offset, ask.offset + limit)
        return _page(table, rows, table.rows)
    order = table.kept(
        ("order", tuple(ask.sort), ask.filter, ask.search), lambda: _order(table, ask), lambda order: order.nbytes
    )
    rows = table.pick(order[ask.offset : ask.offset + limit])
    return _page(table, rows, len(order))


def _page(table: Table, rows: list[list[Any]], matched: int) -> TablePage:
    columns = table.columns
    places = [at for at, column in enumerate(columns) if column.type in ("media", "other")]
    parts = table.media_in(row[at] for row in rows for at in places)
    return TablePage(columns, rows, table.rows, matched, parts)


def ranks_of(table: Table, name: str) -> Ranks:
    """Where each cell of a column stands among the others."""
    return table.kept(("ranks", name), lambda: rank(table.column(name)), lambda ranks: ranks.nbytes)


def _order(table: Table, ask: TableAsk) -> Int64:
    names = {column.name for column in table.columns}
    wanted = np.ones(table.rows, np.bool_)
    if ask.filter:
        wanted &= rows_where(table, ask.filter)
    if ask.search:
        wanted &= rows_with(table, ask.search)
    rows = np.flatnonzero(wanted)
    for sort in reversed(ask.sort):
        # A column may begin with a minus itself.
        descending = sort.startswith("-") and sort not in names
        name = sort[1:] if descending else sort
        table.check(name)
        go_on()
        rows = rows[np.argsort(sort_keys(ranks_of(table, name), descending)[rows], kind="stable")]
    return rows
