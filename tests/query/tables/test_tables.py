"""Logged tables: pages of them are those of the plain rows, sorted, filtered and searched."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Sequence
from typing import Any

import msgspec
import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import runstone as rs
from recorder import Recorder
from runstone.blobs.store import BlobStore
from runstone.encoding.column import column_of
from runstone.encoding.table import write_table
from runstone.index.index import Index
from runstone.model.errors import BadQuery, BlobDamaged
from runstone.model.home import Home
from runstone.model.records import MediaLogged
from runstone.query.answers.tables import TablePage
from runstone.query.tables.column_facts import describe
from runstone.query.tables.joining import JoinAsk, side_by_side
from runstone.query.tables.opened import TableName, Tables
from runstone.query.tables.page import TableAsk, page
from runstone.query.tables.ranking import rank

Begin = Callable[..., Recorder]

CELLS = st.one_of(st.none(), st.integers(-5, 5), st.floats(), st.booleans(), st.text("ab\0é日", max_size=40))
TEXTS = st.one_of(st.none(), st.text("ab\0é日", max_size=40), st.text("a", min_size=28, max_size=40))


@pytest.fixture
def put(home: Home) -> Callable[..., TableName]:
    """Store a table by its columns."""

    def store(**columns: Sequence[Any]) -> TableName:
        data = write_table({name: column_of(cells) for name, cells in columns.items()})
        return TableName(BlobStore(home).put(data).sha256)

    return store


@pytest.fixture
def tables(index: Index) -> Tables:
    return Tables(index)


def firsts(found: TablePage) -> list[Any]:
    return [row[0] for row in found.rows]


@given(st.lists(TEXTS, max_size=30))
@example(["", "a", "a\0", None, "a" * 33, "a" * 33 + "b", "a" * 33])
def test_texts_are_ranked_by_their_code_points(cells: list[str | None]) -> None:
    column = column_of(cells)
    if column.type == "text":
        ordered = sorted({cell for cell in cells if cell is not None})
        expected = [-1 if cell is None else ordered.index(cell) for cell in cells]
        found = rank(column)
        assert found.ranks.tolist() == expected
        assert [cells[row] for row in found.first.tolist()] == ordered


@given(st.lists(CELLS, max_size=30))
def test_cells_of_any_kind_have_an_order(cells: list[Any]) -> None:
    found = rank(column_of(cells))
    assert [place for place, cell in enumerate(cells) if cell is None] == [
        place for place, at in enumerate(found.ranks.tolist()) if at < 0
    ]
    assert sorted(set(found.ranks.tolist()) - {-1}) == list(range(len(found.first)))


def test_a_page_is_as_it_was_logged(tables: Tables, put: Callable[..., TableName]) -> None:
    name = put(n=range(1000), text=[f"row {row}" for row in range(1000)])
    found = page(tables, TableAsk(name, offset=500, limit=2))
    assert found.rows == [[500, "row 500"], [501, "row 501"]]
    assert (found.total, found.matched, [column.type for column in found.columns]) == (1000, 1000, ["integer", "text"])
    assert page(tables, TableAsk(name, offset=10_000)).rows == []


def test_rows_are_sorted_with_nan_behind_numbers_and_nulls_behind_all(
    tables: Tables, put: Callable[..., TableName]
) -> None:
    numbers = [2.0, math.nan, None, -math.inf, 1.0, 2.0]
    name = put(at=range(6), n=numbers, text=["b", "a", None, "B", "b", "a"])
    assert firsts(page(tables, TableAsk(name, sort=["n"]))) == [3, 4, 0, 5, 1, 2]
    assert firsts(page(tables, TableAsk(name, sort=["-n"]))) == [0, 5, 4, 3, 1, 2]
    assert firsts(page(tables, TableAsk(name, sort=["-text", "-at"]))) == [4, 0, 5, 1, 3, 2]
    with pytest.raises(BadQuery, match="'m'"):
        page(tables, TableAsk(name, sort=["-m"]))


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("loss < 0.3", [0, 3]),
        ("loss < 0.3 and label = cat", [0]),
        ("label in (dog, 'a cat')", [1, 2]),
        ("not label = cat", [1, 2, 3]),
        ("label = null", [3]),
        ("exists(label)", [0, 1, 2]),
        ("label ~ '^c'", [0]),
        ("label >= cat", [0, 1]),
        ("loss = nan", [2]),
        ("big = 9007199254740993", [1]),
        ("ok = true or big > 9007199254740993", [0, 2]),
        ("`my col` = x", [0, 2]),
        ("mixed = 1", [0]),
        ("mixed = one", [1]),
        ("mixed.dot = 1", [3]),
        ("cat", [0, 2]),
    ],
)
def test_rows_are_filtered_in_the_language_of_runs(
    tables: Tables, put: Callable[..., TableName], text: str, rows: list[int]
) -> None:
    big = 9007199254740992
    name = put(
        at=range(4),
        loss=[0.1, 0.5, math.nan, 0.2],
        label=["cat", "dog", "a cat", None],
        big=[big, big + 1, big + 2, big],
        ok=[True, False, None, False],
        **{"my col": ["x", "y", "x", ""], "mixed": [1, "one", [1], None], "mixed.dot": [0, 0, 0, 1]},
    )
    assert firsts(page(tables, TableAsk(name, filter=text))) == rows


def test_a_wrong_filter_is_pointed_at(tables: Tables, put: Callable[..., TableName]) -> None:
    name = put(loss=[0.1])
    with pytest.raises(BadQuery, match=r"no column 'los'.*'loss'") as error:
        page(tables, TableAsk(name, filter="los < 1"))
    assert (error.value.start, error.value.end) == (0, 3)
    with pytest.raises(BadQuery, match="numbers"):
        page(tables, TableAsk(name, filter="loss < x"))


@given(st.lists(st.text("abAB é", max_size=6), max_size=20), st.text("abAB é", min_size=1, max_size=3))
@example(["a", "b"], "ab")
def test_a_search_finds_the_rows_that_hold_the_words(texts: list[str], words: str) -> None:
    from runstone.encoding.column import Texts
    from runstone.query.tables.filtering import _containing

    found = _containing(Texts.of(texts), words)
    assert found.tolist() == [words.lower() in text.lower() for text in texts]


def test_a_search_finds_numbers_that_are_said(tables: Tables, put: Callable[..., TableName]) -> None:
    name = put(n=[1, 12, 2], text=["12 cats", None, "x"])
    assert firsts(page(tables, TableAsk(name, search="12"))) == [1, 12]


def test_a_column_is_told_in_figures(tables: Tables, put: Callable[..., TableName]) -> None:
    name = put(n=[1.0, 3.0, math.nan, None, math.inf, 1.0], text=["b", "a", "b", None, "c", "b"])
    facts = describe(tables, name, "n")
    assert (facts.rows, facts.nulls, facts.nan, facts.min, facts.max, facts.mean) == (6, 1, 1, 1.0, 3.0, 5 / 3)
    assert sum(one.rows for one in facts.bins) == 3
    assert [(top.value, top.rows) for top in describe(tables, name, "text").top] == [("b", 3), ("a", 1), ("c", 1)]
    with pytest.raises(BadQuery):
        describe(tables, name, "none")


def test_tables_meet_on_the_values_of_a_column(tables: Tables, put: Callable[..., TableName]) -> None:
    one = put(name=["cat", "dog", "dog", None], loss=[1, 2, 3, 4])
    two = put(loss=[5, 6, 7], name=["dog", "owl", None])
    found = side_by_side(tables, JoinAsk([one, two], "name"))
    assert found.rows == [["cat", 1, None], ["dog", 2, 5], ["dog", 3, None], [None, 4, 7], ["owl", None, 6]]
    assert [(column.name, column.table) for column in found.columns] == [("name", None), ("loss", 0), ("loss", 1)]
    assert (found.total, found.matched) == (5, 2)
    assert side_by_side(tables, JoinAsk([one, two], "name", offset=1, limit=1)).rows == [["dog", 2, 5]]
    three = put(loss=[1, 5, 3.5], name=["cat", "dog", "dog"], more=[None, None, float("nan")])
    four = put(more=[None, None, float("nan")], loss=[1, 2, 3.5], name=["cat", "dog", "dog"])
    differing = side_by_side(tables, JoinAsk([three, four], "name", only_differing=True))
    assert [row[:2] for row in differing.rows] == [["dog", 5]]
    assert (differing.total, differing.matched, differing.listed) == (3, 3, 1)
    assert side_by_side(tables, JoinAsk([one, two], "name", only_differing=True)).listed == 5
    for wrong in ([one], [one] * 21):
        with pytest.raises(BadQuery):
            side_by_side(tables, JoinAsk(wrong, "name"))
    with pytest.raises(BadQuery):
        side_by_side(tables, JoinAsk([one, two], "none"))


def test_a_table_that_was_logged_in_parts_is_one(
    index: Index, tables: Tables, record: Begin, put: Callable[..., TableName]
) -> None:
    run = record("a")
    parts = [put(n=[0, 1], s=["a", "b"]), put(n=[2.5]), put(n=[3, 4])]
    for step, (part, first) in enumerate(zip(parts, (0, 2, 3), strict=True)):
        facts = {"part_of": "t", "first_row": first}
        run.event(MediaLogged, key="t", step=step, type="table", sha256=part.sha256, facts=facts)
    index.refresh()
    assert page(tables, TableAsk(parts[2])).rows == [[3], [4]]
    whole = page(tables, TableAsk(TableName(parts[2].sha256, "a", "t"), sort=["-n"]))
    assert whole.rows == [[4, None], [3, None], [2.5, None], [1, "b"], [0, "a"]]
    assert page(tables, TableAsk(TableName(parts[1].sha256, "a", "t"))).rows == [[0, "a"], [1, "b"], [2.5, None]]


def test_a_table_goes_on_where_its_run_does(index: Index, tables: Tables, home: Home) -> None:
    for way in ({}, {"resume": "must"}):
        with rs.init("p", id="a", **way) as run:
            table = rs.Table(["n"], mode="incremental")
            for _ in range(2):
                table.add_row(7)
                run.log({"t": table})
    with rs.init(fork_run_id="a", fork_step=2, id="b") as run:
        run.log({"t": rs.Table(["n"], [[8]], mode="incremental")})
    index.refresh()
    items = [item.item for item in rs.Api(home.path).run("b").media("t")]
    rows = [page(tables, TableAsk(TableName(item.sha256, "b", "t"))).rows for item in items]
    assert rows == [[[7]], [[7]] * 2, [[7]] * 3, [*[[7]] * 3, [8]]]


def test_media_in_cells_of_earlier_parts_are_found(index: Index, tables: Tables, home: Home) -> None:
    table = rs.Table(["n", "image"], mode="incremental")
    with rs.init("p", id="a") as run:
        for grey in range(3):
            table.add_row(grey, rs.Image(np.full((2, 2), grey, np.uint8)))
            run.log({"t": table})
        plain = rs.Table(["n", "image"], [[1, rs.Image(np.full((2, 2), 9, np.uint8))]])
        run.log({"u": plain})
    index.refresh()
    stored = {key: [item.item for item in rs.Api(home.path).run("a").media(key)] for key in ("t", "u")}
    name = TableName(stored["t"][-1].sha256, "a", "t")
    found = page(tables, TableAsk(name))
    cells = [row[1]["part"] for row in found.rows]
    assert [found.parts[cell].sha256 for cell in cells] == [
        item.parts[cell].sha256 for item, cell in zip(stored["t"], cells, strict=True)
    ]
    assert list(page(tables, TableAsk(name, offset=1, limit=1)).parts) == cells[1:2]
    assert page(tables, TableAsk(TableName(stored["t"][-1].sha256))).parts == {}
    other = TableName(stored["u"][0].sha256, "a", "u")
    assert page(tables, TableAsk(other)).parts == stored["u"][0].parts
    joined = side_by_side(tables, JoinAsk([name, other], "n"))
    assert [sorted(parts) for parts in joined.parts] == [sorted(cells), ["cell/0"]]


def test_tables_of_earlier_versions_are_read(home: Home, tables: Tables) -> None:
    data = msgspec.json.encode({"columns": ["c", "r"], "rows": [[0, 0.5], [1, {"$float": "NaN"}]]})
    name = TableName(BlobStore(home).put(data).sha256)
    assert firsts(page(tables, TableAsk(name, sort=["-c"]))) == [1, 0]


def test_what_is_no_table_is_refused(home: Home, tables: Tables) -> None:
    for data in (b"", b"PNG", b"{", b'{"columns": 3}', b"\x89RST\r\n\x1a\x01" + bytes(12)):
        with pytest.raises(BadQuery, match="no table"):
            tables.open(TableName(BlobStore(home).put(data).sha256))
    for sha256 in (hashlib.sha256(b"none").hexdigest(), "../../index/index.db"):
        with pytest.raises(BlobDamaged):
            tables.open(TableName(sha256))


def test_what_is_kept_of_tables_has_a_bound(index: Index, put: Callable[..., TableName]) -> None:
    small = Tables(index, max_bytes=1 << 20)
    for seed in range(20):
        name = put(n=[float(seed * row) for row in range(20_000)])
        page(small, TableAsk(name, sort=["-n"]))
    kept = sum(shelf.bytes for shelf in (small._cache._small, small._cache._large))
    assert kept <= 1 << 20


def test_tables_side_by_side_are_filtered_and_sorted(tables: Tables, put: Callable[..., TableName]) -> None:
    one = put(name=["cat", "dog", "eel", "fox"], loss=[3.0, 1.0, 2.0, math.nan])
    two = put(name=["dog", "fox", "gnu"], loss=[9.0, 0.5, 4.0], extra=[1, 2, 3])

    def joined(**asked: Any) -> list[Any]:
        return [row[0] for row in side_by_side(tables, JoinAsk([one, two], "name", **asked)).rows]

    assert joined() == ["cat", "dog", "eel", "fox", "gnu"]
    assert joined(sort="loss") == ["dog", "eel", "cat", "fox", "gnu"]  # NaN, then what the table lacks
    assert joined(sort="-loss") == ["cat", "eel", "dog", "fox", "gnu"]
    assert joined(sort="loss", sort_table=1) == ["fox", "gnu", "dog", "cat", "eel"]
    assert joined(sort="-name") == ["gnu", "fox", "eel", "dog", "cat"]
    assert joined(filter="loss < 2") == ["dog", "fox"]
    assert joined(filter="extra >= 2", sort="-extra", sort_table=1) == ["gnu", "fox"]
    assert joined(filter="loss < 5", only_differing=True, offset=1, limit=2) == ["dog", "eel"]
    for wrong in ({"filter": "none < 1"}, {"sort": "none"}, {"sort": "loss", "sort_table": 2}):
        with pytest.raises(BadQuery):
            joined(**wrong)
