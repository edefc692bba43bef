"""What a field holds over some runs: how its numbers spread, and its most frequent values."""

from __future__ import annotations

from collections import Counter

import numpy as np

from runstone.encoding.bins import counted
from runstone.index.columns import Column, Int64
from runstone.index.index import Snapshot
from runstone.query import fields, selection
from runstone.query.answers.columns import Bin, ColumnFacts, TopValue, Varying, VaryingKey
from runstone.query.asking import question
from runstone.query.grouping import told
from runstone.query.language.fields import parse_field
from runstone.query.language.syntax import LIST_FIELDS, Field
from runstone.query.runs import columns, kind_of
from runstone.query.selection import Selection
from runstone.query.statistics import spread_by_group

_MOST_BINS = 200
_MOST_TOP = 200


class ColumnAsk(Selection, frozen=True, kw_only=True):
    """Which field, of which runs; at most so many bins and most frequent values."""

    field: str
    bins: int = 20
    top: int = 20


@question
def describe(snapshot: Snapshot, ask: ColumnAsk) -> ColumnFacts:
    """The values of a field.

    Raises:
        BadQuery: there is no such field, or the filter is wrong.
    """
    field = parse_field(ask.field)
    runs = selection.keys(snapshot, ask)
    column = fields.column(snapshot, field).resized(int(runs[-1]) + 1 if len(runs) else 0)
    numbers = column.numbers[runs[column.is_number[runs]]]
    finite = numbers[np.isfinite(numbers)]
    find_top = _top_of_lists if field.source == "run" and field.key in LIST_FIELDS else _top
    top, distinct = find_top(column, runs, max(0, min(ask.top, _MOST_TOP)))
    return ColumnFacts(
        str(field),
        len(runs),
        len(numbers),
        int(column.is_text[runs].sum()),
        int(column.is_nothing[runs].sum()),
        distinct,
        told(spread_by_group(np.zeros(len(numbers), np.int64), 1, numbers), 0),
        [Bin(*each) for each in counted(finite, max(1, min(ask.bins, _MOST_BINS)))] if finite.size else [],
        top,
    )


@question
def varying(snapshot: Snapshot, ask: Selection) -> Varying:
    """The keys of the config that are not the same in all of these runs.

    Raises:
        BadQuery: the filter is wrong; it says where.
    """
    selected = selection.keys(snapshot, ask)
    size = int(selected[-1]) + 1 if len(selected) else 0
    found: list[VaryingKey] = []
    for known in columns(snapshot, ask.project, ask.recursive, ask.place).config:
        column = fields.column(snapshot, Field("config", known.key)).resized(size)
        is_number, is_text = column.is_number[selected], column.is_text[selected]
        numbers = len(np.unique(column.numbers[selected[is_number]]))
        texts = len(np.unique(column.codes[selected[is_text]]))
        there = int(is_number.sum() + is_text.sum())
        values = numbers + texts + int(there < len(selected))
        if values > 1:
            found.append(VaryingKey(known.key, values, there, kind_of(numbers, texts)))
    return Varying(found, len(selected))


def _top(column: Column, runs: Int64, count: int) -> tuple[list[TopValue], int]:
    found: list[tuple[int, int]] = []
    distinct = 0
    for chosen, values in (
        (column.is_number[runs], column.numbers),
        (column.is_text[runs], column.codes),
    ):
        some = runs[chosen]
        _, first, counts = np.unique(values[some], return_index=True, return_counts=True)
        distinct += len(counts)
        most = np.argsort(-counts, kind="stable")[:count]
        found += zip(counts[most].tolist(), some[first[most]].tolist(), strict=True)
    found.sort(key=lambda pair: -pair[0])
    return [TopValue(column.value(run), runs) for runs, run in found[:count]], distinct


def _top_of_lists(column: Column, runs: Int64, count: int) -> tuple[list[TopValue], int]:
    """Each value by itself: runs that share one tag need not share the others."""
    some = runs[column.is_text[runs]]
    _, first, counts = np.unique(column.codes[some], return_index=True, return_counts=True)
    found: Counter[str] = Counter()
    for run, runs_alike in zip(some[first].tolist(), counts.tolist(), strict=True):
        for value in str(column.value(run)).split(fields.SEPARATOR):
            found[value] += runs_alike
    return [TopValue(value, runs_with_it) for value, runs_with_it in found.most_common(count)], len(found)
