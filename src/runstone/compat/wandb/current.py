"""The runs that are open in this process, and which of them `wandb.run` is."""

from __future__ import annotations

import atexit
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from runstone.compat.wandb.run import Run

_open: list[Run] = []
_aside: set[int] = set()
_hooked: list[bool] = []


def add(run: Run, aside: bool) -> None:
    """A run was opened.

    Args:
        run: it.
        aside: it is not to become `wandb.run`.
    """
    _open.append(run)
    if aside:
        _aside.add(id(run))
    if not _hooked:
        _hooked.append(True)
        # Behind the watch of the SDK, which then ends the runs, since the last hook is called first.
        atexit.register(_persist_all)


def forget(run: Run) -> None:
    """A run is over."""
    _open[:] = [each for each in _open if each is not run]
    _aside.discard(id(run))


def live() -> list[Run]:
    """The runs that are open, in the order of their opening."""
    for run in [run for run in _open if run.native.closed]:
        forget(run)
    return list(_open)


def run() -> Run | None:
    """What `wandb.run` is: the run opened last of those that are open, without those made by `reinit="create_new"`."""
    return next((run for run in reversed(live()) if id(run) not in _aside), None)


def find(run_id: str) -> Run | None:
    """The open run with this id."""
    return next((run for run in live() if run.id == run_id), None)


def _persist_all() -> None:
    for run in live():
        run.persist()
