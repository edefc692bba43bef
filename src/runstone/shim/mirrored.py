"""The mirror of a run of wandb's: begun with it, found again by it, and by the processes that it is handed to."""

from __future__ import annotations

import atexit
import os
import sys
from typing import Any

from runstone.shim import exits
from runstone.shim.facts import Facts, facts_of
from runstone.shim.mirror import FINISH_SECS, START_SECS, Mirror

_KEY = "_runstone_mirror"


def begin_beside(run: Any) -> None:
    """Begin a run of ours beside a new one of wandb's, unless it is disabled or has one already."""
    if getattr(run, "disabled", False) or mirror_here(run) is not None:
        return
    exits.remember(_begin(run, facts_of(run)))


def mirror_here(run: Any) -> Mirror | None:
    """The mirror that this process began."""
    mirror = run.__dict__.get(_KEY)
    return mirror if isinstance(mirror, Mirror) and mirror.pid == os.getpid() else None


def mirror_of(run: Any) -> Mirror | None:
    """The mirror of a run; in a process that the run was handed to, one that joins it. None while wandb is still at its beginning."""
    mirror = mirror_here(run)
    if mirror is None and getattr(run, "_is_attached", False):
        mirror = _begin(run, facts_of(run)._replace(is_guest=True))
        # A process of multiprocessing leaves without calling what `atexit` knows.
        atexit.register(mirror.leave)
        processes = sys.modules.get("multiprocessing.util")
        if processes is not None:
            processes.Finalize(None, mirror.leave, exitpriority=10)
    return mirror


def _begin(run: Any, facts: Facts) -> Mirror:
    def begin() -> Any:
        from runstone.shim.sink import begin  # here, in the mirror's thread: it brings all of the SDK

        return begin(facts)

    mirror = run.__dict__[_KEY] = Mirror(
        begin,
        start_secs=_seconds("RUNSTONE_WANDB_START_SECS", START_SECS),
        finish_secs=_seconds("RUNSTONE_WANDB_FINISH_SECS", FINISH_SECS),
    )
    return mirror


def _seconds(variable: str, default: float) -> float:
    try:
        return float(os.environ[variable])
    except (KeyError, ValueError):
        return default
