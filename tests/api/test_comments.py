"""Comments: people talk about runs and charts, and nothing that anybody said is lost, whoever says something at the same moment."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

import runstone as rs
from api.conftest import Open
from runstone.api import Api, Edit, commenting
from runstone.api.commenting import CommentChange
from runstone.api.stored_comment import StoredComment
from runstone.edits.editor import Editor
from runstone.edits.removal import remove
from runstone.index.index import Index
from runstone.model.comment import Word, add_up
from runstone.model.errors import BadValue, CommentNotFound, Misuse, NotTheAuthor, RunNotFound
from runstone.model.home import Home
from runstone.model.records import CommentChanged, Commented
from runstone.query import changes, comments, runs
from runstone.sync.receiving import unpack
from runstone.sync.sending import pack


@pytest.fixture(autouse=True)
def _run() -> None:
    rs.init("cv", "one", id="one").finish()


@pytest.fixture
def api(open_home: Open) -> Api:
    return open_home()


def texts(found: list[StoredComment]) -> list[str]:
    return [comment.text for comment in found]


def test_what_was_said_of_charts_goes_along_when_a_project_is_renamed_and_comes_back(open_api: Open) -> None:
    rs.init("cv/deep", "two", id="two").finish()
    api = open_api()
    for project in ("cv", "cv/deep", "nlp"):
        api.comment(f"Of {project}.", project=project, panel="loss", x=5)
    undo = api.edit(api.runs("cv"), Edit(project="vision", project_from="cv")).undo
    assert texts(api.comments(project="vision")) == ["Of cv."]
    assert texts(api.comments(project="vision/deep")) == ["Of cv/deep."]
    assert texts(api.comments(project="nlp")) == ["Of nlp."]
    for one in undo:
        api.edit(one.runs, one.changes)
    assert texts(api.comments(project="cv")) == ["Of cv."]
    assert api.comments(project="vision") == []


def test_what_was_said_of_charts_stays_while_runs_stay(open_api: Open) -> None:
    rs.init("cv", "two", id="two").finish()
    api = open_api()
    api.comment("Of cv.", project="cv", panel="loss")
    api.edit(["one"], Edit(project="vision"))
    assert texts(api.comments(project="cv")) == ["Of cv."]
    api.edit(["two"], Edit(project="vision"))
    assert texts(api.comments(project="vision")) == ["Of cv."]


def test_a_run_is_commented_on_replied_edited_and_settled(open_api: Open, home: Home) -> None:
    api = open_api()
    run = api.run("one")
    first = run.comment(" Why the *spike*? ", panel="loss", x=20)
    reply = first.reply("The rate.")
    again = reply.reply("Fixed.")
    assert (again.reply_to, again.panel, again.run) == (first.id, "loss", "one")
    reply.edit("The learning rate.")
    first.resolve()
    assert texts(run.comments()) == ["Why the *spike*?", "The learning rate.", "Fixed."]
    found = api.comments(run="one", panel="loss")[0]
    assert (found.x, found.x_axis, found.resolved, found.edited_time) == (20.0, "step", True, None)
    assert [version.text for version in reply.versions()] == ["The learning rate.", "The rate."]
    first.resolve(False)
    assert not api.comments()[0].resolved
    # Of the index nothing need be left.
    index = Index(home)
    index.rebuild()
    index.close()
    assert texts(api.comments()) == ["Why the *spike*?", "The learning rate.", "Fixed."]


def test_what_was_deleted_comes_back_and_keeps_its_place_under_replies(open_api: Open) -> None:
    api = open_api()
    run = api.run("one")
    first, alone = run.comment("first"), run.comment("alone")
    first.reply("reply")
    first.delete()
    alone.delete()
    assert [(comment.text, comment.deleted) for comment in run.comments()] == [("", True), ("reply", False)]
    first.restore()
    alone.restore()
    assert texts(run.comments()) == ["first", "alone", "reply"]


def test_charts_of_projects_have_comments_of_their_own(open_api: Open) -> None:
    api = open_api()
    api.run("one").comment("of the run", panel="loss")
    api.comment("of the chart", project="cv", panel="loss", x=1.5, x_axis="relative")
    (found,) = api.comments(project="cv", panel="loss")
    assert (found.text, found.run, found.project, found.x, found.x_axis) == (
        "of the chart",
        None,
        "cv",
        1.5,
        "relative",
    )
    assert found.reply("yes").panel == "loss"
    assert texts(api.comments(project="cv")) == ["of the chart", "yes"]
    assert texts(api.comments(run="one")) == ["of the run"]
    assert api.comments(project="nlp") == []


def test_what_cannot_be_said_is_refused(open_api: Open) -> None:
    api = open_api()
    run = api.run("one")
    for text in ("", "  ", "x" * 20_001):
        with pytest.raises(BadValue):
            run.comment(text)
    with pytest.raises(BadValue):
        run.comment("x", panel="loss", x=float("nan"))
    with pytest.raises(BadValue):
        run.comment("x", x=3)
    with pytest.raises(RunNotFound):
        api.comments(run="none")
    with pytest.raises(Misuse):
        run.comment("x").reply("y").resolve()
    assert len(run.comments()) == 2


def test_another_persons_words_are_theirs(api: Api, home: Home, index: Index) -> None:
    comment = api.run("one").comment("mine")
    bob = Editor(home, "bob")
    for change in (CommentChange(text="his"), CommentChange(deleted=True)):
        with pytest.raises(NotTheAuthor):
            commenting.change_comment(index, bob, comment.id, change)
    done = commenting.change_comment(index, bob, comment.id, CommentChange(resolved=True))
    assert (done.comment.resolved_by, done.comment.text, done.undo) == ("bob", "mine", CommentChange(resolved=False))
    with pytest.raises(CommentNotFound):
        commenting.change_comment(index, bob, "none", CommentChange(resolved=True))
    bob.close()


def test_a_comment_adds_up_alike_in_whatever_order_it_is_read() -> None:
    words = [
        Word("w1", "ada", Commented(time=1, comment="c", text="a")),
        Word("w1", "ada", CommentChanged(time=2, comment="c", text="b")),
        Word("w2", "bob", CommentChanged(time=2, comment="c", text="c", resolved=True)),
        Word("w1", "ada", CommentChanged(time=3, comment="c", deleted=True, resolved=False)),
        Word("w2", "bob", CommentChanged(time=4, comment="c", deleted=False)),
    ]
    found = [add_up(order) for order in permutations(words)]
    assert all(each == found[0] for each in found)
    facts = found[0]
    assert facts is not None
    assert (facts.author, facts.text, facts.edited_time, facts.deleted_time, facts.resolved_time) == (
        *("ada", "c", 2, None, None),
    )
    assert add_up(words[1:]) is None


_COMMENTER = """
import sys
from runstone.api import Api
with Api() as api:
    run = api.run("one")
    print("ready", flush=True)
    sys.stdin.readline()
    for number in range(20):
        run.comment(f"{sys.argv[1]} {number}")
        api.comment(f"{sys.argv[1]} {number}", project="cv", panel="loss")
"""


def test_processes_that_comment_at_once_lose_nothing(api: Api) -> None:
    people = [
        subprocess.Popen(
            [sys.executable, "-c", _COMMENTER, name], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
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
    said = {f"{name} {number}" for name in ("ada", "bob", "eve") for number in range(20)}
    for found in (texts(api.comments(run="one")), texts(api.comments(project="cv"))):
        assert len(found) == len(said)
        assert set(found) == said


def test_packages_carry_comments(api: Api, home: Home, tmp_path: Path) -> None:
    api.run("one").comment("look")
    other = Home(tmp_path / "other")
    unpack(other, pack(home, "one", tmp_path / "one.runstone").path)
    with Api(other.path) as there:
        assert texts(there.comments(run="one")) == ["look"]


def test_a_live_view_hears_of_comments_and_a_removed_run_takes_them_along(
    api: Api, index: Index, eventually: Callable[..., Any]
) -> None:
    index.refresh()
    before = changes.revision(index)
    on_run = api.run("one").comment("a")
    on_chart = api.comment("b", project="cv", panel="loss")
    index.refresh()
    told = changes.since(index, before)
    assert (told.comments, told.runs) == ([on_run.id, on_chart.id], ["one"])
    api.run("one").edit(binned=True)
    index.refresh()
    remove(index.home, "one")
    eventually(lambda: index.refresh() or runs.list_runs(index, runs.RunsAsk(place="all")).total == 0)
    assert [comment.text for comment in comments.list_comments(index)] == ["b"]
    with pytest.raises(CommentNotFound):
        comments.get_comment(index, on_run.id)
