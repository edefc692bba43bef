"""`wandb.Plotly` and `wandb.data_types.Bokeh`."""

from __future__ import annotations

from typing import Any

from runstone.sdk.media import Figure
from runstone.shim.media.file import caption_of, path_of


def to_ours(figure: Any) -> Figure:
    """The figure, from the JSON that wandb wrote."""
    return Figure(path_of(figure), caption_of(figure))
