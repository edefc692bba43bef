"""Data of runs: recorded as it becomes known, and found again by who used it."""

from __future__ import annotations

import http.server
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import runstone as rs
from runstone.blobs.store import BlobStore
from runstone.model.home import Home
from runstone.query.data import same_data


@pytest.fixture
def digits(tmp_path: Path) -> Path:
    folder = tmp_path / "digits"
    (folder / "val").mkdir(parents=True)
    (folder / "train.csv").write_text("0,1\n")
    (folder / "val" / "x.csv").write_text("1,0\n")
    return folder


def test_which_runs_used_this_data(digits: Path, tmp_path: Path) -> None:
    with rs.init("cv", id="a") as run:
        assert run.log_dataset("digits", digits)[0].wait(60)
    copy = shutil.copytree(digits, tmp_path / "copy")
    with rs.init("cv", id="b") as run:
        run.log_dataset("numbers", copy, context="test")[0].wait(60)
    (digits / "train.csv").write_text("0,2\n")
    (digits / "new.csv").write_text("3")
    with rs.init("cv", id="c") as run:
        run.log_dataset("digits", digits)[0].wait(60)
    api = rs.Api()
    uses = {use.run: use for use in api.data()}
    assert {use.known for use in uses.values()} == {"full"}
    assert [use.run for use in api.data(digest=uses["a"].digests["full"][:10])] == ["b", "a"]
    assert [[use.run for use in group.uses] for group in same_data(api.data())] == [["c"], ["b", "a"]]
    changes = [(change.kind, change.path) for change in api.data_diff(uses["a"], uses["c"])]
    assert changes == [("added", "new.csv"), ("changed", "train.csv")]
    (used,) = api.run("a").used_artifacts()
    assert (used.type, used.digest) == ("dataset", uses["a"].digests["full"])
    assert used.manifest.entries["train.csv"].ref.startswith("file://")


def test_saved_data_is_there_when_the_original_is_gone(digits: Path, tmp_path: Path) -> None:
    with rs.init("cv", id="a") as run:
        run.log_dataset("digits", digits, save=True)
        run.log_pretrained("net", digits / "train.csv", save=True, source_type="local")
    shutil.rmtree(digits)
    uses = {use.name: use for use in rs.Api().run("a").data()}
    assert uses["digits"].saved
    assert uses["digits"].known == "full"
    assert (uses["net"].role, uses["net"].source_type) == ("pretrained", "local")
    found = {item.type: item for item in rs.Api().run("a").used_artifacts()}
    found["dataset"].download(tmp_path / "back")
    assert (tmp_path / "back" / "val" / "x.csv").read_text() == "1,0\n"
    assert found["model"].manifest.entries.keys() == {"train.csv"}


def test_too_much_is_not_saved_and_ends_nothing(digits: Path, home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    with rs.init("cv", id="a") as run:
        run.log_dataset("digits", digits, save=True, max_save_files=1)[0].wait(60)
        run.log({"loss": 1.0})
    assert "not saved" in capsys.readouterr().err
    (use,) = rs.Api().run("a").data()
    assert (use.saved, use.known) == (False, "full")
    assert b"0,1\n" not in [BlobStore(home).get(blob.sha256) for blob in BlobStore(home)]


def test_what_is_not_there_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with rs.init("cv", id="a") as run:
        run.log_dataset("gone", tmp_path / "nowhere", save=True)
        run.log_dataset("far", "s3://bucket/some/key", save=True)
        run.log_pretrained("bert")
    said = capsys.readouterr().err
    assert "nothing lies at" in said
    assert "not saved" in said
    uses = {use.name: use for use in rs.Api().run("a").data()}
    assert {use.known for use in uses.values()} == {"nothing"}
    assert uses["gone"].facts == {"missing": True}
    assert uses["far"].facts == {"bucket": "bucket", "key": "some/key"}


def test_the_cache_of_hugging_face_tells_the_commit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HOME", str(tmp_path))
    monkeypatch.delenv("HF_HUB_CACHE", raising=False)
    refs = tmp_path / "hub" / "datasets--owner--name" / "refs"
    refs.mkdir(parents=True)
    (refs / "main").write_text("c0ffee")
    with rs.init("cv", id="a") as run:
        run.log_dataset("d", "hf://datasets/owner/name/train.parquet")[0].wait(60)
    (use,) = rs.Api().run("a").data()
    assert use.facts == {
        "kind": "datasets",
        "repository": "owner/name",
        "revision": "main",
        "file": "train.parquet",
        "commit": "c0ffee",
    }


@pytest.fixture
def web() -> Iterator[str]:
    class Answers(http.server.BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            self.send_response(200)
            self.send_header("ETag", '"v1"')
            self.send_header("Content-Length", "7")
            self.end_headers()

        def log_message(self, *_: object) -> None: ...

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/data.csv"
        server.shutdown()
        thread.join()


def test_a_web_server_is_asked(web: str) -> None:
    with rs.init("cv", id="a") as run:
        run.log_dataset("d", web)[0].wait(60)
    (use,) = rs.Api().run("a").data()
    assert (use.facts["etag"], use.facts["size_bytes"]) == ('"v1"', "7")


def test_a_kill_leaves_what_was_known(digits: Path, python: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    code = (
        "import os, signal, runstone as rs\n"
        "from runstone.data.fingerprint import Fingerprint\n"
        "Fingerprint.full = lambda self: os.kill(os.getpid(), signal.SIGKILL)\n"
        "run = rs.init('cv', id='killed')\n"
        f"run.log_dataset('digits', {str(digits)!r})[0].wait(60)\n"
    )
    assert python(code).returncode == -9
    (use,) = rs.Api().run("killed").data()
    assert use.known == "partial"
    assert use.file_count == 2


def test_a_disabled_run_records_nothing(digits: Path, home: Home) -> None:
    with rs.init("cv", mode="disabled") as run:
        assert run.log_dataset("digits", digits, save=True) == []
    assert list(BlobStore(home)) == []
