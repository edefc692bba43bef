"""Tables: rows from anywhere, cells that stay what they were."""

from __future__ import annotations

import json
import math
from typing import Any

import numpy as np
import pytest

from runstone.model.errors import BadValue
from runstone.model.values import from_json
from runstone.sdk.media import Image, Table


def content(table: Table) -> dict[str, Any]:
    data = table.encode().data
    assert isinstance(data, bytes)
    read = from_json(json.loads(data))
    assert isinstance(read, dict)
    return read


TWO_ROWS = {"columns": ["a", "b"], "rows": [[1, "x"], [2, "y"]]}


@pytest.mark.parametrize(
    "table",
    [
        lambda: Table(columns=["a", "b"], data=[[1, "x"], [2, "y"]]),
        lambda: Table(["a", "b"], [(1, "x"), (2, "y")]),
        lambda: Table(data=[{"a": 1, "b": "x"}, {"a": 2, "b": "y"}]),
        lambda: Table(columns=["a", "b"], rows=[{"b": "x", "a": 1, "c": 0}, {"a": 2, "b": "y"}]),
        lambda: Table(data={"a": [1, 2], "b": np.array(["x", "y"])}),
    ],
)
def test_rows_are_taken_from_any_usual_shape(table: Any) -> None:
    made = table()
    assert content(made) == TWO_ROWS
    assert made.encode().facts == {"rows": 2, "columns": 2}


@pytest.mark.parametrize("library", ["pandas", "polars", "pyarrow"])
def test_frames_of_any_library(library: str) -> None:
    module = pytest.importorskip(library)
    make = module.table if library == "pyarrow" else module.DataFrame
    frame = make({"a": [1, 2], "b": ["x", "y"]})
    for table in (Table(dataframe=frame), Table(data=frame), Table(frame)):
        assert content(table) == TWO_ROWS
    assert content(Table(columns=["b"], dataframe=frame)) == {"columns": ["b"], "rows": [["x"], ["y"]]}
    with pytest.raises(BadValue, match="no column 'z'"):
        Table(columns=["z"], dataframe=frame)


def test_rows_are_added_one_by_one_also_after_the_table_was_logged() -> None:
    table = Table(columns=["epoch", "loss"])
    table.add_data(1, 0.5)
    assert content(table)["rows"] == [[1, 0.5]]
    table.add_data(2, 0.25)
    assert content(table)["rows"] == [[1, 0.5], [2, 0.25]]


def test_cells_stay_what_they_were() -> None:
    table = Table(columns=["v"])
    for value in (math.nan, math.inf, None, True, np.float32(0.5), np.int64(7), {"k": [1]}, "é\ud800"):
        table.add_data(value)
    nan, *rest = [row[0] for row in content(table)["rows"]]
    assert math.isnan(nan)
    assert rest == [math.inf, None, True, 0.5, 7, {"k": [1]}, "é?"]


def test_arrays_and_empty_tables() -> None:
    assert content(Table(data=np.eye(2))) == {"columns": ["0", "1"], "rows": [[1.0, 0.0], [0.0, 1.0]]}
    assert content(Table(columns=["a"], data=[])) == {"columns": ["a"], "rows": []}
    assert content(Table()) == {"columns": [], "rows": []}


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: Table(columns=["a", "b"]).add_data(1), "a row of 1 values does not fit 2 columns (a, b)"),
        (lambda: Table(columns=["a", "a"]), "have a name twice"),
        (lambda: Table(columns="ab"), "a list of names is needed"),
        (lambda: Table(rows=[[1]], data=[[1]]), "one source"),
        (lambda: Table(data=5), "rows are lists or dicts, not int"),
        (lambda: Table(data=["ab"]), "a row is a list or a dict, not str"),
        (lambda: Table(data={"a": [1], "b": [1, 2]}), "different lengths: 1, 2"),
        (lambda: Table(data=[[Image([[1]])]]), "a cell cannot hold a image"),
    ],
)
def test_what_does_not_fit_is_refused_with_the_reason(make: Any, said: str) -> None:
    with pytest.raises(BadValue) as refused:
        make()
    assert said in str(refused.value)
