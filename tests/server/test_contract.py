"""docs/http-api.md, the OpenAPI description and the server say the same."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from runstone.blobs.store import BlobStore
from runstone.data.listing import FileFacts, Listing
from runstone.model.home import Home
from server.conftest import Client

PAGE = (Path(__file__).parents[2] / "docs" / "http-api.md").read_text()
TOLD = re.compile(r"`GET (/api/[^?`]*)(?:\?([^`]*))?`")
TOLD_PATHS = {path: set(re.findall(r"(\w+)=", query)) for path, query in TOLD.findall(PAGE)}

TOLD_ACTIONS = {
    (method, path): set(re.findall(r"(\w+)=", query))
    for method, path, query in re.findall(r"`(POST|PUT|DELETE) (/api/[^?`]*)(?:\?([^`]*))?`", PAGE)
}

SWEEP = {
    "method": "random",
    "metric": {"name": "loss", "goal": "minimize"},
    "parameters": {"lr": {"min": 0.1, "max": 0.2}},
}
# Questions that only come as JSON, whose answers are no JSON: tests of their own try them.
ASKED_BY_POST = {("POST", "/api/panels")}
# What takes a login is tried in tests/server/test_access.py: this server asks nobody for one.
OF_LOGINS = {
    ("POST", "/api/login"),
    ("POST", "/api/oidc/begin"),
    ("POST", "/api/logout"),
    ("POST", "/api/password"),
    ("POST", "/api/invitations/accept"),
    ("POST", "/api/tokens"),
    ("POST", "/api/members/grants"),
    ("POST", "/api/members/invitations"),
    ("DELETE", "/api/members/{name}"),
    ("DELETE", "/api/tokens/{token}"),
    ("POST", "/api/shares"),
    ("POST", "/api/shares/open"),
    ("DELETE", "/api/shares/{share}"),
}
ACTIONS = [
    ("POST /api/sync/sizes", {"names": None}),
    ("POST /api/sync/edits", {"runs": ["base"]}),
    ("POST /api/sync/lacks", {"blobs": ["0" * 64]}),
    ("POST /api/edits", {"runs": ["base", "other"], "changes": {"name": "x", "tags_added": ["t"], "archived": True}}),
    ("POST /api/edits", {"selection": {"project": "cv"}, "changes": {"colour": "teal"}, "expected_runs": 2}),
    ("POST /api/edits", {"edits": [{"runs": ["base"], "changes": {"binned": True}}]}),
    ("POST /api/bin/empty", {"older_than_secs": 60}),
    ("POST /api/policy", {"text": "# none", "expected_text": ""}),
    ("POST /api/policy/preview", {"text": "# none"}),
    ("POST /api/views", {"project": "cv", "name": "overview", "description": "", "document": {"a": [1]}}),
    ("POST /api/views", {"id": "{view}", "expected_revision": "{revision}", "name": "other"}),
    ("POST /api/views/{view}/default", {"default": True}),
    ("POST /api/views/{view}/restore", {"revision": "{revision}", "expected_revision": "{revision}"}),
    ("POST /api/comments", {"run": "base", "panel": "loss", "x": 3.0, "text": "**Why**?"}),
    ("POST /api/comments", {"reply_to": "{comment}", "text": "Because."}),
    ("POST /api/comments/{comment}", {"text": "Why not?", "resolved": True}),
    ("POST /api/artifacts/edits", {"collection": "{collection}", "version": "{version}", "aliases_added": ["best"]}),
    ("POST /api/artifacts/versions/{version}/delete", {"delete_aliases": True}),
    ("POST /api/artifacts/versions/{version}/restore", {}),
    ("POST /api/sweeps", {"definition": SWEEP, "project": "cv", "prior_runs": ["base"]}),
    ("POST /api/sweeps/{sweep}/state", {"state": "paused"}),
    ("POST /api/sweeps/{sweep}/trials", {"agent": "box:1"}),
    ("POST /api/sweeps/{sweep}/trials/{number}", {"points": [{"step": 1, "value": 0.5}], "ended": "finished"}),
    ("POST /api/sweeps/{sweep}/trials/{number}/stop", {}),
    ("DELETE /api/views/{view}?expected_revision={revision}", None),
]
BASE = "/api/runs/base"
JSON_URLS = {
    "/api/home": "/api/home",
    "/api/whoami": "/api/whoami",
    "/api/projects": "/api/projects",
    "/api/changes": "/api/changes",
    "/api/runs": "/api/runs",
    "/api/groups": "/api/groups?by=state&by=tag&aggregate=summary.loss",
    "/api/run-ids": "/api/run-ids?sort=-created_time",
    "/api/columns": "/api/columns",
    "/api/columns/varying": "/api/columns/varying",
    "/api/complete": "/api/complete?text=state%20%3D",
    "/api/column": "/api/column?field=summary.loss",
    "/api/compare": "/api/compare?run=base&run=other&run=child",
    "/api/compare/parting": "/api/compare/parting?metric=loss&run=base&run=child",
    "/api/metrics": "/api/metrics?run=base&run=other",
    "/api/best": "/api/best?metric=loss&figure=min&run=base",
    "/api/alerts": "/api/alerts?project=cv",
    "/api/runs/{run}/files": f"{BASE}/files",
    "/api/runs/{run}/edits": f"{BASE}/edits",
    "/api/stages": "/api/stages?run=base&run=other",
    "/api/stages/figures": "/api/stages/figures?run=base&run=other&metric=loss",
    "/api/data": "/api/data?project=cv",
    "/api/data/groups": "/api/data/groups?project=cv",
    "/api/data/diff": "/api/data/diff?before={listing}&after={listing}",
    "/api/space": "/api/space?project=cv",
    "/api/space/runs": "/api/space/runs?run=base",
    "/api/media": "/api/media?run=base",
    "/api/media/items": "/api/media/items?run=base&run=other&key=picture&step=12",
    "/api/media/steps": "/api/media/steps?run=base&run=other&key=picture",
    "/api/media/best": "/api/media/best?run=base&run=other&metric=loss&figure=min&key=picture&tolerance=100",
    "/api/runs/{run}/histograms": f"{BASE}/histograms?key=weights",
    "/api/tables/join": "/api/tables/join?table=base:{table}&table=base:{table}&on=class",
    "/api/tables/{sha256}": "/api/tables/{table}?sort=-recall",
    "/api/tables/{sha256}/column": "/api/tables/{table}/column?name=recall",
    "/api/views": "/api/views",
    "/api/views/{view}": "/api/views/{view}",
    "/api/views/{view}/versions": "/api/views/{view}/versions",
    "/api/comments": "/api/comments?run=base&panel=loss",
    "/api/comments/{comment}/versions": "/api/comments/{comment}/versions",
    "/api/artifacts": "/api/artifacts?project=cv&search=data",
    "/api/artifacts/find": "/api/artifacts/find?name=data:v0&project=cv/resnet",
    "/api/artifacts/collection": "/api/artifacts/collection?project=cv/resnet&name=data",
    "/api/artifacts/lineage": "/api/artifacts/lineage?run=base",
    "/api/artifacts/collections/{collection}": "/api/artifacts/collections/{collection}",
    "/api/artifacts/versions/{version}": "/api/artifacts/versions/{version}",
    "/api/artifacts/versions/{version}/files": "/api/artifacts/versions/{version}/files",
    "/api/artifacts/versions/{version}/preview": "/api/artifacts/versions/{version}/preview?path=seen.csv",
    "/api/artifacts/versions/{version}/diff": "/api/artifacts/versions/{version}/diff?before={version}",
    "/api/sweeps": "/api/sweeps?project=cv",
    "/api/sweeps/{sweep}": "/api/sweeps/{sweep}",
    "/api/runs/{run}/artifacts": f"{BASE}/artifacts",
    "/api/runs/{run}": BASE,
    "/api/runs/{run}/metrics": f"{BASE}/metrics",
    "/api/runs/{run}/points": f"{BASE}/points?metric=odd",
    "/api/policy": "/api/policy",
    "/api/runs/{run}/texts": f"{BASE}/texts",
    "/api/runs/{run}/console": f"{BASE}/console",
    "/api/runs/{run}/uploads": f"{BASE}/uploads",
    "/api/runs/{run}/console/search": f"{BASE}/console/search?q=x",
    "/api/runs/{run}/media": f"{BASE}/media",
}


@pytest.fixture
def described(client: Client) -> Any:
    return client.json("/api/openapi.json")


def test_every_endpoint_is_told_and_everything_told_is_one(described: Any) -> None:
    assert {path for path, item in described["paths"].items() if "get" in item} == set(TOLD_PATHS)
    operations = {
        (method.upper(), path): operation["operationId"].endswith("_by_post")
        for path, item in described["paths"].items()
        for method, operation in item.items()
        if method != "get"
    }
    assert {action for action, is_question in operations.items() if not is_question} <= TOLD_ACTIONS.keys()
    assert TOLD_ACTIONS.keys() <= operations.keys()


def test_every_parameter_is_told_and_every_told_one_is_taken(described: Any) -> None:
    told = {**{("GET", path): names for path, names in TOLD_PATHS.items()}, **TOLD_ACTIONS}
    for (method, path), names in told.items():
        parameters = described["paths"][path][method.lower()].get("parameters", [])
        assert {parameter["name"] for parameter in parameters if parameter["in"] == "query"} == names, path


@pytest.mark.usefixtures("runs")
@pytest.mark.parametrize(("action", "body"), ACTIONS, ids=lambda value: value if isinstance(value, str) else "")
def test_an_action_answers_as_was_described(client: Client, described: Any, action: str, body: Any) -> None:
    method, path = action.split("?")[0].split(" ")
    operation = described["paths"][path][method.lower()]
    schemas = described["components"]["schemas"]
    view = what_there_is(client)
    url = filled(action.split(" ")[1], view)
    if method == "POST":
        body = {key: filled(value, view) if isinstance(value, str) else value for key, value in body.items()}
        assert_fits(body, operation["requestBody"]["content"]["application/json"]["schema"], schemas)
        answer = client.posted(url, body)
    else:
        answer = client.delete(url).json()
    assert_fits(answer, operation["responses"]["200"]["content"]["application/json"]["schema"], schemas)


def what_there_is(client: Client) -> dict[str, str]:
    """What stands in braces in the questions above."""
    view = client.posted("/api/views", {"name": "v", "document": {"zoom": 1}})
    data = client.json("/api/artifacts/find?name=cv/resnet/data")
    sweep = client.posted("/api/sweeps", {"definition": SWEEP, "project": "cv"})["id"]
    trial = client.posted(f"/api/sweeps/{sweep}/trials", {})["trial"]
    names = {"view": view["id"], "revision": view["revision"], "sweep": sweep, "number": str(trial["number"])}
    said = client.posted("/api/comments", {"run": "base", "panel": "loss", "text": "Look."})
    names["comment"] = said["comment"]["id"]
    return {**names, "version": data["id"], "collection": data["collection"]}


def filled(text: str, names: dict[str, str]) -> str:
    for name, value in names.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def test_every_action_is_tried(described: Any) -> None:
    actions = {
        (method.upper(), path)
        for path, item in described["paths"].items()
        for method, operation in item.items()
        if method != "get" and not operation["operationId"].endswith("_by_post")
    }
    uploads = {("POST", "/api/sync/pieces"), ("PUT", "/api/sync/blobs/{sha256}")}  # of bytes: tests/server/test_sync.py
    assert actions - ASKED_BY_POST - uploads - OF_LOGINS == {
        tuple(action.partition("?")[0].split(" ")) for action, _ in ACTIONS
    }


@pytest.mark.usefixtures("runs")
@pytest.mark.parametrize("path", JSON_URLS)
def test_an_answer_is_what_was_described(home: Home, client: Client, described: Any, path: str) -> None:
    content = described["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]
    (table,) = client.json(f"{BASE}/media?key=cells")["items"]
    listing = Listing({"a": FileFacts(1, 1, "x", "x")}).save(BlobStore(home))
    names = {**what_there_is(client), "table": table["sha256"], "listing": listing}
    answer = client.json(filled(JSON_URLS[path], names))
    assert_fits(answer, content["schema"], described["components"]["schemas"])


def test_every_json_answer_is_tried(described: Any) -> None:
    answers = {
        path: item["get"]["responses"]["200"]["content"] for path, item in described["paths"].items() if "get" in item
    }
    told = {path for path, content in answers.items() if "application/json" in content}
    assert told == {
        *JSON_URLS,
        "/api/login",
        "/api/tokens",
        "/api/members",
        "/api/audit",
        "/api/shares",
    }  # of logins, too


def test_errors_are_what_was_described(client: Client, described: Any) -> None:
    schemas = described["components"]["schemas"]
    assert_fits(client.get("/api/runs/none").json(), schemas["ErrorAnswer"], schemas)


@pytest.mark.usefixtures("runs")
def test_the_page_has_the_fields_of_a_run(client: Client) -> None:
    (run,) = client.json("/api/runs?filter=base")["runs"]
    told = re.search(r"A RUN in a list:\n\n```json\n(.*?)```", PAGE, re.DOTALL)
    assert told is not None
    assert [name for name in re.findall(r'"(\w+)":', told[1]) if name in run] == list(run)


def assert_fits(value: Any, schema: Any, schemas: Any) -> None:
    """The value has all that is required, nothing that was not described, and everything of the right type."""
    if "$ref" in schema:
        schema = schemas[schema["$ref"].rpartition("/")[2]]
    if "anyOf" in schema:
        assert any(fits(value, choice, schemas) for choice in schema["anyOf"]), (value, schema)
    if "enum" in schema:
        assert value in schema["enum"]
    match schema.get("type"):
        case "object":
            assert isinstance(value, dict)
            properties = schema.get("properties", {})
            assert set(schema.get("required", ())) <= set(value)
            rest = schema.get("additionalProperties", not properties)
            for name, item in value.items():
                assert name in properties or rest is not False, f"{name} is not described"
                assert_fits(item, properties.get(name, rest if isinstance(rest, dict) else {}), schemas)
        case "array":
            assert isinstance(value, list)
            for item in value:
                assert_fits(item, schema.get("items", {}), schemas)
        case str(name):
            types = {"string": str, "integer": int, "number": (int, float), "boolean": bool, "null": type(None)}
            assert isinstance(value, types[name]), (value, schema)
            assert not (isinstance(value, bool) and name != "boolean")


def fits(value: Any, schema: Any, schemas: Any) -> bool:
    try:
        assert_fits(value, schema, schemas)
    except AssertionError:
        return False
    return True
