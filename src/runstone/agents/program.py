"""A trial as a program of its own, which learns from its environment what it is to do."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import msgspec

from runstone.agents.command import command
from runstone.agents.desk import Desk
from runstone.agents.watch import LOOK_SECS, look
from runstone.model.home import Home
from runstone.model.states import StopReason, TrialState
from runstone.sdk import guard
from runstone.sdk.trial import Trial
from runstone.sweeps.controller import Claimed

GRACE_SECS = 15.0
"""A program that was told to end by SIGTERM and is still there is killed after so long."""


def start(
    home: Home, sweep: str, claimed: Claimed, desk: Desk, interpreter: Sequence[str] = (sys.executable,)
) -> tuple[TrialState, int]:
    """Run the program of a trial.

    Args:
        home: where its run is to lie.
        sweep: the id of the sweep.
        claimed: the trial.
        desk: tells whether it is to end.
        interpreter: what `${interpreter}` means.

    Returns:
        How it went, and its exit code.

    Raises:
        BadValue: the command cannot be. Nothing was started.
        KeyboardInterrupt: the user's; the program was told to end, too.
    """
    trial = Trial(sweep, claimed.run, claimed.project, claimed.params)
    with tempfile.TemporaryDirectory(prefix="runstone-trial-") as folder:
        words = command(desk.definition, claimed.params, Path(folder, "params.json"), interpreter)
        guard.say(f"trial {claimed.number}: {' '.join(words)}")
        environment = {
            **os.environ,
            "RUNSTONE_DIR": str(home.path),
            "RUNSTONE_SWEEP_ID": sweep,
            "RUNSTONE_TRIAL": msgspec.json.encode(trial).decode(),
        }
        try:
            # In a group of its own, so that its children hear of the end, too.
            program = subprocess.Popen(words, env=environment, start_new_session=True)
        except OSError as error:
            guard.say(f"trial {claimed.number} cannot be started: {error}")
            return TrialState.FAILED, 127
        stopped: StopReason | None = None
        try:
            while stopped is None and _wait(program, LOOK_SECS) is None:
                stopped = look(desk, claimed)
        except BaseException:
            _end(program)
            raise
        if stopped is not None:
            _end(program)
    if stopped is not None:
        return TrialState.STOPPED, program.returncode
    return (TrialState.FINISHED if program.returncode == 0 else TrialState.FAILED), program.returncode


def _wait(program: subprocess.Popen[bytes], timeout_secs: float) -> int | None:
    try:
        return program.wait(timeout_secs)
    except subprocess.TimeoutExpired:
        return None


def _end(program: subprocess.Popen[bytes]) -> None:
    for name in ("SIGTERM", "SIGKILL"):
        with suppress(ProcessLookupError, PermissionError):
            if hasattr(os, "killpg"):
                os.killpg(program.pid, getattr(signal, name))
            else:
                program.terminate()
        if _wait(program, GRACE_SECS) is not None:
            return
