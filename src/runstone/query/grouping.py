"""Groups of runs: those with the same values in some fields, and how other fields spread within each."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from runstone.index.columns import Float64, Int64, Kind
from runstone.index.index import Snapshot
from runstone.model.errors import BadQuery
from runstone.query import fields, selection
from runstone.query.answers.groups import RunGroup, RunGroups, Spread
from runstone.query.asking import question
from runstone.query.group_order import GroupOrder, Level
from runstone.query.language.fields import parse_field
from runstone.query.language.syntax import LIST_FIELDS, Field
from runstone.query.selection import Selection
from runstone.query.sorting import check_place
from runstone.query.statistics import Spreads, spread_by_group

MAX_LEVELS = 64
MAX_AGGREGATES = 50
MAX_PAGE = 10_000
_FIGURES = Spread.__struct_fields__


class GroupsAsk(Selection, frozen=True):
    """Which groups.

    `by` are one field or more, at most MAX_LEVELS; `aggregate` are fields with numbers. `sort` is one of the fields of `by`, `runs`, or `<figure>:<field>` such as
    `mean:summary.acc`, with `-` before it for descending; by default the fields of `by` from the first on. Groups without a value come last. A page
    begins behind a `cursor`, the `next_cursor` of the page before, or behind the first `offset` groups as they are now.
    """

    by: Sequence[str] = ()
    aggregate: Sequence[str] = ()
    sort: str | None = None
    limit: int = 100
    cursor: str | None = None
    offset: int = 0


@question
def list_groups(snapshot: Snapshot, ask: GroupsAsk) -> RunGroups:
    """A page of groups.

    Raises:
        BadQuery: the filter, a field, the sort, the cursor or the offset cannot be followed.
    """
    check_place(ask.cursor, ask.offset)
    if not 1 <= len(ask.by) <= MAX_LEVELS:
        raise BadQuery(f"Runs can be grouped by one to {MAX_LEVELS} fields; {len(ask.by)} were given.")
    if len(ask.aggregate) > MAX_AGGREGATES:
        raise BadQuery(f"{MAX_AGGREGATES} fields at most can be aggregated at once; {len(ask.aggregate)} were given.")
    runs = selection.keys(snapshot, ask)
    levels = [_level(snapshot, parse_field(text), runs) for text in ask.by]
    codes, first = _combined([level.codes for level in levels])
    count = len(first)
    spreads = {
        text: spread_by_group(codes, count, _numbers(snapshot, parse_field(text), runs)) for text in ask.aggregate
    }
    sizes = np.bincount(codes, minlength=count)
    order = GroupOrder.of(ask.by, ask.sort, levels, first, sizes, spreads)
    limit = max(1, min(ask.limit, MAX_PAGE))
    begin = order.begin(ask.cursor) + ask.offset
    shown = order.groups[begin : begin + limit]
    states = _states(snapshot, runs, codes, shown)
    groups = [
        RunGroup(
            [level.values[level.codes[first[group]]] for level in levels],
            int(sizes[group]),
            states[place],
            {text: told(found, group) for text, found in spreads.items()},
        )
        for place, group in enumerate(shown.tolist())
    ]
    next_cursor = order.cursor(int(shown[-1])) if begin + limit < count else None
    return RunGroups(groups, count, len(runs), next_cursor, snapshot.revision)


def _level(snapshot: Snapshot, field: Field, runs: Int64) -> Level:
    column = fields.column(snapshot, field).resized(int(runs[-1]) + 1 if len(runs) else 0)
    kinds = column.kinds[runs]
    codes = np.empty(len(runs), np.int64)
    is_truth, is_number, is_text = kinds == Kind.TRUTH, column.is_number[runs], kinds >= Kind.TEXT
    is_number &= ~is_truth
    values: list[Any] = []
    for chosen in (is_number, is_truth):
        # A NaN is a value like others: one group, behind the numbers.
        found, where = np.unique(column.numbers[runs[chosen]], return_inverse=True)
        codes[chosen] = where + len(values)
        exemplars = _exemplars(runs[chosen], where, len(found))
        values += [column.value(run) for run in exemplars]
    ranks, ordered = column.words.ranks()
    if is_text.any():
        found, where = np.unique(ranks[column.codes[runs[is_text]]], return_inverse=True)
        codes[is_text] = where + len(values)
        values += [_shown(field, ordered[rank]) for rank in found.tolist()]
    nothing = kinds <= Kind.NULL
    codes[nothing] = len(values)
    return Level(codes, [*values, None])


def _exemplars(runs: Int64, where: Int64, count: int) -> list[int]:
    """One run for each value."""
    found = np.empty(count, np.int64)
    found[where] = runs
    return [int(run) for run in found]


def _shown(field: Field, text: str) -> Any:
    return fields.values_of(field, text) if field.source == "run" and field.key in LIST_FIELDS else text


def _combined(levels: Sequence[Int64]) -> tuple[Int64, Int64]:
    """For each run the number of its group, and for each group one of its runs. Numbers follow the values, the first field first."""
    codes = levels[0]
    for level in levels[1:]:
        # Numbered anew at each level, so that they never outgrow an integer.
        codes = np.unique(codes * (int(level.max(initial=0)) + 1) + level, return_inverse=True)[1]
    _, first, codes = np.unique(codes, return_index=True, return_inverse=True)
    return codes, first


def _numbers(snapshot: Snapshot, field: Field, runs: Int64) -> Float64:
    column = fields.column(snapshot, field).resized(int(runs[-1]) + 1 if len(runs) else 0)
    return column.numbers[runs]


def _states(snapshot: Snapshot, runs: Int64, codes: Int64, shown: Int64) -> list[dict[str, int]]:
    column = fields.column(snapshot, Field("run", "state")).resized(int(runs[-1]) + 1 if len(runs) else 0)
    texts = column.words.texts
    counts = np.zeros((int(codes.max(initial=-1)) + 1, len(texts)), np.int64)
    np.add.at(counts, (codes, column.codes[runs]), 1)
    return [
        {texts[state]: int(row[state]) for state in np.flatnonzero(row).tolist()}
        for row in (counts[group] for group in shown)
    ]


def told(spreads: Spreads, group: int) -> Spread:
    """The spread of one group, None where there is no figure."""
    figures = (float(getattr(spreads, figure)[group]) for figure in _FIGURES[1:])
    return Spread(int(spreads.count[group]), *(None if math.isnan(figure) else figure for figure in figures))
