"""Editing by HTTP: the next answer shows it, the undo takes it back, and foreign pages cannot do it."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from typing import Any

import msgspec
import pytest

import runstone as rs
from recorder import Recorder
from runstone.model.home import Home
from server.conftest import Client

Begin = Callable[..., Recorder]


def edit(client: Client, **body: Any) -> Any:
    return client.posted("/api/edits", body)


def ids(client: Client, query: str = "") -> list[str]:
    return [run["id"] for run in client.json(f"/api/runs?sort=id{query}")["runs"]]


@pytest.mark.usefixtures("runs")
def test_an_edit_shows_at_once_and_is_taken_back_by_its_undo(client: Client) -> None:
    before = client.json("/api/runs/base")
    answer = edit(
        client,
        runs=[before["display_id"]],
        changes={
            "name": "better",
            "notes": "# Good",
            "tags_added": ["a"],
            "tags_removed": ["baseline"],
            "starred": True,
        },
    )
    assert (answer["changed"], answer["stopped"]) == (1, None)
    assert answer["undo"] == [
        {
            "runs": ["base"],
            "changes": {
                "name": "base", "notes": "", "tags_added": ["baseline"], "tags_removed": ["a"], "starred": False,
            },
        }
    ]  # fmt: skip
    after = client.json("/api/runs/base")
    assert (after["name"], after["notes"], after["tags"], after["starred"]) == ("better", "# Good", ["a"], True)
    assert after["revision"] <= answer["revision"]
    assert edit(client, edits=answer["undo"])["changed"] == 1
    again = client.json("/api/runs/base")
    for fact in ("name", "notes", "tags", "starred", "config", "summary", "state", "duration_secs"):
        assert again[fact] == before[fact]


@pytest.mark.usefixtures("runs")
def test_archived_and_binned_runs_leave_the_lists_and_come_back(client: Client) -> None:
    edit(client, runs=["child"], changes={"archived": True})
    edit(client, runs=["other"], changes={"binned": True})
    assert ids(client) == ["base"]
    assert ids(client, "&place=archived") == ["child"]
    assert ids(client, "&place=bin") == ["other"]
    assert ids(client, "&place=all") == ["base", "child", "other"]
    assert client.json("/api/runs/other")["binned_by"]
    assert client.json("/api/home")["runs"] == 1
    found = {
        row["project"]: (row["runs"], row["archived"], row["binned"])
        for row in client.json("/api/projects")["projects"]
    }
    assert found == {"cv/resnet": (1, 1, 0), "nlp": (0, 0, 1)}
    assert client.json("/api/groups?by=state")["runs"] == 1
    assert client.json("/api/column?field=config.lr&place=bin")["runs"] == 1
    keys = [column["key"] for column in client.json("/api/columns?place=bin")["config"]]
    assert keys == ["lr", "seed"]
    edit(client, selection={"place": "all"}, changes={"archived": False, "binned": False}, expected_runs=3)
    assert ids(client) == ["base", "child", "other"]


@pytest.mark.usefixtures("runs")
def test_a_selection_that_changed_is_left_alone(client: Client) -> None:
    body = {"selection": {"filter": "project ~ cv"}, "changes": {"archived": True}, "expected_runs": 3}
    answer = client.post("/api/edits", json=body)
    assert client.refused(answer) == (409, "conflict")
    assert ids(client) == ["base", "child", "other"]
    assert client.posted("/api/edits", {**body, "expected_runs": 2})["changed"] == 2


@pytest.mark.usefixtures("runs")
@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({}, 400, "misuse"),
        ({"runs": ["base"]}, 400, "misuse"),
        ({"runs": ["base"], "selection": {}, "changes": {"name": "x"}}, 400, "misuse"),
        ({"runs": ["base"], "changes": {}}, 400, "misuse"),
        ({"runs": ["base"], "changes": {"nmae": "x"}}, 400, "bad_parameter"),
        ({"runs": ["base"], "changes": {"name": 3}}, 400, "bad_parameter"),
        ({"runs": ["base"], "changes": {"name": ""}}, 400, "bad_value"),
        ({"runs": ["base"], "changes": {"colour": "#1"}}, 400, "bad_value"),
        ({"runs": ["base"], "changes": {"project": ".."}}, 400, "bad_project"),
        ({"runs": ["base", "none"], "changes": {"name": "x"}}, 404, "run_not_found"),
        ({"selection": {"filter": "("}, "changes": {"name": "x"}}, 400, "bad_query"),
        ({"selection": {"place": "attic"}, "changes": {"name": "x"}}, 400, "bad_parameter"),
        ({"edits": [{"runs": ["base"], "changes": {}}]}, 400, "misuse"),
        ({"edits": [{"runs": ["base", "base"], "changes": {"name": "x"}}]}, 400, "misuse"),
        ([1], 400, "bad_parameter"),
    ],
)
def test_an_edit_that_cannot_be_is_refused_whole(client: Client, body: Any, status: int, code: str) -> None:
    assert client.refused(client.post("/api/edits", json=body)) == (status, code)
    assert client.json("/api/runs/base")["name"] == "base"


@pytest.mark.usefixtures("runs")
@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])
def test_a_form_of_a_foreign_page_changes_nothing(client: Client, kind: str) -> None:
    body = json.dumps({"runs": ["base"], "changes": {"name": "x"}})
    answer = client.post("/api/edits", content=body, headers={"content-type": kind} if kind else {})
    assert client.refused(answer) == (415, "unsupported_media_type")
    foreign = {"content-type": "application/json", "origin": "https://evil.example"}
    assert client.refused(client.post("/api/edits", content=body, headers=foreign)) == (403, "foreign_origin")
    rebound = {"content-type": "application/json", "host": "evil.example"}
    assert client.refused(client.post("/api/edits", content=body, headers=rebound)) == (403, "foreign_host")
    assert client.json("/api/runs/base")["name"] == "base"
    assert client.refusal("/api/edits") == (404, "not_found")


def test_what_is_no_json_is_refused(client: Client) -> None:
    answer = client.post("/api/edits", content=b"{", headers={"content-type": "application/json; charset=utf-8"})
    assert client.refused(answer) == (400, "bad_parameter")


def test_a_subtree_is_renamed_and_its_undo_is_compact(client: Client, record: Begin) -> None:
    for number in range(30):
        record(f"r{number}", project="cv/a" if number % 2 else "cv/a/deep").finish()
    answer = edit(
        client, selection={"project": "cv/a", "place": "all"}, changes={"project": "x", "project_from": "cv/a"}
    )
    assert answer["changed"] == 30
    assert sorted(one["changes"]["project"] for one in answer["undo"]) == ["cv/a", "cv/a/deep"]
    assert [row["project"] for row in client.json("/api/projects")["projects"]] == ["x", "x/deep"]
    edit(client, edits=answer["undo"])
    assert [row["project"] for row in client.json("/api/projects")["projects"]] == ["cv/a", "cv/a/deep"]


def test_several_people_edit_one_home_through_several_servers(
    client: Client, serve: Callable[..., Client], record: Begin
) -> None:
    record("one").finish()
    other = serve()
    for number in range(5):
        edit(client, runs=["one"], changes={"tags_added": [f"a{number}"], "name": f"a{number}"})
        edit(other, runs=["one"], changes={"tags_added": [f"b{number}"], "name": f"b{number}"})
    for asked in (client, other):
        run = asked.json("/api/runs/one")
        assert (run["name"], len(run["tags"])) == ("b4", 10)


def test_edits_of_a_run_that_is_written_and_of_many_at_once(client: Client) -> None:
    with rs.init("p", id="live") as run:
        run.log({"loss": 1.0})
        client.posted("/api/edits", {"runs": ["live"], "changes": {"name": "new"}})
        threads = [
            threading.Thread(
                target=edit, args=(client,), kwargs={"runs": ["live"], "changes": {"tags_added": [str(number)]}}
            )
            for number in range(8)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        found = client.json("/api/runs/live")
        assert (found["name"], found["state"], set(found["tags"])) == ("new", "running", set("01234567"))


def test_the_bin_is_emptied_of_what_nobody_needs(client: Client, home: Home, record: Begin) -> None:
    for name in ("gone", "parent", "both", "stays"):
        record(name).finish()
    record("fork", parent=("parent", 3)).finish()
    record("fork of both", parent=("both", 3)).finish()
    live = record("live")
    binned = ["gone", "parent", "both", "fork of both", "live"]
    edit(client, runs=binned, changes={"binned": True})
    young = client.posted("/api/bin/empty", {"older_than_secs": 3600})
    assert (young["removed"], young["kept"]) == ([], [])
    wrong = client.post("/api/bin/empty", json={"expected_runs": 2})
    assert client.refused(wrong) == (409, "conflict")
    answer = client.posted("/api/bin/empty", {"expected_runs": 5})
    assert set(answer["removed"]) == {"gone", "both", "fork of both"}
    assert answer["freed_bytes"] > 0
    reasons = {kept["id"]: kept["reason"] for kept in answer["kept"]}
    assert reasons == {"parent": "DM-5 was forked off it and shows its points.", "live": "It is being written to."}
    assert set(home.run_ids()) == {"parent", "stays", "fork", "live"}
    assert ids(client, "&place=all") == ["fork", "live", "parent", "stays"]
    live.finish()
    assert client.posted("/api/bin/empty", {"project": "elsewhere"})["removed"] == []
    assert client.posted("/api/bin/empty", {})["removed"] == ["live"]


def test_an_undo_of_a_run_that_is_gone_does_the_rest(client: Client, record: Begin) -> None:
    for name in ("a", "b"):
        record(name).finish()
    undo = edit(client, runs=["a", "b"], changes={"archived": True})["undo"]
    edit(client, runs=["a"], changes={"binned": True})
    client.posted("/api/bin/empty", {})
    assert edit(client, edits=undo)["changed"] == 1
    assert ids(client, "&place=all") == ["b"]


def test_live_pages_learn_of_edits(client: Client, record: Begin) -> None:
    record("a").finish()
    since = client.json("/api/home")["revision"]
    edit(client, runs=["a"], changes={"colour": "#AABBCC"})
    assert client.json(f"/api/changes?since={since}")["runs"] == ["a"]
    assert client.json("/api/runs/a")["colour"] == "#aabbcc"


def test_a_bulk_edit_is_quick(client: Client, record: Begin) -> None:
    for number in range(300):
        record(f"r{number}", config={"lr": 0.1}).finish()
    began = time.monotonic()
    assert edit(client, selection={}, changes={"archived": True}, expected_runs=300)["changed"] == 300
    assert time.monotonic() - began < 20
    assert client.json("/api/columns")["config"] == []
    assert (
        msgspec.json.encode(client.json("/api/columns?place=archived")["config"])
        == b'[{"key":"lr","runs":300,"type":"number"}]'
    )
