"""Blobs: whole or in part, cacheable for ever, and never run in the server's name."""

from __future__ import annotations

import hashlib
import io

import numpy as np
import PIL.Image
import pytest

import runstone as rs
from runstone.blobs.store import BlobStore
from runstone.edits import leftovers
from runstone.encoding import raw
from runstone.encoding.raw import Raw
from runstone.index.index import Index
from runstone.journal.writer import JournalWriter
from runstone.model.home import Home
from runstone.model.records import MediaLogged
from server.conftest import Client

DATA = bytes(range(256)) * 40
URL = f"/api/blobs/{hashlib.sha256(DATA).hexdigest()}"


@pytest.fixture(autouse=True)
def _stored(home: Home) -> None:
    BlobStore(home).put(DATA)


def test_a_blob_comes_whole(client: Client) -> None:
    answer = client.get(URL, params={"mime": "image/png"}, headers={"accept-encoding": "gzip"})
    assert answer.content == DATA
    assert answer.headers["content-type"] == "image/png"
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "content-encoding" not in answer.headers


def test_a_blob_comes_in_part(client: Client) -> None:
    part = client.get(URL, headers={"range": "bytes=10-19"})
    assert (part.status_code, part.content) == (206, DATA[10:20])
    assert part.headers["content-range"] == f"bytes 10-19/{len(DATA)}"
    assert client.get(URL, headers={"range": "bytes=-5"}).content == DATA[-5:]
    for other in (
        "bytes=5-2",
        "bytes=-",
        "lines=1-2",
        "bytes=0-1,3-4",
        f"bytes={'1' * 5000}-",
        "bytes=0-0" + ",0-0" * 500,
    ):
        assert client.get(URL, headers={"range": other}).content == DATA
    beyond = client.get(URL, headers={"range": f"bytes={len(DATA)}-"})
    assert beyond.status_code == 416


def test_who_has_a_blob_is_not_sent_it_again(client: Client) -> None:
    etag = client.get(URL).headers["etag"]
    again = client.get(URL, headers={"if-none-match": f'"other", W/{etag}'})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == etag
    assert client.get(URL, headers={"if-none-match": '"other"'}).content == DATA
    assert client.get(URL, headers={"range": "bytes=0-1", "if-range": '"other"'}).content == DATA


@pytest.mark.parametrize("mime", ["text/html", "image/svg+xml", "application/xhtml+xml", "text/plain", "TEXT/HTML"])
def test_what_a_browser_would_run_comes_in_a_sandbox(client: Client, mime: str) -> None:
    policy = client.get(URL, params={"mime": mime}).headers["content-security-policy"]
    assert policy.startswith("sandbox")
    assert "allow-same-origin" not in policy
    assert "default-src 'none'" in policy


@pytest.mark.parametrize("mime", ["text/html\r\nx-a: b", "../html", "nonsense", "image/png; charset=x"])
def test_what_is_no_type_is_only_bytes(client: Client, mime: str) -> None:
    answer = client.get(URL, params={"mime": mime})
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"] == "attachment"


def test_a_blob_is_saved_under_its_name(client: Client) -> None:
    answer = client.get(URL, params={"name": 'é "x"\r\n.png', "mime": "image/png"})
    assert answer.headers["content-disposition"] == "inline; filename*=utf-8''%C3%A9%20%22x%22%0D%0A.png"


@pytest.mark.parametrize(
    "path", ["..%2F..%2F..%2Fetc%2Fpasswd", "..%2F..%2Findex%2Findex.db", "%2e%2e/%2e%2e/x", "A" * 64, "0" * 63]
)
def test_only_blobs_can_be_had(client: Client, path: str) -> None:
    assert client.refusal(f"/api/blobs/{path}")[0] == 404


def test_a_picture_that_a_kill_left_in_raw_values_comes_as_a_picture(home: Home, client: Client) -> None:
    pixels = np.arange(60, dtype=np.uint8).reshape(4, 5, 3)
    stored = BlobStore(home).put_unique(raw.pack(Raw("image", pixels)))
    answer = client.get(f"/api/blobs/{stored.sha256}", params={"mime": raw.MIME})
    assert answer.headers["content-type"] == "image/png"
    assert np.array_equal(PIL.Image.open(io.BytesIO(answer.content)), pixels)


def test_a_drawing_with_a_script_is_shown_where_it_cannot_run(home: Home, client: Client) -> None:
    svg = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
    with rs.init("p", id="svg") as run:
        run.log({"pic": rs.Image(svg)})
    with rs.Api(home.path) as api:
        (item,) = api.run("svg").media()
    answer = client.get(f"/api/blobs/{item.item.sha256}", params={"mime": item.item.mime})
    assert answer.content == svg
    assert answer.headers["content-security-policy"].startswith("sandbox; default-src 'none'")


@pytest.mark.parametrize("url", ["/api/blobs/{}", "/api/blobs/{}/thumbnail"])
def test_a_picture_that_is_encoded_between_listing_and_fetching_comes_all_the_same(
    home: Home, client: Client, index: Index, url: str
) -> None:
    pixels = np.arange(60, dtype=np.uint8).reshape(4, 5, 3)
    stored = BlobStore(home).put_unique(raw.pack(Raw("image", pixels)))
    facts = {"size_bytes": stored.size_bytes, "mime": raw.MIME}
    writer = JournalWriter(home, "r")
    writer.event(MediaLogged(time=1, key="a", step=0, type="image", sha256=stored.sha256, **facts))
    writer.close()
    index.refresh(wait_secs=10)
    (item,) = client.get("/api/media/items", params={"run": "r", "key": "a"}).json()["runs"][0]["items"]
    leftovers.settle(home, grace_secs=-10)
    assert stored.sha256 not in BlobStore(home)
    answer = client.get(url.format(item["sha256"]), params={"mime": item["mime"]} if url.endswith("}") else {})
    assert answer.status_code == 200
    if url.endswith("}"):
        assert answer.headers["content-type"] == "image/png"
    assert np.array_equal(PIL.Image.open(io.BytesIO(answer.content)).convert("RGB"), pixels)
