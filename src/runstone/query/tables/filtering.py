"""Filters over the rows of a table: the language of the lists of runs, with columns for fields."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any, NamedTuple, NoReturn

import numpy as np
import numpy.typing as npt

from runstone.encoding.column import Column, Texts
from runstone.index.points import Int64
from runstone.model.errors import BadQuery
from runstone.query.filtering import all_of, any_of
from runstone.query.language.parser import Vocabulary, parse_filter
from runstone.query.language.syntax import And, Compare, Condition, Exists, Field, Matches, Not, OneOf, Or, Text, Value
from runstone.query.language.tokens import to_number
from runstone.query.patterns import searcher
from runstone.query.tables.matching import rows_matching
from runstone.query.tables.opened import Table, unknown_column

Mask = npt.NDArray[np.bool_]

_ORDERS: dict[str, Callable[[Any, Any], Any]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_COMPARED_BYTES = 1 << 24


def rows_where(table: Table, text: str) -> Mask:
    """For each row whether it meets a filter: `loss < 0.3 and label = cat`.

    Raises:
        BadQuery: the text is no filter, or speaks of a column that the table has not; it points at the place.
    """
    names = [column.name for column in table.columns]

    def find(name: str, start: int, end: int) -> Field | None:
        return Field("column", name, start, end) if name in names else None

    def unknown(name: str, text: str | None, start: int, end: int) -> NoReturn:
        raise BadQuery(unknown_column(name, names), text, start, end)

    return _Filter(table, text).mask(parse_filter(text, Vocabulary(find, unknown)))


def rows_with(table: Table, words: str) -> Mask:
    """For each row whether a cell holds these words, upper and lower case alike; of numbers whether one is the number that they say."""
    number = to_number(words)
    masks = []
    for head in table.columns:
        column = table.column(head.name)
        if isinstance(column.values, Texts):
            masks.append(_there(column, _containing(column.values, words)))
        elif number is not None and column.type != "boolean":
            masks.append(_there(column, np.asarray(column.values == number)))
    return any_of(table.rows, masks)


class _Filter(NamedTuple):
    table: Table
    text: str

    def mask(self, condition: Condition) -> Mask:
        match condition:
            case And(terms):
                return all_of(self.table.rows, map(self.mask, terms))
            case Or(terms):
                return any_of(self.table.rows, map(self.mask, terms))
            case Not(term):
                return ~self.mask(term)
            case Exists(field):
                return ~self._nulls(self.table.column(field.key))
            case Text(text):
                return rows_with(self.table, text)
            case Matches(field, pattern):
                return self._matching(condition, field, pattern)
            case OneOf(field, values):
                return any_of(self.table.rows, (self._equal(field, value) for value in values))
            case Compare(field, "=", value):
                return self._equal(field, value)
            case Compare(field, "!=", value):
                return ~self._equal(field, value)
            case Compare(field, sign, value):
                return self._ordered(field, sign, value)

    def _nulls(self, column: Column) -> Mask:
        return np.zeros(len(column), np.bool_) if column.present is None else ~column.present

    def _matching(self, condition: Matches, field: Field | None, pattern: str) -> Mask:
        search = searcher(pattern, self.text, condition.start, condition.end)
        names = [head.name for head in self.table.columns] if field is None else [field.key]
        columns = map(self.table.column, names)
        return any_of(
            self.table.rows,
            (
                _there(column, rows_matching(column.values, pattern, search))
                for column in columns
                if isinstance(column.values, Texts)
            ),
        )

    def _equal(self, field: Field, value: Value) -> Mask:
        column = self.table.column(field.key)
        if value.is_null:
            return self._nulls(column)
        if isinstance(column.values, Texts):
            if column.type == "text":
                return _there(column, _same(column.values, value.text))
            return _mixed(column, value, operator.eq)
        number = _number(value)
        if number is None:
            return np.zeros(len(column), np.bool_)
        return _there(column, np.isnan(column.values) if number != number else np.asarray(column.values == number))

    def _ordered(self, field: Field, sign: str, value: Value) -> Mask:
        column, compare = self.table.column(field.key), _ORDERS[sign]
        if value.is_null:
            return np.zeros(len(column), np.bool_)
        if isinstance(column.values, Texts):
            if column.type == "text":
                return _passing(column, lambda text: bool(compare(text, value.text)))
            return _mixed(column, value, compare)
        number = _number(value)
        if number is None:
            raise BadQuery(
                f"The column {field.key!r} holds numbers, and {value.text!r} is none.",
                self.text,
                value.start,
                value.end,
            )
        return _there(column, np.asarray(compare(column.values, number)))


def _number(value: Value) -> float | int | None:
    try:
        return int(value.text)  # a float would not hold all of int64
    except ValueError:
        return value.number


def _there(column: Column, mask: Mask) -> Mask:
    return mask if column.present is None else mask & column.present


def _passing(column: Column, test: Callable[[str], bool]) -> Mask:
    if not isinstance(column.values, Texts):
        return np.zeros(len(column), np.bool_)
    return _there(column, np.fromiter(map(test, column.values), np.bool_, len(column)))


def _mixed(column: Column, value: Value, compare: Callable[[Any, Any], Any]) -> Mask:
    number = _number(value)

    def test(cell: Any) -> bool:
        if isinstance(cell, str):
            return bool(compare(cell, value.text))
        is_number = isinstance(cell, bool | int | float) and number is not None
        return is_number and bool(compare(cell, number) or (cell != cell and number != number))

    return np.fromiter(map(test, column.to_list()), np.bool_, len(column))


def _same(texts: Texts, text: str) -> Mask:
    wanted = np.frombuffer(text.encode("utf-8", "backslashreplace"), np.uint8)
    found = np.diff(texts.ends, prepend=0) == len(wanted)
    rows = np.flatnonzero(found)
    if not len(wanted) or not len(rows):
        return np.asarray(found)
    data = np.frombuffer(texts.data, np.uint8)
    size = max(1, _COMPARED_BYTES // len(wanted))
    for first in range(0, len(rows), size):
        some = rows[first : first + size]
        cells = data[(texts.ends[some] - len(wanted))[:, None] + np.arange(len(wanted))]
        found[some] = (cells == wanted).all(axis=1)
    return np.asarray(found)


def _containing(texts: Texts, words: str) -> Mask:
    if not (texts.data.isascii() and words.isascii()):
        small = words.lower()
        return np.fromiter((small in text.lower() for text in texts), np.bool_, len(texts))
    data, wanted, ends = texts.data.lower(), words.lower().encode(), texts.ends
    if not wanted:
        return np.ones(len(texts), np.bool_)
    found = np.zeros(len(texts), np.bool_)
    rows: list[int] = []
    last_end = _ends(ends)
    at = data.find(wanted)
    while at >= 0:
        row = last_end(at)
        end = int(ends[row])
        if at + len(wanted) <= end:
            rows.append(row)
            at = data.find(wanted, end)
        else:  # it reaches into the next cell
            at = data.find(wanted, at + 1)
    found[rows] = True
    return found


def _ends(ends: Int64) -> Callable[[int], int]:
    def row_of(at: int) -> int:
        return int(np.searchsorted(ends, at, "right"))

    return row_of
