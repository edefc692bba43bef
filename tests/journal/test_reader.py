"""The reader: everything that was not damaged is read, and what was is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from reading import read_pieces
from runstone.journal import frames, seal
from runstone.journal import reader as reader_module
from runstone.journal.reader import JournalReader
from runstone.journal.writer import JournalWriter
from runstone.model.errors import FormatTooNew, JournalDamaged
from runstone.model.home import Home
from runstone.model.records import Closed, ConfigUpdated, Unknown


@pytest.fixture
def journal(home: Home) -> Path:
    """A journal with two kinds of rows that take turns, and records between them."""
    writer = JournalWriter(home, "r")
    for step in range(200):
        writer.row(writer.layout(("a", "b")), step, [float(step), 0.5])
        if step % 10 == 0:
            writer.row(writer.layout(("val",)), step, [1.0])
        if step % 50 == 0:
            writer.event(ConfigUpdated(time=writer.now(), changes={"at": step}))
    writer.close()
    return home.journal_path("r", writer.writer)


def steps_of(path: Path, name: str = "a") -> list[int]:
    return [
        step for piece in read_pieces(path) for rows in piece.rows if name in rows.names for step in rows.steps.tolist()
    ]


def test_reading_on_in_small_bites_gives_the_same(journal: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = steps_of(journal)
    data = journal.read_bytes()
    grown = journal.with_name("grown.journal")
    reader = JournalReader(grown)
    steps: list[int] = []
    for end in range(0, len(data) + 97, 97):
        grown.write_bytes(data[:end])
        for piece in reader.pieces():
            assert not piece.damage
            steps += [step for rows in piece.rows if "a" in rows.names for step in rows.steps.tolist()]
        reader = JournalReader(grown, reader.offset, reader.definitions)
    assert steps == whole == list(range(200))


def test_a_frame_larger_than_a_piece_is_read(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader_module, "PIECE_BYTES", 256)
    writer = JournalWriter(home, "r")
    writer.event(ConfigUpdated(time=writer.now(), changes={"text": "x" * 5000}))
    writer.close()
    records = [record for piece in read_pieces(home.journals("r")[0]) for record in piece.records]
    assert isinstance(records[1], ConfigUpdated)
    assert isinstance(records[2], Closed)


@pytest.mark.parametrize("where", range(8, 2000, 61))
def test_a_flipped_byte_costs_its_own_frame_alone(journal: Path, where: int) -> None:
    data = bytearray(journal.read_bytes())
    before = sum(len(piece.records) + sum(len(rows.steps) for rows in piece.rows) for piece in read_pieces(journal))
    data[where] ^= 0x10
    journal.write_bytes(data)
    pieces = read_pieces(journal)
    after = sum(len(piece.records) + sum(len(rows.steps) for rows in piece.rows) for piece in pieces)
    damage = [damage for piece in pieces for damage in piece.damage]
    assert len(damage) == 1
    assert damage[0].offset <= where < damage[0].offset + damage[0].size_bytes
    assert after >= before - 1  # a definition that is lost costs names, not rows


def test_a_lost_definition_keeps_the_points_under_a_name_that_says_so(home: Home) -> None:
    writer = JournalWriter(home, "r")
    layout = writer.layout(("a",))
    writer.row(layout, 1, [2.0])
    writer.close()
    path = home.journals("r")[0]
    data = path.read_bytes()
    at = data.index(frames.layout_frame(0, [0]))
    path.write_bytes(data[: at + 12] + b"\x07" + data[at + 13 :])
    (rows,) = [rows for piece in read_pieces(path) for rows in piece.rows]
    assert rows.names == ("lost-layout-0-0",)
    assert rows.values.tolist() == [[2.0]]


@pytest.mark.parametrize("cut", [1, 5, 9, 30, 100, 1001])
def test_a_torn_tail_is_left_and_measured(journal: Path, cut: int) -> None:
    data = journal.read_bytes()
    journal.write_bytes(data[:-cut])
    pieces = read_pieces(journal)
    assert sum(piece.tail_bytes for piece in pieces) + pieces[-1].end == len(data) - cut
    assert not any(piece.damage for piece in pieces)


def test_zeros_after_a_power_cut_are_a_tail(journal: Path) -> None:
    journal.write_bytes(journal.read_bytes() + bytes(4096))
    assert steps_of(journal) == list(range(200))
    assert read_pieces(journal)[-1].tail_bytes == 4096


def test_no_journal_at_all(tmp_path: Path) -> None:
    path = tmp_path / "x.journal"
    path.write_text("these are my notes, and no frame is in them")
    with pytest.raises(JournalDamaged, match="magic number"):
        read_pieces(path)


def test_an_empty_file_is_a_journal_that_begins(tmp_path: Path) -> None:
    path = tmp_path / "x.journal"
    path.write_bytes(b"")
    assert read_pieces(path) == []


def test_a_later_format_is_refused_with_the_way_out(journal: Path) -> None:
    data = bytearray(journal.read_bytes())
    data[7] = 9
    journal.write_bytes(data)
    with pytest.raises(FormatTooNew, match="pip install -U runstone"):
        read_pieces(journal)


def test_a_damaged_magic_number_costs_nothing_but_itself(journal: Path) -> None:
    data = bytearray(journal.read_bytes())
    data[1] ^= 1
    journal.write_bytes(data)
    assert steps_of(journal) == list(range(200))


def test_a_record_of_a_later_version_is_skipped(home: Home) -> None:
    writer = JournalWriter(home, "r")
    payload = b"\x83\xa2is\xa8hologram\xa4time\x05\xa1x\x01"
    writer._append(frames.frame(frames.Kind.EVENT, payload))
    writer.close()
    records = [record for piece in read_pieces(home.journals("r")[0]) for record in piece.records]
    assert records[1] == Unknown(kind="hologram", time=5)


def test_sealed_is_the_same_and_comes_back(journal: Path) -> None:
    data = journal.read_bytes()
    sealed = seal.seal(journal)
    assert not journal.exists()
    assert seal.original_bytes(sealed) == len(data)
    assert seal.read(sealed, 100, 1000) == data[100:1100]
    assert steps_of(sealed) == list(range(200))
    assert seal.unseal(sealed).read_bytes() == data
    assert not sealed.exists()


def test_a_damaged_block_of_a_sealed_journal_costs_that_block_alone(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seal, "BLOCK_BYTES", 4096)
    writer = JournalWriter(home, "r")
    layout = writer.layout(("a",))
    for step in range(2000):
        writer.row(layout, step, [float(step)])
    writer.close()
    sealed = seal.seal(home.journals("r")[0])
    data = bytearray(sealed.read_bytes())
    data[len(data) // 3] ^= 0xFF
    sealed.write_bytes(data)
    steps = steps_of(sealed)
    assert 1000 < len(steps) < 2000
    assert any(piece.damage for piece in read_pieces(sealed))


def test_a_damaged_journal_is_sealed_as_it_is(journal: Path) -> None:
    data = bytearray(journal.read_bytes())
    data[700] ^= 1
    journal.write_bytes(data)
    assert seal.unseal(seal.seal(journal)).read_bytes() == bytes(data)
