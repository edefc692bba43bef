"""`wandb.Table`."""

from __future__ import annotations

from runstone.compat.wandb.data_types import Table
from runstone.shim.freeze import FrozenTable
from runstone.shim.media import to_ours as cell


def to_ours(table: FrozenTable) -> Table:
    """All of its rows, media in their cells, too."""
    return Table(columns=table.columns, data=[[cell(value) for value in row] for row in table.rows])
