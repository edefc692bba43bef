"""Charts of a table, logged into the run that is open."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from runstone.compat.wandb.data_types.table import Table
from runstone.compat.wandb.of_the_run import need_run
from runstone.compat.wandb.plot.chart import CustomChart


def log_chart(
    key: str,
    columns: Sequence[str],
    rows: Sequence[Sequence[Any]],
    traces: Sequence[dict[str, Any]],
    title: str,
    x: str,
    y: str,
) -> None:
    """Log a chart under its key, and its table under `<key>_table`.

    Raises:
        Error: no run is open.
    """
    table = Table(columns=list(columns), data=[list(row) for row in rows])
    need_run(f"sklearn.plot_{key}()").log({key: CustomChart(table, traces, title=title, x=x, y=y)})


def lines(x: Any, y: Any, name: str, mode: str = "lines+markers") -> dict[str, Any]:
    """A line of a chart."""
    return {"type": "scatter", "mode": mode, "name": name, "x": plain(x), "y": plain(y)}


def bars(x: Any, y: Any, name: str = "") -> dict[str, Any]:
    """Bars of a chart."""
    return {"type": "bar", "name": name, "x": plain(x), "y": plain(y)}


def plain(values: Any) -> list[Any]:
    """A list of whatever has several values."""
    return list(values.tolist() if hasattr(values, "tolist") else values)
