"""`wandb.sweep` and `wandb.agent`: see docs/sweeps.md for what stands behind them."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from typing import Any

from runstone.agents.agent import agent as work
from runstone.agents.sweep import sweep as make
from runstone.compat.wandb.errors import translated
from runstone.compat.wandb.sweeps.controller import Controller

DEFAULT_PROJECT = "uncategorized"

# Programs may say `import wandb`, and mean this.
_INTERPRETER = (sys.executable, "-m", "runstone.compat.wandb")


def sweep(
    sweep: dict[str, Any] | Callable[[], dict[str, Any]],
    entity: str | None = None,
    project: str | None = None,
    prior_runs: Sequence[str] | None = None,
) -> str:
    """Make a sweep, and give its id.

    Args:
        sweep: its definition, or a function that gives one.
        entity: accepted; a home has no teams.
        project: of its runs; by default what the definition says, else `WANDB_PROJECT`, else `uncategorized`.
        prior_runs: ids of runs that it learns from, too.

    Raises:
        ValueError: something in the definition cannot be; the message names it.
    """
    given = sweep() if callable(sweep) else sweep
    chosen = project or (given.get("project") if isinstance(given, dict) else None) or os.environ.get("WANDB_PROJECT")
    with translated():
        return make(given, chosen or os.environ.get("RUNSTONE_PROJECT") or DEFAULT_PROJECT, prior_runs)


def agent(
    sweep_id: str,
    function: Callable[[], object] | None = None,
    entity: str | None = None,
    project: str | None = None,
    count: int | None = None,
) -> None:
    """Run trials of a sweep: see `runstone.agent`. `entity` and `project` are accepted; the sweep knows its project.

    Raises:
        CommError: there is no such sweep.
        UsageError: the first five trials failed all.
    """
    with translated():
        work(sweep_id, function, count, project, interpreter=_INTERPRETER)


def controller(
    sweep_id_or_config: str | dict[str, Any] | None = None, entity: str | None = None, project: str | None = None
) -> Controller:
    """A sweep in the hands of a script: one that is there, by id, or one that is to be made by `create`.

    Raises:
        CommError: there is no such sweep.
    """
    return Controller(sweep_id_or_config, lambda definition: sweep(definition, entity, project))
