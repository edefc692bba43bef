"""Who changed what: every edit is told with its author, taken back by itself, and nobody's notes are overwritten unseen."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import runstone as rs
from api.conftest import Open
from property_settings import examples
from recorder import Recorder
from runstone.api import Api, Edit
from runstone.api.editing import EditAsk, NotesConflict, edit
from runstone.edits.edit import Standing
from runstone.edits.editor import Editor
from runstone.index.index import Index
from runstone.model.errors import Misuse
from runstone.model.home import Home
from runstone.query import made_edits, standing


@pytest.fixture(autouse=True)
def _run() -> None:
    rs.init("cv", "one", id="one", tags=["a"], notes="first").finish()


def test_who_changed_what_is_told_and_each_edit_is_taken_back(open_api: Open, home: Home, index: Index) -> None:
    ada, bob = Editor(home, "ada"), Editor(home, "bob")
    edit(index, ada, EditAsk(runs=["one"], changes=Edit(name="better", notes="second", tags_added=("b",))))
    edit(index, bob, EditAsk(runs=["one"], changes=Edit(notes="third", archived=True)))
    edit(index, bob, EditAsk(runs=["one"], changes=Edit(notes="third")))  # changes nothing
    api = open_api()
    third, second = api.run("one").edits()
    assert (third.author, third.changes, third.undo) == (
        *("bob", Edit(notes="third", archived=True)),
        Edit(notes="second", archived=False),
    )
    assert second.changes == Edit(name="better", notes="second", tags_added=("b",))
    assert second.undo == Edit(name="one", notes="first", tags_removed=("b",))
    assert second.time < third.time
    api.edit(["one"], second.undo)
    found = api.run("one")
    assert (found.name, found.notes, found.tags, found.archived) == ("one", "first", ["a"], True)
    # What the second edit was is not forgotten, and neither is what bob wrote.
    assert [made.changes.notes for made in found.edits()] == ["first", "third", "second"]
    ada.close()
    bob.close()


def test_what_the_script_says_is_the_scripts(home: Home, index: Index) -> None:
    run = rs.init("cv", "two", id="two")
    run.tags = ("x",)
    run.finish()
    index.refresh()
    assert [(made.author, made.changes) for made in made_edits.list_edits(index, "two")] == [
        (None, Edit(tags_added=("x",)))
    ]


def test_notes_are_not_written_over_others_unseen(open_api: Open) -> None:
    api = open_api()
    run = api.run("one")
    run.edit(notes="mine", expected_notes="first")
    with pytest.raises(NotesConflict) as refused:
        run.edit(notes="theirs", name="n", expected_notes="first")
    current = refused.value.current
    assert (current.run, current.notes) == ("one", "mine")
    assert (api.run("one").notes, api.run("one").name) == ("mine", "one")
    run.edit(notes="both", expected_notes=current.notes)
    run.edit(notes="both", expected_notes="first")  # what is there already is nobody's loss
    assert api.run("one").notes == "both"
    with pytest.raises(Misuse):
        run.edit(name="n", expected_notes="both")


_WRITER = """
import sys
from runstone.api import Api
from runstone.api.editing import NotesConflict
with Api() as api:
    run = api.run("one")
    print("ready", flush=True)
    sys.stdin.readline()
    for number in range(10):
        known = api.run("one").notes or ""
        while True:
            try:
                run.edit(notes=f"{known}\\n{sys.argv[1]} {number}", expected_notes=known)
                break
            except NotesConflict as conflict:
                known = conflict.current.notes
"""


def test_processes_that_write_notes_at_once_lose_nobodys(home: Home) -> None:
    people = [
        subprocess.Popen(
            [sys.executable, "-c", _WRITER, name], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for name in ("ada", "bob", "eve")
    ]
    for person in people:
        assert person.stdout is not None
        assert person.stdout.readline() == "ready\n"
    for person in people:
        assert person.stdin is not None
        person.stdin.write("go\n")
        person.stdin.flush()
    for person in people:
        person.communicate(timeout=120)
        assert person.returncode == 0
    with Api(home.path) as api:
        run = api.run("one")
        lines = (run.notes or "").splitlines()
        assert sorted(lines) == sorted(
            ["first", *(f"{name} {number}" for name in ("ada", "bob", "eve") for number in range(10))]
        )
        assert len(run.edits()) == 30


_TEXTS = st.one_of(st.none(), st.sampled_from(["", "x", "y"]))
_TAGS = st.lists(st.sampled_from("abc"), unique=True, max_size=2)
_EDITS = st.builds(
    lambda notes, group, archived, added, removed: Edit(
        notes=notes,
        group=group,
        archived=archived,
        tags_added=tuple(added),
        tags_removed=tuple(tag for tag in removed if tag not in added),
    ),
    *(_TEXTS, _TEXTS, st.one_of(st.none(), st.booleans()), _TAGS, _TAGS),
)


@settings(max_examples=examples(8))
@given(st.lists(_EDITS.filter(lambda made: made != Edit()), max_size=6))
def test_taking_back_edit_after_edit_leads_to_the_beginning(made: list[Edit]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        home = Home(folder)
        Recorder(home, "one", name="one", tags=["a"], notes="first").finish()
        index, editor = Index(home), Editor(home, "ada")

        def shown() -> Standing:
            index.refresh()
            return standing.of_runs(index, ["one"])[0]._replace(time=0)

        states: list[Any] = [shown()]
        for each in made:
            edit(index, editor, EditAsk(runs=["one"], changes=each))
            if shown() != states[-1]:
                states.append(shown())
        told = made_edits.list_edits(index, "one")
        assert len(told) == len(states) - 1
        for each_told, before in zip(told, reversed(states[:-1]), strict=True):
            edit(index, editor, EditAsk(runs=["one"], changes=each_told.undo))
            now = shown()
            assert now._replace(tags=()) == before._replace(tags=())
            assert set(now.tags) == set(before.tags)
        editor.close()
        index.close()
