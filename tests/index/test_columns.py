"""Typed columns: brought up to date change by change they are what they would be if they were read anew."""

from __future__ import annotations

import math
import threading
from collections.abc import Iterator, Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from runstone.index.columns import Cell, Column, Columns, Kind, nothing, typed

VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 5),
    st.floats(),
    st.sampled_from(["", "a", "b", "übung", "Z"]),
    st.lists(st.integers(0, 3), max_size=2),
)


class Facts:
    """What runs have, with revisions: the database of these tests."""

    def __init__(self) -> None:
        self.revision = 0
        self.values: dict[int, object] = {}
        self.changed: dict[int, int] = {}

    def put(self, run: int, value: object) -> None:
        self.revision += 1
        self.values[run] = value
        self.changed[run] = self.revision

    def remove(self, run: int) -> None:
        self.revision += 1
        self.values.pop(run, None)
        self.changed[run] = self.revision

    def since(self, revision: int) -> Sequence[int]:
        return [run for run, at in self.changed.items() if at > revision]

    def read(self, runs: Sequence[int] | None) -> Iterator[Cell]:
        for run in list(self.values) if runs is None else runs:
            if run in self.values:
                yield run, *typed(self.values[run])


def shown(column: Column, run: int) -> object:
    return "missing" if run >= len(column) or column.kinds[run] == Kind.MISSING else column.value(run)


def same(one: object, other: object) -> bool:
    if isinstance(one, list):
        return str(one).replace(" ", "") == other
    return type(one) is type(other) and (one == other or (one != one and other != other))


@settings(max_examples=200, deadline=None)
@given(
    changes=st.lists(st.lists(st.tuples(st.integers(0, 30), st.one_of(VALUES, st.just(...))), max_size=6), max_size=6)
)
def test_a_column_kept_up_is_one_read_anew(changes: list[list[tuple[int, object]]]) -> None:
    facts, columns = Facts(), Columns()
    for batch in changes:
        for run, value in batch:
            if value is ...:
                facts.remove(run)
            else:
                facts.put(run, value)
        kept = columns.get("fact", facts.revision, facts.since, facts.read)
        for run in range(31):
            if run in facts.values:
                assert same(facts.values[run], shown(kept, run))
            else:
                assert shown(kept, run) == "missing"
        ranks, ordered = kept.words.ranks()
        assert ordered == sorted(kept.words.texts)
        assert [ordered[rank] for rank in ranks] == kept.words.texts


def test_who_holds_a_column_sees_it_unchanged() -> None:
    facts, columns = Facts(), Columns()
    facts.put(1, "a")
    old = columns.get("fact", facts.revision, facts.since, facts.read)
    facts.put(1, "b")
    facts.put(2, 7)
    new = columns.get("fact", facts.revision, facts.since, facts.read)
    assert (shown(old, 1), len(old), shown(new, 1), shown(new, 2)) == ("a", 2, "b", 7)


def test_an_older_snapshot_is_answered_with_what_is_known_since() -> None:
    facts, columns = Facts(), Columns()
    facts.put(1, 1)
    before = facts.revision
    facts.put(1, 2)
    columns.get("fact", facts.revision, facts.since, facts.read)
    assert shown(columns.get("fact", before, facts.since, facts.read), 1) == 2


def test_a_test_of_texts_is_made_once_for_each_text() -> None:
    facts, columns = Facts(), Columns()
    tested: list[str] = []

    def matches(text: str) -> bool:
        tested.append(text)
        return "a" in text

    for run, text in enumerate(["a", "b", "a", "ba"]):
        facts.put(run, text)
    column = columns.get("fact", facts.revision, facts.since, facts.read)
    assert column.passing("has a", matches).tolist() == [True, False, True, True]
    facts.put(4, "ca")
    column = columns.get("fact", facts.revision, facts.since, facts.read)
    assert column.passing("has a", matches).tolist() == [True, False, True, True, True]
    assert tested == ["a", "b", "ba", "ca"]
    assert nothing(3).passing("has a", matches).tolist() == [False] * 3


def test_columns_that_nobody_asks_for_are_let_go_of() -> None:
    facts = Facts()
    for run in range(1000):
        facts.put(run, run)
    reads: list[str] = []
    columns = Columns(max_bytes=40_000)

    def ask(name: str) -> None:
        def read(runs: Sequence[int] | None) -> Iterator[Cell]:
            reads.append(name)
            return facts.read(runs)

        columns.get(name, facts.revision, facts.since, read)

    for name in ("a", "b", "a", "c", "d", "a", "b"):
        ask(name)
    assert reads.count("b") == 2
    assert reads.count("a") <= 2


def test_threads_share_columns() -> None:
    facts, columns = Facts(), Columns()
    wrong: list[object] = []
    stop = threading.Event()

    def look() -> None:
        while not stop.is_set():
            column = columns.get("fact", facts.revision, lambda revision: list(facts.changed), facts.read)
            found = {shown(column, run) for run in range(len(column))} - {"missing"}
            wrong.extend(value for value in found if not isinstance(value, float) or math.isnan(value))

    threads = [threading.Thread(target=look) for _ in range(3)]
    for thread in threads:
        thread.start()
    for number in range(500):
        facts.put(number % 50, float(number))
    stop.set()
    for thread in threads:
        thread.join()
    assert wrong == []
    column = columns.get("fact", facts.revision, facts.since, facts.read)
    assert shown(column, 49) == 499.0
