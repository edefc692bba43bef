"""`matplotlib.pyplot` where a figure is meant: scripts log the module itself."""

from __future__ import annotations

from types import ModuleType
from typing import Any


def drawn(value: Any) -> Any:
    """The figure that `matplotlib.pyplot` is at work on, where the module itself is given; anything else as it is."""
    return value.gcf() if isinstance(value, ModuleType) and hasattr(value, "gcf") else value
