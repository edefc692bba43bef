"""Whatever happens to the index or the journals, answers are right, and damage is named and never fatal."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from recorder import Recorder
from runstone.index import database
from runstone.index.index import Index
from runstone.index.ingest import Ingest
from runstone.journal import seal
from runstone.journal.writer import JournalWriter
from runstone.model.errors import RunNotFound
from runstone.model.home import Home
from runstone.model.place import is_remote
from runstone.model.records import ConfigUpdated
from runstone.query import changes, metrics, runs, series

Begin = Callable[..., Recorder]


def values(index: Index, run: str, metric: str = "loss") -> list[float]:
    return series.points(index, run, metric, limit=1_000_000).values.tolist()


def logged(record: Begin, run: str, count: int = 100) -> Recorder:
    recorder = record(run, config={"lr": 0.1})
    for step in range(count):
        recorder.log({"loss": float(step)}, step)
    return recorder


@pytest.mark.parametrize("while_open", [True, False])
def test_a_removed_index_comes_back(index: Index, home: Home, record: Begin, while_open: bool) -> None:
    logged(record, "a1").finish()
    index.refresh()
    before = changes.revision(index)
    if not while_open:
        index.close()
    shutil.rmtree(home.index_path)
    assert values(index, "a1") == list(range(100))
    assert changes.since(index, before).reset
    index.refresh()
    assert runs.get_run(index, "a1").config == {"lr": 0.1}


@pytest.mark.parametrize("damage", ["garbage", "short", "old", "tables"])
def test_a_broken_index_is_made_anew(index: Index, home: Home, record: Begin, damage: str) -> None:
    logged(record, "a1", 3000).finish()
    index.refresh()
    index.close()
    path = home.index_path / "index.db"
    if damage == "garbage":
        data = bytearray(path.read_bytes())
        data[4096:] = os.urandom(len(data) - 4096)
        path.write_bytes(data)
    elif damage == "short":
        path.write_bytes(path.read_bytes()[:5000])
    else:
        connection = sqlite3.connect(path)
        if damage == "old":
            connection.execute("UPDATE meta SET value = 0 WHERE name = 'schema_version'")
        else:
            connection.execute("DROP TABLE kv")
        connection.commit()
        connection.close()
    fresh = Index(home)
    fresh.refresh()
    assert values(fresh, "a1") == list(range(3000))
    assert [column.key for column in runs.columns(fresh).config] == ["lr"]
    fresh.close()


def test_a_flipped_byte_in_a_block_is_noticed_and_healed(index: Index, home: Home, record: Begin) -> None:
    logged(record, "a1", 3000).finish()
    index.refresh()
    index.close()
    connection = sqlite3.connect(home.index_path / "index.db")
    (data,) = connection.execute("SELECT data FROM block_data").fetchone()
    connection.execute("UPDATE block_data SET data = ?", (data[:20] + bytes([data[20] ^ 1]) + data[21:],))
    connection.commit()
    connection.close()
    assert values(index, "a1") == list(range(3000))


def test_processes_and_threads_refresh_at_once(index: Index, home: Home, record: Begin) -> None:
    for number in range(20):
        logged(record, f"r{number}", 2000)
    program = f"""
from runstone.index.index import Index
from runstone.model.home import Home
index = Index(Home({str(home.path)!r}))
for _ in range(20):
    index.refresh(30)
index.close()
"""
    others = [subprocess.Popen([sys.executable, "-c", program]) for _ in range(2)]
    threads = [threading.Thread(target=lambda: [index.refresh(30) for _ in range(20)]) for _ in range(3)]
    for thread in threads:
        thread.start()
    late = logged(Recorder_of(home), "late", 500)
    for thread in threads:
        thread.join()
    assert [other.wait() for other in others] == [0, 0]
    late.log({"loss": 7.0}, 500)
    assert index.refresh(30)
    for number in range(20):
        assert values(index, f"r{number}") == list(range(2000))
    assert values(index, "late") == [*range(500), 7.0]


def Recorder_of(home: Home) -> Begin:  # noqa: N802 - reads like the fixture
    return lambda run, **facts: Recorder(home, run, **facts)


def test_reading_goes_on_while_another_thread_indexes(index: Index, record: Begin) -> None:
    run = logged(record, "a1")
    index.refresh()
    stop = threading.Event()

    def follow() -> None:
        while not stop.is_set():
            index.refresh()

    thread = threading.Thread(target=follow)
    thread.start()
    try:
        seen = 0
        for step in range(100, 4000):
            run.log({"loss": float(step)}, step)
            if step % 100 == 0:
                found = values(index, "a1")
                assert found == list(range(len(found)))
                assert len(found) >= seen
                seen = len(found)
    finally:
        stop.set()
        thread.join()
    index.refresh(10)
    assert values(index, "a1") == list(range(4000))


def test_a_torn_tail_of_a_dead_writer_is_told_and_the_rest_is_there(index: Index, record: Begin) -> None:
    run = logged(record, "a1")
    run.writer.close()
    with open(run.path, "ab") as file:
        file.write(b"\x01\x02\x03\x04\x20\x00\x00\x00\xe4half a row")
    index.refresh()
    assert values(index, "a1") == list(range(100))
    troubles = runs.get_run(index, "a1").troubles
    assert [trouble.kind for trouble in troubles] == ["torn_tail"]
    assert "Everything before is intact" in troubles[0].message


def test_a_flipped_byte_in_a_journal_costs_one_record(index: Index, record: Begin) -> None:
    run = logged(record, "a1")
    run.finish()
    data = bytearray(run.path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    run.path.write_bytes(data)
    index.refresh()
    assert len(values(index, "a1")) == 99
    assert [trouble.kind for trouble in runs.get_run(index, "a1").troubles] == ["damaged"]


def test_a_file_that_is_no_journal_is_named(index: Index, home: Home, record: Begin) -> None:
    logged(record, "a1").finish()
    (home.run_path("a1") / "zzz.journal").write_bytes(b"this is a letter to my aunt, and no journal")
    index.refresh()
    assert len(values(index, "a1")) == 100
    assert [trouble.kind for trouble in runs.get_run(index, "a1").troubles] == ["unreadable"]


def rescan(home: Home) -> Index:
    """Another process, which scans all folders at its first look."""
    other = Index(home)
    other.refresh(10)
    return other


def test_a_truncated_journal_keeps_what_is_known_and_tells(index: Index, home: Home, record: Begin) -> None:
    run = logged(record, "a1")
    index.refresh()
    os.truncate(run.path, 500)
    index.refresh()
    assert values(index, "a1") == list(range(100))
    assert "truncated" in [trouble.kind for trouble in runs.get_run(index, "a1").troubles]


def test_a_removed_run_disappears(index: Index, home: Home, record: Begin) -> None:
    logged(record, "a1").finish()
    logged(record, "b2").finish()
    index.refresh()
    revision = changes.revision(index)
    shutil.rmtree(home.run_path("a1"))
    other = rescan(home)
    assert [run.id for run in runs.list_runs(other, runs.RunsAsk()).runs] == ["b2"]
    assert changes.since(other, revision).runs == ["a1"]
    with pytest.raises(RunNotFound):
        runs.get_run(other, "a1")
    other.close()


def test_a_journal_that_comes_while_a_long_one_is_read_is_found(
    index: Index, home: Home, record: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It leaves the folder with the time that it had: that of files ticks."""
    logged(record, "a1").writer.close()
    folder, now, read = home.run_path("a1"), time.time_ns, Ingest.look
    written_ns = folder.stat().st_mtime_ns

    def take_long(ingest: Ingest, run: str, paths: Sequence[Path]) -> None:
        read(ingest, run, paths)
        monkeypatch.setattr(time, "time_ns", lambda: now() + 10_000_000_000)

    monkeypatch.setattr(Ingest, "look", take_long)
    index.refresh()
    second = JournalWriter(home, "a1", branch=0, role="worker")  # and nobody rings for it
    second.row(second.layout(("other",)), 200, (1.0,))
    second.close()
    os.utime(folder, ns=(written_ns, written_ns))
    other = rescan(home)
    assert [found.name for found in metrics.stats(other, "a1")] == ["loss", "other"]
    other.close()


def test_a_removed_journal_takes_its_points_along(index: Index, home: Home, record: Begin) -> None:
    logged(record, "a1", 100).writer.close()
    second = Recorder(home, "a1", start=False, role="worker")
    second.log({"other": 1.0, "loss": -5.0}, 200)
    second.writer.close()
    index.refresh()
    assert values(index, "a1")[-1] == -5.0
    second.path.unlink()
    other = rescan(home)
    assert values(other, "a1") == list(range(100))
    assert [found.name for found in metrics.stats(other, "a1")] == ["loss"]
    other.close()


def test_sealing_changes_nothing(index: Index, home: Home, record: Begin) -> None:
    run = logged(record, "a1", 2000)
    run.event(ConfigUpdated, changes={"x": 1})
    run.finish()
    index.refresh()
    revision = changes.revision(index)
    seal.seal(run.path)
    other = rescan(home)
    assert changes.revision(other) == revision
    assert values(other, "a1") == list(range(2000))
    other.rebuild()
    assert values(other, "a1") == list(range(2000))
    other.close()


def test_upkeep_seals_what_ended_long_ago(
    index: Index, home: Home, record: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended, living = logged(record, "a1", 2000), logged(record, "b2", 2000)
    ended.finish()
    index.refresh()
    assert not index.maintain(10)
    assert ended.path.exists()
    monkeypatch.setattr("runstone.index.upkeep.SEAL_AFTER_SECS", -1.0)
    assert not index.maintain(10)
    assert not ended.path.exists()
    assert living.path.exists()
    index.refresh()
    assert values(index, "a1") == values(index, "b2") == list(range(2000))
    assert not rescan(home).maintain(10)


def test_a_run_that_was_copied_in_is_found(index: Index, home: Home, record: Begin) -> None:
    logged(record, "a1").finish()
    index.refresh()
    shutil.copytree(home.run_path("a1"), home.run_path("copied"))
    other = rescan(home)
    assert values(other, "copied") == list(range(100))
    other.close()


def test_network_file_systems_are_known(tmp_path: object) -> None:

    mounts = Path(str(tmp_path)) / "mounts"
    mounts.write_text("/dev/sda / ext4 rw 0 0\nserver:/x /data nfs4 rw 0 0\n/dev/sdb /data/local xfs rw 0 0\n")
    assert is_remote(Path("/data/home"), mounts)
    assert not is_remote(Path("/data/local/home"), mounts)
    assert not is_remote(Path("/database"), mounts)


def test_the_schema_is_made_whole_or_not_at_all(tmp_path: object) -> None:
    path = database.Path(str(tmp_path)) / "x.db"
    database.make(path)
    first = database.identity(path)
    database.make(path)
    assert database.identity(path) != first
    connection = database.connect(path)
    assert database.version(connection) == database.SCHEMA_VERSION
    connection.close()


def test_a_large_batch_of_many_metrics_in_one_run(index: Index, record: Begin) -> None:
    run = record("a1")
    names = {f"layer/{number}/norm": float(number) for number in range(10_000)}
    for step in range(20):
        run.log({name: value + step for name, value in names.items()}, step)
        if step % 5 == 0:
            index.refresh()
    index.refresh()
    assert len(metrics.stats(index, "a1")) == 10_000
    np.testing.assert_array_equal(values(index, "a1", "layer/77/norm"), 77.0 + np.arange(20))


def test_folders_that_are_no_runs_are_passed_over(index: Index, home: Home, record: Begin) -> None:
    logged(record, "a1").finish()
    (home.runs_path / "%zz").mkdir()
    (home.runs_path / "empty").mkdir()
    (home.runs_path / "notes.txt").write_text("mine")
    index.refresh()
    assert [run.id for run in runs.list_runs(index, runs.RunsAsk()).runs] == ["a1"]
    index.refresh()
