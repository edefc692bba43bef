"""References to HTTP addresses, against a server on this machine that also behaves badly."""

from __future__ import annotations

import os
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

import runstone as rs
from runstone.artifacts.artifact import Artifact
from runstone.model.errors import BlobDamaged, ServerUnusable
from runstone.model.home import Home


class Site:
    """Pages by path, and how they are served."""

    def __init__(self) -> None:
        self.pages: dict[str, bytes] = {}
        self.etag = '"e1"'
        self.changed = ""
        self.breaks_after: int | None = None
        self.knows_ranges = True
        self.knows_head = True
        self.asked: list[str] = []
        self.url = ""


@pytest.fixture
def site() -> Iterator[Site]:
    found = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            self.answer(has_body=False)

        def do_GET(self) -> None:
            self.answer(has_body=True)

        def answer(self, has_body: bool) -> None:
            wanted = self.headers.get("Range", "")
            found.asked.append(f"{self.command} {self.path} {wanted}".strip())
            data = found.pages.get(self.path)
            if data is None or (self.command == "HEAD" and not found.knows_head):
                self.send_error(404 if data is None else 405)
                return
            first = int(wanted.removeprefix("bytes=").rstrip("-")) if wanted and found.knows_ranges else 0
            self.send_response(206 if first else 200)
            self.send_header("Content-Length", str(len(data) - first))
            if found.etag:
                self.send_header("ETag", found.etag)
            if found.changed:
                self.send_header("Last-Modified", found.changed)
            self.end_headers()
            if has_body:
                last = len(data) if found.breaks_after is None else first + found.breaks_after
                self.wfile.write(data[first:last])

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found.url = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield found
    server.shutdown()
    thread.join()
    server.server_close()


def test_size_and_etag_are_recorded_and_a_change_is_noticed(
    site: Site, home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RUNSTONE_ARTIFACT_CACHE_BYTES", "0")
    site.pages["/set.csv"] = b"1,2"
    with rs.init("p") as run:
        artifact = rs.Artifact("far", type="dataset")
        artifact.add_reference(f"{site.url}/set.csv")
        run.log_artifact(artifact)
        (file,) = artifact.files()
        assert (file.path, file.size_bytes, file.digest) == ("set.csv", 3, "e1")
        assert site.asked == ["HEAD /set.csv"]
        out = artifact.download(tmp_path / "out")
        artifact.verify(out)
        artifact.verify()
        site.etag = '"e2"'
        assert [(fault.path, fault.kind) for fault in artifact.faults()] == [("set.csv", "changed")]
        with pytest.raises(BlobDamaged, match='ETag was "e1", and is "e2"'):
            file.download(tmp_path / "again")
        del site.pages["/set.csv"]
        assert [fault.kind for fault in artifact.faults()] == ["missing"]
        with pytest.raises(BlobDamaged, match="gone"):
            file.download(tmp_path / "again")
        assert not (tmp_path / "again").exists() or not list((tmp_path / "again").iterdir())


@pytest.mark.parametrize("knows_ranges", [True, False])
def test_a_download_that_breaks_off_goes_on(site: Site, home: Home, tmp_path: Path, knows_ranges: bool) -> None:
    data = os.urandom(3_500_000)
    site.pages["/large"] = data
    artifact = Artifact("x", "dataset", home=home)
    (file,) = artifact.add_reference(f"{site.url}/large")
    site.asked.clear()
    site.breaks_after, site.knows_ranges = 1_000_000, knows_ranges
    if knows_ranges:
        assert Path(file.download(tmp_path)).read_bytes() == data
        assert site.asked == ["GET /large", *(f"GET /large bytes={number}000000-" for number in (1, 2, 3))]
    else:
        with pytest.raises(ServerUnusable, match="broke off"):
            file.download(tmp_path)
        assert not list(tmp_path.glob("*large*"))


def test_a_server_that_knows_no_ranges_sends_it_all_again(site: Site, home: Home, tmp_path: Path) -> None:
    data = site.pages["/large"] = os.urandom(3_500_000)
    artifact = Artifact("x", "dataset", home=home)
    site.knows_head = False
    (file,) = artifact.add_reference(f"{site.url}/large")
    assert file.size_bytes == len(data)
    site.breaks_after, site.knows_ranges = 2_000_000, False
    stream = artifact.contents.stream("large")
    found = next(stream)
    site.breaks_after = None
    assert found + b"".join(stream) == data


def test_errors_say_what_is_wrong(site: Site, home: Home) -> None:
    artifact = Artifact("x", "dataset", home=home)
    with pytest.raises(rs.BadValue, match="Nothing lies at"):
        artifact.add_reference(f"{site.url}/nothing")
    with pytest.raises(ServerUnusable, match="cannot be read"):
        artifact.add_reference("http://127.0.0.1:9/x")
    assert not artifact.files()
    site.pages["/x"] = b"x"
    site.etag = ""
    (file,) = artifact.add_reference(f"{site.url}/x")
    assert file.digest == f"{site.url}/x"
    site.changed = "Sat, 01 Jan 2000 00:00:00 GMT"
    (dated,) = artifact.add_reference(f"{site.url}/x", "dated")
    assert artifact.faults() == []
    site.changed = "Sun, 02 Jan 2000 00:00:00 GMT"
    assert [(fault.path, fault.kind) for fault in artifact.faults()] == [("dated", "changed")]
    with pytest.raises(BlobDamaged, match="Last-Modified was Sat"):
        dated.download(home.path / "out")
    site.pages["/x"] = b"longer"
    with pytest.raises(BlobDamaged, match="not what was logged"):
        file.download(home.path / "out")
