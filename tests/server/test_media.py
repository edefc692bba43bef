"""Media over HTTP: questions for many runs, refusals in the one shape, and nothing that a run brought along acts in the server's name."""

from __future__ import annotations

import urllib.parse
from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from recorder import Recorder
from runstone.blobs.store import BlobStore
from runstone.encoding import table as tables
from runstone.encoding.column import column_of
from runstone.model.home import Home
from runstone.model.records import MediaLogged
from server.conftest import Client

Begin = Callable[..., Recorder]
HOSTILE = ["../../etc/passwd", "..\\..\\x", "<script>alert(1)</script>", "a" * 500, "line\nbreak", "é/日"]


@pytest.fixture
def logged(home: Home, record: Begin) -> None:
    run = record("a")
    for step in (0, 10, 20):
        run.log({"loss": abs(step - 10.0)}, step)
        run.event(MediaLogged, key="x", step=step + 3, type="image", sha256="a" * 64, size_bytes=1, mime="image/png")
    for key in HOSTILE:
        run.event(MediaLogged, key=key, step=0, type="file", sha256="b" * 64, size_bytes=1, mime="x", caption=key)


@pytest.mark.usefixtures("logged")
def test_a_question_may_be_posted_for_hundreds_of_runs(client: Client) -> None:
    body = {"run": ["a"] * 500, "key": "x"}
    assert client.posted("/api/media/steps", body) == {"runs": [{"run": "a", "steps": [3, 13, 23]}]}
    assert [found["step"] for found in client.posted("/api/media/items", {**body, "step": 9})["runs"]] == [13]
    asked = {"run": ["a"], "metric": "loss", "figure": "min", "key": ["x"], "tolerance": 5}
    (pin,) = client.posted("/api/media/best", asked)["pins"]
    assert (pin["step"], pin["metric_step"], pin["distance"]) == (13, 10, 3)
    assert client.posted("/api/media/best", {**asked, "tolerance": 2})["without"][0]["reason"] == "too_far"
    assert "x" in [key["key"] for key in client.posted("/api/media", {"run": ["a"]})["keys"]]


@pytest.mark.usefixtures("logged")
@pytest.mark.parametrize("key", HOSTILE)
def test_any_key_is_only_a_name(client: Client, key: str) -> None:
    (found,) = client.json("/api/media/items", params={"run": "a", "key": key})["runs"]
    assert [(item["key"], item["caption"]) for item in found["items"]] == [(key, key)]
    answer = client.get("/api/media/items", params={"run": "a", "key": key})
    assert answer.headers["content-type"] == "application/json"


@pytest.mark.usefixtures("logged")
@pytest.mark.parametrize(
    "question",
    [
        "items?run=a&key=x&step=1e99",
        "items?run=a&key=x&step=9223372036854775808",
        "items?run=a&key=x&snap=after",
        "items?run=a",
        "best?run=a&metric=loss&figure=mean",
        "best?run=a&metric=loss&figure=min&tolerance=-1",
        "best?run=a&metric=loss&figure=min&tolerance=99999999999999999999",
        "best?run=a&figure=min",
    ],
)
def test_what_cannot_be_asked_is_refused(client: Client, question: str) -> None:
    assert client.refusal(f"/api/media/{question}") == (400, "bad_parameter")


@pytest.mark.usefixtures("logged")
def test_the_ends_of_what_numbers_can_be_are_answered(client: Client) -> None:
    for step in (-(1 << 63), (1 << 63) - 1):
        assert client.json(f"/api/media/items?run=a&key=x&step={step}")["runs"][0]["items"]
    best = f"/api/media/best?run=a&metric=loss&figure=max&key=x&tolerance={(1 << 63) - 1}"
    assert client.json(best)["pins"][0]["metric_step"] == 0
    assert client.refusal("/api/media/items?run=none&key=x") == (404, "run_not_found")


@pytest.mark.usefixtures("logged")
def test_a_key_of_images_has_no_histograms(client: Client) -> None:
    assert client.refusal("/api/runs/a/histograms?key=x") == (400, "bad_query")
    assert client.json("/api/runs/a/histograms?key=none")["counts"] == []
    assert client.refusal("/api/runs/a/histograms?key=x&limit=100000000") == (400, "bad_parameter")


def put_table(home: Home, **columns: list[Any]) -> str:
    data = tables.write_table({name: column_of(cells) for name, cells in columns.items()})
    return BlobStore(home).put(data).sha256


def test_a_table_is_paged_over_http(client: Client, home: Home) -> None:
    sha256 = put_table(home, n=[3, None, 1], s=["a", "<b>", "c"])
    page = client.json(f"/api/tables/{sha256}?sort=-n&limit=2")
    assert (page["rows"], page["total"], page["matched"]) == ([[3, "a"], [1, "c"]], 3, 3)
    filtered = client.get(f"/api/tables/{sha256}", params={"filter": "m < 1"}).json()["error"]
    assert (filtered["code"], filtered["start"], filtered["end"]) == ("bad_query", 0, 1)
    joined = client.json(f"/api/tables/join?table=a:{sha256}&table=:{sha256}&on=n")
    assert joined["rows"][0] == [3, "a", "a"]


@pytest.mark.parametrize(
    "question",
    [
        "{0}?offset=-1",
        "{0}?limit=1000000000",
        "{0}?offset=99999999999999999999",
        "{0}?sort=none",
        "{0}?filter=" + "(" * 200,
        "{0}?filter=" + urllib.parse.quote("s ~ '('"),
        "{0}/column?name=none",
        "{0}/column",
        "join?table={0}&table={0}&on=n",
        "join?table=a:{0}&on=n",
    ],
)
def test_what_a_table_cannot_tell_is_refused(client: Client, home: Home, question: str) -> None:
    status, code = client.refusal("/api/tables/" + question.format(put_table(home, n=[1], s=["x"])))
    assert (status, code) in ((400, "bad_parameter"), (400, "bad_query"))


def test_no_blob_is_no_table(client: Client, home: Home) -> None:
    for name in ("0" * 64, "..%2F..%2Findex%2Findex.db", "join%2F.."):
        assert client.refusal(f"/api/tables/{name}")[0] == 404
    assert client.refusal(f"/api/tables/{BlobStore(home).put(b'no table').sha256}") == (400, "bad_query")
    lies = msgspec.msgpack.encode({"rows": 1 << 60, "columns": []})
    head = b"\x89RST\r\n\x1a\x01"
    data = head + lies + tables._TRAILER.pack(len(head), tables.zlib.crc32(lies))
    assert client.json(f"/api/tables/{BlobStore(home).put(data).sha256}?filter=x")["rows"] == []


@pytest.mark.parametrize(
    "mime",
    ["text/html", "image/svg+xml", "text/xml", "application/xml", "application/xhtml+xml", "multipart/x-mixed-replace"],
)
def test_no_page_of_a_run_reaches_the_origin(client: Client, home: Home, mime: str) -> None:
    data = b"<svg xmlns='http://www.w3.org/2000/svg'><script>fetch('/api/runs')</script></svg>"
    url = f"/api/blobs/{BlobStore(home).put(data).sha256}"
    answer = client.get(url, params={"mime": mime, "name": "../../x.svg"})
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("sandbox")
    assert "allow-same-origin" not in policy
    assert "connect-src" not in policy
    assert "default-src 'none'" in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "/" not in answer.headers["content-disposition"]


@pytest.mark.parametrize("mime", ["text/javascript", "application/javascript", "application/wasm", "text/ecmascript"])
def test_no_blob_is_a_script(client: Client, home: Home, mime: str) -> None:
    url = f"/api/blobs/{BlobStore(home).put(b'alert(1)').sha256}"
    assert client.get(url, params={"mime": mime}).headers["content-type"] == "text/plain; charset=utf-8"
