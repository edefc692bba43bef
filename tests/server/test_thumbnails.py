"""Thumbnails over HTTP: the form that a client takes, cached, and refusals in the one shape."""

from __future__ import annotations

import io
import os
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from runstone.blobs.store import BlobStore
from runstone.encoding import raw
from runstone.model.home import Home
from runstone.model.place import place
from runstone.server.thumbnail_cache import ThumbnailCache
from server.conftest import Client

BROWSER = {"accept": "image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8"}


@pytest.fixture
def url(home: Home) -> str:
    out = io.BytesIO()
    Image.fromarray(np.arange(300 * 200 * 3, dtype=np.uint32).astype(np.uint8).reshape(300, 200, 3)).save(out, "PNG")
    return f"/api/blobs/{BlobStore(home).put(out.getvalue()).sha256}/thumbnail"


def test_a_picture_comes_small_and_for_ever(client: Client, home: Home, url: str) -> None:
    answer = client.get(url, params={"size": 128}, headers=BROWSER)
    assert answer.headers["content-type"] == "image/webp"
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-security-policy"].startswith("sandbox")
    assert Image.open(io.BytesIO(answer.content)).size == (85, 128)
    (kept,) = (place(home) / "thumbnails").glob("*/*")
    assert kept.read_bytes() == answer.content
    again = client.get(url, params={"size": 128}, headers={**BROWSER, "if-none-match": answer.headers["etag"]})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", answer.headers["etag"])
    assert client.get(url, params={"size": 64}, headers=BROWSER).headers["etag"] != answer.headers["etag"]


def test_who_takes_no_webp_is_sent_png(client: Client, url: str) -> None:
    answer = client.get(url, headers={"accept": "image/png,image/*;q=0.8"})
    assert (answer.headers["content-type"], answer.headers["vary"]) == ("image/png", "accept")
    assert Image.open(io.BytesIO(answer.content)).format == "PNG"


@pytest.mark.parametrize("size", ["0", "-1", "100", "4096", "1e9", "99999999999999999999", "x"])
def test_there_are_five_sizes(client: Client, url: str, size: str) -> None:
    assert client.refusal(url, params={"size": size}) == (400, "bad_parameter")


@pytest.mark.parametrize(
    "data", [b"", b"no picture", b"<html><script>alert(1)</script></html>", b"\xef\xbb\xbf <svg/>"]
)
def test_what_is_no_picture_is_refused(client: Client, home: Home, data: bytes) -> None:
    url = f"/api/blobs/{BlobStore(home).put(data).sha256}/thumbnail"
    expected = (415, "no_picture") if b"<" in data else (422, "unreadable_image")
    assert client.refusal(url) == expected


@pytest.mark.parametrize("name", ["0" * 64, "..%2F..%2Findex%2Findex.db", "%2e%2e/x"])
def test_only_blobs_have_thumbnails(client: Client, name: str) -> None:
    assert client.refusal(f"/api/blobs/{name}/thumbnail")[0] == 404


def test_raw_values_come_as_a_picture(client: Client, home: Home) -> None:
    pixels = np.random.default_rng(0).integers(0, 255, (30, 20, 3)).astype(np.uint8)
    sha256 = BlobStore(home).put(b"".join(raw.pack(raw.Raw("image", pixels)))).sha256
    answer = client.get(f"/api/blobs/{sha256}", params={"mime": raw.MIME, "name": "x.png"})
    assert answer.headers["content-type"] == "image/png"
    assert answer.headers["content-disposition"] == "inline; filename*=utf-8''x.png"
    assert answer.headers["content-security-policy"].startswith("sandbox")
    assert np.array_equal(np.asarray(Image.open(io.BytesIO(answer.content))), pixels)
    assert client.get(f"/api/blobs/{sha256}/thumbnail", headers=BROWSER).headers["content-type"] == "image/webp"
    other = BlobStore(home).put(b"no raw values").sha256
    assert client.refusal(f"/api/blobs/{other}", params={"mime": raw.MIME}) == (422, "blob_damaged")


def test_what_many_want_at_once_is_made_once(tmp_path: Path) -> None:
    cache = ThumbnailCache(tmp_path / "thumbnails")
    made = []
    barrier = threading.Barrier(8)

    def want() -> bytes:
        barrier.wait(20)
        return cache.get("abc.webp", lambda: made.append(1) or b"data")  # type: ignore[func-returns-value]

    with ThreadPoolExecutor(8) as pool:
        assert {found.result(20) for found in [pool.submit(want) for _ in range(8)]} == {b"data"}
    assert len(made) == 1


def test_what_is_kept_has_a_bound_and_the_latest_used_stays(tmp_path: Path) -> None:
    cache = ThumbnailCache(tmp_path / "thumbnails", max_bytes=10_000)
    for at in range(30):
        cache.get(f"{at:02}.webp", lambda: bytes(1000))
        for path in (tmp_path / "thumbnails").glob("*/00.webp"):
            os.utime(path, (2_000_000_000, 2_000_000_000))
        for path in (tmp_path / "thumbnails").glob(f"*/{at:02}.webp"):
            os.utime(path, (1_000_000_000 + at, 1_000_000_000 + at)) if at else None
    kept = {path.name for path in (tmp_path / "thumbnails").glob("*/*")}
    assert len(kept) <= 10
    assert {"00.webp", "29.webp"} <= kept


def test_without_room_thumbnails_are_made_each_time(tmp_path: Path) -> None:
    (tmp_path / "thumbnails").write_bytes(b"a file where the folder should be")
    cache = ThumbnailCache(tmp_path / "thumbnails")
    assert [cache.get("a.webp", lambda: b"x") for _ in range(2)] == [b"x", b"x"]
