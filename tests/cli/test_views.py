"""The verbs of saved views: as a person would type them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import runstone as rs
from runstone.api import Api

DOCUMENT = {"page": "charts", "search": "f=loss"}


@pytest.fixture(autouse=True)
def view() -> str:
    rs.init("cv/a", "one", id="one").finish()
    with Api() as api:
        return api.save_view("losses", DOCUMENT, "cv/a").id


def test_views_are_listed_renamed_made_default_and_removed(runstone: Any, view: str) -> None:
    assert "losses" in runstone("views", "list").out
    assert runstone("views", "list", "nlp", "--json").json == []
    assert runstone("views", "show", "losses").json["document"] == DOCUMENT
    assert runstone("views", "rename", "losses", "the losses").out == "'losses' is called 'the losses' now.\n"
    assert runstone("views", "default", view).out == "cv/a is shown by 'the losses' from now on.\n"
    assert "the losses (default)" in runstone("views", "list", "cv/a").out
    assert runstone("views", "default", view, "--off").out == "cv/a is shown by no view from now on.\n"
    assert f"restore {view}` brings it back" in runstone("views", "remove", "the losses").out
    assert runstone("views", "list", "--json").json == []
    assert "(removed)" in runstone("views", "versions", view).out
    assert runstone("views", "restore", view).out == "'the losses' is as it was.\n"
    first = runstone("views", "versions", view, "--json").json[-1]["revision"]
    runstone("views", "restore", view, "--revision", first)
    assert [one["name"] for one in runstone("views", "list", "--json").json] == ["losses"]


def test_a_view_goes_through_a_file_into_another_home(runstone: Any, tmp_path: Path) -> None:
    file = tmp_path / "losses.json"
    assert runstone("views", "export", "losses", str(file)).code == 0
    assert runstone("views", "export", "losses").out == file.read_text(encoding="utf-8")
    refused = runstone("views", "export", "losses", str(file))
    assert (refused.code, refused.out) == (1, "")
    assert "Nothing was written" in refused.err
    other = str(tmp_path / "other")
    rs.init("nlp", "two", dir=other).finish()
    said = runstone("views", "import", str(file), "--name", "theirs", "--project", "nlp", "--home", other).out
    assert said.startswith("'theirs' is saved in nlp: ")
    assert runstone("views", "show", "theirs", "--home", other).json["document"] == DOCUMENT
    file.write_text("{}")
    assert "Nothing was saved" in runstone("views", "import", str(file)).err
    assert "cannot be read" in runstone("views", "import", str(tmp_path / "none.json")).err


def test_a_view_that_is_not_there_is_told(runstone: Any) -> None:
    said = runstone("views", "remove", "loses")
    assert (said.code, said.out) == (1, "")
    assert "Did you mean 'losses'?" in said.err
