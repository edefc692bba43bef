"""`sweep`: makes a sweep, in a home or through a server."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import Any

from runstone.api.remote import ServerSource
from runstone.model.author import login_name
from runstone.model.home import Home, default_home
from runstone.sdk import guard
from runstone.sweeps.sweep import Sweep


def sweep(
    definition: Any,
    project: str | None = None,
    prior_runs: Sequence[str] | None = None,
    *,
    dir: str | os.PathLike[str] | None = None,  # noqa: A002 - the field's word
    url: str | None = None,
) -> str:
    """Make a sweep: what `agent` then runs the trials of.

    Args:
        definition: a dict in W&B's schema (see docs/sweeps.md), or a function that gives one.
        project: of its runs; by default what the definition says, else `RUNSTONE_PROJECT`, else `default`.
        prior_runs: ids of runs that a sweep with the method bayes learns from, too, as far as they have its parameters.
        dir: the home; default `RUNSTONE_DIR`, else `~/.runstone`.
        url: of a server that shows the home, where that is out of reach.

    Returns:
        Its id.

    Raises:
        BadValue: something in the definition cannot be; the message names it. No sweep was made.
        RunNotFound: one of `prior_runs` is none. No sweep was made.
        HomeUnusable, ServerUnusable: the home cannot be written, or the server cannot be reached.
    """
    given = definition() if isinstance(definition, Callable) else definition  # type: ignore[arg-type]
    if project is None and not (isinstance(given, dict) and given.get("project")):
        project = os.environ.get("RUNSTONE_PROJECT") or None
    if url is not None:
        source = ServerSource(url)
        try:
            return source.begin_sweep(given, project, list(prior_runs or ())).id
        finally:
            source.close()
    home = Home(default_home() if dir is None else dir)
    made = Sweep.begin(home, given, project, list(prior_runs or ()), login_name())
    if os.environ.get("RUNSTONE_QUIET") != "1":
        guard.say(f"made sweep {made}; work on it with `runstone agent {made}`")
    return made
