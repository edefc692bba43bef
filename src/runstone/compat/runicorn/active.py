"""The runs that are open in this process, as a stack: when the inner one ends, the outer one is active again."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from runstone.compat.runicorn.run import Run

_open: list[Run] = []


def push(run: Run) -> None:
    """A run was opened."""
    _open.append(run)


def get_active_run() -> Run | None:
    """The run that was opened last of those that are open; None where there is none."""
    _open[:] = [run for run in _open if not run.run.closed]
    return _open[-1] if _open else None
