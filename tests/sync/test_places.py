"""What only some places have: sealed journals on another machine, and segments in a bucket."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import pytest

from recorder import Recorder
from replicas import KINDS
from runstone.journal import seal
from runstone.journal.frames import MAGIC
from runstone.model.errors import BadValue, JournalsDiffer
from runstone.model.home import Home
from runstone.sync.home_replica import HomeReplica
from runstone.sync.journal_name import JournalName
from runstone.sync.places import open_place
from runstone.sync.replica import Piece

NAME = JournalName("runs", "a1", "00000000001-000001")


def test_a_journal_that_was_sealed_there_means_the_same_bytes_and_grows(
    home: Home, record: Callable[..., Recorder], tmp_path: Path
) -> None:
    run = record("a1")
    for step in range(3000):
        run.log({"loss": 1.0 / (step + 1)}, step)
    run.finish()
    (name,) = HomeReplica(home).sizes()
    whole = run.path.read_bytes()
    with ExitStack() as stack:
        ssh = stack.enter_context(KINDS["ssh"](tmp_path))
        ssh.append([Piece(name, 0, whole[:-100])])
        there = Home(tmp_path / "replica")
        journal = name.path(there)
        assert journal.read_bytes() == whole[:-100]
        seal.seal(journal)
        assert ssh.sizes() == {name: len(whole) - 100}
        assert ssh.read(name, 50, 1000) == whole[50:1050]
        with pytest.raises(JournalsDiffer):
            ssh.append([Piece(name, 1000, b"something else")])
        assert ssh.append([Piece(name, 1000, whole[1000:2000])]) == {name: len(whole) - 100}
        assert not journal.exists(), "what brings nothing new leaves it sealed"
        assert ssh.append([Piece(name, len(whole) - 200, whole[-200:])]) == {name: len(whole)}
        assert [path.name for path in journal.parent.iterdir()] == [journal.name]
        assert journal.read_bytes() == whole


def test_many_small_segments_of_a_bucket_become_one(tmp_path: Path) -> None:
    with ExitStack() as stack:
        s3 = stack.enter_context(KINDS["s3"](tmp_path))
        whole = MAGIC
        s3.append([Piece(NAME, 0, MAGIC)])
        for number in range(40):
            data = bytes([number]) * (number + 1)
            s3.append([Piece(NAME, len(whole), data)])
            whole += data
        assert s3.sizes() == {NAME: len(whole)}
        assert s3.read(NAME, 0, 10_000) == whole
        assert s3.read(NAME, 5, 300) == whole[5:305]
        page = s3._client.list_objects_v2(Bucket="replicas", Prefix=s3._prefix)  # type: ignore[attr-defined]
        assert page["KeyCount"] == 10, "32 of 41 were joined"


@pytest.mark.parametrize("place", ["ftp://x/y", "s3://", "ssh://", "ssh://-oX=y"])
def test_what_is_no_place_is_refused(place: str) -> None:
    with pytest.raises(BadValue):
        open_place(place)
