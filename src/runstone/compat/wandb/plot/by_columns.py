"""Charts of columns: `line`, `scatter`, `bar`, `histogram`, and `plot_table`, which names one of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from runstone.compat.wandb.data_types.table import Table
from runstone.compat.wandb.plot.chart import CustomChart
from runstone.sdk.guard import say_once

_BINS = 64


def line(
    table: Table, x: str, y: str, stroke: str | None = None, title: str = "", split_table: bool = False
) -> CustomChart:
    """Lines over the values of a column: one, or one for each value of the column `stroke`."""
    return _lines(table, x, y, stroke, title, split_table)


def scatter(table: Table, x: str, y: str, title: str = "", split_table: bool = False) -> CustomChart:
    """A point a row."""
    trace = {"type": "scatter", "mode": "markers", "x": table.get_column(x), "y": table.get_column(y)}
    return CustomChart(table, [trace], title=title, x=x, y=y, split_table=split_table)


def bar(table: Table, label: str, value: str, title: str = "", split_table: bool = False) -> CustomChart:
    """A bar a row."""
    trace = {"type": "bar", "orientation": "h", "x": table.get_column(value), "y": table.get_column(label)}
    return CustomChart(table, [trace], title=title, x=value, y=label, split_table=split_table)


def histogram(table: Table, value: str, title: str = "", split_table: bool = False) -> CustomChart:
    """How the numbers of a column are spread."""
    import numpy as np

    numbers = np.asarray([cell for cell in table.get_column(value) if isinstance(cell, int | float)], np.float64)
    counts, edges = np.histogram(numbers[np.isfinite(numbers)], min(_BINS, max(1, len(numbers))))
    middles, widths = (edges[1:] + edges[:-1]) / 2, edges[1:] - edges[:-1]
    trace = {"type": "bar", "x": middles.tolist(), "y": counts.tolist(), "width": widths.tolist()}
    return CustomChart(table, [trace], title=title, x=value, y="count", layout={"bargap": 0}, split_table=split_table)


def line_series(
    xs: Sequence[Any],
    ys: Sequence[Iterable[Any]],
    keys: Sequence[str] | None = None,
    title: str = "",
    xname: str = "x",
    split_table: bool = False,
) -> CustomChart:
    """Lines of sequences.

    Args:
        xs: one sequence for all lines, or one each.
        ys: a sequence a line.
        keys: their names.
        title: above it.
        xname: what stands at the x axis.
        split_table: see `CustomChart`.

    Raises:
        ValueError: there are not as many xs, ys and keys.
    """
    ys = [list(each) for each in ys]
    first = next(iter(xs), None)
    shared = not isinstance(first, Iterable) or isinstance(first, str | bytes)
    places = [list(xs)] * len(ys) if shared else [list(each) for each in xs]
    if len(places) != len(ys):
        raise ValueError(f"Number of x-series ({len(places)}) must match y-series ({len(ys)}). Nothing was made.")
    names = [f"line_{number}" for number in range(len(ys))] if keys is None else [str(key) for key in keys]
    if len(names) != len(ys):
        raise ValueError(f"Number of keys ({len(names)}) must match y-series ({len(ys)}). Nothing was made.")
    rows = [
        [x, name, y]
        for name, some_xs, some_ys in zip(names, places, ys, strict=True)
        for x, y in zip(some_xs, some_ys, strict=False)
    ]
    table = Table(columns=["step", "lineKey", "lineVal"], data=rows)
    traces = [
        {"type": "scatter", "mode": "lines", "name": name, "x": some_xs, "y": some_ys}
        for name, some_xs, some_ys in zip(names, places, ys, strict=True)
    ]
    return CustomChart(table, traces, title=title, x=xname, split_table=split_table)


def plot_table(
    vega_spec_name: str,
    data_table: Table,
    fields: Mapping[str, Any],
    string_fields: Mapping[str, Any] | None = None,
    split_table: bool = False,
) -> CustomChart | Table:
    """A chart of a table by the name of one of the presets.

    A Vega spec of one's own lies on a server, so its columns `x` and `y` are drawn as a scatter, `label` and `value` as bars, `value` alone as a
    histogram; of other columns the table itself is given back, to be logged. Either is said once.

    Raises:
        TypeError: `data_table` is no table.
    """
    if not isinstance(data_table, Table):
        raise TypeError(f"Expected `data_table` to be wandb.Table, not {type(data_table).__name__}. Nothing was made.")
    title = str((string_fields or {}).get("title", ""))
    preset = vega_spec_name.removeprefix("wandb/").partition("/")[0]
    match preset:
        case "line":
            return _lines(data_table, fields["x"], fields["y"], fields.get("stroke"), title, split_table)
        case "area-under-curve":
            return _lines(data_table, fields["x"], fields["y"], fields.get("class"), title, split_table)
        case "lineseries":
            return _lines(data_table, fields["step"], fields["lineVal"], fields["lineKey"], title, split_table)
        case "scatter":
            return scatter(data_table, fields["x"], fields["y"], title, split_table)
        case "bar":
            return bar(data_table, fields["label"], fields["value"], title, split_table)
        case "histogram":
            return histogram(data_table, fields["value"], title, split_table)
    say_once(
        f"the chart {vega_spec_name!r} lies on a server of W&B: its table is recorded, and drawn as far as its fields tell how. "
        "A figure of Altair or Plotly is shown as it is."
    )
    match fields:
        case {"x": x, "y": y}:
            return scatter(data_table, x, y, title, split_table)
        case {"label": label, "value": value}:
            return bar(data_table, label, value, title, split_table)
        case {"value": value}:
            return histogram(data_table, value, title, split_table)
    return data_table


def _lines(table: Table, x: str, y: str, by: str | None, title: str, split_table: bool) -> CustomChart:
    xs, ys = table.get_column(x), table.get_column(y)
    if by is None:
        traces = [{"type": "scatter", "mode": "lines", "x": xs, "y": ys}]
    else:
        names = table.get_column(by)
        traces = [
            {
                "type": "scatter",
                "mode": "lines",
                "name": str(name),
                "x": [value for value, of in zip(xs, names, strict=True) if of == name],
                "y": [value for value, of in zip(ys, names, strict=True) if of == name],
            }
            for name in dict.fromkeys(names)
        ]
    return CustomChart(table, traces, title=title, x=x, y=y, split_table=split_table)
