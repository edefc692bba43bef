"""The agent: takes trials from a sweep, one after the other, until there are no more."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Sequence

from runstone.agents.desk import Desk, HomeDesk, ServerDesk
from runstone.agents.function import call
from runstone.agents.program import start
from runstone.model.errors import BadValue, Misuse
from runstone.model.home import Home, default_home
from runstone.model.states import SweepState, TrialState
from runstone.sweeps.controller import Claimed

ASK_AGAIN_SECS = 0.5
FIRST_FAILURES = 5
"""An agent whose first trials fail all, this many of them, gives up: it is the program that is wrong."""


def agent(
    sweep_id: str,
    function: Callable[[], object] | None = None,
    count: int | None = None,
    project: str | None = None,
    *,
    dir: str | os.PathLike[str] | None = None,  # noqa: A002 - the field's word
    url: str | None = None,
    interpreter: Sequence[str] = (sys.executable,),
) -> int:
    """Run trials of a sweep until it has no more, or was ended. Any number of agents may do so at once, on any number of machines.

    While the sweep is paused, and while trials of others may still crash and be given out again, the agent waits.

    Args:
        sweep_id: the sweep; `project/id` is understood, too.
        function: what a trial is, called without arguments: it begins a run with `runstone.init()`, and finds its parameters in
            `run.config`. None starts the `command` of the definition as a process of its own.
        count: at most so many trials; None for no end.
        project: accepted; the sweep knows its project.
        dir: the home; default `RUNSTONE_DIR`, else `~/.runstone`. With `url` the home here that runs are recorded in.
        url: of a server that shows the home of the sweep, such as `http://box:7860`, where the home itself is out of reach.
        interpreter: what `${interpreter}` means in the command.

    Returns:
        How many trials it ran.

    Raises:
        SweepNotFound: there is no such sweep.
        BadValue: the count or the command cannot be.
        Misuse: the first five trials failed all, so the agent gave up.
        HomeUnusable, ServerUnusable: no trial could be taken.
    """
    if count is not None and (isinstance(count, bool) or not isinstance(count, int) or count < 0):
        raise BadValue(f"count={count!r}: it is a whole number of trials, or None for no end. No trial was run.")
    home = Home(default_home() if dir is None else dir)
    sweep = sweep_id.strip("/").rpartition("/")[2]
    desk: Desk = ServerDesk(url, home, sweep) if url is not None else HomeDesk(home, sweep)
    try:
        return _work(desk, home, sweep, function, count, interpreter)
    finally:
        desk.close()


def _work(
    desk: Desk,
    home: Home,
    sweep: str,
    function: Callable[[], object] | None,
    count: int | None,
    interpreter: Sequence[str],
) -> int:
    name = f"{os.uname().nodename if hasattr(os, 'uname') else os.environ.get('COMPUTERNAME', '')}:{os.getpid()}"
    done = failures = 0
    while count is None or done < count:
        claimed = desk.claim(name)
        if not isinstance(claimed, Claimed):
            if claimed in (SweepState.FINISHED, SweepState.CANCELLED):
                break
            time.sleep(ASK_AGAIN_SECS)
            continue
        state = _run(desk, home, sweep, claimed, function, interpreter)
        done += 1
        failures += state is TrialState.FAILED
        if failures == done == FIRST_FAILURES:
            raise Misuse(
                f"The first {FIRST_FAILURES} trials of this agent failed all, so it gave up. The sweep {sweep} is untouched; mend the "
                "program and start the agent again."
            )
    return done


def _run(
    desk: Desk,
    home: Home,
    sweep: str,
    claimed: Claimed,
    function: Callable[[], object] | None,
    interpreter: Sequence[str],
) -> TrialState:
    state, exit_code = TrialState.CRASHED, None
    try:
        if function is not None:
            state = call(function, home, sweep, claimed, desk)
        else:
            state, exit_code = start(home, sweep, claimed, desk, interpreter)
    finally:
        # Whatever happened, others need not wait for this one.
        desk.ended(claimed, state, exit_code)
    return state
