"""Names that lead elsewhere, by every way in and out: each is refused, or stays inside of the folder that it was meant for."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

import runstone as rs
from recorder import Recorder
from runstone.api.api import Api
from runstone.artifacts.contents import Contents
from runstone.artifacts.manifest import Entry, Manifest
from runstone.blobs.store import BlobStore
from runstone.model.errors import Misuse, RunstoneError
from runstone.model.home import Home
from runstone.model.records import FileSaved
from runstone.snapshots.git_tree import restore_commit
from runstone.snapshots.restoring import restore_tree
from runstone.snapshots.taking import TREE, TreeFacts
from runstone.sync.home_replica import HomeReplica
from runstone.sync.journal_name import JournalName
from runstone.sync.replica import Piece

NAMES = [
    "../evil",
    "../../evil",
    "a/../../evil",
    "./../evil",
    "..\\evil",
    "a\\..\\..\\evil",
    "{outside}/evil",
    "//{outside}/evil",
    "C:\\evil",
    "evil\x00.txt",
    "evil\n.txt",
    "\uff0e\uff0e/evil",
    "%2e%2e/evil",
    "..",
    ".",
    "",
    "e" * 5000,
    "\ud800evil",
]


def put(home: Home, data: bytes = b"bytes") -> str:
    return BlobStore(home).put(data).sha256


def with_id(home: Home, out: Path, name: str) -> None:
    rs.init("demo", id=name, dir=home.path).finish()


def in_project(home: Home, out: Path, name: str) -> None:
    rs.init(name, dir=home.path).finish()


def as_artifact(home: Home, out: Path, name: str) -> None:
    with rs.init("demo", dir=home.path) as run:
        artifact = rs.Artifact(name, type="data")
        artifact.add_file(put_file(out))
        run.log_artifact(artifact).wait()
        artifact.download(out / "got")


def as_file_of_an_artifact(home: Home, out: Path, name: str) -> None:
    with rs.init("demo", dir=home.path) as run:
        artifact = rs.Artifact("a", type="data")
        artifact.add_file(put_file(out), name=name)
        run.log_artifact(artifact).wait()
        artifact.download(out / "got")


def as_a_logged_file(home: Home, out: Path, name: str) -> None:
    with rs.init("demo", dir=home.path) as run:
        run.log({name or "empty": rs.File(put_file(out), name=name)})


def as_an_output(home: Home, out: Path, name: str) -> None:
    with rs.init("demo", dir=home.path) as run:
        run.save(name, base_path=out)


def forged_saved_file(home: Home, out: Path, name: str) -> None:
    recorder = Recorder(home, "forged")
    recorder.event(FileSaved, path=name, sha256=put(home), size_bytes=5)
    recorder.finish()
    with Api(home.path) as api:
        for file in api.run("forged").files():
            file.download(out)


def forged_version(home: Home, out: Path, name: str) -> None:
    entry = Entry(digest="x", sha256=put(home), size_bytes=5)
    manifest = Manifest.decode(msgspec.json.encode({"version": 1, "entries": {name: msgspec.to_builtins(entry)}}))
    Contents(BlobStore(home), manifest).download(out)


def forged_tree(home: Home, out: Path, name: str) -> None:
    for facts in (
        TreeFacts(links={name: str(out.parent)}),
        TreeFacts(links={"a": str(out.parent.parent), f"a/{name}": "x"}),
        TreeFacts(empty_folders=[name]),
        TreeFacts(executables=[name]),
    ):
        entry = Entry(digest="x", sha256=put(home, msgspec.json.encode(facts)))
        with pytest.raises(RunstoneError):
            restore_tree(Contents(BlobStore(home), Manifest({TREE: entry})), out / str(len(list(out.iterdir()))))
    raise Misuse("all were refused")


def as_a_journal(home: Home, out: Path, name: str) -> None:
    for text in (f"runs/{name}/0123456789a-abcdef", f"runs/r/{name}", f"{name}/r/0123456789a-abcdef", name):
        with pytest.raises(RunstoneError):
            HomeReplica(home).append([Piece(JournalName.parse(text), 0, b"x")])
    raise Misuse("all were refused")


def put_file(folder: Path) -> Path:
    path = folder / "given.txt"
    path.write_text("given")
    return path


WAYS: list[Callable[[Home, Path, str], None]] = [
    with_id,
    in_project,
    as_artifact,
    as_file_of_an_artifact,
    as_a_logged_file,
    as_an_output,
    forged_saved_file,
    forged_version,
    forged_tree,
    as_a_journal,
]


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_nothing_is_written_outside(way: Callable[[Home, Path, str], None], tmp_path: Path) -> None:
    for number, name in enumerate(NAMES):
        outside = tmp_path / str(number)
        home, out = Home(outside / "a" / "b" / "home"), outside / "c" / "d" / "out"
        out.mkdir(parents=True)
        # Refused by a word of ours, or by the system: what counts is what is there then.
        with contextlib.suppress(RunstoneError, ValueError):
            way(home, out, name.format(outside=outside))
        written = {path for path in outside.rglob("*") if not path.is_dir()}
        assert all(path.is_relative_to(home.path) or path.is_relative_to(out) for path in written), name


@pytest.mark.parametrize("commit", ["--orphan=x", "-q", "HEAD; touch evil", "--upload-pack=touch evil", "../x"])
def test_what_is_no_commit_reaches_no_git(commit: str, tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    with pytest.raises(Misuse, match="is no commit"):
        restore_commit({"root": str(tmp_path), "commit": commit}, None, tmp_path / "out")
    assert not (tmp_path / "out").exists()
