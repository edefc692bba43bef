"""TFRecord files that are torn, grow, and rot: what is whole is read, once, and nothing else."""

from __future__ import annotations

import io
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tensorboard.summary.writer.record_writer import RecordWriter

from runstone.importers.tensorboard import RecordFile

RECORDS = st.lists(st.binary(max_size=40) | st.binary(min_size=2500, max_size=4000), max_size=6)
BYTES_AROUND = 16

one_folder = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


def as_file(records: list[bytes]) -> bytes:
    """As TensorBoard's own writer writes them."""
    file = io.BytesIO()
    writer = RecordWriter(file)
    for record in records:
        writer.write(record)
    return file.getvalue()


def whole_within(records: list[bytes], size: int) -> list[bytes]:
    """The records of a file that lie before this byte."""
    found, end = [], 0
    for record in records:
        end += len(record) + BYTES_AROUND
        if end <= size:
            found.append(record)
    return found


@one_folder
@given(RECORDS, st.data())
def test_a_file_that_is_torn_at_any_byte(tmp_path: Path, records: list[bytes], data: st.DataObject) -> None:
    content = as_file(records)
    cut = data.draw(st.integers(0, len(content)))
    path = tmp_path / "events"
    path.write_bytes(content[:cut])
    file = RecordFile(path)
    expected = whole_within(records, cut)
    assert list(file.read()) == expected
    assert file.damaged_bytes == 0
    assert file.torn_bytes == cut - sum(len(record) + BYTES_AROUND for record in expected)


@one_folder
@given(RECORDS, st.lists(st.integers(0, 1 << 30), max_size=8))
def test_a_file_that_grows_while_it_is_read(tmp_path: Path, records: list[bytes], cuts: list[int]) -> None:
    content = as_file(records)
    path = tmp_path / "events"
    path.write_bytes(b"")
    file = RecordFile(path)
    found: list[bytes] = []
    for end in [*sorted(cut % (len(content) + 1) for cut in cuts), len(content)]:
        with open(path, "r+b") as grown:
            grown.write(content[:end])
        found += file.read()
        assert found == whole_within(records, end)
    assert found == records


@one_folder
@given(RECORDS.filter(bool), st.integers(0, 1 << 30), st.integers(1, 255))
@example([b"a", b"b", b"c"], 5, 1)  # the length of the first record
def test_a_flipped_byte_costs_its_own_record(tmp_path: Path, records: list[bytes], at: int, flip: int) -> None:
    content = bytearray(as_file(records))
    at %= len(content)
    content[at] ^= flip
    path = tmp_path / "events"
    path.write_bytes(bytes(content))
    file = RecordFile(path)
    found = list(file.read())
    hit = len(whole_within(records, at))
    assert found == records[:hit] + records[hit + 1 :]
    assert file.damaged_bytes + file.torn_bytes == len(records[hit]) + BYTES_AROUND


def test_what_was_lost_does_not_hide_what_comes(tmp_path: Path) -> None:
    content = bytearray(as_file([b"one", b"two"]))
    content[len(b"one") + BYTES_AROUND] ^= 1  # the length of the second
    path = tmp_path / "events"
    path.write_bytes(bytes(content))
    file = RecordFile(path)
    assert list(file.read()) == [b"one"]
    with open(path, "ab") as grown:
        grown.write(as_file([b"three"]))
    assert list(file.read()) == [b"three"]
    assert list(file.read()) == []


def test_a_file_that_took_the_place_of_another_is_read_from_its_beginning(tmp_path: Path) -> None:
    path = tmp_path / "events"
    path.write_bytes(as_file([b"a long first record", b"two"]))
    file = RecordFile(path)
    assert len(list(file.read())) == 2
    path.write_bytes(as_file([b"new"]))
    assert list(file.read()) == [b"new"]


def test_a_file_that_is_gone(tmp_path: Path) -> None:
    file = RecordFile(tmp_path / "events")
    with pytest.raises(FileNotFoundError):
        list(file.read())
    assert file.torn_bytes == 0


def test_memory_is_that_of_a_record_and_not_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "events"
    record = bytes(range(256)) * 4096
    once = as_file([record])
    with open(path, "wb") as file:
        for _ in range(24):
            file.write(once)
    tracemalloc.start()
    assert sum(len(found) for found in RecordFile(path).read()) == 24 << 20
    _, peak_bytes = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak_bytes < 12 << 20
