"""How many runs have a flat key: counted as facts change, and written when the transaction ends, since a bulk edit or a first catching-up
counts the same few keys for thousands of runs."""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from runstone.index.catalog import Shelf
from runstone.index.columns import Kind

Fact = tuple[int, int, int]
"""A flat fact of a run: its source, its key and the kind of its value."""


class Count(NamedTuple):
    """How many runs have a key, how many a number there, how many a text."""

    runs: int
    numbers: int
    texts: int


class ColumnCounts:
    """The counts of one connection. What was added is in the database after `settle`, which belongs before each commit."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._added: dict[tuple[Shelf, int, int], list[int]] = defaultdict(lambda: [0, 0, 0])
        self._moved: dict[tuple[Shelf, Shelf], Counter[Fact]] = defaultdict(Counter)

    def add(self, shelf: Shelf, source: int, key: int, count: Count, sign: int = 1) -> None:
        """Count runs of a shelf as having the key of a source, or, with a sign of -1, as not having it any more."""
        added = self._added[shelf, source, key]
        for place, number in enumerate(count):
            added[place] += sign * number

    def move(self, before: Shelf, after: Shelf, facts: Iterable[Fact]) -> None:
        """Count the facts of a run on another shelf."""
        self._moved[before, after].update(facts)

    def settle(self) -> None:
        """Write what was added and moved."""
        for (before, after), facts in self._moved.items():
            for (source, key, kind), runs in facts.items():
                count = Count(runs, runs * (Kind.FLOAT <= kind <= Kind.TRUTH), runs * (kind >= Kind.TEXT))
                self.add(before, source, key, count, sign=-1)
                self.add(after, source, key, count)
        self._moved.clear()
        self._connection.executemany(
            "INSERT INTO column_count VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (project, place, source, key) DO UPDATE SET"
            " runs = runs + excluded.runs, numbers = numbers + excluded.numbers, texts = texts + excluded.texts",
            [(*shelf, source, key, *added) for (shelf, source, key), added in self._added.items() if any(added)],
        )
        self._added.clear()
