"""Typed columns of runs in memory: what lists of runs are filtered, sorted and grouped by.

A column has one place for each key that a run of this index ever had. It is read from the database in one piece when it is asked for first,
and after that only the runs that changed since are read again: the cost of a question is some passes over arrays, whatever its conditions
are and in whatever order they come.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

Float64 = npt.NDArray[np.float64]
Int32 = npt.NDArray[np.int32]
Int64 = npt.NDArray[np.int64]
UInt8 = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.bool_]

MAX_TEXT_CHARS = 1000
_MAX_BYTES = 128 << 20


class Kind(IntEnum):
    """What a value is. All from TEXT on are texts, all from FLOAT to TRUTH numbers."""

    MISSING = 0
    NULL = 1
    FLOAT = 2
    INTEGER = 3
    TRUTH = 4
    TEXT = 5
    OTHER = 6  # a list or an empty dict, as JSON


Cell = tuple[int, int, float | None, str | None]
"""A value of one run: its key, the kind, a number (None for NaN, too) and a text."""

Read = Callable[[Sequence[int] | None], Iterable[Cell]]
"""Reads the cells of a column: of these runs, or of all for None. Runs without a value are left out."""

Find = Callable[[Sequence[str]], Iterable[int]]
"""A test of texts: the places of those that pass."""


def typed(value: Any) -> tuple[int, float | None, str | None]:
    """A flat fact as kind, number and text."""
    match value:
        case None:
            return Kind.NULL, None, None
        case bool():
            return Kind.TRUTH, float(value), None
        case int():
            return Kind.INTEGER, float(value), None
        case float():
            return Kind.FLOAT, None if value != value else value, None
        case str():
            return Kind.TEXT, None, value[:MAX_TEXT_CHARS]
        case _:
            return Kind.OTHER, None, msgspec.json.encode(value).decode()[:MAX_TEXT_CHARS]


class Words:
    """The different texts of a column, numbered in the order in which they came. Never forgets one, so numbers stay true."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._numbers: dict[str, int] = {}
        self._ranks: tuple[Int64, list[str]] = (np.empty(0, np.int64), [])
        self._tested: OrderedDict[Hashable, Mask] = OrderedDict()
        self._lock = threading.Lock()

    def number(self, text: str) -> int:
        """The number of a text; a new one if it is new. For who brings the column up to date."""
        found = self._numbers.get(text)
        if found is None:
            found = self._numbers[text] = len(self.texts)
            self.texts.append(text)
        return found

    def known(self, text: str) -> int:
        """The number of a text; -1 if no run ever had it."""
        return self._numbers.get(text, -1)

    def ranks(self) -> tuple[Int64, list[str]]:
        """The place of each text in alphabetical order, and the texts in that order."""
        with self._lock:
            ranks, ordered = self._ranks
            count = len(self.texts)
            if len(ranks) < count:
                # Nearly sorted already: only what came since is out of its place.
                ordered = sorted(ordered + self.texts[len(ranks) : count])
                ranks = np.empty(count, np.int64)
                ranks[[self._numbers[text] for text in ordered]] = np.arange(count)
                self._ranks = ranks, ordered
            return ranks, ordered

    def which(self, test: Hashable, find: Find) -> Mask:
        """For each text whether it passes a test. What was tested once is remembered by the name of the test."""
        with self._lock:
            tested = self._tested.pop(test, np.empty(0, np.bool_))
        count = len(self.texts)
        if len(tested) < count:
            texts = self.texts[len(tested) : count]
            new = np.zeros(len(texts), np.bool_)
            new[list(find(texts))] = True
            tested = np.concatenate([tested, new])
        with self._lock:
            self._tested[test] = tested
            if len(self._tested) > 32:
                self._tested.popitem(last=False)
        return tested


@dataclass(frozen=True, slots=True)
class Column:
    """One fact of all runs, by key of the run. `numbers` is NaN where there is none, `codes` are numbers of `words`, -1 where there is none."""

    kinds: UInt8
    numbers: Float64
    codes: Int32
    words: Words

    def __len__(self) -> int:
        return len(self.kinds)

    @property
    def size_bytes(self) -> int:
        """What it takes in memory, about."""
        return 13 * len(self.kinds) + 120 * len(self.words.texts)

    @property
    def is_there(self) -> Mask:
        """Where there is a value, be it nothing."""
        return np.asarray(self.kinds != Kind.MISSING)

    @property
    def is_nothing(self) -> Mask:
        """Where there is no value, or it is nothing."""
        return np.asarray(self.kinds <= Kind.NULL)

    @property
    def is_number(self) -> Mask:
        """Where the value is a number or a truth value, NaN included."""
        return np.asarray((self.kinds >= Kind.FLOAT) & (self.kinds <= Kind.TRUTH))

    @property
    def is_text(self) -> Mask:
        """Where the value is a text, a list or an empty dict."""
        return np.asarray(self.kinds >= Kind.TEXT)

    def passing(self, test: Hashable, matches: Callable[[str], Any]) -> Mask:
        """Where the value is a text that passes a test; the test is remembered by its name."""
        return self.found(test, lambda texts: [place for place, text in enumerate(texts) if matches(text)])

    def found(self, test: Hashable, find: Find) -> Mask:
        """The same for a test of many texts at once."""
        if not self.words.texts:
            return np.zeros(len(self), np.bool_)
        which = np.append(self.words.which(test, find), False)
        return which[self.codes]

    def resized(self, size: int) -> Column:
        """The same with so many places."""
        if size == len(self):
            return self
        more = max(0, size - len(self))
        return Column(
            np.append(self.kinds[:size], np.zeros(more, np.uint8)),
            np.append(self.numbers[:size], np.full(more, np.nan)),
            np.append(self.codes[:size], np.full(more, -1, np.int32)),
            self.words,
        )

    def value(self, run: int) -> Any:
        """The value of one run: a bool, int, float or text, None where there is none; lists as JSON."""
        kind = self.kinds[run]
        if kind >= Kind.TEXT:
            return self.words.texts[self.codes[run]]
        if kind <= Kind.NULL:
            return None
        number = float(self.numbers[run])
        return bool(number) if kind == Kind.TRUTH else int(number) if kind == Kind.INTEGER else number


def nothing(size: int) -> Column:
    """A column in which no run has a value."""
    return Column(np.zeros(size, np.uint8), np.full(size, np.nan), np.full(size, -1, np.int32), Words())


@dataclass(slots=True)
class _Kept:
    column: Column
    revision: int
    lock: threading.Lock = field(default_factory=threading.Lock)


class Columns:
    """The columns of one database, for all its readers. Columns that nobody asked for lately are let go of."""

    def __init__(self, max_bytes: int = _MAX_BYTES) -> None:
        self._max_bytes = max_bytes
        self._kept: OrderedDict[Hashable, _Kept] = OrderedDict()
        self._lock = threading.Lock()  # guards `_kept`; each column has a lock of its own for being read

    def get(self, name: Hashable, revision: int, changed: Callable[[int], Sequence[int]], read: Read) -> Column:
        """A column as it is at a revision, or later where another reader is ahead.

        Args:
            name: what it is kept by.
            revision: of the snapshot that asks.
            changed: the keys of the runs that changed, came or went after a revision.
            read: reads cells from the snapshot that asks.
        """
        with self._lock:
            kept = self._kept.get(name)
            if kept is None:
                kept = self._kept[name] = _Kept(nothing(0), -1)
            self._kept.move_to_end(name)
        with kept.lock:
            if kept.revision < 0:
                kept.column, kept.revision = _filled(nothing(0), None, read(None)), revision
                self._shrink(name)
            elif kept.revision < revision:
                runs = changed(kept.revision)
                if len(runs) > 500 + len(kept.column) // 8:
                    kept.column = _filled(nothing(0), None, read(None))
                elif runs:
                    kept.column = _filled(kept.column, runs, read(runs))
                kept.revision = revision
            return kept.column

    def _shrink(self, newest: Hashable) -> None:
        with self._lock:
            total = sum(kept.column.size_bytes for kept in self._kept.values())
            for name in list(self._kept):
                if total <= self._max_bytes:
                    break
                if name != newest:
                    total -= self._kept.pop(name).column.size_bytes


def _filled(column: Column, stale: Sequence[int] | None, cells: Iterable[Cell]) -> Column:
    """A new column with these cells in the place of the stale ones; other readers go on with the old one."""
    # One pass for each part: a column of 100,000 runs is read in tens of milliseconds.
    keys, found_kinds, found_numbers, texts = tuple(zip(*cells, strict=True)) or ((), (), (), ())
    runs = np.array(keys, np.int64)
    size = max(len(column), int(runs.max(initial=-1)) + 1)
    grown = column.resized(size)
    kinds, numbers, codes, words = grown.kinds.copy(), grown.numbers.copy(), grown.codes.copy(), grown.words
    if stale is not None and len(stale):
        gone = np.array(stale, np.int64)
        gone = gone[gone < size]
        kinds[gone], numbers[gone], codes[gone] = Kind.MISSING, np.nan, -1
    kinds[runs] = found_kinds
    numbers[runs] = np.array(found_numbers, np.float64)
    if max(found_kinds, default=0) >= Kind.TEXT:
        codes[runs] = [-1 if text is None else words.number(text) for text in texts]
    return Column(kinds, numbers, codes, words)
