"""Long work for somebody who may leave: it looks now and then whether anybody still waits for it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextvars import ContextVar
from typing import TypeVar

from runstone.model.errors import RunstoneError

T = TypeVar("T")

_left: ContextVar[threading.Event | None] = ContextVar("left", default=None)


class Abandoned(RunstoneError):
    """Whoever asked has left; what was begun for him ends."""


def while_asked(left: threading.Event, work: Callable[[], T]) -> T:
    """Do some work until it is done, or until somebody sets `left`.

    Raises:
        Abandoned: it was set, and the work came to a `go_on`.
    """
    token = _left.set(left)
    try:
        return work()
    finally:
        _left.reset(token)


def go_on() -> None:
    """Called between the pieces of long work. Costs next to nothing.

    Raises:
        Abandoned: nobody waits for it any more.
    """
    left = _left.get()
    if left is not None and left.is_set():
        raise Abandoned("Whoever asked has left.")
