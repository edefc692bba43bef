"""The reading benchmarks run, and what they write in bulk is what the SDK would have written."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from bench.read import __main__ as reading
from bench.read import journals, report

from runstone.journal.reader import JournalReader
from runstone.journal.writer import JournalWriter
from runstone.model.home import Home


def chunk(columns: int) -> journals.Chunk:
    """Ten rows of so many columns, among them values that are no numbers."""
    steps = np.arange(-3, 7, dtype=np.int64)
    values = np.random.default_rng(columns).standard_normal((len(steps), columns))
    values[2, 0], values[5, -1] = np.nan, np.inf
    names = tuple(f"metric_{number}" for number in range(columns))
    return journals.Chunk(names, steps, journals.START_TIME + steps * 10, values)


@pytest.mark.parametrize("columns", [1, 10, 100])
def test_rows_in_bulk_are_byte_for_byte_those_of_the_writer(home: Home, columns: int) -> None:
    rows = chunk(columns)
    writer = JournalWriter(home, "a1")
    layout = writer.layout(rows.names)
    before = writer.offset
    for step, time, values in zip(rows.steps.tolist(), rows.times.tolist(), rows.values.tolist(), strict=True):
        writer.row(layout, step, values, time)
    written = home.journal_path("a1", writer.writer).read_bytes()[before:]
    writer.close()
    assert journals.rows(layout.number, rows) == written


def test_a_run_in_bulk_is_read_whole(home: Home) -> None:
    rows = chunk(3)
    home.runs_path.mkdir(parents=True)
    head = journals.RunHead(1, "a1", "demo", "DEM-1", {"lr": 0.1})
    assert journals.write_run(home, head, [rows]) == rows.values.size
    (path,) = home.journals("a1")
    (piece,) = JournalReader(path).pieces()
    assert not piece.damage
    assert piece.tail_bytes == 0
    assert [type(record).__name__ for record in piece.records] == ["Opened", "Started", "StateChanged", "Closed"]
    np.testing.assert_array_equal(piece.rows[0].values, rows.values)


@pytest.mark.slow
def test_every_part_of_the_benchmark_runs_and_its_engines_agree(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(report, "RESULTS", tmp_path / "results")
    sizes = ["--points", "50k", "--runs", "300", "--budget", "0.02", "--data", str(tmp_path / "data")]
    assert reading.main(["--quick", *sizes]) == 0
    (written,) = (tmp_path / "results").iterdir()
    answers = json.loads(written.read_text())["answers"]
    assert {answer["part"] for answer in answers} >= {"points", "runs", "FastTrackML"}
    assert all(answer["engines"]["runstone"]["calls"] > 0 for answer in answers)
    assert "Runstone" in capsys.readouterr().out
    assert not (tmp_path / "data" / "points-50000" / "home" / "runs" / "busy").exists()
