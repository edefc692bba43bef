"""The current run: what `runstone.log(...)` and its sisters mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from runstone.model.errors import RunNotReady
from runstone.sdk.exits import WATCH
from runstone.sdk.run import Run


def current_run() -> Run:
    """The run that was opened last and is still open.

    Raises:
        RunNotReady: there is none.
    """
    run = WATCH.current
    if run is None:
        raise RunNotReady("No run is open: call runstone.init() first. Nothing was recorded.")
    return run


def log(
    data: Mapping[str, Any],
    step: int | None = None,
    commit: bool | None = None,
    timestamp: float | None = None,
    stage: str | float | None = None,
) -> None:
    """`Run.log` on the current run."""
    current_run().log(data, step, commit, timestamp, stage)


def update_config(*args: Any, **kwargs: Any) -> None:
    """`Run.update_config` on the current run."""
    current_run().update_config(*args, **kwargs)


def add_tags(tags: str | Iterable[str]) -> None:
    """`Run.add_tags` on the current run."""
    current_run().add_tags(tags)


def remove_tags(tags: str | Iterable[str]) -> None:
    """`Run.remove_tags` on the current run."""
    current_run().remove_tags(tags)


def finish(exit_code: int | None = None) -> None:
    """`Run.finish` on the current run; nothing where none is open."""
    run = WATCH.current
    if run is not None:
        run.finish(exit_code)


def close() -> None:
    """`Run.close` on the current run; nothing where none is open."""
    run = WATCH.current
    if run is not None:
        run.close()
