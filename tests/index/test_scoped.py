"""What a scope shows of an index: the projects in it with all below them, and nothing of others, however it is asked."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import runstone as rs
from runstone.api import editing
from runstone.edits.edit import Edit
from runstone.edits.editor import Editor
from runstone.index import database
from runstone.index.index import Index
from runstone.index.readers import views_of, within
from runstone.model.errors import ArtifactNotFound, RunNotFound
from runstone.model.home import Home
from runstone.model.scope import EVERYTHING, NOTHING, Scope
from runstone.query import changes, column_facts, grouping, metrics, projects, runs, series, views
from runstone.query.artifacts import collections, lineage
from runstone.query.selection import Selection
from runstone.query.series import PanelAsk

SCHEMA = Path(database.__file__).with_name("schema.sql")
PATHS = st.lists(st.sampled_from(["a", "b", "a0", "a-b", "a'"]), min_size=1, max_size=3).map("/".join)


@pytest.fixture
def index(home: Home, index: Index) -> Index:
    """Runs of `cv`, of `cv/deep`, of `cvx` and of `nlp`, each with a config, a metric and an artifact of its own."""
    for project in ("cv", "cv/deep", "cvx", "nlp"):
        name = project.replace("/", "-")
        with rs.init(project, name, id=name, config={f"of_{name}": 1, "lr": len(project)}, tags=[name]) as run:
            run.log({f"loss_{name}": 1.0, "loss": float(len(project)), "eye": rs.Image(np.eye(4))}, step=0)
            made = rs.Artifact(f"data-{name}", type=f"type-{name}")
            made.add_bytes(name.encode(), "a.txt")
            run.log_artifact(made)
    index.refresh()
    return index


def ids(index: Index) -> list[str]:
    return sorted(runs.list_ids(index, runs.RunsAsk(place="all")).ids)


def test_a_scope_shows_the_runs_of_its_projects_and_of_those_below(index: Index) -> None:
    scoped = index.scoped(Scope.of(["cv"]))
    assert ids(scoped) == ["cv", "cv-deep"]
    assert [project.project for project in projects.list_projects(scoped)] == ["cv", "cv/deep"]
    assert runs.find(scoped, "cv-deep") == "cv-deep"
    for name in ("nlp", "cvx", "NLP-1", "3", "4"):
        with pytest.raises(RunNotFound) as told:
            runs.find(scoped, name)
        assert "nlp" not in str(told.value).replace(f'"{name}"', "")


def test_nothing_and_everything_are_scopes_too(index: Index) -> None:
    assert ids(index.scoped(NOTHING)) == []
    assert ids(index.scoped(EVERYTHING)) == ids(index)


def test_names_values_and_suggestions_of_others_do_not_show(index: Index) -> None:
    scoped = index.scoped(Scope.of(["cv"]))
    assert {column.key for column in runs.columns(scoped).config} == {"lr", "of_cv", "of_cv-deep"}
    assert {found.name for found in metrics.list_names(scoped, ids(scoped), None)} == {
        "loss",
        "loss_cv",
        "loss_cv-deep",
    }
    facts = column_facts.describe(scoped, column_facts.ColumnAsk(field="config.lr"))
    assert facts.runs == 2
    found = grouping.list_groups(scoped, grouping.GroupsAsk(by=("project",)))
    assert sum(group.runs for group in found.groups) == 2
    with pytest.raises(RunNotFound):
        series.panel(scoped, PanelAsk(metric="loss", runs=("nlp",)))
    assert column_facts.varying(scoped, Selection(None, True, None, "all"))


def test_artifacts_of_others_are_not_found_by_any_name(index: Index) -> None:
    scoped = index.scoped(Scope.of(["cv"]))
    assert {found.name for found in collections.list_collections(scoped)} == {"data-cv", "data-cv-deep"}
    assert "type-nlp" not in collections.list_types(scoped)
    theirs = collections.find_version(index, "nlp/data-nlp:latest")
    for ask in (
        lambda: collections.find_version(scoped, "nlp/data-nlp:latest"),
        lambda: collections.get_version(scoped, theirs.id),
        lambda: collections.get_collection(scoped, theirs.collection),
        lambda: lineage.lineage(scoped, theirs.id),
    ):
        with pytest.raises(ArtifactNotFound):
            ask()


def test_a_run_that_is_moved_away_is_gone_at_once_and_one_moved_in_is_there(index: Index, home: Home) -> None:
    scoped = index.scoped(Scope.of(["cv"]))
    assert ids(scoped) == ["cv", "cv-deep"]
    editor = Editor(home)
    for run, project in (("cv-deep", "nlp/taken"), ("nlp", "cv/given")):
        editing.edit(index, editor, editing.EditAsk(runs=[run], changes=Edit(project=project)))
    editor.close()
    assert ids(scoped) == ["cv", "nlp"]
    assert column_facts.describe(scoped, column_facts.ColumnAsk(field="config.lr")).runs == 2


def test_changes_tell_of_what_is_in_scope(index: Index, home: Home) -> None:
    scoped = index.scoped(Scope.of(["cv"]))
    before = changes.revision(index)
    with rs.init("nlp", "later", id="later"):
        pass
    with rs.init("cv", "seen", id="seen"):
        pass
    index.refresh()
    found = changes.since(scoped, before)
    assert found.runs == ["seen"]
    assert not found.reset
    assert views.list_views(scoped, None, None) == []


def test_changes_tell_once_that_a_run_was_moved_out_of_sight(index: Index, home: Home) -> None:
    cv, nlp, other = (index.scoped(Scope.of([project])) for project in ("cv", "nlp", "other"))
    editor = Editor(home)

    def move(run: str, project: str) -> None:
        editing.edit(index, editor, editing.EditAsk(runs=[run], changes=Edit(project=project)))

    before = changes.revision(index)
    move("cv-deep", "nlp/taken")
    assert [changes.since(scope, before).runs for scope in (cv, nlp, other)] == [["cv-deep"], ["cv-deep"], []]
    after = changes.revision(index)
    editing.edit(index, editor, editing.EditAsk(runs=["cv-deep"], changes=Edit(notes="of no concern")))
    assert [changes.since(scope, after).runs for scope in (cv, nlp, other)] == [[], ["cv-deep"], []]
    move("cv-deep", "cv")
    assert [changes.since(scope, after).runs for scope in (cv, nlp)] == [["cv-deep"], ["cv-deep"]]
    editor.close()


OF_SHOWN = {
    *(
        "dossier",
        "document",
        "journal",
        "trouble",
        "stage",
        "text",
        "media",
        "encoded",
        "console",
        "console_unfinished",
    ),
    *("name", "axis", "block", "block_data", "frame", "series_facts"),
}
"""Tables that are asked only for a run, series or blob which a table that is shadowed showed before."""
OF_THE_INDEXER = {
    "meta",
    "folder",
    "ledger",
    "collection_journal",
    "sweep_journal",
    "workspace_journal",
    "sqlite_sequence",
}
"""Tables that readers do not ask."""


def test_every_table_is_shadowed_or_asked_for_what_was_shown() -> None:
    connection = sqlite3.connect(":memory:")
    connection.executescript(SCHEMA.read_text())
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    connection.executescript(views_of(Scope.of(["cv"])))
    shadowed = {name for (name,) in connection.execute("SELECT name FROM sqlite_temp_schema")}
    connection.close()
    assert tables - shadowed == OF_SHOWN | OF_THE_INDEXER


@given(st.lists(PATHS, max_size=4), PATHS)
def test_a_scope_allows_what_lies_under_one_of_its_projects(tops: list[str], project: str) -> None:
    under = any(project.split("/")[: len(top.split("/"))] == top.split("/") for top in tops)
    assert Scope.of(tops).allows(project) == under


@given(st.lists(PATHS, max_size=4), st.lists(PATHS, max_size=4), PATHS)
def test_what_lies_in_both_is_what_each_allows(mine: list[str], theirs: list[str], project: str) -> None:
    both = Scope.of(mine).both(Scope.of(theirs))
    assert both.allows(project) == (Scope.of(mine).allows(project) and Scope.of(theirs).allows(project))


@given(st.lists(PATHS, max_size=40), st.lists(PATHS, min_size=1, max_size=20))
def test_the_condition_in_the_database_is_the_scope(tops: list[str], wanted: list[str]) -> None:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE run (project TEXT)")
    connection.executemany("INSERT INTO run VALUES (?)", [(project,) for project in ("", *wanted)])
    scope = Scope.of(tops)
    rows = connection.execute(f"SELECT project FROM run WHERE {within(scope)}").fetchall()
    connection.close()
    assert sorted(project for (project,) in rows) == sorted(project for project in wanted if scope.allows(project))


RUNS = st.none() | st.lists(st.sampled_from(["r", "s", "t'"]), max_size=3, unique=True).map(
    lambda ids: tuple(sorted(ids))
)


@given(st.lists(PATHS, max_size=3), RUNS, st.lists(PATHS, max_size=3), RUNS, st.booleans())
def test_runs_that_are_in_both_are_those_that_each_shows(
    mine: list[str],
    my_runs: tuple[str, ...] | None,
    theirs: list[str],
    their_runs: tuple[str, ...] | None,
    guests: bool,
) -> None:
    here, there = Scope(Scope.of(mine).projects, my_runs), Scope(Scope.of(theirs).projects, their_runs, guests)
    places = [(run, path) for run in ("r", "s", "t'", "u") for path in ("a", "a/b", "b", "a'")]
    both = here.both(there)
    assert both.for_guests == guests
    for run, path in places:
        shows = [
            any(Scope.of([top]).allows(path) for top in scope.projects) and (scope.runs is None or run in scope.runs)
            for scope in (here, there, both)
        ]
        assert shows[2] == (shows[0] and shows[1])


def test_a_scope_of_runs_shows_these_and_what_they_made(index: Index) -> None:
    scoped = index.scoped(Scope(EVERYTHING.projects, ("cv", "nlp")))
    assert ids(scoped) == ["cv", "nlp"]
    assert {column.key: column.runs for column in runs.columns(scoped).config} == {"lr": 2, "of_cv": 1, "of_nlp": 1}
    assert {column.key: column.type for column in runs.columns(scoped).config} == dict.fromkeys(
        ("lr", "of_cv", "of_nlp"), "number"
    )
    assert {found.name for found in collections.list_collections(scoped)} == {"data-cv", "data-nlp"}
    assert views.list_views(scoped, None, None) == []
    # Where one may see less, a scope of runs shows less.
    assert ids(scoped.scoped(Scope.of(["cv"]))) == ["cv"]
    assert not scoped.scope.allows("cv")


def test_guests_are_shown_nothing_of_the_bin(index: Index, home: Home) -> None:
    scoped = index.scoped(Scope(("cv",), for_guests=True))
    assert ids(scoped) == ["cv", "cv-deep"]
    editor = Editor(home)
    editing.edit(index, editor, editing.EditAsk(runs=["cv-deep"], changes=Edit(binned=True)))
    editor.close()
    assert ids(scoped) == ["cv"]
    with pytest.raises(RunNotFound):
        runs.find(scoped, "cv-deep")
    assert {column.key for column in runs.columns(scoped, place="all").config} == {"lr", "of_cv"}


def test_who_sees_one_run_is_told_nothing_of_others_that_change_or_move(index: Index, home: Home) -> None:
    scoped = index.scoped(Scope(EVERYTHING.projects, ("cv",), for_guests=True))
    before = changes.revision(index)
    editor = Editor(home)
    for run in ("cv-deep", "nlp"):
        editing.edit(index, editor, editing.EditAsk(runs=[run], changes=Edit(project="elsewhere", notes="moved")))
    editing.edit(index, editor, editing.EditAsk(runs=["cv"], changes=Edit(notes="changed")))
    editor.close()
    assert changes.since(scoped, before).runs == ["cv"]
