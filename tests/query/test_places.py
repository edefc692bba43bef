"""Places: archived runs and those in the bin are out of the way everywhere, and can be had where they are asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from recorder import Recorder
from runstone.index.index import Index
from runstone.model.home import Home
from runstone.model.records import Described, Marked, Record
from runstone.query import column_facts, completion, projects, runs, series
from runstone.query.grouping import GroupsAsk, list_groups
from runstone.query.runs import RunsAsk, list_runs
from runstone.query.selection import Place

ALL = {"active": ["a1", "a2"], "archived": ["b1"], "bin": ["c1", "c2"], "all": ["a1", "a2", "b1", "c1", "c2"]}


def say(home: Home, run: str, kind: type[Record], **fields: Any) -> None:
    writer = Recorder(home, run, start=False, role="editor")
    writer.event(kind, **fields)
    writer.writer.close()


@pytest.fixture
def filled(home: Home, index: Index, record: Callable[..., Recorder]) -> Index:
    for run, project in {"a1": "p", "a2": "p/q", "b1": "p/q", "c1": "p", "c2": "z"}.items():
        recorder = record(run, project=project, config={"lr": 0.1, run: 1})
        recorder.log({"loss": 1.0}, 0)
        recorder.finish()
    say(home, "a2", Marked, starred=True)
    say(home, "a2", Described, colour="teal")
    say(home, "b1", Marked, archived=True)
    say(home, "c1", Marked, archived=True)
    say(home, "c1", Marked, binned=True)
    say(home, "c2", Marked, binned=True)
    index.refresh()
    return index


@pytest.mark.parametrize("place", ALL)
def test_lists_groups_and_columns_keep_to_a_place(filled: Index, place: Place) -> None:
    page = list_runs(filled, RunsAsk(place=place, sort=["id"]))
    assert ([run.id for run in page.runs], page.total) == (ALL[place], len(ALL[place]))
    assert list_groups(filled, GroupsAsk(by=["state"], place=place)).runs == len(ALL[place])
    assert column_facts.describe(filled, column_facts.ColumnAsk(field="config.lr", place=place)).runs == len(ALL[place])
    keys = {column.key: column.runs for column in runs.columns(filled, place=place).config}
    assert keys == {"lr": len(ALL[place]), **dict.fromkeys(ALL[place], 1)}


def test_projects_count_what_is_active_and_tell_of_the_rest(filled: Index) -> None:
    found = [(row.project, row.runs, row.archived, row.binned) for row in projects.list_projects(filled)]
    assert found == [("p", 1, 0, 1), ("p/q", 1, 1, 0), ("z", 0, 0, 1)]


def test_completion_offers_what_active_runs_have(filled: Index) -> None:
    offered = {item.text for item in completion.complete(filled, "config.", 7).items}
    assert offered == {"config.lr", "config.a1", "config.a2"}


def test_a_run_that_is_asked_for_by_name_is_found(filled: Index) -> None:
    found = runs.get_run(filled, "c2")
    assert found.binned_time
    assert series.points(filled, "c2", "loss").values.tolist() == [1.0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("archived = true", ["b1", "c1"]),
        ("archived = false", ["a1", "a2", "c2"]),
        ("starred = true", ["a2"]),
        ("colour = teal", ["a2"]),
        ("color != teal", ["a1", "b1", "c1", "c2"]),
        ("binned_time = null", ["a1", "a2", "b1"]),
        ("binned > 1h", ["c1", "c2"]),
        ("exists(binned_time)", ["c1", "c2"]),
    ],
)
def test_places_are_fields(filled: Index, text: str, expected: list[str]) -> None:
    page = list_runs(filled, RunsAsk(place="all", filter=text, sort=["id"]))
    assert [run.id for run in page.runs] == expected


def test_the_starred_come_first_where_that_is_asked_for(filled: Index) -> None:
    page = list_runs(filled, RunsAsk(sort=["-starred", "id"]))
    assert [(run.id, run.starred, run.colour) for run in page.runs] == [("a2", True, "teal"), ("a1", False, None)]


def test_what_comes_back_is_counted_again(filled: Index, home: Home) -> None:
    before = runs.columns(filled)
    list_runs(filled, RunsAsk())
    say(home, "a1", Marked, archived=True)
    say(home, "a1", Described, project="new")
    filled.refresh()
    assert [run.id for run in list_runs(filled, RunsAsk()).runs] == ["a2"]
    assert {column.key for column in runs.columns(filled).config} == {"lr", "a2"}
    say(home, "a1", Marked, archived=False)
    say(home, "a1", Described, project="p")
    filled.refresh()
    assert runs.columns(filled) == before
    rebuilt = Index(home)
    rebuilt.rebuild()
    assert runs.columns(rebuilt) == before
    assert {run.id for run in list_runs(rebuilt, RunsAsk()).runs} == {"a1", "a2"}
    rebuilt.close()
