"""The order of a list of runs: by any fields, page after page.

Under a field come runs with a number, then NaN, then texts, then runs without a value, whether it ascends or descends. The cursor of a page
holds the values of its last run, so that a page goes on where the one before ended, whatever changed meanwhile. A page by offset is what
stands there now: for whoever looks at one place of a long list, and asks again when it changes.
"""

from __future__ import annotations

import base64
import math
from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

import msgspec
import numpy as np
import numpy.typing as npt

from runstone.index.columns import Column, Float64, Int64, Kind, Mask
from runstone.index.index import Snapshot
from runstone.model.errors import UNDECODABLE, BadQuery
from runstone.query import fields
from runstone.query.language.fields import parse_field
from runstone.query.language.syntax import Field

MAX_SORTS = 5
_NUMBER, _NAN, _TEXT, _NOTHING = range(4)


class _Cursor(msgspec.Struct, array_like=True):
    sorts: list[str]
    last: list[tuple[int, float | str]]
    key: int


class _Rank(NamedTuple):
    """Where each of some runs stands under a field: by class, and by value within it. Smaller comes first."""

    kind: npt.NDArray[np.int8]
    value: Float64

    def at(self, places: Mask | slice) -> _Rank:
        return _Rank(self.kind[places], self.value[places])


class Sort(NamedTuple):
    """A field and its direction."""

    field: Field
    descending: bool

    @classmethod
    def parse(cls, text: str) -> Sort:
        """The order that a text like `-summary.val/acc` asks for.

        Raises:
            BadQuery: it names no field.
        """
        return cls(parse_field(text.removeprefix("-")), text.startswith("-"))

    def rank(self, column: Column, runs: Int64) -> _Rank:
        """Where these runs stand."""
        kinds = column.kinds[runs]
        place = np.full(len(runs), _NOTHING, np.int8)
        value = column.numbers[runs]
        place[(kinds >= Kind.FLOAT) & (kinds <= Kind.TRUTH)] = _NUMBER
        place[(place == _NUMBER) & np.isnan(value)] = _NAN
        texts = kinds >= Kind.TEXT
        if texts.any():
            place[texts] = _TEXT
            value[texts] = column.words.ranks()[0][column.codes[runs[texts]]]
        value[place == _NAN] = 0.0
        value[place == _NOTHING] = 0.0
        return _Rank(place, -value if self.descending else value)

    def told(self, column: Column, run: int) -> tuple[int, float | str]:
        """Where a run stands, in words that last longer than its rank among the texts."""
        rank = self.rank(column, np.array([run], np.int64))
        kind = int(rank.kind[0])
        return kind, column.words.texts[column.codes[run]] if kind == _TEXT else float(rank.value[0])

    def recalled(self, column: Column, told: tuple[int, float | str]) -> tuple[int, float]:
        """What `told` meant, among the texts that there are now."""
        kind, value = told
        if isinstance(value, str):
            ordered = column.words.ranks()[1]
            place = bisect_left(ordered, value)
            # A text that is gone stood between two that are there.
            there = place < len(ordered) and ordered[place] == value
            value = float(place) if there else place - 0.5
            return kind, -value if self.descending else value
        return kind, value


class Order(NamedTuple):
    """Sorts, the first one first. Runs that are equal under all of them follow each other by key, in the direction of the first."""

    texts: tuple[str, ...]
    sorts: tuple[Sort, ...]

    @classmethod
    def parse(cls, sorts: Sequence[str]) -> Order:
        """The order that some texts ask for, the newest first if there are none.

        Raises:
            BadQuery: one names no field, or they are too many.
        """
        texts = tuple(sorts) or ("-created_time",)
        if len(texts) > MAX_SORTS:
            raise BadQuery(f"Runs can be sorted by {MAX_SORTS} fields at most; {len(texts)} were asked for.")
        return cls(texts, tuple(map(Sort.parse, texts)))

    def page(
        self, snapshot: Snapshot, selected: Mask, limit: int, cursor: str | None = None, offset: int = 0
    ) -> tuple[list[int], str | None]:
        """The keys of a page of the selected runs, and the cursor of the next page.

        Args:
            limit: the most runs in it.
            cursor: that of the page before.
            offset: how many runs lie before the page, if no cursor is given.

        Raises:
            BadQuery: the cursor is of another question, or there is an offset beside it.
        """
        check_place(cursor, offset)
        runs = np.flatnonzero(selected)
        columns = [fields.column(snapshot, sort.field).resized(len(selected)) for sort in self.sorts]
        ranks = [sort.rank(column, runs) for sort, column in zip(self.sorts, columns, strict=True)]
        ties = -runs if self.sorts[0].descending else runs
        if cursor:
            known = self._decode(cursor)
            places = [
                sort.recalled(column, told) for sort, column, told in zip(self.sorts, columns, known.last, strict=True)
            ]
            behind = _behind(ranks, ties, places, -known.key if self.sorts[0].descending else known.key)
            runs, ties, ranks = runs[behind], ties[behind], [rank.at(behind) for rank in ranks]
        end = offset + limit
        first = _foremost(ranks[0], end + 1)
        runs, ties, ranks = runs[first], ties[first], [rank.at(first) for rank in ranks]
        levels = [part for rank in reversed(ranks) for part in (rank.value, rank.kind)]
        order = np.lexsort([ties, *levels])[offset : end + 1]
        found = runs[order].tolist()
        if len(found) <= limit:
            return found, None
        found = found[:limit]
        if not found:
            return [], None
        last = [sort.told(column, found[-1]) for sort, column in zip(self.sorts, columns, strict=True)]
        data = msgspec.msgpack.encode(_Cursor(list(self.texts), last, found[-1]))
        return found, base64.urlsafe_b64encode(data).decode().rstrip("=")

    def _decode(self, cursor: str) -> _Cursor:
        try:
            data = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
            decoded = msgspec.msgpack.decode(data, type=_Cursor)
        except UNDECODABLE:
            decoded = None
        if decoded is None or decoded.sorts != list(self.texts) or len(decoded.last) != len(self.sorts):
            raise BadQuery("The cursor is of another question. Ask without one for the first page.")
        return decoded


def check_place(cursor: str | None, offset: int) -> None:
    """Whether a page can begin there.

    Raises:
        BadQuery: it is to begin at two places, or before the first.
    """
    if offset < 0:
        raise BadQuery(f"A page cannot begin {-offset} before the first. The first one has offset 0.")
    if cursor and offset:
        raise BadQuery("A page begins behind its cursor or at its offset. Ask with one of them.")


def _behind(ranks: list[_Rank], ties: Int64, places: list[tuple[int, float]], key: int) -> Mask:
    """Which runs come after a place."""
    behind: Mask = ties > key
    for rank, (kind, value) in zip(reversed(ranks), reversed(places), strict=True):
        same = rank.kind == kind
        behind = (rank.kind > kind) | (same & ((rank.value > value) | ((rank.value == value) & behind)))
    return behind


def _foremost(rank: _Rank, count: int) -> Mask | slice:
    """Enough runs to hold the first `count`: sorting only those is much less than sorting all."""
    if len(rank.kind) <= 4 * count:
        return slice(None)
    for kind in range(_NOTHING + 1):
        among = rank.kind <= kind
        if int(among.sum()) >= count:
            last = np.where(rank.kind < kind, -math.inf, np.where(rank.kind == kind, rank.value, math.inf))
            limit = np.partition(last, count - 1)[count - 1]
            return np.asarray(among & (last <= limit))
    return slice(None)
