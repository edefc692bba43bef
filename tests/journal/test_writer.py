"""The writer: every byte is with the operating system when a call returns, whatever the disk says."""

from __future__ import annotations

import errno
import os
import struct
import threading

import pytest

from reading import read_pieces, read_points, read_records
from runstone.journal import lock
from runstone.journal import writer as writer_module
from runstone.journal.writer import JournalWriter
from runstone.model.errors import HomeUnusable
from runstone.model.home import Home
from runstone.model.records import Closed, ConfigUpdated, Heartbeat, Opened, Trouble


def test_rows_and_records_come_back_as_written(home: Home) -> None:
    writer = JournalWriter(home, "r")
    writer.event(ConfigUpdated(time=writer.now(), changes={"lr": 0.1}))
    writer.row(writer.layout(("a", "b")), 7, [1.5, float("nan")])
    writer.row(writer.layout(("a",)), -3, [float("-inf")])
    writer.close()
    opened, config, closed = read_records(home, "r")
    assert isinstance(opened, Opened)
    assert opened.writer == writer.writer
    assert opened.pid == os.getpid()
    assert isinstance(config, ConfigUpdated)
    assert config.changes == {"lr": 0.1}
    assert isinstance(closed, Closed)
    points = read_points(home, "r")
    assert points["a"] == [(7, 1.5), (-3, float("-inf"))]
    assert str(points["b"]) == "[(7, nan)]"


def test_a_value_that_is_no_number_is_refused_and_nothing_is_written(home: Home) -> None:
    writer = JournalWriter(home, "r")
    layout = writer.layout(("a",))
    before = writer.offset
    with pytest.raises(struct.error):
        writer.row(layout, 0, ["text"])  # type: ignore[list-item]
    with pytest.raises(struct.error):
        writer.row(layout, 1 << 70, [1.0])
    assert writer.offset == before
    assert home.journal_path("r", writer.writer).stat().st_size == before


def test_the_lock_shows_a_living_writer(home: Home) -> None:
    writer = JournalWriter(home, "r")
    path = home.journal_path("r", writer.writer)
    assert lock.is_held(path) is True
    writer.close()
    assert lock.is_held(path) is False


def test_times_never_go_back_when_the_clock_does(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    writer = JournalWriter(home, "r")
    layout = writer.layout(("a",))
    real = writer_module.Clock().now()
    writer.row(layout, 0, [0.0])
    monkeypatch.setattr("time.time_ns", lambda: 1_000_000_000)  # the clock jumps back to 1970
    writer.sync()
    writer.row(layout, 1, [1.0])
    monkeypatch.setattr("time.time_ns", lambda: (real + 3_600_000_000) * 1000)  # and an hour ahead
    writer.sync()
    writer.row(layout, 2, [2.0])
    writer.close()
    times = [
        time for piece in read_pieces(home.journals("r")[0]) for rows in piece.rows for time in rows.times.tolist()
    ]
    assert times == sorted(times)
    assert times[1] >= real
    assert times[2] >= real + 3_500_000_000


class FullDisk:
    """An `os.write` that takes only so many bytes, until told otherwise."""

    def __init__(self, room: int, number: int = errno.ENOSPC) -> None:
        self.room, self.number, self.real = room, number, os.write

    def __call__(self, fd: int, data: bytes) -> int:
        if self.room <= 0:
            raise OSError(self.number, os.strerror(self.number))
        taken = self.real(fd, data[: self.room])
        self.room -= taken
        return taken


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO])
def test_a_full_disk_keeps_records_waiting_and_loses_none(
    home: Home, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    said: list[str] = []
    writer = JournalWriter(home, "r", on_trouble=said.append)
    layout = writer.layout(("a",))
    disk = FullDisk(100, number)
    monkeypatch.setattr(os, "write", disk)
    for step in range(10):
        writer.row(layout, step, [float(step)])
    assert len(said) == 1
    assert "Training goes on" in said[0]
    assert all(not piece.damage and not piece.tail_bytes for piece in read_pieces(home.journals("r")[0]))
    disk.room = 1 << 30
    writer.sync()
    assert "takes bytes again; no records were lost" in said[1]
    writer.row(layout, 10, [10.0])
    writer.close()
    assert read_points(home, "r")["a"] == [(step, float(step)) for step in range(11)]


def test_what_no_longer_fits_in_memory_is_counted_and_told(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer_module, "MAX_BACKLOG_BYTES", 200)
    said: list[str] = []
    writer = JournalWriter(home, "r", on_trouble=said.append)
    layout = writer.layout(("a",))
    disk = FullDisk(0)
    monkeypatch.setattr(os, "write", disk)
    for step in range(10):
        writer.row(layout, step, [float(step)])
    disk.room = 1 << 30
    writer.sync()
    writer.close()
    kept = len(read_points(home, "r")["a"])
    troubles = [record for record in read_records(home, "r") if isinstance(record, Trouble)]
    assert 0 < kept < 10
    assert [trouble.lost for trouble in troubles] == [10 - kept]


def test_a_journal_that_never_got_its_bytes_says_so_at_the_end(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    writer = JournalWriter(home, "r")
    layout = writer.layout(("a",))
    monkeypatch.setattr(os, "write", FullDisk(0))
    writer.row(layout, 0, [0.0])
    assert writer.close() == 2  # the row and the closing record


def test_a_removed_journal_is_written_again(home: Home) -> None:
    said: list[str] = []
    writer = JournalWriter(home, "r", on_trouble=said.append)
    layout = writer.layout(("a",))
    writer.row(layout, 0, [0.0])
    path = home.journal_path("r", writer.writer)
    path.unlink()
    path.parent.rmdir()
    writer.row(layout, 1, [1.0])
    writer.sync()
    writer.row(layout, 2, [2.0])
    writer.close()
    assert read_points(home, "r")["a"] == [(0, 0.0), (1, 1.0), (2, 2.0)]
    assert "nothing is lost" in said[0]


def test_a_home_that_cannot_be_written_is_told_at_once(home: Home) -> None:
    home.path.mkdir()
    home.runs_path.write_text("a file where the folder should be")
    with pytest.raises(HomeUnusable, match="Nothing was recorded"):
        JournalWriter(home, "r")


def test_threads_do_not_mix_their_frames(home: Home) -> None:
    writer = JournalWriter(home, "r")

    def work(number: int) -> None:
        for step in range(500):
            writer.row(writer.layout((f"m{number}", f"only{number}-{step % 7}")), step, [float(step), 1.0])

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    writer.close()
    points = read_points(home, "r")
    for number in range(8):
        assert sorted(points[f"m{number}"]) == [(step, float(step)) for step in range(500)]


def test_a_forked_child_has_a_journal_of_its_own(home: Home) -> None:
    writer = JournalWriter(home, "r")
    writer.row(writer.layout(("a",)), 0, [0.0])
    layout = writer.layout(("a",))
    child = os.fork()
    if child == 0:
        writer.leave_to_parent()
        writer.row(layout, 1, [1.0])  # a layout of the parent: told again in the child's journal
        writer.row(writer.layout(("b",)), 1, [2.0])
        os._exit(0)
    os.waitpid(child, 0)
    writer.row(layout, 2, [3.0])
    writer.close()
    assert len(home.journals("r")) == 2
    assert sorted(read_points(home, "r")["a"]) == [(0, 0.0), (1, 1.0), (2, 3.0)]
    assert [record.role for record in read_records(home, "r") if isinstance(record, Opened)] == ["primary", "worker"]


def test_a_child_that_never_logs_leaves_no_journal(home: Home) -> None:
    writer = JournalWriter(home, "r")
    child = os.fork()
    if child == 0:
        writer.leave_to_parent()
        writer.sync()
        os._exit(0)
    os.waitpid(child, 0)
    assert len(home.journals("r")) == 1


def test_a_heartbeat_only_when_nothing_else_was_written(home: Home) -> None:
    writer = JournalWriter(home, "r")
    writer.heartbeat()
    writer.heartbeat()
    writer.row(writer.layout(("a",)), 0, [0.0])
    writer.heartbeat()
    writer.close()
    assert sum(isinstance(record, Heartbeat) for record in read_records(home, "r")) == 1


def test_ever_new_sets_of_names_do_not_fill_the_memory(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer_module, "MAX_LAYOUTS", 8)
    writer = JournalWriter(home, "r")
    for step in range(100):
        writer.row(writer.layout((f"m{step % 40}",)), step, [float(step)])
        assert len(writer.layouts) <= 8
    writer.close()
    points = read_points(home, "r")
    assert len(points) == 40
    assert points["m3"] == [(3, 3.0), (43, 43.0), (83, 83.0)]
