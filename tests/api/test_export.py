"""What was exported is what was recorded: each format gives every value back, and tells NaN from a gap."""

from __future__ import annotations

import csv
import io
import math
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import runstone as rs
from api.conftest import LINES, Open
from property_settings import examples
from recorder import Recorder
from runstone.api import Api
from runstone.api.columns import Kind, column, join
from runstone.api.export.csv import CsvFile
from runstone.api.export.export import Progress
from runstone.api.export.jsonl import JsonlFile
from runstone.api.export.parquet import ParquetFile
from runstone.api.export.tables import gathered
from runstone.model.home import Home
from runstone.model.values import from_json

Row = dict[str, Any]

INT64 = st.integers(-(1 << 63), (1 << 63) - 1)
# What a text may hold in a record: anything that is UTF-8.
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
CELLS: dict[Kind, st.SearchStrategy[Any]] = {
    "text": TEXT,
    "texts": st.lists(TEXT, max_size=3),
    "int": INT64,
    "float": st.floats(),
    "bool": st.booleans(),
    "time": INT64,
}
KINDS: dict[str, Kind] = {f'a "{kind}", quoted': kind for kind in CELLS}
ROWS = st.lists(
    st.tuples(*(CELLS[kind] if kind == "texts" else st.none() | CELLS[kind] for kind in KINDS.values())), max_size=20
)


def read_csv(data: bytes, kinds: dict[str, Kind]) -> list[Row]:
    """As a reader would who knows the kinds."""
    read: dict[Kind, Callable[[str], Any]] = {
        "text": str,
        "texts": msgspec.json.decode,
        "int": int,
        "float": float,
        "bool": lambda cell: {"true": True, "false": False}[cell],
        "time": int,
    }
    header, *rows = csv.reader(io.StringIO(data.decode(), newline=""), strict=True)
    assert header == list(kinds)
    return [
        {name: read[kind](cell) if cell else None for (name, kind), cell in zip(kinds.items(), row, strict=True)}
        for row in rows
    ]


def read_jsonl(data: bytes, kinds: dict[str, Kind]) -> list[Row]:
    return [from_json(msgspec.json.decode(line)) for line in data.split(b"\n")[:-1]]


def read_parquet(data: bytes, kinds: dict[str, Kind]) -> list[Row]:
    rows: list[Row] = pq.read_table(io.BytesIO(data)).to_pylist()
    return rows


FORMATS: dict[str, Any] = {
    "csv": (CsvFile, read_csv),
    "jsonl": (JsonlFile, read_jsonl),
    "parquet": (ParquetFile, read_parquet),
}


def same(left: Any, right: Any) -> bool:
    if isinstance(left, float) and isinstance(right, float):
        return np.float64(left).tobytes() == np.float64(right).tobytes() or (math.isnan(left) and math.isnan(right))
    return type(left) is type(right) and bool(left == right)


@pytest.mark.parametrize("name", FORMATS)
@given(parts=st.lists(ROWS, max_size=3))
@settings(max_examples=examples(25), deadline=None)
def test_every_value_comes_back(name: str, parts: list[list[tuple[Any, ...]]]) -> None:
    kind, read = FORMATS[name]
    out = io.BytesIO()
    file = kind(out, KINDS, False)
    for rows in parts:
        cells = list(zip(*rows, strict=True)) if rows else [[] for _ in KINDS]
        if rows:
            file.write({label: column(kind, list(cells[at])) for at, (label, kind) in enumerate(KINDS.items())})
    file.close()
    wanted = [dict(zip(KINDS, row, strict=True)) for rows in parts for row in rows]
    if name == "csv":  # the one thing that a plain reader cannot tell
        wanted = [{label: None if value == "" else value for label, value in row.items()} for row in wanted]
    found = read(out.getvalue(), KINDS)
    assert [list(row) for row in found] == [list(row) for row in wanted]
    for given_row, found_row in zip(wanted, found, strict=True):
        for label in KINDS:
            assert same(given_row[label], found_row[label]), (label, given_row[label], found_row[label])


def test_an_empty_text_is_no_gap() -> None:
    out = io.BytesIO()
    file = CsvFile(out, {"id": "text", "text": "text"}, False)
    file.write({"id": column("text", ["a", "b"]), "text": column("text", ["", None])})
    assert out.getvalue() == b'id,text\na,""\nb,\n'


@pytest.mark.parametrize("name", FORMATS)
def test_times_may_be_iso(name: str) -> None:
    kind, _ = FORMATS[name]
    out = io.BytesIO()
    file = kind(out, {"time": "time"}, True)
    file.write({"time": column("time", [1_790_000_000_000_001, None, -1])})
    file.close()
    data = out.getvalue()
    if name == "parquet":
        times = pq.read_table(io.BytesIO(data))["time"]
        assert str(times.type) == "timestamp[us, tz=UTC]"
        assert [None if time is None else time.isoformat() for time in times.to_pylist()] == [
            "2026-09-21T14:13:20.000001+00:00",
            None,
            "1969-12-31T23:59:59.999999+00:00",
        ]
    else:
        assert b"2026-09-21T14:13:20.000001Z" in data
        assert b"1969-12-31T23:59:59.999999Z" in data


@pytest.mark.usefixtures("runs")
@pytest.mark.parametrize("name", FORMATS)
def test_points_of_a_home_or_a_server(open_api: Open, tmp_path: Path, name: str) -> None:
    api = open_api()
    target = tmp_path / f"points.{name}"
    done = api.export(target, metrics=["odd", "l*"])
    kinds: dict[str, Kind] = {"run": "text", "metric": "text", "step": "int", "time": "time", "value": "float"}
    rows = FORMATS[name][1](target.read_bytes(), kinds)
    assert done == (4, len(rows))
    found: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        found.setdefault((row["run"], row["metric"]), []).append(row)
    assert set(found) == {("base", "odd"), ("base", "loss"), ("child", "odd"), ("child", "loss"), ("a/b", "loss")}
    for (run, metric), points in found.items():
        steps, times, values = api.run(run).series(metric)
        np.testing.assert_array_equal([row["step"] for row in points], steps)
        np.testing.assert_array_equal([row["time"] for row in points], times)
        np.testing.assert_array_equal([row["value"] for row in points], values)


@pytest.mark.usefixtures("runs")
def test_history_tells_nan_from_a_gap(open_api: Open, tmp_path: Path) -> None:
    api = open_api()
    target = tmp_path / "history.parquet"
    api.export(target, "history", runs=["base", "a/b"], lo=7, hi=10)
    table = pq.read_table(target)
    assert table.column_names == ["run", "step", "time", "loss", "odd", "step (metric)", "val/acc"]
    assert table["run"].to_pylist() == ["base"] * 4
    assert table["val/acc"].to_pylist() == [None, None, None, 0.1]
    assert math.isnan(table["odd"][0].as_py())
    assert table["odd"].null_count == 0
    assert table["step (metric)"].null_count == 4


@pytest.mark.usefixtures("runs")
def test_runs_logs_texts_and_media(open_api: Open, tmp_path: Path) -> None:
    api = open_api()

    def rows(what: Any, **options: Any) -> list[Row]:
        target = tmp_path / "rows.jsonl"
        api.export(target, what, overwrite=True, **options)
        return read_jsonl(target.read_bytes(), {})

    found = {row["id"]: row for row in rows("runs", sort="name")}
    assert list(found) == ["base", "child", "a/b", "said"]
    assert found["base"]["config.model/width"] == 64
    assert found["a/b"]["config.seed"] == (1 << 62) + 1
    assert found["a/b"]["config.lr"] == math.inf
    assert math.isnan(found["a/b"]["summary.best"])
    assert found["said"]["config.lr"] is None
    assert (found["child"]["parent"], found["child"]["parent_step"]) == ("base", 49)
    assert found["base"]["tags"] == ["baseline"]
    assert [row["id"] for row in rows("runs", runs=["base", "4"])] == ["base", "said"]
    lines = rows("logs", filter="talker")
    assert len(lines) == LINES + 1
    assert [lines[-1][name] for name in ("run", "line", "stream", "text")] == ["said", LINES, "stderr", "ouch"]
    assert [(row["step"], row["text"]) for row in rows("texts", runs=["base"])] == [(10, "warm-up"), (90, "cooling")]
    (item,) = rows("media", project="cv", filter="base")
    assert (item["key"], item["caption"], item["mime"]) == ("picture", "an eye", "image/png")
    assert msgspec.json.decode(item["facts"])["width"] == 8


def test_a_column_that_runs_disagree_on_is_text(
    open_home: Open, record: Callable[..., Recorder], tmp_path: Path
) -> None:
    for number, value in enumerate([1, 2.5, "auto", None, [1, float("nan")], True]):
        record(f"r{number}", config={"x": value, "y": number, "z": number if number else 0.5})
    target = tmp_path / "runs.csv"
    open_home().export(target, "runs", sort="name")
    rows = list(csv.DictReader(io.StringIO(target.read_text())))
    assert [row["config.x"] for row in rows] == ["1", "2.5", "auto", "", '[1,{"$float":"NaN"}]', "true"]
    assert [row["config.y"] for row in rows] == ["0", "1", "2", "3", "4", "5"]
    assert [row["config.z"] for row in rows] == ["0.5", "1.0", "2.0", "3.0", "4.0", "5.0"]


@pytest.mark.usefixtures("runs")
def test_an_export_of_nothing_has_its_columns(open_home: Open, tmp_path: Path) -> None:
    for what in ("points", "history", "runs", "logs", "texts", "media"):
        for name in FORMATS:
            target = tmp_path / f"{what}.{name}"
            assert open_home().export(target, what, project="nowhere") == (0, 0)  # type: ignore[arg-type]
    assert (tmp_path / "points.csv").read_text() == "run,metric,step,time,value\n"
    assert pq.read_table(tmp_path / "logs.parquet").column_names == ["run", "line", "time", "stream", "text"]


@pytest.mark.usefixtures("runs")
def test_progress_is_told(open_home: Open, tmp_path: Path) -> None:
    told: list[Progress] = []
    done = open_home().export(tmp_path / "points.csv", on_progress=told.append)
    assert [reached.runs for reached in told][:4] == [1, 2, 3, 4]
    assert {reached.of_runs for reached in told} == {4}
    assert told[-1].rows == done.rows


@pytest.mark.usefixtures("runs")
def test_what_is_there_is_not_overwritten(open_home: Open, tmp_path: Path) -> None:
    target = tmp_path / "points.csv"
    target.write_text("precious")
    with pytest.raises(rs.Misuse, match=r"there already.*--force"):
        open_home().export(target)
    assert target.read_text() == "precious"
    with pytest.raises(rs.RunNotFound):
        open_home().export(target, runs=["nobody"], overwrite=True)
    assert target.read_text() == "precious"
    open_home().export(target, overwrite=True)
    assert target.read_text().startswith("run,metric")


def test_bad_wishes_are_told_before_the_work(open_home: Open, tmp_path: Path) -> None:
    api = open_home()
    with pytest.raises(rs.Misuse, match="does not tell its format"):
        api.export(tmp_path / "points.xlsx")
    with pytest.raises(rs.Misuse, match="no format 'xml'"):
        api.export(tmp_path / "points", format="xml")  # type: ignore[arg-type]
    with pytest.raises(rs.Misuse, match="There are points, history"):
        api.export(tmp_path / "a.csv", "everything")  # type: ignore[arg-type]
    with pytest.raises(rs.Misuse, match="no folder"):
        api.export(tmp_path / "nowhere" / "a.csv")
    with pytest.raises(rs.Misuse, match="no file that could be replaced"):
        api.export(tmp_path, format="csv", overwrite=True)
    with pytest.raises(rs.Misuse, match="not both"):
        api.export(tmp_path / "a.csv", runs=["a"], filter="b")
    assert not [path for path in tmp_path.iterdir() if path.suffix == ".csv"]


@pytest.mark.usefixtures("runs")
def test_an_interrupt_leaves_nothing(open_home: Open, tmp_path: Path) -> None:
    def interrupt(progress: Progress) -> None:
        raise KeyboardInterrupt

    before = sorted(tmp_path.iterdir())
    with pytest.raises(KeyboardInterrupt):
        open_home().export(tmp_path / "points.parquet", on_progress=interrupt)
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize("name", FORMATS)
def test_a_full_disk_leaves_nothing(
    home: Home, record: Callable[..., Recorder], python: Callable[..., Any], tmp_path: Path, name: str
) -> None:
    run = record("a1")
    for step in range(20_000):
        run.log({"loss": math.sqrt(step)}, step)
    run.finish()
    Api(home.path).run("a1")
    (tmp_path / f"points.{name}").write_text("precious")
    done = python(
        "import sys, resource\n"
        "import runstone as rs\n"
        "api = rs.Api()\n"
        "api.runs()\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))\n"
        "try:\n"
        "    api.export(sys.argv[1], overwrite=True)\n"
        "except rs.ExportFailed as error:\n"
        "    print(error)\n",
        f"points.{name}",
    )
    assert "cannot be written (File too large). Nothing is left of it" in done.stdout, done.stderr
    assert (tmp_path / f"points.{name}").read_text() == "precious"
    assert [path for path in os.listdir(tmp_path) if "part" in path] == []


def test_parquet_says_what_it_needs(python: Callable[..., Any]) -> None:
    done = python(
        "import sys\n"
        "sys.modules['pyarrow'] = None\n"
        "import runstone as rs\n"
        "try:\n"
        "    rs.Api().export('points.parquet')\n"
        "except rs.MissingDependency as error:\n"
        "    print(error)\n"
    )
    assert "pip install 'runstone[parquet]'" in done.stdout, done.stderr


def test_short_series_share_a_group() -> None:
    parts = [{"run": column("text", ["a"] * length)} for length in (3, 3, 3, 10, 1)]
    assert [len(part["run"]) for part in gathered(parts, 6, 1000)] == [6, 13, 1]
    assert [len(part["run"]) for part in gathered(parts, 1000, 6)] == [6, 13, 1]
    gaps = join([column("int", [1, None]), column("int", [3])])
    assert gaps.present is not None
    assert (gaps.values[[0, 2]].tolist(), gaps.present.tolist()) == ([1, 3], [True, False, True])  # type: ignore[call-overload]


def test_a_stream_can_be_written_to(open_home: Open, record: Callable[..., Recorder]) -> None:
    record("a1").log({"loss": 0.5}, 3)
    out = io.BytesIO()
    open_home().export(out, format="csv")
    assert out.getvalue().startswith(b"run,metric,step,time,value\na1,loss,3,")
