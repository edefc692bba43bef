"""The target of a writer: the run that it writes into, which it opens where there is none."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

from runstone.sdk import guard
from runstone.sdk.capture.tensorboard.prefixes import Prefixes, prefixes_of
from runstone.sdk.exits import WATCH
from runstone.sdk.init import init
from runstone.sdk.run import Run

# How many writers use each run that one of them opened: the last one that closes finishes it.
_USERS: dict[str, int] = {}


class Target:
    """Logs to a run under the names that belong to a log folder."""

    def __init__(self, log_dir: str | None, comment: str, run: Run | None, write: bool) -> None:
        """
        Args:
            log_dir: the folder, where the script names one: see `Prefixes`.
            comment: a part of the name of a run that is opened here.
            run: takes the records; by default the current run, else one that is opened.
            write: whether anything is recorded.
        """
        self._is_closed = False
        open_run = run or WATCH.current
        if open_run is None or not write:
            name = Path(log_dir).name if log_dir else comment.strip("_- ") or None
            open_run = init(name=name, mode=None if write else "disabled")
            _USERS[open_run.id] = 0
        self.run = open_run
        if self.run.id in _USERS:
            _USERS[self.run.id] += 1
        self.log_dir = log_dir or os.path.join("runs", f"{self.run.name}{comment}")
        self.prefixes = prefixes_of(self.run) if log_dir else Prefixes(Path(self.log_dir))
        self.prefix = self.prefixes.of(Path(self.log_dir))
        # The next steps of those names that are given none.
        self._next: dict[str, int] = {}

    def log(self, values: Mapping[str, Any], step: Any, walltime: float | None) -> None:
        """Log values under the prefix. Without a step each name counts by itself, from 0."""
        run = self.opened()
        if self.prefix:
            values = {self.prefix + name: value for name, value in values.items()}
        if step is None:
            name = next(iter(values), "")
            step = self._next.get(name, 0)
            self._next[name] = step + 1
        run.log(values, step, None, walltime)

    def opened(self) -> Run:
        """The run, which is opened again after `close`, as their files are."""
        if self._is_closed:
            self._is_closed = False
            if self.run.id in _USERS:
                if self.run.closed and not self.run.disabled:
                    self.run = init(dir=self.run.home, id=self.run.id, resume="must")
                _USERS[self.run.id] += 1
        return self.run

    def close(
        self,
        kind: type[BaseException] | None = None,
        error: BaseException | None = None,
        trace: TracebackType | None = None,
    ) -> None:
        """Let go of the run; the last writer of one that a writer opened finishes it, as failed where an error leaves the block. Idempotent."""
        if self._is_closed:
            return
        self._is_closed = True
        if self.run.id in _USERS:
            _USERS[self.run.id] -= 1
            if not _USERS[self.run.id]:
                self.run.__exit__(kind, error, trace)

    def warn_of_purge(self, purge_step: int) -> None:
        """Say what to do about steps that a run has already, and that theirs would hide."""
        if self.run.step > purge_step:
            guard.say_once(
                f"purge_step={purge_step}: the run has later steps, which stay until they are logged again. To hide them, open it with "
                f"init(resume_from='{self.run.id}?_step={purge_step - 1}') before the writer."
            )
