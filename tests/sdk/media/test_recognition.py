"""What is media without being called so, and lists of several."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas
import PIL.Image
import polars
import pyarrow
import pytest

import runstone as rs
from reading import LogAll, LogOne
from runstone.model.home import Home


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        (PIL.Image.new("L", (2, 2)), "image"),
        (pandas.DataFrame({"a": [1]}), "table"),
        (polars.DataFrame({"a": [1]}), "table"),
        (pyarrow.table({"a": [1]}), "table"),
        (rs.Text("x"), "text"),
    ],
)
def test_bare_values(log_one: LogOne, value: Any, kind: str) -> None:
    assert log_one(value).item.type == kind


def test_a_list_of_one_type_is_several_samples(log_all: LogAll) -> None:
    items = log_all([rs.Text("a"), rs.Text("b")])
    assert [(item.item.index, item.read()) for item in items] == [(0, b"a"), (1, b"b")]
    assert [item.item.type for item in log_all((rs.Histogram([1]), rs.Histogram([2])))] == ["histogram"] * 2


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ([rs.Text("x"), 3], "a list of media and other values together"),
        ([None, rs.Text("x")], "a list of media and other values together"),
        ([rs.Text("x"), rs.Html("x")], "a list of html, text together"),
        (np.zeros((2, 3)), r"Table\(rows=...\), Histogram\(...\), Audio\(...\) or Video\(...\) of it"),
        (np.zeros(2000), "Log a Histogram or a Table of it"),
        (object(), "builtins.object cannot be logged"),
    ],
)
def test_what_is_unclear_is_said_and_costs_nothing_else(home: Home, value: Any, says: str) -> None:
    with rs.init("p", id="r") as run, pytest.raises(rs.BadValue, match=says):
        run.log({"x": value, "loss": 0.5})
    stored = rs.Api(home.path).run("r")
    assert (stored.media(), stored.summary["loss"]) == ([], 0.5)
