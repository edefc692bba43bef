"""Which library data frames are of."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from typing import Literal

from runstone.model.errors import MissingDependency

Backend = Literal["pandas", "polars", "pyarrow"]
BACKENDS: tuple[Backend, ...] = ("pandas", "polars", "pyarrow")


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
