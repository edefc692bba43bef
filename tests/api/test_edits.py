"""Runs are edited through a home and through a server alike."""

from __future__ import annotations

import msgspec
import pytest

import runstone as rs
from api.conftest import Open
from runstone.api import Edit, EditStopped
from runstone.api.editing import Edited, whole
from runstone.model.errors import BadProject, BadValue, Misuse, RunNotFound

pytestmark = pytest.mark.usefixtures("runs")


def test_a_run_is_edited_and_shows_it(open_api: Open) -> None:
    with open_api() as api:
        run = api.run("base")
        before = run.row
        edited = run.edit(name="better", notes="n", tags=["x", "y"], project="new/place", colour="Teal", starred=True)
        assert edited.changed == 1
        assert (run.name, run.notes, run.tags, run.project) == ("better", "n", ["x", "y"], "new/place")
        assert (run.row.colour, run.starred, run.archived, run.binned) == ("teal", True, False, False)
        assert api.run("base").row == run.row
        run.edit(add_tags=["z"], remove_tags=["x"])
        assert run.tags == ["y", "z"]
        api.undo(run.edit(tags=[]))
        assert api.run("base").tags == ["y", "z"]
        run.edit(tags=["z", "y"])
        run.edit(add_tags=["x"], remove_tags=["z", "y"])
        api.undo(edited)
        after = api.run("base").row
        assert (after.name, after.notes, after.project, after.colour, after.starred) == (
            before.name, before.notes, before.project, before.colour, before.starred,
        )  # fmt: skip


def test_no_tags_where_none_are_is_no_change(open_api: Open) -> None:
    with open_api() as api:
        run = api.run("child")
        run.edit(tags=[])
        assert run.edit(tags=[]).changed == 0


def test_many_are_edited_and_leave_the_lists(open_api: Open) -> None:
    with open_api() as api:
        every = {run.id for run in api.runs()}
        chosen = api.runs(project="cv")
        edited = api.edit(chosen, Edit(archived=True, tags_added=("old",)))
        assert edited.changed == len(chosen)
        assert {run.id for run in api.runs()} == every - {run.id for run in chosen}
        assert {run.id for run in api.runs(place="archived")} == {run.id for run in chosen}
        assert {run.id for run in api.runs(place="all")} == every
        assert api.undo(edited).changed == len(chosen)
        assert {run.id for run in api.runs()} == every
        api.edit(["base"], Edit(binned=True))
        assert api.runs(place="bin")[0].binned
        assert [row["archived"] for row in api.frame(runs=["base"], backend="polars").to_dicts()] == [False]


def test_a_run_under_way_is_edited(open_home: Open, open_server: Open) -> None:
    with rs.init("p", "old", id="live") as run:
        with open_home() as api:
            api.run("live").edit(name="new")
        run.log({"loss": 1.0})
        with open_server() as api:
            found = api.run("live")
            assert (found.name, found.state) == ("new", "running")
            found.edit(notes="from afar")
    with open_home() as api:
        assert (api.run("live").name, api.run("live").notes, api.run("live").state) == ("new", "from afar", "finished")


def test_what_cannot_be_is_refused_alike(open_api: Open) -> None:
    with open_api() as api:
        run = api.run("base")
        for wrong, error in (
            ({"name": " "}, BadValue),
            ({"colour": "#zz"}, BadValue),
            ({"project": ".."}, BadProject),
            ({"tags": ["a"], "add_tags": ["b"]}, Misuse),
            ({}, Misuse),
        ):
            with pytest.raises(error):
                run.edit(**wrong)
        with pytest.raises(RunNotFound):
            api.edit(["base", "none"], Edit(archived=True))
        assert api.run("base").row.revision == run.row.revision


def test_an_edit_that_stopped_is_an_error_that_tells_how_far_it_got() -> None:
    edited = Edited(3, [], "Only 3 of 5 runs were changed. The disk is full.", 1)
    with pytest.raises(EditStopped, match="3 of 5") as caught:
        whole(edited)
    assert caught.value.edited is edited
    assert msgspec.json.decode(msgspec.json.encode(edited), type=Edited) == edited
