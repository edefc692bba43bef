"""The switch: whether runs that are opened record anything."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

_OFF = frozenset({"0", "false", "no", "off"})

# What the script said; None for what RUNICORN_ON says.
_said: list[bool | None] = [None]


def is_enabled() -> bool:
    """Whether a run that is opened now records: what the script said last, else `RUNICORN_ON`, else yes."""
    said = _said[0]
    return os.environ.get("RUNICORN_ON", "").strip().lower() not in _OFF if said is None else said


def set_enabled(value: bool = True) -> None:
    """From now on runs that are opened record, or do not. Those that are open go on as they are."""
    _said[0] = bool(value)


def reset_enabled() -> None:
    """What `RUNICORN_ON` says holds again."""
    _said[0] = None


@contextmanager
def enabled(value: bool = True) -> Iterator[None]:
    """`set_enabled` for a block."""
    before = _said[0]
    _said[0] = bool(value)
    try:
        yield
    finally:
        _said[0] = before
