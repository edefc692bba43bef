"""Numbers of any library."""

from __future__ import annotations

from typing import Any


def as_number(value: Any) -> float | None:
    """The number that a value is: of Python, or a scalar of NumPy, PyTorch or JAX; None for a text, a picture, an array of many values."""
    if isinstance(value, int | float):
        return float(value)
    try:
        # Of a tensor with a gradient, float() would warn.
        return float(value.item()) if hasattr(value, "item") else None
    except (TypeError, ValueError, RuntimeError, OverflowError):
        return None
