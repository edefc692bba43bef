"""Tables of several runs side by side, by the values of one column."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from runstone.encoding.column import Column, join
from runstone.index.points import Int64
from runstone.model.errors import BadQuery
from runstone.query.abandoning import go_on
from runstone.query.answers.tables import JoinedColumn, JoinedTables
from runstone.query.tables.filtering import rows_where
from runstone.query.tables.opened import Table, TableName, Tables, take
from runstone.query.tables.page import MAX_PAGE, ranks_of
from runstone.query.tables.ranking import rank, sort_keys

MAX_TABLES = 20


class JoinAsk(msgspec.Struct, frozen=True):
    """Which tables side by side, by the values of which column, and which rows of that: those that differ, those of which a table's row meets a filter.
    `sort` is a column, `-` before it for descending, of the table at `sort_table`; rows that this table lacks come last."""

    tables: Sequence[TableName]
    on: str
    offset: int = 0
    limit: int = 100
    only_differing: bool = False
    filter: str | None = None
    sort: str | None = None
    sort_table: int = 0


def side_by_side(tables: Tables, ask: JoinAsk) -> JoinedTables:
    """A row for each value of the column that any of the tables has, in the order in which the values first appear.

    Where a table has a value several times its first row meets the first ones of the others, its second row the second ones, and so on. Nulls
    meet nulls. With `only_differing` only those are told in which a table has no row, or another cell than the first in a column that several have;
    `total` and `matched` still count all.

    Raises:
        BadQuery: they are too few or too many, one is no table, or has no such column; or the filter or the sort cannot be followed.
        BlobDamaged: a blob is missing or cannot be read.
    """
    names, on = ask.tables, ask.on
    if not 2 <= len(names) <= MAX_TABLES:
        raise BadQuery(f"{len(names)} tables cannot be put side by side; it must be 2 to {MAX_TABLES}.")
    opened = [tables.open(name) for name in names]
    for table in opened:
        table.check(on)
    places = opened[0].kept(
        ("join", tuple(names), on), lambda: _places([table.column(on) for table in opened]), lambda found: found.nbytes
    )
    wanted = places
    if ask.only_differing or ask.filter or ask.sort:
        name = ("joined", tuple(names), on, ask.only_differing, ask.filter, ask.sort, ask.sort_table)
        order = opened[0].kept(name, lambda: _order(opened, ask, places), lambda found: found.nbytes)
        wanted = places[order]
    shown = wanted[ask.offset : ask.offset + max(0, min(ask.limit, MAX_PAGE))]
    columns = [JoinedColumn(on, opened[0].column(on).type, None)]
    cells: list[list[Any]] = [_shared(opened, on, shown)]
    for at, table in enumerate(opened):
        for column in table.columns:
            if column.name != on:
                columns.append(JoinedColumn(column.name, column.type, at))
                cells.append(_cells(table, column.name, shown[:, at]))
    rows = [list(row) for row in zip(*cells, strict=True)]
    parts = [
        table.media_in(
            cell
            for column, own in zip(columns, cells, strict=True)
            if column.table == at and column.type in ("media", "other")
            for cell in own
        )
        for at, table in enumerate(opened)
    ]
    return JoinedTables(on, columns, rows, len(places), int((places >= 0).all(axis=1).sum()), len(wanted), parts)


def _order(tables: Sequence[Table], ask: JoinAsk, places: Int64) -> Int64:
    """The rows of the answer that are asked for, in the order that is asked for."""
    wanted = np.ones(len(places), np.bool_)
    if ask.filter:
        wanted &= _meeting(tables, ask.filter, places)
    if ask.only_differing:
        name = ("differing", tuple(ask.tables), ask.on)
        wanted &= tables[0].kept(name, lambda: _differing(tables, ask.on, places), lambda found: found.nbytes)
    rows: Int64 = np.flatnonzero(wanted)
    if ask.sort is None:
        return rows
    if not 0 <= ask.sort_table < len(tables):
        raise BadQuery(f"There is no table {ask.sort_table} to sort by: the {len(tables)} tables count from 0.")
    table = tables[ask.sort_table]
    descending = ask.sort.startswith("-") and all(column.name != ask.sort for column in table.columns)
    column = ask.sort[1:] if descending else ask.sort
    table.check(column)
    if column == ask.on:
        ranks = rank(join([each.column(column) for each in tables]))
        starts = np.cumsum([0, *(each.rows for each in tables[:-1])])
        first = (places >= 0).argmax(axis=1)  # a table that has the row
        keys = sort_keys(ranks, descending)[starts[first] + places[np.arange(len(places)), first]]
    else:
        own = sort_keys(ranks_of(table, column), descending)
        keys = np.append(own, np.iinfo(np.int64).max)[places[:, ask.sort_table]]
    return rows[np.argsort(keys[rows], kind="stable")]


def _meeting(tables: Sequence[Table], text: str, places: Int64) -> npt.NDArray[np.bool_]:
    """For each row of the answer whether the row of some table meets the filter. A table that has not all columns of it has no such row."""
    found = np.zeros(len(places), np.bool_)
    fault: BadQuery | None = None
    followed = False
    for at, table in enumerate(tables):
        try:
            met = rows_where(table, text)
        except BadQuery as error:
            fault = error
            continue
        followed = True
        found |= np.append(met, False)[places[:, at]]
    if fault is not None and not followed:
        raise fault
    return found


def _differing(tables: Sequence[Table], on: str, places: Int64) -> npt.NDArray[np.bool_]:
    """For each row of the answer whether its tables differ."""
    found: npt.NDArray[np.bool_] = np.asarray((places < 0).any(axis=1))
    names = dict.fromkeys(column.name for table in tables for column in table.columns if column.name != on)
    for name in names:
        go_on()
        having = [at for at, table in enumerate(tables) if any(column.name == name for column in table.columns)]
        columns = [tables[at].column(name) for at in having]
        ranks = np.split(rank(join(columns)).ranks, np.cumsum([len(column) for column in columns])[:-1])
        cells = [
            np.where(places[:, at] < 0, -2, np.append(own, -2)[places[:, at]])
            for at, own in zip(having, ranks, strict=True)
        ]
        for other in cells[1:]:
            found |= other != cells[0]
    return found


def _places(columns: Sequence[Column]) -> Int64:
    """For each row of the answer the row of each table; -1 where it has none."""
    ranks = rank(join(columns)).ranks
    lengths = [len(column) for column in columns]
    repeats = np.concatenate([_repeats(own) for own in np.split(ranks, np.cumsum(lengths)[:-1])])
    most = int(repeats.max(initial=0))
    first, which = _distinct((ranks + 1) * (most + 1) + repeats) if most else _distinct_ranks(ranks)
    place = np.empty(len(first), np.int64)
    place[np.argsort(first)] = np.arange(len(first))
    found = np.full((len(first), len(columns)), -1, np.int64)
    tables = np.repeat(np.arange(len(columns)), lengths)
    found[place[which], tables] = np.concatenate([np.arange(length) for length in lengths])
    return found


def _distinct(values: Int64) -> tuple[Int64, Int64]:
    """Where each value is first, and which of them each one is."""
    go_on()
    _, first, which = np.unique(values, return_index=True, return_inverse=True)
    return first, which


def _distinct_ranks(ranks: Int64) -> tuple[Int64, Int64]:
    """The same of ranks, of which none is left out but that of nulls: nothing must be sorted."""
    which = ranks - int(ranks.min(initial=0))
    first = np.empty(int(which.max(initial=-1)) + 1, np.int64)
    first[which[::-1]] = np.arange(len(which))[::-1]
    return first, which


def _repeats(ranks: Int64) -> Int64:
    """How many cells before each one have the same value."""
    go_on()
    if np.bincount(ranks + 1).max(initial=0) <= 1:
        return np.zeros(len(ranks), np.int64)
    order = np.argsort(ranks, kind="stable")
    ordered = ranks[order]
    found = np.empty(len(ranks), np.int64)
    found[order] = np.arange(len(ranks)) - np.searchsorted(ordered, ordered, "left")
    return found


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
