"""Edits: what a person changes shows, is nobody's loss, and can be taken back."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import runstone as rs
from edits.conftest import Change, shown
from property_settings import examples
from reading import read_pieces, read_points, read_records
from recorder import Recorder
from runstone.edits import journals
from runstone.edits.edit import Edit, Standing
from runstone.edits.editor import Applied, Editor
from runstone.index.index import Index
from runstone.journal import lock, seal
from runstone.journal.registry import Registry
from runstone.model.errors import BadProject, BadValue, HomeUnusable, Misuse
from runstone.model.home import Home
from runstone.model.records import Closed, Described, Opened, StateChanged
from runstone.model.states import State
from runstone.query import runs, standing

Begin = Callable[..., Recorder]


def undo(editor: Editor, index: Index, applied: Applied) -> Applied:
    index.refresh(10.0)
    edits = [(found, edit.changes) for edit in applied.undo for found in standing.of_runs(index, edit.runs)]
    return editor.apply(edits)


def test_every_fact_can_be_changed_and_is_brought_back(
    editor: Editor, index: Index, record: Begin, change: Change
) -> None:
    record("a1", name="first", tags=["b", "a"], notes="n", group="g", job_type="j").finish()
    before = shown(index, "a1")
    applied = change(
        ["a1"],
        name=" second ",
        notes="",
        group="h",
        job_type="",
        project="/x//y/",
        colour="Teal",
        tags_added=("new", "a"),
        tags_removed=("b", "none"),
        starred=True,
        archived=True,
        binned=True,
    )
    assert applied.changed == 1
    assert shown(index, "a1") == {
        "name": "second", "project": "x/y", "notes": None, "group": "h", "job_type": None, "colour": "teal",
        "tags": ["a", "new"], "starred": True, "archived": True, "binned": True,
    }  # fmt: skip
    again = undo(editor, index, applied)
    assert shown(index, "a1") == before
    assert undo(editor, index, again).changed == 1
    assert shown(index, "a1")["tags"] == ["a", "new"]


def test_what_is_so_already_is_not_written_again(editor: Editor, home: Home, record: Begin, change: Change) -> None:
    record("a1", name="first", tags=["a"]).finish()
    before = len(read_records(home, "a1"))
    assert change(["a1"], name="first", tags_added=("a",), tags_removed=("b",), archived=False) == Applied(0, [])
    assert len(read_records(home, "a1")) == before


@pytest.mark.parametrize(
    ("edit", "error"),
    [
        (Edit(), Misuse),
        (Edit(name=" "), BadValue),
        (Edit(colour="#12"), BadValue),
        (Edit(project="a/../b"), BadProject),
        (Edit(project_from="a"), Misuse),
        (Edit(tags_added=("",)), BadValue),
        (Edit(tags_added=("a",), tags_removed=("a",)), BadValue),
    ],
)
def test_an_edit_that_cannot_be_changes_nothing(
    home: Home, record: Begin, change: Change, edit: Edit, error: type[Exception]
) -> None:
    record("a1").finish()
    before = home.journals("a1")
    with pytest.raises(error):
        change(["a1"], edit)
    assert home.journals("a1") == before


def test_it_wins_over_a_clock_that_is_ahead(index: Index, home: Home, record: Begin, change: Change) -> None:
    run = record("a1")
    hour = run.writer.now() + 3_600_000_000
    run.writer.event(Described(time=hour, name="from the future"))
    change(["a1"], name="now")
    assert shown(index, "a1")["name"] == "now"
    change(["a1"], name="and now")
    assert shown(index, "a1")["name"] == "and now"
    times = [found.time for piece in read_pieces(home.journals("a1")[1]) for found in piece.records]
    assert times == sorted(times)


def test_a_run_that_is_written_finished_or_sealed_can_be_edited(
    index: Index, home: Home, record: Begin, change: Change
) -> None:
    live = record("live")
    live.log({"loss": 1.0}, 0)
    done = record("done")
    done.log({"loss": 1.0}, 0)
    done.finish()
    sealed = record("sealed")
    sealed.finish()
    seal.seal(sealed.path)
    before = {run: home.journals(run)[0].read_bytes() for run in ("live", "done", "sealed")}
    assert change(["live", "done", "sealed"], name="edited", tags_added=("x",)).changed == 3
    for run in ("live", "done", "sealed"):
        assert shown(index, run)["name"] == "edited"
        assert home.journals(run)[0].read_bytes() == before[run]
    assert runs.get_run(index, "live").state == "running"
    assert runs.get_run(index, "done").state == "finished"
    live.log({"loss": 2.0}, 1)
    live.finish()
    index.refresh()
    assert runs.get_run(index, "live").summary == {"loss": 2.0}
    assert shown(index, "live")["name"] == "edited"


def test_one_journal_serves_many_edits_and_says_who_wrote_it(home: Home, record: Begin, change: Change) -> None:
    record("a1").finish()
    for number in range(5):
        change(["a1"], name=f"name {number}")
    first, second = home.journals("a1")
    (opened,) = [found for found in read_records(home, "a1") if isinstance(found, Opened) and found.role == "editor"]
    assert opened.author == "ada"
    assert lock.is_held(second)
    assert not lock.is_held(first)


def test_journals_are_closed_in_good_order_when_nobody_edits_any_more(
    monkeypatch: pytest.MonkeyPatch, home: Home, record: Begin, change: Change, eventually: Any
) -> None:
    monkeypatch.setattr(journals.Journals.close_idle, "__defaults__", (0.05,))
    record("a1").finish()
    change(["a1"], name="x")
    path = home.journals("a1")[1]
    eventually(lambda: not lock.is_held(path))
    assert isinstance(read_records(home, "a1")[-1], Closed)
    change(["a1"], name="y")
    assert len(home.journals("a1")) == 3


def test_few_journals_are_open_at_a_time(home: Home, record: Begin, change: Change) -> None:
    names = [f"r{number:03}" for number in range(journals.MAX_KEPT + 5)]
    for name in names:
        record(name).finish()
    for name in names:
        change([name], name="x")
    held = [name for name in names if lock.is_held(home.journals(name)[1])]
    assert held == names[5:]
    change(names, name="y")
    assert all(len(home.journals(name)) <= 3 for name in names)


def test_a_run_that_is_gone_is_left_out_and_stays_gone(
    editor: Editor, home: Home, index: Index, record: Begin, change: Change
) -> None:
    for name in ("a1", "b2"):
        record(name).finish()
    index.refresh()
    stand = standing.of_runs(index, ["a1", "b2"])
    change(["a1"], name="kept open")
    os.rename(home.run_path("a1"), home.runs_path / ".removed-a1")
    assert editor.apply((found, Edit(name="x")) for found in stand).undo[0].runs == ["b2"]
    assert home.run_ids() == ["b2"]


def test_a_subtree_is_moved(editor: Editor, index: Index, record: Begin, change: Change) -> None:
    projects = {"r1": "cv/a", "r2": "cv/a/deep/er", "r3": "cv/ab", "r4": "nlp"}
    for run, project in projects.items():
        record(run, project=project).finish()
    applied = change(list(projects), project="vision/b", project_from="cv/a")
    assert applied.changed == 2
    assert [shown(index, run)["project"] for run in projects] == ["vision/b", "vision/b/deep/er", "cv/ab", "nlp"]
    undo(editor, index, applied)
    assert [shown(index, run)["project"] for run in projects] == list(projects.values())


def test_the_undo_of_many_is_short(record: Begin, change: Change) -> None:
    names = [f"r{number}" for number in range(20)]
    for number, name in enumerate(names):
        record(name, project="even" if number % 2 else "odd", tags=["x"] if number < 10 else []).finish()
    applied = change(names, project="one", tags_added=("x",))
    assert sorted(len(edit.runs) for edit in applied.undo) == [5, 5, 5, 5]


def test_two_editors_at_once_beside_a_writer_lose_nothing(index: Index, home: Home, record: Begin) -> None:
    live = record("live")
    index.refresh()
    (stand,) = standing.of_runs(index, ["live"])
    editors = [Editor(home, name) for name in ("ada", "bob")]
    ready = threading.Barrier(3)

    def edit(editor: Editor, author: str) -> None:
        ready.wait()
        for number in range(40):
            editor.apply([(stand, Edit(tags_added=(f"{author} {number}",), name=f"{author} {number}"))])

    threads = [
        threading.Thread(target=edit, args=(editor, name)) for editor, name in zip(editors, ("ada", "bob"), strict=True)
    ]
    for thread in threads:
        thread.start()
    ready.wait()
    for step in range(500):
        live.log({"loss": float(step)}, step)
    for thread in threads:
        thread.join()
    for editor in editors:
        editor.close()
    facts = shown(index, "live")
    assert set(facts["tags"]) == {f"{author} {number}" for author in ("ada", "bob") for number in range(40)}
    assert facts["name"] in ("ada 39", "bob 39")
    assert len(read_points(home, "live")["loss"]) == 500
    rebuilt = Index(home)
    rebuilt.rebuild()
    assert shown(rebuilt, "live") == facts
    rebuilt.close()


def test_a_real_run_under_way_is_renamed_and_goes_on(index: Index, change: Change) -> None:
    with rs.init("p", "old", id="sdk", tags=["a"]) as run:
        run.log({"loss": 1.0})
        change(["sdk"], name="new", tags_removed=("a",), notes="looked at it")
        run.tags += ("b",)
        run.log({"loss": 2.0})
    facts = shown(index, "sdk")
    assert (facts["name"], facts["tags"], facts["notes"]) == ("new", ["b"], "looked at it")
    assert runs.get_run(index, "sdk").state == "finished"


BULK = """
import sys
from runstone.edits.edit import Edit
from runstone.edits.editor import Editor
from runstone.index.index import Index
from runstone.model.home import Home
from runstone.query import standing

home = Home(sys.argv[1])
index = Index(home)
index.refresh(10.0)
wanted = standing.of_runs(index, home.run_ids())
print("ready", flush=True)
Editor(home).apply((found, Edit(name="new", tags_added=("t",), archived=True)) for found in wanted)
"""


@pytest.mark.crash
def test_killed_in_the_middle_each_run_is_edited_or_not_and_the_rest_can_be_done(
    index: Index, home: Home, record: Begin, change: Change, eventually: Any
) -> None:
    count = 300
    for number in range(count):
        record(f"r{number}", name="old").finish()
    index.refresh(10.0)
    edited = home.run_path("r0")
    process = subprocess.Popen([sys.executable, "-c", BULK, str(home.path)], stdout=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.readline()
    # Runs are edited one after the other: once a second one says so, the first is done.
    eventually(lambda: sum(says_new(home, f"r{number}") for number in range(0, count, 20)) > 1)
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    fresh = Index(home)
    fresh.rebuild()
    looks = {name: shown_of(fresh, name) for name in (f"r{number}" for number in range(count))}
    fresh.close()
    assert set(looks.values()) <= {("old", (), False), ("new", ("t",), True)}
    assert ("new", ("t",), True) in looks.values()
    assert edited.exists()
    rest = sum(look[0] == "old" for look in looks.values())
    index.rebuild()
    assert change(list(looks), name="new", tags_added=("t",), archived=True).changed == rest


def says_new(home: Home, run: str) -> bool:
    return any(b"new" in path.read_bytes() for path in home.journals(run)[1:])


def shown_of(index: Index, run: str) -> tuple[str, tuple[str, ...], bool]:
    found = runs.get_run(index, run)
    return found.name, tuple(found.tags), found.archived


def test_a_full_disk_is_told_with_how_far_it_got(
    editor: Editor, home: Home, index: Index, record: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No file may grow at all, from the fourth on."""
    names = ["a", "b", "c", "d", "e"]
    for name in names:
        record(name).finish()
    index.refresh()
    stand = standing.of_runs(index, names)
    find = journals.Journals.writer
    left = iter(range(3))
    unlimited = resource.getrlimit(resource.RLIMIT_FSIZE)

    def starve(self: journals.Journals, run: str) -> Any:
        if next(left, None) is None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (0, unlimited[1]))
        return find(self, run)

    monkeypatch.setattr(journals.Journals, "writer", starve)
    try:
        applied = editor.apply((found, Edit(name="x")) for found in stand)
        with pytest.raises(HomeUnusable, match="Free some space"):
            editor.apply((found, Edit(name="y")) for found in stand)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, unlimited)
    assert applied.changed == 3
    assert applied.stopped is not None
    assert "3 of 5" in applied.stopped
    assert "Free some space" in applied.stopped
    assert [sorted(edit.runs) for edit in applied.undo] == [["a"], ["b"], ["c"]]
    # The registry took no line either: who starts now finds the journals all the same.
    fresh = Index(home)
    assert [shown(fresh, name)["name"] for name in names] == ["x", "x", "x", "d", "e"]
    fresh.close()


texts = st.sampled_from(["", "x", "y", "long word"])
some_tags = st.lists(st.sampled_from(["a", "b", "c"]), max_size=2, unique=True).map(tuple)
edits = st.builds(
    Edit,
    name=st.none() | st.sampled_from(["x", "y"]),
    notes=st.none() | texts,
    group=st.none() | texts,
    colour=st.none() | st.sampled_from(["", "teal", "#aabbcc"]),
    project=st.none() | st.sampled_from(["p", "p/q", "r"]),
    tags_added=some_tags,
    starred=st.none() | st.booleans(),
    archived=st.none() | st.booleans(),
    binned=st.none() | st.booleans(),
).flatmap(
    lambda edit: some_tags.map(
        lambda tags: Edit(
            **{name: getattr(edit, name) for name in Edit.__struct_fields__ if name != "tags_removed"},
            tags_removed=tuple(tag for tag in tags if tag not in edit.tags_added),
        )
    )
).filter(lambda edit: edit != Edit())  # fmt: skip


def changed(model: dict[str, Any], edit: Edit) -> dict[str, Any]:
    """The plainest model of an edit."""
    new = dict(model)
    for fact in ("name", "notes", "group", "colour", "project", "starred", "archived", "binned"):
        value = getattr(edit, fact)
        if value is not None:
            new[fact] = None if value == "" else value
    new["tags"] = (model["tags"] | set(edit.tags_added)) - set(edit.tags_removed)
    return new


@settings(deadline=None, max_examples=examples(8))
@given(
    st.lists(
        st.tuples(edits, st.sets(st.sampled_from(["a1", "b2", "c3"]), min_size=1), st.integers(0, 1), st.booleans()),
        max_size=6,
    )
)
def test_a_sequence_of_edits_and_undos_is_what_a_dict_says(
    steps: list[tuple[Edit, set[str], int, bool]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        home = Home(folder)
        index = Index(home)
        editors = [Editor(home, "ada"), Editor(home, "bob")]
        for run in ("a1", "b2", "c3"):
            Recorder(home, run, project="p", tags=["a"]).finish()
        index.refresh(10.0)
        models: dict[str, dict[str, Any]] = {run: {**shown(index, run)} for run in ("a1", "b2", "c3")}
        for model in models.values():
            model["tags"] = set(model["tags"])
        for edit, names, who, taken_back in steps:
            index.refresh(10.0)
            before = {run: shown(index, run) for run in models}
            applied = editors[who].apply((found, edit) for found in standing.of_runs(index, sorted(names)))
            after = {run: changed(model, edit) if run in names else model for run, model in models.items()}
            found = {run: {**shown(index, run)} for run in models}
            assert {run: {**facts, "tags": set(facts["tags"])} for run, facts in found.items()} == after
            assert applied.changed == sum(after[run] != models[run] for run in models)
            models = after
            if taken_back:
                undo(editors[1 - who], index, applied)
                assert {run: shown(index, run) for run in before} == before
                models = {run: {**facts, "tags": set(facts["tags"])} for run, facts in before.items()}
        for editor in editors:
            editor.close()
        fresh = Index(home)
        fresh.rebuild()
        assert {run: {**shown(fresh, run), "tags": set(shown(fresh, run)["tags"])} for run in models} == models
        fresh.close()
        index.close()


def test_a_thousand_runs_are_edited_in_a_moment(editor: Editor, home: Home, record: Begin) -> None:
    names = [f"r{number}" for number in range(1000)]
    for name in names:
        home.run_path(name).mkdir(parents=True)
    began = time.monotonic()
    applied = editor.apply((Standing(name, 0, name, "p"), Edit(archived=True)) for name in names)
    assert applied.changed == 1000
    assert time.monotonic() - began < 20
    bells = [line for line in Registry(home)._read().splitlines() if line.startswith(b"writer")]
    assert len(bells) == 1000
    assert not any(lock.is_held(home.journals(name)[0]) for name in names[::50])


def test_a_state_is_none_of_an_editors_business(index: Index, record: Begin, change: Change) -> None:
    run = record("a1")
    run.event(StateChanged, state=State.FAILED, reason="boom")
    run.writer.close()
    change(["a1"], name="x", binned=True)
    index.refresh()
    found = runs.get_run(index, "a1")
    assert (found.state, found.error, found.binned_by) == ("failed", "boom", "ada")
    assert found.binned_time
