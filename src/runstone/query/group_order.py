"""The order of groups of runs, page after page.

The cursor of a page holds the values and the figure of its last group, so that a page goes on where the one before ended, whatever changed
meanwhile.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import Any, NamedTuple

import msgspec
import numpy as np

from runstone.index.columns import Float64, Int64
from runstone.model.errors import UNDECODABLE, BadQuery
from runstone.query.answers.groups import Spread
from runstone.query.fields import SEPARATOR
from runstone.query.statistics import Spreads

_FIGURES = Spread.__struct_fields__
_MOST_INT = 1 << 63


class Level(NamedTuple):
    """One field that runs are grouped by: for each run the number of its value, in the order of the values."""

    codes: Int64
    values: list[Any]

    def place(self, value: Any) -> float:
        """The number of a value; between two numbers where no run has it any more."""
        wanted = _class_of(value)
        for number, known in enumerate(self.values):
            kind = _class_of(known)
            if kind == wanted and _same(known, value):
                return number
            if kind > wanted or (kind == wanted and _is_behind(known, value)):
                return number - 0.5
        return len(self.values) - 0.5


class _Cursor(msgspec.Struct, array_like=True):
    """The last group of a page: its values, and the figure that it was sorted by, NaN for none."""

    by: list[str]
    sort: str | None
    values: list[Any]
    figure: float


class GroupOrder(NamedTuple):
    """Groups, by their numbers, from the first to the last.

    `figures` is what each group, by its number, is sorted by: the least first, NaN last, equal ones by their values.
    """

    by: Sequence[str]
    sort: str | None
    levels: Sequence[Level]
    codes: Sequence[Int64]
    groups: Int64
    figures: Float64

    @classmethod
    def of(
        cls,
        by: Sequence[str],
        sort: str | None,
        levels: Sequence[Level],
        first: Int64,
        sizes: Int64,
        spreads: dict[str, Spreads],
    ) -> GroupOrder:
        """Groups whose numbers follow their values, sorted.

        Args:
            by: the fields of the levels.
            sort: one of them, `runs`, or `<figure>:<field>`; with `-` before it for descending.
            first: for each group the place of one of its runs.
            sizes: how many runs each group has.
            spreads: by field that is aggregated.

        Raises:
            BadQuery: they cannot be sorted so.
        """
        codes = [level.codes[first] for level in levels]
        key = (sort or "").removeprefix("-")
        figure, _, field = key.partition(":")
        if not key:
            found = np.zeros(len(sizes))
        elif key == "runs":
            found = sizes.astype(np.float64)
        elif key in by:
            found = codes[list(by).index(key)].astype(np.float64)
        elif figure in _FIGURES and field in spreads:
            found = np.asarray(getattr(spreads[field], figure), np.float64)
        else:
            raise BadQuery(
                f"Groups cannot be sorted by {key!r}. Sort by runs, {', '.join(by)}, or <figure>:<field> with one of the aggregated fields, "
                f"the figure being one of {', '.join(_FIGURES)}; put - before it for descending."
            )
        found = -found if sort and sort.startswith("-") else found
        return cls(by, sort, levels, codes, np.argsort(found, kind="stable"), found)

    def begin(self, cursor: str | None) -> int:
        """How many groups lie before the page: those up to the last one of the page before, wherever that lies by now.

        Raises:
            BadQuery: the cursor is of another question.
        """
        if cursor is None:
            return 0
        known = self._decode(cursor)
        before = np.zeros(len(self.figures), np.bool_)
        same = np.ones(len(self.figures), np.bool_)
        for level, codes, value in zip(self.levels, self.codes, known.values, strict=True):
            place = level.place(value)
            before |= same & (codes < place)
            same &= codes == place
        before |= same
        figure = known.figure
        key = (self.sort or "").removeprefix("-")
        if key in self.by:
            # The numbers of values shift as values come and go.
            where = list(self.by).index(key)
            figure = self.levels[where].place(known.values[where])
            figure = -figure if self.sort != key else figure
        if figure != figure:
            return int((~np.isnan(self.figures) | before).sum())
        return int(((self.figures < figure) | ((self.figures == figure) & before)).sum())

    def cursor(self, group: int) -> str:
        """What a page goes on from that begins behind a group."""
        values = [_packed(level.values[codes[group]]) for level, codes in zip(self.levels, self.codes, strict=True)]
        data = msgspec.msgpack.encode(_Cursor(list(self.by), self.sort, values, float(self.figures[group])))
        return base64.urlsafe_b64encode(data).decode().rstrip("=")

    def _decode(self, text: str) -> _Cursor:
        try:
            data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
            cursor = msgspec.msgpack.decode(data, type=_Cursor)
        except UNDECODABLE:
            cursor = None
        if (
            cursor is None
            or cursor.by != list(self.by)
            or cursor.sort != self.sort
            or len(cursor.values) != len(self.by)
        ):
            raise BadQuery("The cursor is of another question. Ask without one for the first page.")
        return cursor


def _packed(value: Any) -> Any:
    """A value as msgpack takes it: it has no greater integers."""
    return float(value) if isinstance(value, int) and abs(value) >= _MOST_INT else value


def _class_of(value: Any) -> int:
    """Where values of a kind stand among those of other kinds: numbers, truth values, texts, nothing."""
    if value is None:
        return 3
    return 1 if isinstance(value, bool) else 0 if isinstance(value, int | float) else 2


def _same(known: Any, value: Any) -> bool:
    return bool(known == value or (known != known and value != value))


def _is_behind(known: Any, value: Any) -> bool:
    """Whether a value stands behind another of its kind: NaN stands behind all numbers."""
    if isinstance(known, list):
        known, value = SEPARATOR.join(known), SEPARATOR.join(value)
    return bool(known > value or (known != known and value == value))
