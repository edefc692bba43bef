"""The verbs that edit: as a person would type them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import runstone as rs
from runstone.model.home import Home


@pytest.fixture(autouse=True)
def runs() -> None:
    for name in ("one", "two", "three"):
        rs.init("cv/a", name, id=name, tags=["todo"]).finish()


def fact(runstone: Any, run: str, name: str) -> Any:
    return runstone("show", run, "--json").json["run"][name]


def ids(runstone: Any, *arguments: str) -> list[str]:
    return sorted(runstone("ls", "--ids", *arguments).out.split())


def test_words_and_marks_are_changed_and_taken_back(runstone: Any, tmp_path: Path) -> None:
    said = runstone(
        *("edit", "one", "2", "--notes", "# Seen", "--tag", "good", "--tag", "best", "--untag", "todo"),
        *("--color", "teal", "--star", "--archive", "--json"),
    )
    assert said.json["changed"] == 2
    assert fact(runstone, "one", "tags") == ["good", "best"]
    assert (fact(runstone, "two", "notes"), fact(runstone, "two", "starred")) == ("# Seen", True)
    assert ids(runstone) == ["three"]
    assert ids(runstone, "--place", "archived") == ["one", "two"]
    undo = tmp_path / "undo.json"
    undo.write_text(said.out)
    assert runstone("edit", "--undo", str(undo)).out == "2 runs changed.\n"
    assert fact(runstone, "one", "tags") == ["todo"]
    assert ids(runstone) == ["one", "three", "two"]
    assert runstone("edit", "one", "--unstar", "--unarchive").out == "0 runs changed.\n"


def test_a_run_is_renamed_and_a_tree_moved(runstone: Any) -> None:
    assert runstone("edit", "one", "--name", "better").out == "1 run changed.\n"
    assert fact(runstone, "one", "name") == "better"
    runstone("edit", "two", "--project", "cv/a/deep")
    runstone("edit", *ids(runstone, "cv/a"), "--project-from", "cv/a", "--project", "vision")
    assert [fact(runstone, run, "project") for run in ("one", "two")] == ["vision", "vision/deep"]


def test_only_runs_that_go_on_are_asked_to_stop(runstone: Any, home: Home) -> None:
    with rs.init("cv", id="live", dir=home.path, settings={"stoppable": False}):
        assert runstone("stop", "one", "live").out == "1 run asked to stop.\n"
    assert runstone("stop", "live").out == "0 runs asked to stop.\n"


def test_the_bin(runstone: Any, home: Home) -> None:
    assert runstone("rm", "--bin", "one", "two").out.startswith("2 runs put into the bin")
    assert ids(runstone) == ["three"]
    assert runstone("restore", "one").out == "1 run taken out of the bin.\n"
    assert ids(runstone) == ["one", "three"]
    assert ids(runstone, "--place", "bin") == ["two"]
    assert set(home.run_ids()) == {"one", "two", "three"}
    assert runstone("rm", "--yes", "two").code == 0
    assert set(home.run_ids()) == {"one", "three"}


@pytest.mark.parametrize(
    "arguments",
    [
        ("one",),
        ("--name", "x"),
        ("none", "--name", "x"),
        ("one", "--name", ""),
        ("one", "--colour", "#1"),
        ("one", "--undo", "nowhere.json"),
        ("--undo", "nowhere.json"),
    ],
)
def test_what_cannot_be_is_said(runstone: Any, arguments: tuple[str, ...]) -> None:
    said = runstone("edit", *arguments)
    assert said.code == 1
    assert said.err.startswith("runstone: ")
    assert fact(runstone, "one", "name") == "one"
