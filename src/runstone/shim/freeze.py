"""Values as they are at the moment of a call: the script may change them before they are recorded."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any, NamedTuple

from runstone.shim.kinds import is_a

_PLAIN = frozenset({float, int, bool, str, bytes, type(None)})
_CELL_BYTES = 64


class FrozenTable(NamedTuple):
    """A table, as it was."""

    columns: list[str]
    rows: list[list[Any]]
    log_mode: str


class FrozenChart(NamedTuple):
    """A chart of a table, as it was."""

    spec_name: str
    table: FrozenTable
    fields: dict[str, Any]
    string_fields: dict[str, Any]
    split_table: bool


def freeze(value: Any) -> Any:
    """A value that nobody changes: containers, arrays and tables are copied, figures drawn as wandb draws them, media are theirs."""
    if type(value) in _PLAIN:
        return value
    if isinstance(value, Mapping):
        return {str(key): freeze(each) for key, each in value.items()}
    if isinstance(value, list | tuple | range):
        return [freeze(each) for each in value]
    if isinstance(value, set | frozenset):
        return sorted((freeze(each) for each in value), key=str)
    if is_a(value, "Table"):
        return _table(value)
    if is_a(value, "CustomChart", "Visualize"):
        return _chart(value)
    if hasattr(value, "shape") and hasattr(value, "dtype") and not hasattr(value, "columns"):
        return _array(value)
    return _drawn(value)


def size_bytes(value: Any) -> int:
    """About how much memory a frozen value takes, of what is large."""
    if isinstance(value, dict):
        return sum(map(size_bytes, value.values()))
    if isinstance(value, FrozenTable):
        return len(value.rows) * max(1, len(value.columns)) * _CELL_BYTES
    if isinstance(value, FrozenChart):
        return size_bytes(value.table)
    if isinstance(value, list):
        return len(value) * _CELL_BYTES
    nbytes = getattr(value, "nbytes", 0)
    return nbytes if isinstance(nbytes, int) else 0


def _table(table: Any) -> FrozenTable:
    columns = [str(name) for name in table.columns]
    return FrozenTable(columns, [list(row) for row in table.data], str(getattr(table, "log_mode", None) or "IMMUTABLE"))


def _chart(chart: Any) -> FrozenChart | FrozenTable:
    spec = getattr(chart, "spec", None)
    if spec is not None:
        return FrozenChart(
            spec.spec_name,
            _table(chart.table),
            dict(getattr(spec, "fields", {})),
            dict(getattr(spec, "string_fields", None) or {}),
            bool(getattr(spec, "split_table", False)),
        )
    # Before 0.19.
    table = _table(getattr(chart, "table", None) or chart._data)
    if not hasattr(chart, "_fields"):
        return table
    return FrozenChart(
        str(chart._id),
        table,
        dict(chart._fields),
        dict(chart._string_fields or {}),
        bool(getattr(chart, "_split_table", False)),
    )


def _array(value: Any) -> Any:
    import numpy as np

    if hasattr(value, "detach"):
        value = value.detach().cpu()
        if str(value.dtype) == "torch.bfloat16":
            value = value.float()
    return np.array(value)[()]


def _drawn(value: Any) -> Any:
    """Figures and frames as the media that wandb makes of them; anything else as it is."""
    kind = type(value)
    origin = kind.__module__.partition(".")[0]
    wandb = sys.modules.get("wandb")
    if origin in ("matplotlib", "plotly") or getattr(value, "__name__", "") == "matplotlib.pyplot":
        return wandb.Plotly.make_plot_media(value) if wandb is not None else value
    if origin == "pandas" and kind.__name__ == "DataFrame" and wandb is not None:
        return _table(wandb.Table(dataframe=value))
    return value
