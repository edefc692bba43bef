"""A chart of a table: a figure that a browser draws, and the table beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from runstone.compat.wandb.data_types.table import Table
from runstone.sdk.media import Figure

_ROOM = "Custom Chart Tables/"


class CustomChart(Figure):
    """A chart. `log` records it under its key, and its table under `<key>_table`."""

    def __init__(
        self,
        table: Table,
        traces: Sequence[Mapping[str, Any]],
        *,
        title: str = "",
        x: str = "",
        y: str = "",
        layout: Mapping[str, Any] | None = None,
        split_table: bool = False,
    ) -> None:
        """
        Args:
            table: what it shows.
            traces: as Plotly has them.
            title: above it.
            x, y: what stands at the axes.
            layout: more of a figure's layout.
            split_table: whether the table stands in a section of its own.
        """
        axes = {"xaxis": {"title": {"text": x}}, "yaxis": {"title": {"text": y}}}
        super().__init__(
            {"data": list(traces), "layout": {"title": {"text": title}, **axes, **(layout or {})}},
            caption=title or None,
        )
        self.table = table
        self._split_table = split_table

    def table_key(self, key: str) -> str:
        """Where the table of the chart of this key is logged."""
        return f"{_ROOM if self._split_table else ''}{key}_table"
