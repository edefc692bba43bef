"""`wandb.plot`: charts of tables. They are logged as figures, with their tables beside them."""

from __future__ import annotations

from typing import Any

from runstone.compat.wandb.errors import not_here
from runstone.compat.wandb.plot.by_columns import bar, histogram, line, line_series, plot_table, scatter
from runstone.compat.wandb.plot.chart import CustomChart
from runstone.compat.wandb.plot.of_classifiers import confusion_matrix, pr_curve, roc_curve

__all__ = [
    "CustomChart",
    "bar",
    "confusion_matrix",
    "histogram",
    "line",
    "line_series",
    "plot_table",
    "pr_curve",
    "roc_curve",
    "scatter",
    "visualize",
]


def visualize(id: str, value: Any) -> CustomChart:  # noqa: A002 - theirs
    """A chart of a Vega spec that lies on a server."""
    not_here("plot.visualize", "give a figure of Altair or Plotly to log(), or one of the presets of wandb.plot")
