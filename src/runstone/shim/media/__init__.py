"""wandb's media as ours: a file a type. The bytes are those of the files that wandb wrote."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

from runstone.model.errors import BadValue
from runstone.shim.freeze import FrozenChart, FrozenTable
from runstone.shim.kinds import kinds

_FILES = {
    "Audio": "audio",
    "Bokeh": "figure",
    "Graph": "graph",
    "Histogram": "histogram",
    "Html": "html",
    "Image": "image",
    "Molecule": "molecule",
    "Object3D": "object3d",
    "Plotly": "figure",
    "Video": "video",
}
_REASONS = {
    "JoinedTable": "log both tables; the UI and `runstone sql` join them by a column",
    "PartitionedTable": "its parts lie in an artifact of theirs; log a Table",
    "EvalTable": "log a Table",
    "WBTraceTree": "log a Table",
}


def to_ours(value: Any) -> Any:
    """A frozen value with every object of wandb's replaced by ours; anything else as it is.

    Raises:
        BadValue: a type of wandb's that has no like here.
    """
    if isinstance(value, dict):
        return {key: to_ours(each) for key, each in value.items()}
    if isinstance(value, list):
        return [to_ours(each) for each in value]
    if isinstance(value, FrozenTable):
        return _converter("table")(value)
    if isinstance(value, FrozenChart):
        return _converter("chart")(value)
    for kind in kinds(value):
        if kind in _FILES:
            return _converter(_FILES[kind])(value)
        if kind in _REASONS:
            raise BadValue(f"a {kind} of wandb's has no like here: {_REASONS[kind]}.")
    return value


def _converter(name: str) -> Callable[[Any], Any]:
    found: Callable[[Any], Any] = import_module(f"{__name__}.{name}").to_ours
    return found
