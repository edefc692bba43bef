"""Data frames in whichever of pandas, Polars and PyArrow the user has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from runstone.api.columns import Column, Kind
from runstone.encoding.frame import BACKENDS, Backend, present_backend
from runstone.model.errors import Misuse


def frame(columns: Mapping[str, Column], backend: Backend | None) -> Any:
    """Columns as a frame of the library. A gap is a null; in pandas it is NaN among floats and texts and NA among the rest.

    Args:
        columns: equally long.
        backend: which library; None for the first of them that is imported already, else that is installed.

    Raises:
        MissingDependency: there is none.
        Misuse: it is none of the three.
    """
    import narwhals as nw

    library = backend or present_backend()
    if library not in BACKENDS:
        raise Misuse(f"There are no frames of {library!r}. Ask for {', '.join(BACKENDS)}.")
    series = {name: _series(column, library) for name, column in columns.items()}
    if library == "pandas":
        import pandas as pd

        # Narwhals makes floats of whole numbers with gaps here.
        return pd.DataFrame({name: found.to_native() for name, found in series.items()})
    return nw.from_dict(series, backend=library).to_native()


def _series(column: Column, library: Backend) -> Any:
    import narwhals as nw

    kind, values, present = column
    if library == "pandas" and present is not None and kind != "float":
        return nw.from_native(_with_gaps(np.asarray(values), ~present), series_only=True)
    series = nw.new_series("value", values, _dtype(kind, library), backend=library)
    if present is None:
        return series
    # A NaN that was logged and a point that was not are different things, where the library can tell them apart.
    mask = nw.new_series("present", present, nw.Boolean(), backend=library)
    both = nw.from_dict({"value": series, "present": mask}, backend=library)
    return both.select(nw.when(nw.col("present")).then(nw.col("value")).alias("value"))["value"]


def _dtype(kind: Kind, library: Backend) -> Any:
    import narwhals as nw

    match kind:
        case "int" | "time":
            return nw.Int64()
        case "float":
            return nw.Float64()
        case "bool":
            return nw.Boolean()
        case "text":
            return nw.String()
        case "texts":
            return None if library == "pandas" else nw.List(nw.String())  # pandas has no lists


def _with_gaps(values: Any, missing: Any) -> Any:
    """A pandas series of whole numbers or truth values that stay exact beside gaps: as floats, numbers above 2^53 would not."""
    import pandas as pd

    kind = pd.arrays.BooleanArray if values.dtype == np.bool_ else pd.arrays.IntegerArray
    return pd.Series(kind(values, missing))
