"""Tables: of rows, of frames, with every kind of cell; logged once, again, or row by row."""

from __future__ import annotations

import io
import math
from collections.abc import Callable
from datetime import datetime
from typing import Any

import msgspec
import numpy as np
import pandas
import PIL.Image
import polars
import pyarrow
import pytest

import runstone as rs
from reading import LogOne
from runstone.api import StoredMedia
from runstone.encoding.table import MIME, TableReader
from runstone.model.home import Home


def content(item: StoredMedia) -> tuple[list[str], list[str], list[list[Any]]]:
    """Names, types and rows; the facts tell the same."""
    assert (item.item.type, item.item.mime) == ("table", MIME)
    reader = TableReader(item.read())
    names, types = reader.names, [head.type for head in reader.columns]
    assert item.item.facts["columns"] == [{"name": name, "type": kind} for name, kind in zip(names, types, strict=True)]
    assert item.item.facts["rows"] == reader.rows
    return names, list(types), reader.cells()


def test_rows_of_every_kind_of_cell(log_one: LogOne) -> None:
    table = rs.Table(columns=["class", "recall", "good", "note"], rows=[[np.int64(3), np.float32(0.5), True, "ä"]])
    table.add_data(4, math.nan, None, None)
    table.add_row(None, math.inf, False, "")
    names, types, rows = content(log_one(table))
    assert (names, types) == (["class", "recall", "good", "note"], ["integer", "number", "boolean", "text"])
    assert repr(rows) == repr([[3, 0.5, True, "ä"], [4, math.nan, None, None], [None, math.inf, False, ""]])


def test_cells_of_several_kinds_stay_what_they_are(log_one: LogOne) -> None:
    table = rs.Table(["x"], [[1], ["a"], [None], [[1, {"b": math.nan}]], [1 << 80], [{3, 1}]])
    assert repr(content(log_one(table))[2]) == repr(
        [[1], ["a"], [None], [[1, {"b": math.nan}]], [str(1 << 80)], [[1, 3]]]
    )


@pytest.mark.parametrize("frame", [pandas.DataFrame, polars.DataFrame, pyarrow.table])
@pytest.mark.parametrize(
    "make",
    [
        lambda frame: frame,
        lambda frame: rs.Table(frame),
        lambda frame: rs.Table(data=frame),
        lambda frame: rs.Table(dataframe=frame),
    ],
)
def test_frames_of_every_library_in_every_way(log_one: LogOne, frame: Any, make: Any) -> None:
    native = frame({"a": [1, 2], "b": ["x", None], "c": [0.5, math.inf], "d": [True, False]})
    names, types, rows = content(log_one(make(native)))
    assert (names, types) == (["a", "b", "c", "d"], ["integer", "text", "number", "boolean"])
    assert rows == [[1, "x", 0.5, True], [2, None, math.inf, False]]


def test_gaps_and_nan_of_a_frame_are_two_things(log_one: LogOne) -> None:
    frame = polars.DataFrame({"i": [1, None], "f": [math.nan, None], "b": [None, True], "t": [None, ["x"]]})
    assert repr(content(log_one(frame))[2]) == repr([[1, math.nan, None, None], [None, None, True, ["x"]]])
    assert math.isnan(content(log_one(pandas.DataFrame({"f": [math.nan]})))[2][0][0])
    nullable = pandas.DataFrame({"i": pandas.array([1, None], dtype="Int64")})
    assert content(log_one(nullable))[1:] == (["integer"], [[1], [None]])


def test_other_columns_of_frames(log_one: LogOne) -> None:
    times = polars.DataFrame({"t": [datetime(2024, 5, 1, 12)], "u": [2**64 - 1]}, schema_overrides={"u": polars.UInt64})
    assert content(log_one(times))[2] == [["2024-05-01 12:00:00", str(2**64 - 1)]]
    categories = pandas.DataFrame({"c": pandas.Categorical(["x", "y", "x"]), 5: [1, 2, 3]})
    assert content(log_one(categories))[::2] == (["c", "5"], [["x", 1], ["y", 2], ["x", 3]])


@pytest.mark.parametrize("rows", [np.eye(2), [[1.0, 0.0], [0.0, 1.0]]])
def test_rows_alone_have_numbered_columns(log_one: LogOne, rows: Any) -> None:
    for table in (rs.Table(rows=rows), rs.Table(data=rows), rs.Table(rows)):
        assert content(log_one(table)) == (["column 0", "column 1"], ["number", "number"], [[1.0, 0.0], [0.0, 1.0]])


def test_nothing_is_a_table_too(log_one: LogOne) -> None:
    assert content(log_one(rs.Table(["a", "b"], [], dtype={"a": float})))[1:] == (["number", "other"], [])
    assert content(log_one(rs.Table())) == ([], [], [])
    assert content(log_one(pandas.DataFrame()))[0] == []


def test_media_stand_in_cells(log_one: LogOne) -> None:
    picture = rs.Image(np.full((2, 3), 7, np.uint8), caption="seven")
    sound = rs.Audio(np.zeros(8), 8)
    table = rs.Table(["id", "image", "any"])
    table.add_row(1, picture, sound)
    table.add_row(2, PIL.Image.new("RGB", (4, 5)), rs.Histogram([1, 2, 3], bins=2))
    table.add_row(3, picture, rs.Html("<b>x</b>"))
    table.add_row(4, None, None)
    item = log_one(table)
    _, types, rows = content(item)
    assert types == ["integer", "media", "media"]
    assert (
        rows[0][1]
        == rows[2][1]
        == {"media": "image", "caption": "seven", "facts": {"width": 3, "height": 2}, "part": rows[0][1]["part"]}
    )
    assert rows[3] == [4, None, None]
    assert rows[1][2]["facts"]["counts"] == [1, 2]
    assert "part" not in rows[1][2]
    assert PIL.Image.open(io.BytesIO(item.read(rows[0][1]["part"]))).getpixel((2, 1)) == 7
    assert PIL.Image.open(io.BytesIO(item.read(rows[1][1]["part"]))).size == (4, 5)
    assert item.read(rows[2][2]["part"]) == b"<b>x</b>"
    assert item.read(rows[0][2]["part"]).startswith(b"RIFF")
    assert len(item.item.parts) == 4
    with pytest.raises(rs.BadQuery, match=r"no part 'cell/99'\. It has cell/0"):
        item.read("cell/99")


def test_a_raw_image_in_a_cell_is_encoded(log_one: LogOne) -> None:
    pixels = np.random.default_rng(0).integers(0, 255, (200, 200, 3), dtype=np.uint8)
    item = log_one(rs.Table(["image"], [[rs.Image(pixels)]]))
    (part,) = item.item.parts
    assert np.array_equal(np.asarray(PIL.Image.open(io.BytesIO(item.read(part)))), pixels)


def test_reading_a_table_that_one_makes() -> None:
    table = rs.Table(["a", "b"], [[1, "x"], [2, None]])
    table.add_column("c", np.array([0.5, 1.5]))
    assert table.columns == ["a", "b", "c"]
    assert table.rows == list(table) == [[1, "x", 0.5], [2, None, 1.5]]
    assert list(table.iterrows()) == [(0, [1, "x", 0.5]), (1, [2, None, 1.5])]
    assert len(table) == 2
    assert table.get_column("b") == ["x", None]
    assert table.get_column("c", convert_to="numpy").dtype == np.float64
    frame = table.get_dataframe()
    assert (list(frame.columns), len(frame)) == (["a", "b", "c"], 2)
    table.add_row(3, "y", 2)
    assert table.get_column("c") == [0.5, 1.5, 2]
    first = rs.Table()
    first.add_column("a", ["x"])
    assert first.rows == [["x"]]


def test_an_immutable_table_stays_as_it_was_logged(home: Home) -> None:
    table = rs.Table(["a"], [[1]])
    with rs.init("p", id="r") as run:
        run.log({"t": table}, step=1)
        with pytest.raises(rs.BadValue, match="mode='mutable' or 'incremental'"):
            table.add_row(2)
        with pytest.raises(rs.BadValue, match="mode='mutable'"):
            table.add_column("b", [1])
        run.log({"t": table}, step=2)
    first, second = rs.Api(home.path).run("r").media("t")
    assert first.item.sha256 == second.item.sha256


def test_a_mutable_table_is_logged_as_it_is_each_time(home: Home) -> None:
    table = rs.Table(["a"], [[1]], mode="mutable")
    with rs.init("p", id="r") as run:
        run.log({"t": table}, step=1)
        table.add_row(2)
        table.add_column("b", ["x", "y"])
        run.log({"t": table}, step=2)
    first, second = rs.Api(home.path).run("r").media("t")
    assert TableReader(first.read()).cells() == [[1]]
    assert TableReader(second.read()).cells() == [[1, "x"], [2, "y"]]


def test_an_incremental_table_writes_new_rows_and_is_read_as_a_whole(home: Home) -> None:
    table = rs.Table(["a", "b"], mode="incremental")
    with rs.init("p", id="r") as run:
        for step in range(4):
            table.add_row(step, step / 2 if step % 2 else step)
            run.log({"t": table}, step=step)
        run.log({"other": table}, step=9)
        with pytest.raises(rs.BadValue, match="mode='mutable'"):
            table.add_column("c", [1] * 4)
        table.add_row(4, None)
        run.log({"t": table}, step=3)  # the item at step 3 is hidden by this one, and its rows are not
    with rs.init(id="r", resume="must") as run:
        run.log({"t": rs.Table(["a"], [[5]], mode="incremental")}, step=10)
    stored = rs.Api(home.path).run("r")
    assert [item.item.facts["rows"] for item in stored.media("t")] == [1, 1, 1, 2, 1]
    tables = [item.table("polars").rows() for item in stored.media("t")]
    assert tables[1] == [(0, 0.0), (1, 0.5)]
    assert tables[3] == [(0, 0.0), (1, 0.5), (2, 2.0), (3, 1.5), (4, None)]
    assert tables[4] == [*tables[3], (5, None)]
    assert len(stored.media("other")[0].table("pandas")) == 4


def test_media_of_rows_that_come_one_by_one_have_names_of_their_own(home: Home) -> None:
    table = rs.Table(["image"], mode="incremental")
    with rs.init("p", id="r") as run:
        for grey in (1, 2):
            table.add_row(rs.Image(np.full((2, 2), grey, np.uint8)))
            run.log({"t": table})
    first, second = rs.Api(home.path).run("r").media("t")
    names = [msgspec.json.decode(cell)["part"] for (cell,) in second.table("polars").rows()]
    assert (list(first.item.parts), list(second.item.parts)) == (names[:1], names[1:])
    assert [item.image(name).getpixel((0, 0)) for item, name in zip((first, second), names, strict=True)] == [1, 2]


def test_columns_hold_what_they_were_promised_to() -> None:
    table = rs.Table(["a", "b"], dtype=[float, "text"], optional={"b": False})
    table.add_row(1, "x")
    table.add_row(None, "y")
    for row, says in (
        (["x", "y"], "column 'a' takes number, not 'x'"),
        ([True, "y"], "column 'a' takes number, not True"),
        ([1.5, None], "column 'b' takes no None"),
    ):
        with pytest.raises(rs.BadValue, match=says):
            table.add_row(*row)
    assert table.rows == [[1, "x"], [None, "y"]]
    with pytest.raises(rs.BadValue, match="column 'image' takes Image, not 3"):
        rs.Table(["image"], [[3]], dtype=rs.Image)
    rs.Table(["image"], [[rs.Image(np.zeros((2, 2)))]], dtype="media")


def test_a_promised_number_is_one_whatever_its_cells(log_one: LogOne) -> None:
    assert content(log_one(rs.Table(["a"], [[1], [None]], dtype=float)))[1:] == (["number"], [[1.0], [None]])
    assert content(log_one(rs.Table(["a"], [[None]], dtype=str)))[1:] == (["text"], [[None]])


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: rs.Table(["a"], [[1, 2]]), "2 cells does not fit 1 columns"),
        (lambda: rs.Table(rows=[[1, 2], [1]]), "1 cells does not fit 2 columns"),
        (lambda: rs.Table(["a"], np.eye(2)), "2 cells does not fit 1 columns"),
        (lambda: rs.Table(["a"], np.zeros(3)), "no rows and columns"),
        (lambda: rs.Table(["a"], ["x", "y"]), "'x' is no row"),
        (lambda: rs.Table(["a"], [3]), "3 is no row"),
        (lambda: rs.Table(["a", "a"]), "not all different"),
        (lambda: rs.Table(["a"], dataframe=pandas.DataFrame()), "not both"),
        (lambda: rs.Table(["a"], [[1]], data=[[1]]), "not both"),
        (lambda: rs.Table(dataframe=3), "no data frame"),
        (lambda: rs.Table(dataframe=pandas.DataFrame([[1, 2]], columns=["a", "a"])), "no data frame"),
        (lambda: rs.Table(["a"], mode="other"), "expected one of immutable"),
        (lambda: rs.Table(["a"], dtype="words"), "dtype 'words'"),
        (lambda: rs.Table(["a"], [[1]]).add_column("a", [2]), "a column 'a' already"),
        (lambda: rs.Table(["a"], [[1]]).add_column("b", [2, 3]), "a column of 2 cells does not fit 1 rows"),
        (lambda: rs.Table(["a"]).get_column("b"), "no column 'b'; there are a"),
        (lambda: rs.Table(["a"]).add_row(), "0 cells does not fit"),
    ],
)
def test_what_is_no_table(make: Callable[[], object], says: str) -> None:
    with pytest.raises(rs.BadValue, match=says):
        make()


def test_a_table_in_a_cell_is_an_error(log_one: LogOne) -> None:
    with pytest.raises(rs.BadValue, match="a table cannot stand in a cell"):
        log_one(rs.Table(["a"], [[rs.Table(["b"])]]))


def test_tables_of_earlier_versions_are_read_as_frames(home: Home) -> None:
    from recorder import Recorder
    from runstone.blobs.store import BlobStore
    from runstone.model.records import MediaLogged

    stored = BlobStore(home).put(msgspec.json.encode({"columns": ["a", "b"], "rows": [[1, "x"], [2, None]]}))
    old = Recorder(home, "r")
    facts = {"rows": 2, "columns": 2}
    old.event(MediaLogged, key="t", step=1, type="table", mime="application/json", facts=facts, **stored._asdict())
    old.finish()
    (item,) = rs.Api(home.path).run("r").media()
    assert item.table("polars").rows() == [(1, "x"), (2, None)]
