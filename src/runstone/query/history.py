"""Data frames in whichever of pandas, Polars and PyArrow the user has."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from importlib.util import find_spec
from typing import Any, Literal, Protocol

import numpy as np
import numpy.typing as npt

from runstone.model.errors import MissingDependency

Backend = Literal["pandas", "polars", "pyarrow"]
BACKENDS: tuple[Backend, ...] = ("pandas", "polars", "pyarrow")


class _Points(Protocol):
    @property
    def steps(self) -> npt.NDArray[np.int64]: ...
    @property
    def times(self) -> npt.NDArray[np.int64]: ...
    @property
    def values(self) -> npt.NDArray[np.float64]: ...


def side_by_side(series: Mapping[str, _Points], backend: Backend | None) -> Any:
    """Series side by side: a row for each step that one of them has, null where another has none. See `StoredRun.history`."""
    import narwhals as nw

    steps = np.unique(np.concatenate([np.empty(0, np.int64), *(points.steps for points in series.values())]))
    times = np.zeros(len(steps), np.int64)
    columns: dict[str, Any] = {"step": steps, "time": times}
    sparse: dict[str, npt.NDArray[np.bool_]] = {}
    for metric, points in series.items():
        name = f"{metric} (metric)" if metric in ("step", "time") else metric
        at = np.searchsorted(steps, points.steps)
        times[at] = np.maximum(times[at], points.times)
        values = np.full(len(steps), np.nan)
        values[at] = points.values
        columns[name] = values
        if len(at) < len(steps):
            present = np.zeros(len(steps), np.bool_)
            present[at] = True
            sparse[name] = present
    # A NaN that was logged and a point that was not are different things, where the library can tell them apart.
    masks = {f"\0{name}": present for name, present in sparse.items()}
    frame = nw.from_dict({**columns, **masks}, backend=backend or present_backend())
    filled = [nw.when(nw.col(f"\0{name}")).then(nw.col(name)).alias(name) for name in sparse]
    return frame.with_columns(*filled).select(*columns).to_native() if filled else frame.to_native()


def present_backend() -> Backend:
    """The library to use: one that the program has imported already, else one that is installed.

    Raises:
        MissingDependency: there is none.
    """
    for name in BACKENDS:
        if name in sys.modules:
            return name
    for name in BACKENDS:
        if find_spec(name) is not None:
            return name
    raise MissingDependency("pandas", "A data frame")
