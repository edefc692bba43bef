"""Charts of `wandb.plot`."""

from __future__ import annotations

from typing import Any

from runstone.compat.wandb.plot import plot_table
from runstone.compat.wandb.plot.chart import CustomChart
from runstone.shim.freeze import FrozenChart
from runstone.shim.media import table as tables


def to_ours(chart: FrozenChart) -> Any:
    """The chart, drawn from its table."""
    table = tables.to_ours(chart.table)
    if chart.spec_name.startswith("wandb/confusion_matrix/"):
        return _confusion_matrix(chart, table)
    return plot_table(chart.spec_name, table, chart.fields, chart.string_fields, chart.split_table)


def _confusion_matrix(chart: FrozenChart, table: Any) -> CustomChart:
    actual, predicted, counts = (
        table.get_column(chart.fields[name]) for name in ("Actual", "Predicted", "nPredictions")
    )
    names = list(dict.fromkeys([*actual, *predicted]))
    cells = dict(zip(zip(actual, predicted, strict=True), counts, strict=True))
    trace = {
        "type": "heatmap",
        "x": names,
        "y": names,
        "z": [[cells.get((row, column), 0) for column in names] for row in names],
        "colorscale": "Blues",
    }
    layout = {"yaxis": {"title": {"text": "Actual"}, "autorange": "reversed"}}
    title = str(chart.string_fields.get("title", ""))
    return CustomChart(table, [trace], title=title, x="Predicted", layout=layout, split_table=chart.split_table)
