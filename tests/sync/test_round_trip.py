"""A run that travels is the run that it was: its files byte by byte, and every answer about it."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

import runstone as rs
from homes import answers, files
from runstone.blobs.store import BlobStore
from runstone.cli.app import main
from runstone.index.index import Index
from runstone.journal import lock, seal
from runstone.journal.registry import Registry
from runstone.journal.writer import JournalWriter
from runstone.model.errors import BlobDamaged, JournalsDiffer, Misuse, PackageDamaged
from runstone.model.home import Home
from runstone.model.records import Opened, Started
from runstone.sdk.existing import read_run
from runstone.sync.receiving import unpack
from runstone.sync.sending import pack


def code_of(arguments: list[str]) -> int:
    """The exit code of a command line."""
    try:
        main(arguments)
    except SystemExit as ended:
        return int(ended.code or 0)
    return 0


RUNS = ("base", "child", "grandchild")


@pytest.fixture
def package(rich: Home, tmp_path: Path) -> Path:
    return pack(rich, "grandchild", tmp_path / "x.runstone").path


def test_both_homes_say_the_same(rich: Home, other: Home, package: Path) -> None:
    unpacked = unpack(other, package)
    assert [(run.run, run.is_new) for run in unpacked.runs] == [("grandchild", True), ("child", True), ("base", True)]
    for run in RUNS:
        assert answers(other, run) == answers(rich, run)
    sent, arrived = files(rich), files(other)
    sent.pop("registry"), arrived.pop("registry")
    assert arrived == sent
    assert [entry.display_id for entry in Registry(other).entries()] == ["CD-1", "CD-2", "CD-3"]
    assert Registry(other).find("CD-2") == "child"
    assert code_of(["doctor", "--home", str(other.path)]) == 0


def test_a_second_time_changes_nothing(other: Home, package: Path) -> None:
    unpack(other, package)
    before = files(other)
    again = unpack(other, package)
    assert files(other) == before
    assert [(run.is_new, run.journals, run.display_id) for run in again.runs] == [
        (False, 0, "CD-3"),
        (False, 0, "CD-2"),
        (False, 0, "CD-1"),
    ]
    assert again.blobs == 0


def test_at_home_it_changes_nothing(rich: Home, package: Path) -> None:
    before = files(rich)
    unpack(rich, package)
    assert files(rich) == before


def test_the_same_run_gives_the_same_bytes(rich: Home, package: Path, tmp_path: Path) -> None:
    assert pack(rich, "grandchild", tmp_path / "again.runstone").path.read_bytes() == package.read_bytes()


def test_without_its_parents_a_fork_shows_its_own_points_until_they_come(
    rich: Home, other: Home, package: Path, tmp_path: Path
) -> None:
    alone = pack(rich, "grandchild", tmp_path / "alone.runstone", parents=False)
    assert alone.runs == ["grandchild"]
    unpack(other, alone.path)
    assert len(answers(other, "grandchild")["series"]["loss"][0]) == 8
    unpack(other, package)
    assert answers(other, "grandchild")["series"] == answers(rich, "grandchild")["series"]


def test_a_home_with_other_runs_gives_the_next_number_and_keeps_it(other: Home, package: Path, rich: Home) -> None:
    with rs.init("cv/demo", id="mine", dir=other.path) as mine:
        mine.log({"loss": 1.0})
    unpacked = unpack(other, package)
    called = {run.run: (run.number, run.display_id) for run in unpacked.runs}
    assert called == {"base": (2, "CD-2"), "child": (3, "CD-3"), "grandchild": (4, "CD-4")}
    for run, (number, display_id) in called.items():
        assert display_id is not None
        detail = answers(other, display_id)["detail"]
        assert (detail["id"], detail["number"]) == (run, number)
        assert answers(other, run)["series"] == answers(rich, run)["series"]
    assert answers(other, "mine")["detail"]["display_id"] == "CD-1"
    before = files(other)
    unpack(other, package)
    assert files(other) == before
    other.registry_path.unlink()
    code_of(["rebuild", "--home", str(other.path)])
    assert {entry.run: entry[:2] for entry in Registry(other).entries()} == {"mine": (1, "CD-1"), **called}
    with rs.init("cv/demo", id="next", dir=other.path) as following:
        assert (following.number, following.display_id) == (5, "CD-5")
    with rs.init(id="base", resume=True, dir=other.path) as resumed:
        assert resumed.display_id == "CD-2"


def test_what_a_home_calls_a_run_stays_there(other: Home, package: Path, rich: Home, tmp_path: Path) -> None:
    with rs.init("cv/demo", id="mine", dir=other.path) as mine:
        mine.log({"loss": 1.0})
    unpack(other, package)
    onwards = pack(other, "grandchild", tmp_path / "on.runstone")
    before = files(rich)
    unpack(rich, onwards.path)
    assert files(rich) == before


def test_numbers_that_no_home_gives_out_are_not_taken_over(home: Home, other: Home, record, tmp_path: Path) -> None:
    run = record("r", start=False)
    run.event(Started, number=1 << 40, display_id="x\ty", project="p", name="n")
    run.finish()
    (arrived,) = unpack(other, pack(home, "r", tmp_path / "p").path).runs
    assert (arrived.number, arrived.display_id) == (1, "P-1")


def test_a_run_that_goes_on_is_packed_as_it_is_and_grows_later(home: Home, other: Home, tmp_path: Path) -> None:
    run = rs.init("p", id="live")
    for step in range(100):
        run.log({"a": step}, step=step)
    path = home.journals("live")[0]
    with open(path, "ab") as file:
        file.write(b"\x01\x02\x03half a frame")
    pack(home, "live", tmp_path / "early")
    os.truncate(path, path.stat().st_size - 15)
    run.log({"a": 100.0, "b": 1.0}, step=100)
    run.finish()
    pack(home, "live", tmp_path / "late")
    unpack(other, tmp_path / "early")
    index = Index(other)
    index.refresh(10)
    assert answers(other, "live")["detail"]["state"] == "crashed"
    (arrived,) = unpack(other, tmp_path / "late").runs
    assert (arrived.is_new, arrived.journals) == (False, 1)
    assert answers(other, "live") == answers(home, "live")
    before = files(other)
    unpack(other, tmp_path / "early")
    assert files(other) == before
    index.close()


@pytest.mark.parametrize("sealed_here", [False, True])
@pytest.mark.parametrize("sealed_there", [False, True])
def test_sealed_or_not_is_the_same_journal(
    home: Home, other: Home, tmp_path: Path, sealed_here: bool, sealed_there: bool
) -> None:
    run = rs.init("p", id="r")
    for step in range(3000):
        run.log({"a": step}, step=step)
    pack(home, "r", tmp_path / "early")
    run.log({"a": 3000.0}, step=3000)
    run.finish()
    if sealed_there:
        seal.seal(home.journals("r")[0])
    pack(home, "r", tmp_path / "late")
    unpack(other, tmp_path / "early")
    if sealed_here:
        seal.seal(other.journals("r")[0])
    unpack(other, tmp_path / "late")
    assert len(list(other.run_path("r").iterdir())) == 1
    assert answers(other, "r")["series"] == answers(home, "r")["series"]


def test_another_run_under_the_same_id_is_refused(home: Home, other: Home, package: Path) -> None:
    unpack(other, package)
    path = other.journals("base")[0]
    data = bytearray(path.read_bytes())
    data[100] ^= 1
    path.write_bytes(data)
    (other.path / "blobs" / "keep").write_bytes(b"")
    before = files(other)
    with pytest.raises(JournalsDiffer, match="Nothing was changed"):
        unpack(other, package)
    assert files(other) == before


def test_a_journal_that_is_written_here_is_not_replaced(home: Home, other: Home, tmp_path: Path) -> None:
    writer = JournalWriter(home, "r")
    copy = other.journal_path("r", writer.writer)
    copy.parent.mkdir(parents=True)
    copy.write_bytes(writer_bytes(home, "r"))
    writer.event(Opened(time=1, run="r", writer=writer.writer))
    writer.close()
    pack(home, "r", tmp_path / "longer")
    with open(copy, "rb") as file:
        lock.hold(file.fileno())
        with pytest.raises(JournalsDiffer, match="being written"):
            unpack(other, tmp_path / "longer")


def writer_bytes(home: Home, run: str) -> bytes:
    """The only journal of a run."""
    return home.journals(run)[0].read_bytes()


def test_a_blob_that_the_disk_changed_comes_back(rich: Home, other: Home, package: Path) -> None:
    unpack(other, package)
    store = BlobStore(other)
    blobs = list(store)
    store.path(blobs[0].sha256).write_bytes(b"rot")
    assert unpack(other, package).blobs == 1
    assert all(store.is_intact(blob.sha256) for blob in blobs)


def test_lost_media_are_told_and_changed_ones_refused(rich: Home, other: Home, tmp_path: Path) -> None:
    store = BlobStore(rich)
    first, second = (blob.sha256 for blob in store)
    store.path(first).unlink()
    packed = pack(rich, "grandchild", tmp_path / "x")
    assert packed.missing_blobs == [first]
    assert unpack(other, packed.path).missing_blobs == [first]
    store.path(second).write_bytes(b"rot")
    with pytest.raises(BlobDamaged):
        pack(rich, "grandchild", tmp_path / "y")
    assert [path.name for path in tmp_path.glob("*y*")] == []


def test_a_file_that_exists_is_not_overwritten(rich: Home, package: Path) -> None:
    before = package.read_bytes()
    with pytest.raises(Misuse, match="--force"):
        pack(rich, "base", package)
    assert package.read_bytes() == before
    pack(rich, "base", package, overwrite=True)
    assert package.read_bytes() != before


def test_verbs(rich: Home, other: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    code_of(["pack", "CD-3"])
    assert "CD-3.runstone" in capsys.readouterr().out
    code_of(["unpack", "CD-3.runstone", "--home", str(other.path), "--json"])
    assert [run["run"] for run in json.loads(capsys.readouterr().out)["runs"]] == ["grandchild", "child", "base"]
    code_of(["unpack", "CD-3.runstone", "--home", str(other.path)])
    assert capsys.readouterr().out.count("was here already") == 3
    assert code_of(["unpack", "nothing.runstone"]) == 1
    assert "There is no file" in capsys.readouterr().err
    assert read_run(other, "child").state == "finished"


def test_a_file_that_is_no_package(home: Home, tmp_path: Path) -> None:
    file = tmp_path / "x"
    file.write_bytes(b"PK nonsense")
    with pytest.raises(PackageDamaged):
        unpack(home, file)
    assert not home.path.exists()
