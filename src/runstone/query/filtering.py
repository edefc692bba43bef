"""Filters applied: from the tree of conditions to one truth value a run.

Each condition is a pass over the column of its field, so `or` and `not` cost what `and` costs. Patterns are RE2: their time is linear in
the text, whatever the pattern.
"""

from __future__ import annotations

import operator
import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np

from runstone.index.columns import Column, Find, Mask
from runstone.index.index import Snapshot
from runstone.model.errors import BadQuery
from runstone.model.states import State
from runstone.query import fields
from runstone.query.language.moments import parse_duration, parse_time_span
from runstone.query.language.syntax import (
    LIST_FIELDS,
    And,
    Compare,
    Condition,
    Exists,
    Field,
    Matches,
    Not,
    OneOf,
    Or,
    Text,
    Value,
)
from runstone.query.line_search import line_search
from runstone.query.patterns import searcher

_ORDERS: dict[str, Callable[[Any, Any], Any]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_WORDS = tuple(Field("run", key) for key in ("name", "id", "display_id", "tag"))
# So many values are looked for one after the other.
_FEW = 8
_TIMES = frozenset({"created_time", "ended_time", "silent_time", "updated_time", "binned_time"})


class Filter(NamedTuple):
    """Applies conditions to the runs of a snapshot.

    `text` is what the conditions were written as, to point into; `size` is how many keys of runs there are.
    """

    snapshot: Snapshot
    text: str
    size: int

    def mask(self, condition: Condition) -> Mask:
        """By key of the run, whether it meets the condition.

        Raises:
            BadQuery: a value is none that its field can have, or a pattern is no RE2.
        """
        match condition:
            case And(terms):
                return all_of(self.size, map(self.mask, terms))
            case Or(terms):
                return any_of(self.size, map(self.mask, terms))
            case Not(term):
                return ~self.mask(term)
            case Exists(field):
                return self._column(field).is_there
            case Text(text):
                word = text.lower()
                return self._any_word(
                    ("text", word), lambda texts: [place for place, found in enumerate(texts) if word in found.lower()]
                )
            case Matches(field, pattern):
                return self._matches(condition, field, pattern)
            case OneOf(field, values):
                return self._one_of(field, values)
            case Compare(field, "=", value):
                return self._equal(field, value)
            case Compare(field, "!=", value):
                return ~self._equal(field, value)
            case Compare(field, sign, value):
                return self._ordered(field, sign, value)

    def _column(self, field: Field) -> Column:
        return fields.column(self.snapshot, field).resized(self.size)

    def _any_word(self, test: tuple[str, str], find: Find) -> Mask:
        return any_of(self.size, (self._column(field).found(test, find) for field in _WORDS))

    def _matches(self, condition: Matches, field: Field | None, pattern: str) -> Mask:
        find = line_search(pattern, searcher(pattern, self.text, condition.start, condition.end))
        test = ("re2", pattern)
        return self._any_word(test, find) if field is None else self._column(field).found(test, find)

    def _equal(self, field: Field, value: Value) -> Mask:
        column = self._column(field)
        if value.is_null:
            return column.is_nothing
        if _is_time(field):
            first, behind = self._span(value)
            return np.asarray((column.numbers >= first) & (column.numbers < behind))
        if field.source == "run" and field.key in LIST_FIELDS:
            return column.passing(("is one", value.text), lambda text: value.text in fields.values_of(field, text))
        if field.source == "run" and field.key == "state":
            self._check_state(value)
        number = self._number(field, value)
        found = np.zeros(self.size, np.bool_)
        if number is not None:
            found = column.is_number & (np.isnan(column.numbers) if number != number else column.numbers == number)
        code = column.words.known(value.text)
        return np.asarray(found | (column.codes == code)) if code >= 0 else found

    def _one_of(self, field: Field, values: Sequence[Value]) -> Mask:
        if len(values) <= _FEW or any(value.is_null for value in values) or _means_more(field):
            return any_of(self.size, (self._equal(field, value) for value in values))
        # A pass a value would take minutes for thousands of ids.
        column = self._column(field)
        codes = [code for value in values if (code := column.words.known(value.text)) >= 0]
        numbers = [value.number for value in values if value.number is not None]
        found = np.isin(column.codes, codes)
        if numbers:
            found |= column.is_number & np.isin(column.numbers, numbers)
            if any(number != number for number in numbers):
                found |= column.is_number & np.isnan(column.numbers)
        return np.asarray(found)

    def _ordered(self, field: Field, sign: str, value: Value) -> Mask:
        column, compare = self._column(field), _ORDERS[sign]
        if value.is_null:
            return np.zeros(self.size, np.bool_)
        number = self._bound(sign, value) if _is_time(field) else self._number(field, value)
        if number is not None:
            return np.asarray(column.is_number & compare(column.numbers, number))
        return column.passing((sign, value.text), lambda text: compare(text, value.text))

    def _number(self, field: Field, value: Value) -> float | None:
        """The value as a number where the field has numbers."""
        if field.source == "run" and field.key == "duration_secs":
            secs = parse_duration(value.text)
            if secs is None:
                raise self._wrong(value, f"{value.text!r} is no duration. Write seconds, or 90s, 10m, 1h30m, 2d.")
            return secs
        return value.number

    def _span(self, value: Value) -> tuple[int, int]:
        """The stretch of time that a value means: a day, a minute, a moment."""
        span = parse_time_span(value.text, time.time_ns() // 1000)
        if span is None:
            raise self._wrong(
                value,
                f"{value.text!r} is no time. Write 2026-11-20, 2026-11-20T12:30, today, or 7d for seven days ago.",
            )
        return span

    def _bound(self, sign: str, value: Value) -> float:
        """The moment that a time is compared with: after a day means after its end."""
        first, behind = self._span(value)
        return first if sign in ("<", ">=") else behind - 1

    def _check_state(self, value: Value) -> None:
        if value.text not in set(State):
            raise self._wrong(value, f"No state {value.text!r}. The states are {', '.join(State)}.")

    def _wrong(self, value: Value, message: str) -> BadQuery:
        return BadQuery(message, self.text, value.start, value.end)


def _is_time(field: Field) -> bool:
    return field.source == "run" and field.key in _TIMES


def _means_more(field: Field) -> bool:
    """Whether a value of the field is more than a number or a text that is the same."""
    return field.source == "run" and field.key in (_TIMES | LIST_FIELDS | {"state", "duration_secs"})


def all_of(size: int, masks: Iterable[Mask]) -> Mask:
    """Where all are true; everywhere if there are none."""
    found = np.ones(size, np.bool_)
    for mask in masks:
        found &= mask
    return found


def any_of(size: int, masks: Iterable[Mask]) -> Mask:
    """Where one is true at least."""
    found = np.zeros(size, np.bool_)
    for mask in masks:
        found |= mask
    return found
