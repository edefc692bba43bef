"""Removing: what goes is what was meant, and nothing that somebody may still need."""

from __future__ import annotations

import os
import time

import pytest

from runstone.artifacts.collection import collections
from runstone.blobs.garbage import collect
from runstone.blobs.store import BlobStore
from runstone.cli.app import main
from runstone.model.home import Home
from runstone.sdk.artifacts.artifact import Artifact
from runstone.sdk.init import init

OLD_SECS = 7200.0


def code_of(*arguments: str) -> int:
    """The exit code of a command line."""
    try:
        main(list(arguments))
    except SystemExit as ended:
        return int(ended.code or 0)
    return 0


def test_a_folder_without_a_journal_can_be_removed_as_the_doctor_says(home: Home) -> None:
    init("p", id="real").finish()
    (home.runs_path / "hollow").mkdir()
    assert code_of("rm", "hollow", "--yes") == 0
    assert home.run_ids() == ["real"]


def test_artifacts_go_with_their_run_unless_somebody_relies_on_them(
    home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    with init("p", id="maker") as run:
        for name in ("own", "used", "named", "shown"):
            artifact = Artifact(name, type="dataset")
            artifact.add_bytes(name.encode(), "a")
            run.log_artifact(artifact, aliases=["best"] if name == "named" else None).wait()
        run.link_artifact(artifact, "registry/x/best")
    with init("p", id="user") as other:
        other.use_artifact("used")
    assert code_of("rm", "maker", "--bin", "--artifacts") == 1
    assert code_of("rm", "maker", "--yes", "--artifacts") == 0
    told = capsys.readouterr().out
    for line in (
        "p/own:v0  is deleted",
        "p/used:v0  stays: P-2 logged or used it",
        "p/named:v0  stays: it is called best",
        "p/shown:v0  stays: registry/x/best shows it",
        "deleted 1 versions",
    ):
        assert line in told
    kept = {collection.facts().name: len(collection.facts().versions()) for collection in collections(home)}
    assert kept == {"own": 0, "used": 1, "named": 1, "shown": 1, "best": 1}


def test_nothing_is_freed_while_nobody_knows_what_a_journal_refers_to(
    home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    with init("p", id="one") as run:
        for step in range(200):
            run.log({"loss": 1.0}, step=step)
    BlobStore(home).put(b"perhaps it is the one that the lost record speaks of")
    (path,) = home.journals("one")
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    assert code_of("gc", "--grace-secs", "0") == 1
    assert "Nothing was removed" in capsys.readouterr().err
    assert len(list(BlobStore(home))) == 1


@pytest.mark.parametrize("as_file", [False, True])
def test_an_old_blob_that_is_logged_again_is_young(home: Home, as_file: bool) -> None:
    store = BlobStore(home)
    path = store.path(store.put(b"a picture").sha256)
    long_ago = time.time() - OLD_SECS
    os.utime(path, (long_ago, long_ago))
    if as_file:
        source = home.path / "picture"
        source.write_bytes(b"a picture")
        store.put_file(source)
    else:
        store.put(b"a picture")
    assert collect(home, set()).blobs == 0
    os.utime(path, (long_ago, long_ago))
    assert collect(home, set()).blobs == 1
