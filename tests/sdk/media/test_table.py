"""Tables: of rows, of frames, with every kind of cell."""

from __future__ import annotations

import math
from typing import Any

import msgspec
import numpy as np
import pandas
import polars
import pyarrow
import pytest

import runstone as rs
from reading import read_records
from runstone.blobs.store import BlobStore
from runstone.model.home import Home
from runstone.model.records import MediaLogged


def content(home: Home, value: Any) -> dict[str, Any]:
    with rs.init("p", id="r") as run:
        run.log({"t": value})
    (record,) = [record for record in read_records(home, "r") if isinstance(record, MediaLogged)]
    assert (record.type, record.mime) == ("table", "application/json")
    found: dict[str, Any] = msgspec.json.decode(BlobStore(home).get(record.sha256))
    assert record.facts == {"rows": len(found["rows"]), "columns": len(found["columns"])}
    return found


def test_rows_of_every_kind_of_cell(home: Home) -> None:
    table = rs.Table(columns=["class", "recall"], rows=[[np.int64(3), np.float32(0.5)]])
    table.add_data("x", math.nan)
    table.add_row(None, True)
    assert content(home, table) == {
        "columns": ["class", "recall"],
        "rows": [[3, 0.5], ["x", {"$float": "NaN"}], [None, True]],
    }


@pytest.mark.parametrize("frame", [pandas.DataFrame, polars.DataFrame, pyarrow.table])
def test_frames_of_every_library(home: Home, frame: Any) -> None:
    assert content(home, frame({"a": [1, 2], "b": ["x", "y"]})) == {"columns": ["a", "b"], "rows": [[1, "x"], [2, "y"]]}


def test_columns_are_numbered_where_nobody_names_them(home: Home) -> None:
    assert content(home, rs.Table(rows=np.eye(2)))["columns"] == ["column 0", "column 1"]


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: rs.Table(["a"], [[1, 2]]), "2 cells does not fit 1 columns"),
        (lambda: rs.Table(["a", "a"]), "not all different"),
        (lambda: rs.Table(["a"], dataframe=pandas.DataFrame()), "not both"),
        (lambda: rs.Table(dataframe=3), "no data frame"),
    ],
)
def test_what_is_no_table(make: Any, says: str) -> None:
    with pytest.raises(rs.BadValue, match=says):
        make()
