"""Figures: told by how they behave. The libraries are stood in for by objects that behave as theirs do."""

from __future__ import annotations

import math
import sys
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import matplotlib as mpl
import msgspec
import numpy as np
import pandas
import pytest

import runstone as rs
from reading import LogOne

SPEC = {"data": [{"type": "scatter", "y": [1, 2]}], "layout": {"title": {"text": "t"}}}


def of_library(module: str, **members: Any) -> Any:
    """An object whose class says that it is from a module."""
    return type("Figure", (), {"__module__": module, **members})()


def document(item: Any) -> Any:
    assert (item.item.type, item.item.mime) == ("figure", "application/json")
    return msgspec.json.decode(item.read())


def test_plotly(log_one: LogOne, tmp_path: Path) -> None:
    figure = of_library("plotly.graph_objs._figure", to_plotly_json=lambda self: SPEC)
    path = tmp_path / "figure.json"
    path.write_bytes(msgspec.json.encode(SPEC))
    for given in (
        figure,
        rs.Plotly(figure, caption="c"),
        rs.Figure(SPEC),
        rs.Plotly(path),
        rs.Figure(path.read_bytes()),
    ):
        item = log_one(given)
        assert (document(item), item.item.facts) == (SPEC, {"library": "plotly"})


def test_altair_and_vega(log_one: LogOne) -> None:
    spec = {"$schema": "https://vega.github.io/schema/vega-lite/v5.json", "mark": "bar"}
    chart = of_library("altair.vegalite.v5.api", to_dict=lambda self: spec)
    for given, facts in ((chart, "vega"), (rs.Figure(spec), "vega"), (rs.Figure({"layer": [], "data": {}}), "vega")):
        assert log_one(given).item.facts == {"library": facts}


def test_bokeh(log_one: LogOne, monkeypatch: pytest.MonkeyPatch) -> None:
    embed = ModuleType("bokeh.embed")
    item = {"target_id": None, "root_id": "p1", "doc": {"roots": []}, "version": "3"}
    embed.json_item = lambda figure: item  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "bokeh", ModuleType("bokeh"))
    monkeypatch.setitem(sys.modules, "bokeh.embed", embed)
    figure = of_library("bokeh.plotting._figure", document=None, references=lambda self: [])
    found = log_one(figure)
    assert (document(found), found.item.facts) == (item, {"library": "bokeh"})


def test_values_of_every_kind(log_one: LogOne) -> None:
    series = pandas.Series([1.5, 2.5])
    values = {
        "array": np.array([[1.0, math.nan], [math.inf, 2.0]]),
        "series": series,
        "scalar": np.float32(0.5),
        "times": np.array(["2024-05-01T12:00"], "datetime64[m]"),
        "date": date(2024, 5, 1),
        "none": None,
        "words": ("a", True),
        "raw": b"\x00\xff",
    }
    assert document(log_one(rs.Figure({"data": [values]})))["data"] == [
        {
            "array": [[1.0, None], [None, 2.0]],
            "series": [1.5, 2.5],
            "scalar": 0.5,
            "times": ["2024-05-01T12:00"],
            "date": "2024-05-01",
            "none": None,
            "words": ["a", True],
            "raw": "AP8=",
        }
    ]


def test_a_figure_may_change_afterwards() -> None:
    spec = {"data": [{"y": [1]}]}
    figure = rs.Figure(spec)
    spec["data"].clear()
    assert figure.encode().data == b'{"data":[{"y":[1]}]}'


def test_matplotlib_is_an_image(log_one: LogOne) -> None:
    mpl.use("Agg")
    from matplotlib.figure import Figure

    assert log_one(Figure(figsize=(1, 1))).item.type == "image"


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: rs.Figure({"x": 1}), "no figure of Plotly"),
        (lambda: rs.Figure(3), "builtins.int is no figure"),
        (lambda: rs.Figure([1]), "no figure"),
        (lambda: rs.Figure(b"{"), "is no JSON"),
        (lambda: rs.Figure(Path("missing.json")), "missing.json cannot be read"),
    ],
)
def test_what_is_no_figure(make: Any, says: str) -> None:
    with pytest.raises(rs.BadValue, match=says):
        make()
