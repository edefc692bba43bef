"""What an object of wandb's is, told without importing it: by the names of its classes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def kinds(value: Any) -> Iterator[str]:
    """The names of the classes of wandb's that a value has, the nearest first; none for others."""
    for each in type(value).__mro__:
        if each.__module__.partition(".")[0] == "wandb":
            yield each.__name__


def is_a(value: Any, *names: str) -> bool:
    """Whether a value is an object of one of these classes of wandb's."""
    return any(kind in names for kind in kinds(value))
