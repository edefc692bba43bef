"""Lists of runs: filtered, sorted and paged so that each run comes once, whatever the sort."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest

from recorder import Recorder
from runstone.index.index import Index
from runstone.model.errors import BadQuery, RunNotFound
from runstone.model.home import Home
from runstone.model.records import Described, SummaryUpdated
from runstone.query import changes, runs
from runstone.query.runs import RunsAsk

Begin = Callable[..., Recorder]

SORTS = [
    "created_time",
    "name",
    "number",
    "state",
    "duration_secs",
    "ended_time",
    "config.lr",
    "summary.acc",
    "config.none",
]


@pytest.fixture
def filled(index: Index, record: Begin) -> Index:
    """Twelve runs; some without a value, some with a text or a NaN where others have a number."""
    for number in range(12):
        project = ["cv", "cv/resnet", "cvx", "nlp"][number % 4]
        lr: object = [0.1, 0.01, "auto", None][number % 4] if number % 5 else 0.5
        run = record(
            f"r{number:02}",
            project=project,
            config={} if number == 7 else {"lr": lr},
            tags=["big"] if number % 3 else ["big", "best"],
        )
        run.log({"acc": math.nan if number == 4 else float(number * 7 % 12)}, 0)
        if number % 2:
            run.finish()
    index.refresh()
    return index


def ids(index: Index, **ask: object) -> list[str]:
    if isinstance(sort := ask.get("sort"), str):
        ask["sort"] = [sort]
    return [run.id for run in runs.list_runs(index, RunsAsk(**ask)).runs]  # type: ignore[arg-type]


@pytest.mark.parametrize("sort", [sign + sort for sort in SORTS for sign in ("", "-")])
@pytest.mark.parametrize("limit", [1, 5, 12])
def test_pages_hold_each_run_once_in_one_order(filled: Index, sort: str, limit: int) -> None:
    whole = ids(filled, sort=sort, limit=100)
    assert sorted(whole) == [f"r{number:02}" for number in range(12)]
    paged: list[str] = []
    cursor = None
    while True:
        page = runs.list_runs(filled, RunsAsk(sort=[sort], limit=limit, cursor=cursor))
        assert page.total == 12
        paged += [run.id for run in page.runs]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert paged == whole


@pytest.mark.parametrize("sort", [sign + sort for sort in SORTS for sign in ("", "-")])
def test_a_page_by_offset_is_that_part_of_the_whole(filled: Index, sort: str) -> None:
    whole = ids(filled, sort=sort, limit=100)
    for offset in range(14):
        for limit in (1, 3, 12):
            page = runs.list_runs(filled, RunsAsk(sort=[sort], limit=limit, offset=offset))
            assert [run.id for run in page.runs] == whole[offset : offset + limit]
            assert page.total == 12
            assert runs.list_ids(filled, RunsAsk(sort=[sort], limit=limit, offset=offset)).ids == [
                run.id for run in page.runs
            ]
            rest = whole[offset + limit :]
            assert (page.next_cursor is None) == (not rest)
            if rest:
                assert ids(filled, sort=sort, limit=100, cursor=page.next_cursor) == rest


def test_runs_without_the_value_come_last_both_ways(filled: Index) -> None:
    up, down = ids(filled, sort="summary.acc"), ids(filled, sort="-summary.acc")
    assert up[-1] == down[-1] == "r04"
    assert up[:-1] == down[:-1][::-1]
    assert ids(filled, sort="config.lr")[-1] in ("r03", "r07", "r11")
    assert ids(filled, sort="-config.lr")[:3] == ["r10", "r05", "r00"]


def test_filters_narrow(filled: Index) -> None:
    assert ids(filled, project="cv", sort="number") == ["r00", "r01", "r04", "r05", "r08", "r09"]
    assert ids(filled, project="cv", recursive=False, sort="number") == ["r00", "r04", "r08"]
    assert ids(filled, filter="tag = big and tag = best", sort="number") == ["r00", "r03", "r06", "r09"]
    assert ids(filled, filter="state = finished", project="nlp", sort="number") == ["r03", "r07", "r11"]
    assert ids(filled, filter="R1", sort="number") == ["r10", "r11"]
    assert ids(filled, filter='~ "^r0[12]$"', sort="number") == ["r01", "r02"]
    assert ids(filled, filter="BEST", sort="number") == ["r00", "r03", "r06", "r09"]
    assert runs.list_runs(filled, RunsAsk(filter="nothing")).total == 0


@pytest.mark.parametrize(
    "ask",
    [
        RunsAsk(sort=["shoe_size"]),
        RunsAsk(sort=["config."]),
        RunsAsk(sort=[""]),
        RunsAsk(sort=["name"] * 6),
        RunsAsk(filter="("),
        RunsAsk(filter='name ~ "("'),
        RunsAsk(filter="state = asleep"),
        RunsAsk(fields=["shoe_size"]),
        RunsAsk(cursor="nonsense"),
        RunsAsk(cursor="AAAA"),
        RunsAsk(cursor="ä"),
        RunsAsk(offset=-1),
        RunsAsk(cursor="AAAA", offset=1),
    ],
)
def test_a_question_that_cannot_be_followed_is_refused(filled: Index, ask: RunsAsk) -> None:
    with pytest.raises(BadQuery):
        runs.list_runs(filled, ask)


def test_a_cursor_belongs_to_its_sort(filled: Index) -> None:
    cursor = runs.list_runs(filled, RunsAsk(sort=["name"], limit=1)).next_cursor
    with pytest.raises(BadQuery):
        runs.list_runs(filled, RunsAsk(sort=["number"], cursor=cursor))


def test_columns_are_counted_through_changes_moves_and_removals(filled: Index, home: Home, record: Begin) -> None:
    (lr,) = runs.columns(filled).config
    assert (lr.key, lr.runs, lr.type) == ("lr", 11, "mixed")
    (acc,) = runs.columns(filled).summary
    assert (acc.key, acc.runs, acc.type) == ("acc", 12, "number")
    assert [column.runs for column in runs.columns(filled, "cv").config] == [6]
    editor = Recorder(home, "r00", start=False, role="editor")
    editor.event(Described, project="moved/here")
    editor.event(SummaryUpdated, changes={"verdict": "good"})
    filled.refresh()
    assert [column.runs for column in runs.columns(filled, "cv").config] == [5]
    assert [column.runs for column in runs.columns(filled, "moved").config] == [1]
    assert [(column.key, column.type) for column in runs.columns(filled, "moved").summary] == [
        ("acc", "number"),
        ("verdict", "text"),
    ]
    before = runs.columns(filled)
    filled.rebuild()
    assert runs.columns(filled) == before


def test_names_that_nobody_has_are_refused_with_a_hint(filled: Index) -> None:
    with pytest.raises(RunNotFound, match=r'No run "r0l" in this home\. Did you mean'):
        runs.find(filled, "r0l")
    with pytest.raises(RunNotFound, match="runstone ls"):
        runs.find(filled, "99999999999999999999999")


def test_changes_tell_what_changed(filled: Index, home: Home) -> None:
    before = changes.revision(filled)
    assert changes.since(filled, before) == changes.Changes(before, [], [], False)
    Recorder(home, "r02", start=False, role="worker").log({"acc": 1.0}, 5)
    filled.refresh()
    found = changes.since(filled, before)
    assert (found.runs, found.reset) == (["r02"], False)
    assert found.revision > before
    assert changes.since(filled, 7).reset
    assert changes.since(filled, found.revision + 10).reset


def test_ids_come_in_the_order_of_the_list_page_after_page(filled: Index) -> None:
    ask = RunsAsk(sort=["-summary.acc"], filter="tag = big", place="active")
    whole = [run.id for run in runs.list_runs(filled, ask).runs]
    found: list[str] = []
    cursor = None
    while True:
        page = runs.list_ids(filled, RunsAsk(sort=ask.sort, filter=ask.filter, limit=5, cursor=cursor))
        assert page.total == len(whole)
        found += page.ids
        cursor = page.next_cursor
        if cursor is None:
            break
    assert found == whole
