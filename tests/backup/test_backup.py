"""Backups: taken while somebody writes, killed, torn, verified, and made homes again with nothing lost."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

import runstone as rs
from homes import answers, files
from replicas import KINDS
from runstone.backup.place import list_backups, open_shelf, read_backup
from runstone.backup.restoring import restore
from runstone.backup.taking import Taken, Taking
from runstone.backup.verifying import verify
from runstone.journal.numbering import write_numbering
from runstone.journal.seal import seal
from runstone.model.errors import BackupDamaged, BadValue
from runstone.model.home import Home
from runstone.server.outbox import News, Outbox
from runstone.sync.replica import Shelf


@contextmanager
def folder(path: Path) -> Iterator[Shelf]:
    with closing(open_shelf(str(path))) as shelf:
        yield shelf


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """Where backups go."""
    return tmp_path / "backups of a home"


@pytest.fixture
def shelf(target: Path) -> Iterator[Shelf]:
    with folder(target) as opened:
        yield opened


def take(home: Home, shelf: Shelf) -> Taken:
    return Taking(home, shelf).take(time.time_ns() // 1000)


def bring_back(shelf: Shelf, path: Path, name: str | None = None) -> Home:
    restore(shelf, read_backup(shelf, name)[1], path)
    return Home(path)


def kept(home: Home) -> dict[str, bytes]:
    """What a backup promises to bring back: all but caches and locks."""
    return {
        name: data
        for name, data in files(home).items()
        if not name.endswith("lock") and name.partition("/")[0] not in ("sync", "instance.json")
    }


def fill(home: Home) -> None:
    with rs.init("cv/mnist", id="first", config={"lr": 0.1}) as run:
        for step in range(500):
            run.log({"loss": 1 / (step + 1)}, step=step)
        run.log({"page": rs.Html("<p>hello</p>")}, step=500)
        artifact = rs.Artifact("weights", type="model")
        artifact.add_bytes(b"weights", "a.txt")
        run.log_artifact(artifact)
    with rs.init("nlp", id="second") as run:
        run.log({"loss": 2.0})
    seal(home.journals("first")[0])
    write_numbering(home, "second", 7, "NLP-7")
    server = home.path / "server"
    server.mkdir(mode=0o700)
    with closing(sqlite3.connect(server / "accounts.sqlite")) as accounts:
        accounts.executescript("CREATE TABLE user (name); INSERT INTO user VALUES ('ada')")
    (server / "accounts.sqlite").chmod(0o600)


@pytest.mark.parametrize("kind", sorted(KINDS.keys() - {"server"}))
def test_a_home_comes_back_whole_from_each_kind_of_place(home: Home, tmp_path: Path, kind: str) -> None:
    fill(home)
    (tmp_path / "place").mkdir()
    with KINDS[kind](tmp_path / "place") as place:
        assert isinstance(place, Shelf)
        taken = take(home, place)
        assert not taken.manifest.faults
        assert not taken.manifest.missing_blobs
        found = verify(place, taken.manifest)
        assert (found.faults, found.notes) == ([], [])
        assert found.points == 501
        back = bring_back(place, tmp_path / "back")
        again = take(home, place)
        assert (again.new_journals, again.new_journal_bytes, again.new_blobs) == (0, 0, 0)
    whole, found_files = kept(home), kept(back)
    journals = {name for name in whole if name.endswith(".journal")}
    for name in {*journals, *(name for name in whole if name.startswith("blobs/")), "registry"}:
        assert found_files[name] == whole[name], name
    for run in ("first", "second"):
        assert answers(back, run) == answers(home, run)
    accounts = back.path / "server" / "accounts.sqlite"
    assert accounts.stat().st_mode & 0o777 == 0o600
    assert accounts.parent.stat().st_mode & 0o777 == 0o700
    with closing(sqlite3.connect(accounts)) as opened:
        assert opened.execute("SELECT name FROM user").fetchall() == [("ada",)]


def test_what_a_server_is_to_tell_is_told_after_a_restore_and_nothing_twice(
    home: Home, shelf: Shelf, tmp_path: Path, eventually: Callable[..., object]
) -> None:
    fill(home)
    told: list[str] = []

    def tell(body: dict[str, Any]) -> None:
        told.append(body["key"])

    def away(body: dict[str, Any]) -> None:
        raise OSError("nobody there")

    def deliver(path: Path, target: Callable[[dict[str, Any]], None], until: Callable[[], object]) -> None:
        outbox = Outbox(path, {"there": target}, first_pause_secs=0.01)
        outbox.start()
        eventually(until)
        outbox.close()

    def put(key: str) -> None:
        outbox = Outbox(home.outbox_path, {})
        with outbox.noting() as connection:
            outbox.put(connection, [News(key, "there", {"key": key})])

    def tries(path: Path) -> list[int]:
        with closing(sqlite3.connect(path)) as opened:
            return [tries for (tries,) in opened.execute("SELECT tries FROM letter ORDER BY key")]

    put("first")
    deliver(home.outbox_path, tell, lambda: told)
    put("second")
    deliver(home.outbox_path, away, lambda: tries(home.outbox_path)[1])
    take(home, shelf)
    back = bring_back(shelf, tmp_path / "back")
    assert back.outbox_path.stat().st_mode & 0o777 == 0o600
    deliver(back.outbox_path, tell, lambda: len(told) == 2)
    assert told == ["first", "second"]


def test_a_journal_that_cannot_be_kept_is_named(home: Home, shelf: Shelf) -> None:
    fill(home)
    journal = home.journals("second")[0]
    journal.with_name("copy of it.journal").write_bytes(journal.read_bytes())
    journal.with_name("00000000000-000000.journal").write_bytes(b"no journal at all")
    faults = take(home, shelf).manifest.faults
    assert len(faults) == 2
    assert any("copy of it" in fault for fault in faults)
    assert any("00000000000-000000" in fault and "kept as it is" in fault for fault in faults)


def test_a_second_backup_costs_what_is_new_and_the_first_stays(home: Home, shelf: Shelf, tmp_path: Path) -> None:
    fill(home)
    with rs.init("big", id="big") as run:
        run.log({"page": rs.Html("x" * 100_000)})
        for step in range(20_000):
            run.log({"loss": float(step)}, step=step)
    first = take(home, shelf)
    with rs.init("big", id="big", resume="must") as run:
        run.log({"loss": 1.5}, step=20_000)
    second = take(home, shelf)
    assert (second.new_journals, second.new_blobs) == (1, 0)
    assert 0 < second.new_journal_bytes < first.new_journal_bytes / 10
    for name, points in ((first.name, 20_000), (second.name, 20_001)):
        back = bring_back(shelf, tmp_path / name, name)
        with rs.Api(home=back.path) as api:
            assert len(api.run("big").series("loss").steps) == points


def test_a_run_that_was_removed_is_in_the_backups_before_and_in_none_after(
    home: Home, shelf: Shelf, tmp_path: Path
) -> None:
    fill(home)
    before = take(home, shelf)
    done = subprocess.run(
        [sys.executable, "-m", "runstone.cli.app", "rm", "first", "--yes"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    take(home, shelf)
    assert bring_back(shelf, tmp_path / "now").run_ids() == ["second"]
    assert sorted(bring_back(shelf, tmp_path / "then", before.name).run_ids()) == ["first", "second"]


TRAINER = """
import sys
import numpy as np
import runstone as rs
with rs.init("live", id="live") as run:
    for step in range(100_000):
        run.log({"loss": float(step)}, step=step)
        if step % 20 == 0:
            run.log({"picture": rs.Image(np.full((8, 8, 3), step % 256, np.uint8))}, step=step)
        if step % 200 == 0:
            print(step, flush=True)
            if not sys.stdin.readline():
                break
"""


def test_backups_of_a_home_that_is_written_to_have_all_that_was_logged_before(
    home: Home, shelf: Shelf, tmp_path: Path
) -> None:
    trainer = subprocess.Popen(
        [sys.executable, "-c", TRAINER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert trainer.stdin is not None
    assert trainer.stdout is not None
    logged = {}
    try:
        for _ in range(5):
            step = int(trainer.stdout.readline())
            trainer.stdin.write("go on\n")
            trainer.stdin.flush()
            logged[take(home, shelf).name] = step
    finally:
        trainer.stdin.close()
        trainer.stdout.read()
        trainer.wait()
        trainer.stdout.close()
    assert trainer.returncode == 0
    for name, step in logged.items():
        manifest = read_backup(shelf, name)[1]
        assert not manifest.missing_blobs
        found = verify(shelf, manifest)
        assert (found.faults, found.notes) == ([], [])
        back = bring_back(shelf, tmp_path / name, name)
        with rs.Api(home=back.path) as api:
            steps, _ = api.run("live").series("loss")[:2]
            assert steps.tolist() == list(range(len(steps)))
            assert len(steps) >= step
            pictures = api.run("live").media("picture")
            assert pictures
            assert all(item.read() for item in pictures)


KILLED = """
import sys
import time
from runstone.backup.place import open_shelf
from runstone.backup.taking import Taking
from runstone.model.home import Home
arrived = 0
def told(size_bytes):
    global arrived
    arrived += 1
    if arrived == int(sys.argv[3]):
        print("in the middle", flush=True)
        sys.stdin.read()
Taking(Home(sys.argv[1]), open_shelf(sys.argv[2]), told).take(time.time_ns() // 1000)
"""


@pytest.mark.crash
@pytest.mark.parametrize("arrived", [1, 9, 21])
def test_a_backup_that_is_killed_leaves_the_one_before_whole(
    home: Home, shelf: Shelf, target: Path, tmp_path: Path, arrived: int
) -> None:
    fill(home)
    whole = kept(home)
    take(home, shelf)
    with rs.init("more", id="more") as run:
        for number in range(20):  # the 21st thing that arrives is the pack of its journal
            run.log({f"page-{number}": rs.Html(f"{number} " * 100)}, step=number)
    command = [sys.executable, "-c", KILLED, str(home.path), str(target), str(arrived)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as killed:
        assert killed.stdout is not None
        assert killed.stdout.readline() == "in the middle\n"
        killed.send_signal(signal.SIGKILL)
    assert len(list_backups(shelf)) == 1
    assert verify(shelf, read_backup(shelf)[1]).faults == []
    back = kept(bring_back(shelf, tmp_path / "back"))
    assert {name: back[name] for name in whole if name.startswith("blobs/")} == {
        name: data for name, data in whole.items() if name.startswith("blobs/")
    }
    again = take(home, shelf)
    assert again.new_blobs == 21 - min(arrived, 20) - 1  # what had arrived is not brought again
    assert sorted(bring_back(shelf, tmp_path / "later").run_ids()) == ["first", "more", "second"]


def damaged(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def torn(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


@pytest.mark.parametrize("spoil", [damaged, torn, Path.unlink])
def test_verify_names_whatever_is_torn_and_the_next_backup_brings_it_again(
    home: Home, shelf: Shelf, target: Path, tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    fill(home)
    manifest = take(home, shelf).manifest
    for sha256 in (manifest.packs[0], next(iter(manifest.blobs))):
        path = target / "blobs" / sha256[:2] / sha256
        spoil(path)
        faults = verify(shelf, manifest).faults
        assert len(faults) == 1
        assert sha256 in faults[0]
        with pytest.raises(BackupDamaged):
            bring_back(shelf, tmp_path / "never")
        assert not (tmp_path / "never").exists()
        path.unlink(missing_ok=True)
        manifest = take(home, shelf).manifest
        assert verify(shelf, manifest).faults == []
    attached = target / "backups" / manifest.attached[0].document
    assert attached.stat().st_mode & 0o777 == 0o600
    spoil(attached)
    assert len(verify(shelf, manifest).faults) == 1


@pytest.mark.parametrize("spoil", [damaged, torn])
def test_a_torn_manifest_is_told_and_the_backup_before_it_is_still_there(
    home: Home, shelf: Shelf, target: Path, tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    fill(home)
    first = take(home, shelf)
    second = take(home, shelf)
    spoil(target / "backups" / second.name)
    with pytest.raises(BackupDamaged, match="manifest"):
        read_backup(shelf)
    assert len(bring_back(shelf, tmp_path / "back", first.name).run_ids()) == 2
    assert take(home, shelf).new_journals == 0


def test_nothing_is_overwritten_and_a_server_is_no_place_for_backups(home: Home, shelf: Shelf) -> None:
    with pytest.raises(BadValue, match="no backup in"):
        read_backup(shelf)
    fill(home)
    taken = take(home, shelf)
    before = files(home)
    with pytest.raises(BadValue, match="not empty"):
        restore(shelf, taken.manifest, home.path)
    assert files(home) == before
    with pytest.raises(BadValue, match="is a server"):
        open_shelf("http://127.0.0.1:1")


def test_the_verbs_take_list_verify_and_restore(home: Home, target: Path, tmp_path: Path, shelf: Shelf) -> None:
    def runstone(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "runstone.cli.app", *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    fill(home)
    done = runstone("backup", str(target))
    assert done.returncode == 0, done.stderr
    assert "4 journals and 3 blobs" in done.stdout
    assert list_backups(shelf)[0] in runstone("backup", str(target), "--list").stdout
    assert "All of it can be restored." in runstone("backup", str(target), "--verify").stdout
    done = runstone("restore-backup", str(target), "--home", str(tmp_path / "back"))
    assert done.returncode == 0, done.stderr
    assert sorted(Home(tmp_path / "back").run_ids()) == ["first", "second"]
    done = runstone("restore-backup", str(target), "--home", str(home.path))
    assert done.returncode == 1
    assert "not empty" in done.stderr
    torn(target / "blobs" / (sha256 := read_backup(shelf)[1].packs[0])[:2] / sha256)
    assert runstone("backup", str(target), "--verify").returncode == 1
