"""Saved views: shared by all who look at the home, never overwritten unawares, and never lost."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable
from typing import Any

import pytest

from runstone.edits.editor import Editor
from runstone.index.index import Index
from runstone.model.home import WORKSPACE, Home
from runstone.model.records import DefaultViewChosen, ViewRemoved, ViewSaved
from runstone.query import views
from runstone.server.app import create_app
from server.conftest import Client

DOCUMENT = {"columns": ["config.lr"], "filter": 'tag = "é"', "zoom": [0.5, None, True], "odd": {"$float": "NaN"}}


def save(client: Client, **body: Any) -> Any:
    return client.posted("/api/views", body)


def names(client: Client, query: str = "") -> list[str]:
    return [view["name"] for view in client.json(f"/api/views{query}")["views"]]


def test_a_view_is_saved_found_and_kept(client: Client, serve: Callable[..., Client], home: Home) -> None:
    saved = save(client, project="/cv//a/", name=" Overview ", description="What matters", document=DOCUMENT)
    assert (saved["project"], saved["name"], saved["removed"], saved["document"]) == (
        "cv/a",
        "Overview",
        False,
        DOCUMENT,
    )
    save(client, name="Everything", document=[])
    save(client, project="cv", name="Above", document=None or {})
    for asked in (client, serve()):
        assert names(asked) == ["Above", "Everything", "Overview"]
        assert names(asked, "?project=cv/a") == ["Overview"]
        assert asked.json(f"/api/views/{saved['id']}") == saved
    listed = client.json("/api/views?project=cv/a")["views"][0]
    assert "document" not in listed
    index = Index(home)
    index.rebuild()
    assert [view.name for view in views.list_views(index)] == ["Above", "Everything", "Overview"]
    assert views.get_view(index, saved["id"]).document == DOCUMENT
    index.close()


def test_two_people_do_not_overwrite_each_other_unawares(client: Client) -> None:
    first = save(client, project="p", name="v", document={"zoom": 1})
    mine = save(client, id=first["id"], expected_revision=first["revision"], document={"zoom": 2})
    assert mine["revision"] != first["revision"]
    assert (mine["created_time"], mine["name"]) == (first["created_time"], "v")
    theirs = client.post(
        "/api/views", json={"id": first["id"], "expected_revision": first["revision"], "document": {"zoom": 3}}
    )
    assert theirs.status_code == 409
    assert list(theirs.json()) == ["error", "current"]
    assert theirs.json()["error"]["code"] == "conflict"
    assert theirs.json()["current"] == mine
    again = save(client, id=first["id"], expected_revision=mine["revision"], document={"zoom": 3}, name="both")
    assert (again["name"], again["document"]) == ("both", {"zoom": 3})


def test_reports_are_a_kind_of_their_own(client: Client) -> None:
    save(client, project="p", name="look", document={})
    report = save(client, project="p", name="words", kind="report", document={"blocks": []})
    assert [names(client, f"?project=p{kind}") for kind in ("", "&kind=view", "&kind=report")] == [
        ["look", "words"],
        ["look"],
        ["words"],
    ]
    base = {"id": report["id"], "expected_revision": report["revision"]}
    for wrong in ({**base, "kind": "view"}, {"name": "n", "document": {}, "kind": "page"}):
        answer = client.post("/api/views", json=wrong)
        assert (answer.status_code, "of one kind" in answer.text) == (400, True)
    anew = save(client, **base, document={"blocks": [1]})
    gone = client.delete(f"/api/views/{report['id']}?expected_revision={anew['revision']}").json()
    assert (anew["kind"], gone["kind"], names(client, "?kind=report")) == ("report", "report", [])
    back = client.posted(
        f"/api/views/{report['id']}/restore", {"revision": anew["revision"], "expected_revision": gone["revision"]}
    )
    assert (back["kind"], names(client, "?kind=report")) == ("report", ["words"])


def test_what_a_view_was_can_be_brought_back(client: Client) -> None:
    view = save(client, project="p", name="one", document={"at": 1})
    first = view["revision"]
    view = save(client, id=view["id"], expected_revision=first, name="two", document={"at": 2})
    address = f"/api/views/{view['id']}"
    removed = client.delete(f"{address}?expected_revision={view['revision']}").json()
    assert (removed["removed"], removed["document"]) == (True, None)
    assert names(client) == []
    assert client.json(address)["removed"]
    versions = client.json(f"{address}/versions")["versions"]
    assert [(version["name"], version["removed"]) for version in versions] == [
        ("two", True),
        ("two", False),
        ("one", False),
    ]
    assert [version["onto"] for version in versions] == [versions[1]["revision"], first, ""]
    assert client.json(f"{address}?revision={first}")["document"] == {"at": 1}
    back = client.posted(f"{address}/restore", {"revision": first, "expected_revision": removed["revision"]})
    assert (back["name"], back["document"], back["removed"]) == ("one", {"at": 1}, False)
    assert names(client, "?project=p") == ["one"]
    assert len(client.json(f"{address}/versions")["versions"]) == 4


def test_a_project_has_one_default(client: Client) -> None:
    one, two = (save(client, project="p", name=name, document={}) for name in ("one", "two"))
    elsewhere = save(client, project="q", name="three", document={})

    def defaults() -> list[str]:
        return [view["name"] for view in client.json("/api/views")["views"] if view["is_default"]]

    for view in (one, elsewhere, two):
        assert client.posted(f"/api/views/{view['id']}/default", {})["is_default"]
    assert defaults() == ["three", "two"]
    assert not client.posted(f"/api/views/{one['id']}/default", {"default": False})["is_default"]
    assert defaults() == ["three", "two"]
    client.posted(f"/api/views/{two['id']}/default", {"default": False})
    assert defaults() == ["three"]


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"name": "x"}, 400, "misuse"),
        ({"document": {}}, 400, "misuse"),
        ({"name": " ", "document": {}}, 400, "bad_value"),
        ({"name": "x", "document": {}, "expected_revision": "r"}, 400, "misuse"),
        ({"name": "x", "document": {}, "project": "a/.."}, 400, "bad_project"),
        ({"name": "x", "document": "é" * (128 << 10)}, 400, "bad_value"),
        ({"name": "x", "document": {}, "colour": "teal"}, 400, "bad_parameter"),
        ({"id": "none", "name": "x", "document": {}, "expected_revision": "r"}, 404, "view_not_found"),
    ],
)
def test_a_view_that_cannot_be_is_refused(client: Client, body: Any, status: int, code: str) -> None:
    assert client.refused(client.post("/api/views", json=body)) == (status, code)
    assert names(client) == []


def test_what_is_not_there_is_said(client: Client) -> None:
    view = save(client, name="x", document={})
    address = f"/api/views/{view['id']}"
    assert client.refusal("/api/views/none") == (404, "view_not_found")
    assert client.refusal("/api/views/none/versions") == (404, "view_not_found")
    assert client.refusal(f"{address}?revision=none") == (404, "view_not_found")
    assert client.refused(client.delete(address)) == (400, "bad_parameter")
    assert client.delete(f"{address}?expected_revision=old").status_code == 409
    unnamed = client.post("/api/views", json={"id": view["id"], "name": "y"})
    assert client.refused(unnamed) == (400, "misuse")
    assert client.delete(f"{address}?expected_revision={view['revision']}").status_code == 200
    assert client.refused(client.post(f"{address}/default", json={})) == (400, "misuse")


def test_of_many_who_save_at_once_one_wins_and_the_others_are_told(
    client: Client, serve: Callable[..., Client], home: Home
) -> None:
    view = save(client, name="x", document={"at": -1})
    servers = [client, serve(create_app(home))]
    statuses: list[int] = []

    def race(number: int) -> None:
        body = {"id": view["id"], "expected_revision": view["revision"], "document": {"at": number}}
        statuses.append(servers[number % 2].post("/api/views", json=body).status_code)

    threads = [threading.Thread(target=race, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [200] + [409] * 7
    assert len(client.json(f"/api/views/{view['id']}/versions")["versions"]) == 2


def test_live_pages_learn_of_views(client: Client) -> None:
    since = client.json("/api/home")["revision"]
    view = save(client, name="x", document={})
    assert client.json(f"/api/changes?since={since}")["views"] == [view["id"]]
    assert client.json(f"/api/changes?since={client.json('/api/home')['revision']}")["views"] == []


def test_what_two_hosts_wrote_unseen_is_the_same_in_whatever_order_it_is_read(home: Home) -> None:
    """Two servers that do not see each other's locks: nothing is lost, and all agree on what stands."""
    for name in ("ada", "bob"):
        editor = Editor(home, name)
        for number in range(3):
            record = ViewSaved(
                time=0, view="v", revision=f"{name}{number}", project="p", name=f"{name} {number}", document=f'"{name}"'
            )
            editor.write(lambda time, record=record: [_at(time, record)])
        editor.write(lambda time, name=name: [DefaultViewChosen(time=time, project="p", view=f"of {name}")])
        if name == "ada":
            editor.write(lambda time: [ViewRemoved(time=time, view="gone", revision="r", project="p", name="gone")])
        editor.close()
    journals = home.journals(WORKSPACE)
    assert len(journals) == 2
    answers = []
    for order in (journals, journals[::-1]):
        other = Home(home.path.parent / f"other {len(answers)}")
        other.workspace_path.mkdir(parents=True)
        index = Index(other)
        for path in order:
            shutil.copy(path, other.workspace_path)
            index.refresh()
        answers.append((views.get_view(index, "v"), views.list_versions(index, "v"), views.list_views(index)))
        index.close()
    assert answers[0] == answers[1]
    assert answers[0][0].name == "bob 2"
    assert len(answers[0][1]) == 6


def _at(time: int, record: ViewSaved) -> ViewSaved:
    return ViewSaved(**{name: getattr(record, name) for name in record.__struct_fields__ if name != "time"}, time=time)


def test_a_torn_or_foreign_journal_costs_nothing_else(client: Client, home: Home, serve: Callable[..., Client]) -> None:
    view = save(client, name="x", document={})
    (path,) = home.journals(WORKSPACE)
    (home.workspace_path / "0-foreign.journal").write_bytes(b"no journal at all")
    with open(home.workspace_path / "1-torn.journal", "wb") as file:
        file.write(path.read_bytes()[:-20])
    save(client, id=view["id"], expected_revision=view["revision"], name="y")
    fresh = Index(home)
    fresh.rebuild()
    assert [found.name for found in views.list_views(fresh)] == ["y"]
    fresh.close()
    assert names(serve()) == ["y"]
