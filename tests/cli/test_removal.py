"""Removing: what goes is what was meant, and nothing that somebody may still need."""

from __future__ import annotations

import os
import time

import pytest

from runstone.blobs.garbage import collect
from runstone.blobs.store import BlobStore
from runstone.cli.app import main
from runstone.model.home import Home
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
