"""Artifacts over HTTP: lists, versions, files, differences, lineage, and what people change."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import runstone as rs
from runstone.model.home import Home
from server.conftest import Client

LARGE = bytes(range(256)) * (17 << 12)


@pytest.fixture
def logged(home: Home, client: Client, eventually: Callable[..., object]) -> dict[str, str]:
    """Two versions of data, of which a run made a model that is in the registry; ids by name."""
    with rs.init("cv/digits", id="prep", name="prep") as run:
        one = rs.Artifact("data", type="dataset", metadata={"rows": 2, "odd": float("nan")})
        for path, content in (
            ("train/a.txt", b"a"),
            ("train/b.html", b"<b>"),
            ("large.bin", LARGE),
            ("readme.md", b"#"),
        ):
            one.add_bytes(content, path)
        run.log_artifact(one, tags=["raw"])
        two = one.new_draft()
        two.remove("train/a.txt")
        two.add_bytes(b"c", "train/c.txt")
        two.add_bytes(b"\xff" + LARGE[1:], "large.bin", overwrite=True)
        run.log_artifact(two, aliases=["clean"])
    with rs.init("cv/digits", id="train", name="train") as run:
        run.use_artifact("data:clean", use_as="train")
        model = rs.Artifact("cnn", type="model")
        model.add_bytes(b"w", "w")
        run.log_artifact(model)
        linked = run.link_artifact(model, "registry/model/digits", aliases="production")
    eventually(lambda: client.get(f"/api/artifacts/versions/{linked.id}").status_code == 200)
    eventually(lambda: client.get("/api/runs/train").status_code == 200)
    eventually(lambda: client.json("/api/runs/train")["state"] == "finished")
    return {"one": one.id, "two": two.id, "model": model.id, "linked": linked.id}


def test_collections_and_versions(client: Client, logged: dict[str, str]) -> None:
    answer = client.json("/api/artifacts")
    assert [
        (found["project"], found["name"], found["versions"], found["latest"]) for found in answer["collections"]
    ] == [
        ("cv/digits", "cnn", 1, 0),
        ("cv/digits", "data", 2, 1),
        ("registry/model", "digits", 1, 0),
    ]
    assert answer["types"] == ["dataset", "model"]
    assert [found["name"] for found in client.json("/api/artifacts?project=cv&type=model")["collections"]] == ["cnn"]
    assert [found["name"] for found in client.json("/api/artifacts?search=DAT")["collections"]] == ["data"]
    collection = answer["collections"][1]["id"]
    versions = client.json(f"/api/artifacts/collections/{collection}")["versions"]
    assert [(found["number"], found["aliases"], found["tags"], found["run"]) for found in versions] == [
        (1, ["clean", "latest"], [], "prep"),
        (0, [], ["raw"], "prep"),
    ]
    found = client.json("/api/artifacts/find?name=cv/digits/data:clean")
    assert found["id"] == logged["two"]
    assert found["metadata"] == {"rows": 2, "odd": {"$float": "NaN"}}
    assert [(run["id"], run["role"], run["used_as"]) for run in found["runs"]] == [
        ("prep", "logged", ""),
        ("train", "used", "train"),
    ]
    assert [link["name"] for link in client.json(f"/api/artifacts/versions/{logged['model']}")["links"]] == ["digits"]
    assert client.refusal("/api/artifacts/find?name=cv/digits/data:v9") == (404, "artifact_not_found")
    assert client.refusal("/api/artifacts/collections/none") == (404, "artifact_not_found")
    assert client.refusal("/api/artifacts/versions/none/files") == (404, "artifact_not_found")


def test_files_are_listed_folder_by_folder_and_read_in_part(client: Client, logged: dict[str, str]) -> None:
    at = f"/api/artifacts/versions/{logged['one']}"
    page = client.json(f"{at}/files")
    assert [(found["path"], found["files"], found["size_bytes"]) for found in page["folders"]] == [("train", 2, 4)]
    assert [(found["path"], found["chunks"], found["mime"]) for found in page["files"]] == [
        ("large.bin", 5, "application/octet-stream"),
        ("readme.md", 0, "text/markdown"),
    ]
    assert (page["total_files"], page["cursor"]) == (4, None)
    assert [found["path"] for found in client.json(f"{at}/files?path=train")["files"]] == [
        "train/a.txt",
        "train/b.html",
    ]
    first = client.json(f"{at}/files?limit=2")
    rest = client.json(f"{at}/files?limit=2&cursor={first['cursor']}")
    assert [found["path"] for found in first["folders"] + first["files"] + rest["files"]] == [
        "train",
        "large.bin",
        "readme.md",
    ]
    page = client.get(f"{at}/file?path=train/b.html&mime=text/html")
    assert (page.content, "sandbox" in page.headers["content-security-policy"]) == (b"<b>", True)
    assert client.get(f"{at}/file?path=large.bin").content == LARGE
    middle = client.get(f"{at}/file?path=large.bin&first=4194300&size_bytes=10")
    assert middle.content == LARGE[4194300:4194310]
    assert client.refusal(f"{at}/file?path=nothing") == (404, "artifact_not_found")


def test_a_difference(client: Client, logged: dict[str, str]) -> None:
    found = client.json(f"/api/artifacts/versions/{logged['two']}/diff?before={logged['one']}")
    assert (found["added"], found["removed"], found["changed"], found["same"]) == (1, 1, 1, 2)
    assert [(change["path"], change["kind"]) for change in found["changes"]] == [
        ("large.bin", "changed"),
        ("train/a.txt", "removed"),
        ("train/c.txt", "added"),
    ]
    assert found["changes"][0]["shared_bytes"] == len(LARGE) - (4 << 20)


def test_lineage(client: Client, logged: dict[str, str]) -> None:
    found = client.json(f"/api/artifacts/lineage?version={logged['two']}")
    assert {(node["kind"], node["label"]) for node in found["nodes"]} == {
        ("run", "prep"),
        ("run", "train"),
        ("version", "data:v0"),
        ("version", "data:v1"),
        ("version", "cnn:v0"),
        ("version", "digits:v0"),
    }
    names = {node["id"]: node["label"] for node in found["nodes"]}
    assert {(names[edge["source"]], names[edge["target"]], edge["role"]) for edge in found["edges"]} == {
        ("prep", "data:v0", "logged"),
        ("prep", "data:v1", "logged"),
        ("data:v1", "train", "used"),
        ("train", "cnn:v0", "logged"),
        ("cnn:v0", "digits:v0", "linked"),
    }
    assert client.json("/api/artifacts/lineage?run=train")["nodes"][0]["label"] == "train"
    near = client.json(f"/api/artifacts/lineage?version={logged['two']}&depth=1")
    assert ({node["label"] for node in near["nodes"]}, near["truncated"]) == ({"data:v1", "prep", "train"}, True)
    few = client.json(f"/api/artifacts/lineage?version={logged['two']}&limit=2")
    assert (len(few["nodes"]), few["truncated"]) == (2, True)
    assert client.refusal("/api/artifacts/lineage") == (400, "bad_query")
    of_run = client.json("/api/runs/train/artifacts")["artifacts"]
    assert [(item["role"], item["version"]["name"]) for item in of_run] == [("used", "data"), ("logged", "cnn")]


def test_what_people_change(client: Client, logged: dict[str, str]) -> None:
    collection = client.json(f"/api/artifacts/versions/{logged['one']}")["collection"]
    revision = client.json("/api/home")["revision"]
    edit = {"collection": collection, "version": logged["one"], "aliases_added": ["clean"], "description": "# Raw"}
    changed = client.posted("/api/artifacts/edits", edit)["version"]
    assert (changed["aliases"], changed["description"]) == (["clean"], "# Raw")
    assert client.json(f"/api/artifacts/versions/{logged['two']}")["aliases"] == ["latest"]
    assert client.json(f"/api/changes?since={revision}")["collections"] == [collection]
    client.posted("/api/artifacts/edits", {"collection": collection, "description": "All digits", "tags_added": ["x"]})
    found = client.json(f"/api/artifacts/collections/{collection}")["collection"]
    assert (found["description"], found["tags"]) == ("All digits", ["x"])
    for wrong in ({"aliases_added": ["v3"]}, {"aliases_added": ["a/b"]}, {"ttl_secs": -1}):
        answer = client.post("/api/artifacts/edits", json={**edit, **wrong})
        assert client.refused(answer) == (400, "bad_value")
    at = f"/api/artifacts/versions/{logged['one']}"
    assert client.refused(client.post(f"{at}/delete", json={})) == (400, "misuse")
    assert client.posted(f"{at}/delete", {"delete_aliases": True})["version"]["deleted"]
    assert client.refused(client.post(f"{at}/delete", json={})) == (404, "artifact_not_found")
    assert client.json(f"{at}")["deleted"]
    assert len(client.json(f"/api/artifacts/collections/{collection}")["versions"]) == 1
    assert len(client.json(f"/api/artifacts/collections/{collection}?deleted=true")["versions"]) == 2
    restored = client.posted(f"{at}/restore", {})["version"]
    assert (restored["deleted"], restored["aliases"]) == (False, ["clean"])
    assert client.refused(client.post("/api/artifacts/versions/none/restore", json={})) == (404, "artifact_not_found")
