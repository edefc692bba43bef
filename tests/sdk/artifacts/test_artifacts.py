"""Artifacts of a run, as a script meets them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import numpy as np
import pytest

import runstone as rs
from reading import read_records
from runstone.artifacts.collection import Collection
from runstone.artifacts.found import find_version
from runstone.artifacts.names import Named
from runstone.artifacts.storing import Progress
from runstone.blobs.store import BlobStore
from runstone.model.errors import BlobDamaged, Misuse
from runstone.model.home import Home
from runstone.model.records import ArtifactLogged, ArtifactUsed
from runstone.sdk.artifacts.progress import Teller


def made(path: Path, **files: str) -> Path:
    path.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (path / name).write_text(text)
    return path


def test_versions_numbers_aliases_and_lineage(home: Home, tmp_path: Path) -> None:
    run = rs.init("cv/digits", id="r1")
    first = rs.Artifact("digits", type="dataset", description="# Digits", metadata={"rows": 3})
    first.add_dir(made(tmp_path / "data", train="1 2 3", test="4"))
    assert (first.state, first.name, first.size, first.file_count) == ("PENDING", "digits", 6, 2)
    logged = run.log_artifact(first, aliases=["raw"], tags="small")
    assert logged is first
    assert (first.version, first.aliases, first.tags, first.state) == ("v0", ["latest", "raw"], ["small"], "COMMITTED")
    assert (first.qualified_name, first.logged_by) == ("cv/digits/digits:v0", "r1")

    second = first.new_draft()
    second.add_file(made(tmp_path / "more", test="5") / "test", overwrite=True)
    second.metadata["rows"] = 4
    run.log_artifact(second)
    assert (second.version, second.aliases, second.metadata) == ("v1", ["latest"], {"rows": 4})
    run.finish()

    with rs.init("cv/digits", id="r2") as user:
        used = user.use_artifact("digits:raw", type="dataset", use_as="train")
        assert (used.version, used.aliases, used.description, used.metadata) == ("v0", ["raw"], "# Digits", {"rows": 3})
        assert isinstance(used, rs.Artifact)
        assert [(change.path, change.kind) for change in second.diff(used)] == [("test", "changed")]
        folder = used.download(tmp_path / "out")
        assert sorted(path.name for path in Path(folder).iterdir()) == ["test", "train"]
        assert user.use_artifact("cv/digits/digits:v1").digest == second.digest
        with pytest.raises(rs.ArtifactNotFound, match="It has v0, v1"):
            user.use_artifact("digits:v7")
        with pytest.raises(rs.ArtifactNotFound, match="no artifact"):
            user.use_artifact("nothing")
        with pytest.raises(rs.BadValue, match="dataset, not a model"):
            user.use_artifact("digits", type="model")
    assert [item.version for item in read_records(home, "r1") if isinstance(item, ArtifactLogged)] == [
        first.id,
        second.id,
    ]
    uses = [item for item in read_records(home, "r2") if isinstance(item, ArtifactUsed)]
    assert [(item.version, item.name, item.used_as) for item in uses] == [
        (first.id, "digits", "train"),
        (second.id, "digits", ""),
    ]


def test_the_same_contents_are_no_new_version(tmp_path: Path) -> None:
    folder = made(tmp_path / "data", a="1")
    with rs.init("p") as run:
        one = run.log_artifact(folder, name="data", type="dataset", aliases="first")
        made(folder, a="2")
        two = run.log_artifact(folder, name="data", type="dataset")
        made(folder, a="1")
        again = run.log_artifact(folder, name="data", type="dataset", aliases="again")
        assert (one.version, two.version, again.version) == ("v0", "v1", "v0")
        assert (again.id, again.aliases) == (one.id, ["again", "first", "latest"])


def test_what_is_added_is_what_is_logged(tmp_path: Path) -> None:
    """A script writes its checkpoint over and over to one path."""
    path = tmp_path / "last.ckpt"
    with rs.init("p") as run:
        artifacts = []
        for epoch in range(3):
            path.write_text(f"epoch {epoch}")
            artifact = rs.Artifact("model", type="model")
            artifact.add_file(path)
            path.write_text("half of a checkp")
            artifacts.append(run.log_artifact(artifact))
        path.unlink()
        assert [artifact.wait().version for artifact in artifacts] == ["v0", "v1", "v2"]
        assert [artifact.get_entry("last.ckpt").read() for artifact in artifacts] == [
            b"epoch 0",
            b"epoch 1",
            b"epoch 2",
        ]


def test_immutable_files_are_taken_in_while_training_goes_on_and_finish_waits(home: Home, tmp_path: Path) -> None:
    run = rs.init("p")
    for number in range(5):
        artifact = rs.Artifact("data", type="dataset")
        artifact.add_dir(made(tmp_path / str(number), a=str(number)), policy="immutable")
        run.log_artifact(artifact)
    mutable = rs.Artifact("data", type="dataset")
    run.log_artifact(mutable)
    run.finish()
    assert mutable.version == "v5"
    facts = Collection.named(home, "p", "data").facts()
    assert [version.file_count for version in facts.versions()] == [1, 1, 1, 1, 1, 0]
    assert [version.digest for version in facts.versions()][4] == artifact.digest


def test_a_file_that_vanishes_before_it_is_taken_in_is_told_by_wait(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    run = rs.init("p")
    artifact = rs.Artifact("data", type="dataset")
    path = made(tmp_path / "d", a="1") / "a"
    artifact.add_file(path, policy="immutable")
    path.unlink()
    run.log_artifact(artifact)
    with pytest.raises(rs.BadValue, match="cannot be read"):
        artifact.wait()
    run.finish()
    assert "the artifact data was not logged" in capfd.readouterr().err


def test_objects_come_back_as_they_went_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RUNSTONE_ARTIFACT_DIR", str(tmp_path / "out"))
    with rs.init("p") as run:
        artifact = rs.Artifact("eval", type="results")
        artifact.add(rs.Table(columns=["id", "score"], rows=[[1, 0.5], [2, float("nan")]]), "table")
        artifact.add(rs.Image(np.zeros((4, 6, 3), np.uint8), caption="black"), "pictures/black")
        with artifact.new_file("notes.txt") as file:
            file.write("é")
        run.log_artifact(artifact)
        used = run.use_artifact("eval:latest")
        table = used.get("table")
        assert (table.columns, table.rows[0], table.rows[1][0]) == (["id", "score"], [1, 0.5], 2)
        image = used.get("pictures/black")
        assert (type(image), image.caption) == (rs.Image, "black")
        assert sorted(file.path for file in used.files()) == ["notes.txt", "pictures/black.png", "table.table"]
        assert used.get_entry("notes.txt").read() == "é".encode()
        with pytest.raises(rs.ArtifactNotFound):
            used.get("nothing")


def test_download_checkout_and_verify(home: Home, tmp_path: Path) -> None:
    with rs.init("p") as run:
        artifact = run.log_artifact(made(tmp_path / "data", a="1", b="2"), name="data", type="dataset")
        out = tmp_path / "out"
        made(out / "deep", extra="x")
        artifact.download(out)
        assert [fault.kind for fault in artifact.faults(out)] == ["extra"]
        artifact.checkout(out)
        artifact.verify(out)
        assert not (out / "deep").exists()
        (out / "a").write_text("9")
        (out / "b").unlink()
        assert [(fault.path, fault.kind) for fault in artifact.faults(out)] == [("a", "changed"), ("b", "missing")]
        with pytest.raises(BlobDamaged, match="2 files of data:v0"):
            artifact.verify(out)
        artifact.download(out)
        artifact.verify(out)
        artifact.verify()
        blob = BlobStore(home).path(artifact.manifest.entries["a"].sha256)
        blob.write_text("X")
        with pytest.raises(BlobDamaged):
            artifact.verify()
        with pytest.raises(BlobDamaged, match="bytes have changed"):
            artifact.download(tmp_path / "elsewhere")
        assert not (tmp_path / "elsewhere" / "a").exists()


def test_a_link_in_the_folder_leads_no_download_out_of_it(tmp_path: Path) -> None:
    with rs.init("p") as run:
        artifact = rs.Artifact("data", type="dataset")
        artifact.add_file(made(tmp_path / "data", a="1") / "a", "deep/a")
        run.log_artifact(artifact)
        outside = made(tmp_path / "outside")
        (made(tmp_path / "out") / "deep").symlink_to(outside)
        with pytest.raises(BlobDamaged, match="outside"):
            artifact.download(tmp_path / "out")
        assert list(outside.iterdir()) == []


def test_what_is_said_of_a_version_can_be_changed(tmp_path: Path) -> None:
    with rs.init("p") as run:
        one = run.log_artifact(made(tmp_path / "a", a="1"), name="model", type="model")
        two = run.log_artifact(made(tmp_path / "a", a="2"), name="model", type="model")
        two.aliases = [*two.aliases, "best"]
        one.aliases = ["best"]
        one.tags = ["x", "y"]
        one.tags = ["y"]
        one.description = "the best"
        one.metadata = {"acc": 0.9}
        one.ttl = timedelta(days=3)
        again = run.use_artifact("model:best")
        assert (again.version, again.aliases, again.tags) == ("v0", ["best"], ["y"])
        assert (again.description, again.metadata, again.ttl) == ("the best", {"acc": 0.9}, timedelta(days=3))
        with pytest.raises(rs.BadValue, match="given out"):
            one.aliases = ["v3"]
        with pytest.raises(Misuse, match="called best"):
            one.delete()
        one.delete(delete_aliases=True)
        assert one.state == "DELETED"
        with pytest.raises(rs.ArtifactNotFound):
            run.use_artifact("model:v0")
        two.delete()
        assert run.log_artifact(made(tmp_path / "a", a="3"), name="model", type="model").version == "v2"


def test_registry(home: Home, tmp_path: Path) -> None:
    with rs.init("p") as run:
        linked = run.link_model(made(tmp_path / "a", w="1") / "w", "digits", name="cnn", aliases=["staging"])
        assert (linked.project, linked.name, linked.aliases) == ("registry/model", "digits:v0", ["latest", "staging"])
        assert linked.is_link
        better = run.log_model(made(tmp_path / "a", w="2") / "w", "cnn")
        run.link_artifact(better, "registry/model/digits", aliases="production")
        moved = run.link_artifact(run.use_artifact("cnn:v0"), "registry/model/digits", aliases="production")
        assert (moved.version, moved.aliases) == ("v0", ["production", "staging"])
        path = run.use_model("registry/model/digits:production")
        assert Path(path).read_text() == "1"
        with pytest.raises(rs.BadValue, match="of type 'model'"):
            run.link_artifact(run.log_artifact(made(tmp_path / "d", d="1"), type="dataset"), "registry/model/digits")


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "cwd"
    folder.mkdir()
    monkeypatch.chdir(folder)


WORKER = """
import sys
import runstone as rs
rank = int(sys.argv[1])
run = rs.init("p", group="g")
artifact = rs.Artifact("shards", type="dataset")
with artifact.new_file(f"shard-{rank}.txt") as file:
    file.write(str(rank))
run.upsert_artifact(artifact)
run.finish()
"""


def test_several_processes_make_one_version(home: Home) -> None:
    workers = [subprocess.Popen([sys.executable, "-c", WORKER, str(rank)]) for rank in range(4)]
    assert [worker.wait(60) for worker in workers] == [0] * 4
    with rs.init("p", group="g") as run:
        with pytest.raises(rs.ArtifactNotFound):
            run.use_artifact("shards")
        whole = run.finish_artifact(rs.Artifact("shards", type="dataset"))
        assert sorted(whole.manifest.entries) == [f"shard-{rank}.txt" for rank in range(4)]
        assert run.finish_artifact(rs.Artifact("shards", type="dataset")).version == "v0"
        with pytest.raises(Misuse, match="Nobody brought"):
            run.finish_artifact(rs.Artifact("shards", type="dataset"), distributed_id="other")
    with rs.init("p") as alone, pytest.raises(Misuse, match="distributed_id or one group"):
        alone.upsert_artifact(rs.Artifact("shards", type="dataset"))


FINISHES = """
import runstone as rs
with rs.init("p", group="g") as run:
    print(run.finish_artifact(rs.Artifact("shards", type="dataset")).version)
"""


def test_of_several_that_finish_at_once_all_get_the_one_version(home: Home) -> None:
    with rs.init("p", group="g") as run:
        for rank in range(8):
            part = rs.Artifact("shards", type="dataset")
            part.add_bytes(str(rank).encode(), f"shard-{rank}")
            run.upsert_artifact(part)
    command = [sys.executable, "-c", FINISHES]
    workers = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    assert [worker.communicate(timeout=100)[0] for worker in workers] == ["v0\n"] * 4
    assert len(find_version(home, Named("p", "shards", "latest")).facts.versions()) == 1


def test_how_far_it_is_is_told(capfd: pytest.CaptureFixture[str]) -> None:
    Teller("data", 0.0)(Progress(3, 2_500_000_000, 0, 10_000))
    assert "artifact data: 3 of 10,000 files, 2.5 GB so far" in capfd.readouterr().err
    Teller("data")(Progress(3, 2_500_000_000, 0, 10_000))
    assert capfd.readouterr().err == ""


def test_whoever_edits_a_download_changes_no_store(tmp_path: Path) -> None:
    with rs.init("p") as run:
        logged = run.log_artifact(made(tmp_path / "data", a="1"), name="data", type="dataset")
        file = Path(logged.download(tmp_path / "out"), "a")
        with open(file, "r+") as opened:
            opened.write("2")
        logged.verify()
        assert Path(logged.download(tmp_path / "out"), "a").read_text() == "1"


def test_incremental(tmp_path: Path) -> None:
    with rs.init("p") as run:
        run.log_artifact(made(tmp_path / "a", a="1", b="1"), name="data", type="dataset")
        more = rs.Artifact("data", type="dataset", incremental=True)
        more.add_file(made(tmp_path / "b", b="2") / "b")
        run.log_artifact(more)
        assert {file.path: file.read() for file in more.files()} == {"a": b"1", "b": b"2"}


class Page(BaseHTTPRequestHandler):
    body, etag = b"the page", '"e1"'

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("ETag", self.etag)
        self.send_header("Content-Length", str(len(self.body)))
        self.end_headers()
        self.wfile.write(self.body)

    def log_message(self, *_: object) -> None:
        pass


def test_references(tmp_path: Path) -> None:
    server = HTTPServer(("127.0.0.1", 0), Page)
    Thread(target=server.serve_forever, daemon=True).start()
    folder = made(tmp_path / "far", a="1", b="2")
    with rs.init("p") as run:
        artifact = rs.Artifact("refs", type="dataset")
        artifact.add_reference(folder.as_uri(), "far")
        artifact.add_reference(f"http://127.0.0.1:{server.server_port}/page.html")
        artifact.add_reference("weird://somewhere", "odd")
        run.log_artifact(artifact)
        assert {file.path: file.digest for file in artifact.files() if "/" not in file.path} == {
            "page.html": "e1",
            "odd": "weird://somewhere",
        }
        out = tmp_path / "out"
        with pytest.raises(Misuse, match="weird"):
            artifact.download(out)
        artifact.download(out, allow_missing_references=True)
        assert (out / "far" / "a").read_text() == "1"
        assert (out / "page.html").read_bytes() == b"the page"
        (folder / "a").write_text("changed")
        with pytest.raises(BlobDamaged, match="bytes have changed"):
            artifact.get_entry("far/a").download(tmp_path / "again")
        Page.etag = '"e2"'
        with pytest.raises(BlobDamaged, match="ETag"):
            artifact.get_entry("page.html").download(tmp_path / "again")
        with pytest.raises(rs.BadValue, match="no address"):
            rs.Artifact("x", type="y").add_reference("plain/path")
        if "boto3" not in sys.modules:
            with pytest.raises(rs.MissingDependency, match="boto3"):
                rs.Artifact("x", type="y").add_reference("s3://bucket/key")
    server.shutdown()
    server.server_close()


def test_without_a_type_it_is_a_file_to_be_logged(tmp_path: Path) -> None:
    path = made(tmp_path / "a", b="1") / "b"
    with rs.init("p") as run:
        run.log({"checkpoint": rs.Artifact(path, "epoch 3", {"acc": 0.5})})
        with pytest.raises(rs.BadValue, match="type"):
            rs.Artifact("x", type="")


def test_a_disabled_run_logs_nothing(home: Home, tmp_path: Path) -> None:
    with rs.init("p", mode="disabled") as run:
        artifact = rs.Artifact("data", type="dataset")
        artifact.add_dir(made(tmp_path / "a", a="1"))
        assert run.log_artifact(artifact) is artifact
    assert not home.path.exists()


def test_a_finished_run_logs_no_more(tmp_path: Path) -> None:
    run = rs.init("p")
    run.finish()
    with pytest.raises(rs.RunNotReady):
        run.log_artifact(made(tmp_path / "a", a="1"))


def test_a_forked_child_logs_artifacts_too(home: Home, python: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    code = (
        "import os, runstone as rs\n"
        "run = rs.init('p', id='r')\n"
        "def log(name):\n"
        "    artifact = rs.Artifact(name, type='t')\n"
        "    with artifact.new_file('f') as file: file.write(name)\n"
        "    run.log_artifact(artifact)\n"
        "log('one')\n"
        "child = os.fork()\n"
        "log('two' if child else 'three')\n"
        "os._exit(0) if not child else os.waitpid(child, 0)\n"
    )
    done = python(code)
    assert done.returncode == 0, done.stderr
    assert sorted(item.name for item in read_records(home, "r") if isinstance(item, ArtifactLogged)) == [
        "one",
        "three",
        "two",
    ]
    assert find_version(home, Named("p", "three", "latest")).version.number == 0
    assert os.name == "posix"
