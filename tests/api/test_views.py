"""Saved views are kept, changed, brought back and passed on, through a home and through a server alike."""

from __future__ import annotations

import json

import pytest

from api.conftest import Open
from runstone.api import Api
from runstone.model.errors import BadProject, BadValue, Conflict, Misuse, ViewNotFound

pytestmark = pytest.mark.usefixtures("runs")

DOCUMENT = {"page": "charts", "search": "f=%5Eloss&sm=0.6", "table": {"group": ["config.model"], "none": None}}


def names(api: Api, project: str | None = None) -> list[str]:
    return [view.name for view in api.views(project)]


def test_a_view_is_saved_listed_read_renamed_and_brought_back(open_api: Open) -> None:
    with open_api() as api:
        view = api.save_view("losses", DOCUMENT, "cv", "what matters")
        assert (view.name, view.project, view.description, view.is_default) == ("losses", "cv", "what matters", False)
        assert names(api, "cv") == ["losses"]
        assert names(api, "") == []
        assert api.views()[0].document == DOCUMENT
        assert api.view("losses").id == api.view(view.id).id == api.view("losses", "cv").id == view.id
        view.edit(name="the losses")
        view.edit(document={"page": "charts", "search": ""}, description="less")
        again = api.view("the losses")
        assert (again.document["search"], again.description, again.project) == ("", "less", "cv")
        again.restore()
        assert (again.name, again.document) == ("the losses", DOCUMENT)
        again.remove()
        assert again.removed
        assert names(api) == []
        assert api.view(view.id).document is None
        again.restore(again.versions()[-1].revision)
        assert (names(api), again.document) == (["losses"], DOCUMENT)
        assert [version.removed for version in again.versions()] == [False, True, False, False, False, False]


def test_one_view_of_a_project_is_its_default(open_api: Open) -> None:
    with open_api() as api:
        first, second = (api.save_view(name, DOCUMENT, "cv") for name in ("a", "b"))
        first.make_default()
        second.make_default()
        assert [view.is_default for view in api.views("cv")] == [False, True]
        second.make_default(False)
        assert not any(view.is_default for view in api.views("cv"))
        second.remove()
        with pytest.raises(Misuse, match="removed"):
            second.make_default()


def test_of_two_who_change_a_view_the_second_is_told(open_api: Open) -> None:
    with open_api() as api:
        mine = api.save_view("v", DOCUMENT)
        theirs = api.view("v")
        theirs.edit(name="w")
        for change in (lambda: mine.edit(name="x"), mine.remove, mine.restore):
            with pytest.raises(Conflict, match="Nothing was overwritten"):
                change()
        assert names(api) == ["w"]


def test_a_view_is_passed_on(open_api: Open) -> None:
    with open_api() as api:
        text = api.save_view("é ✓", DOCUMENT, "cv", "d").to_json()
        copy = api.import_view(text)
        assert (copy.name, copy.project, copy.description, copy.document) == ("é ✓", "cv", "d", DOCUMENT)
        assert api.import_view(text.encode(), project="nlp/new").project == "nlp/new"
        with pytest.raises(Misuse, match=rf"Several views are called 'é ✓': .*{copy.id} \(cv\)"):
            api.view("é ✓")
        assert api.view("é ✓", "nlp/new").document == DOCUMENT


def test_reports_are_views_of_another_kind(open_api: Open) -> None:
    with open_api() as api:
        api.save_view("look", DOCUMENT, "cv")
        text = api.save_view("words", {"page": "report", "blocks": []}, "cv", kind="report").to_json()
        assert (api.import_view(text, "nlp").kind, api.view("look").kind) == ("report", "view")
        assert [view.name for view in api.views("cv", kind="report")] == ["words"]
        assert [view.project for view in api.views(kind="report")] == ["cv", "nlp"]
        with pytest.raises(BadValue, match="of one kind"):
            api.save_view("other", {}, kind="page")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        '{"document": {}}',
        '{"name": "x", "document": null}',
        json.dumps({"name": "x", "document": {}, "runstone_view": 2}),
        '{"name": "", "document": {}}',
        json.dumps({"name": "x", "document": "x" * (256 << 10)}),
    ],
)
def test_what_is_no_exported_view_is_refused(open_api: Open, text: str) -> None:
    with open_api() as api:
        with pytest.raises(BadValue, match="Nothing was saved"):
            api.import_view(text)
        assert names(api) == []


def test_views_that_are_not_there_are_named(open_api: Open) -> None:
    with open_api() as api:
        view = api.save_view("validation", DOCUMENT, "cv")
        with pytest.raises(ViewNotFound, match=r"There is no view 'validatoin'\. Did you mean 'validation'\?"):
            api.view("validatoin")
        with pytest.raises(ViewNotFound, match="The project 'nlp' has no view 'validation'"):
            api.view("validation", "nlp")
        with pytest.raises(ViewNotFound):
            view.restore("nothing")
        with pytest.raises(Misuse, match="no earlier version"):
            view.restore()
        with pytest.raises(BadProject):
            view.edit(project="a/../b")
