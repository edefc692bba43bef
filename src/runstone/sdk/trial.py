"""The trial that a script is run for: told by its agent, in this process or through the environment."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import msgspec


class Trial(msgspec.Struct, frozen=True):
    """What `init` begins in a sweep: a run with this id in this project, with these parameters in its config, nested.

    `home` is where it is to lie, if the environment does not say so.
    """

    sweep: str
    run: str
    project: str
    params: dict[str, Any]
    home: str = ""


# Two threads may each be an agent.
_present: ContextVar[Trial | None] = ContextVar("trial", default=None)


def present_trial() -> Trial | None:
    """The trial of the function that runs in this thread; None elsewhere."""
    return _present.get()


@contextmanager
def within(trial: Trial) -> Iterator[None]:
    """Runs that begin in this block, and this thread, are those of the trial."""
    token = _present.set(trial)
    try:
        yield
    finally:
        _present.reset(token)
