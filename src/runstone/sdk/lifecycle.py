"""The lifecycle: how a run ends. `finish` says how it went, `close` only lets go."""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING

from runstone.model.records import StateChanged
from runstone.model.states import State
from runstone.sdk import guard
from runstone.sdk.exits import Ending

if TYPE_CHECKING:
    from collections.abc import Callable

    from runstone.journal.void import VoidWriter
    from runstone.journal.writer import JournalWriter
    from runstone.sdk.captures import Captures
    from runstone.sdk.keeper import Keeper

_HASTE = (State.KILLED, State.PREEMPTED)


class Lifecycle:
    """Ends a run once, whoever asks first: the script, the exit hook, a signal, another thread."""

    def __init__(
        self,
        writer: JournalWriter | VoidWriter,
        keeper: Keeper,
        captures: Captures,
        wait_for_upload: Callable[[float], None] | None = None,
        leave_upload: Callable[[], None] | None = None,
        timeout_secs: float = 0.0,
    ) -> None:
        """
        Args:
            wait_for_upload: waits at most so many seconds until all is on the server of the run; None without one.
            leave_upload: leaves what is still to be sent to whoever is at work, and waits for nothing; None without a server.
            timeout_secs: how long the upload is waited for. Nobody waits who was told to end.
        """
        self._writer = writer
        self._keeper = keeper
        self._captures = captures
        self._wait_for_upload = wait_for_upload
        self._leave_upload = leave_upload
        self._timeout_secs = timeout_secs
        self._pid = os.getpid()
        self._over = False
        self._state = State.RUNNING
        # Guards the ending: a second caller waits until the first is through, and then has nothing to do.
        self._lock = threading.RLock()

    @property
    def over(self) -> bool:
        """Whether the run was finished or closed."""
        return self._over

    @property
    def state(self) -> State:
        """What this process knows of the run's state."""
        return self._state

    def mark(self, state: State, reason: str = "") -> None:
        """Record a state without ending the run (`preempting`)."""
        with self._lock:
            if not self._over:
                self._state = state
                self._writer.event(StateChanged(time=self._writer.now(), state=state, reason=reason))

    def finish(self, ending: Ending) -> None:
        """Take in what is under way, record how the run ended, and let go. Nothing after `close`.

        In a forked child this only lets go of the child's own journal: the run is its parent's to finish.
        """
        with self._lock:
            if self._over:
                return
            self._over = True
            if os.getpid() == self._pid:
                self._captures.stop()
                if self._state is State.PREEMPTING and ending.state in (State.FINISHED, State.KILLED):
                    ending = ending._replace(state=State.PREEMPTED)
                self._state = ending.state
                self._writer.event(
                    StateChanged(
                        time=self._writer.now(), state=ending.state, exit_code=ending.exit_code, reason=ending.reason
                    )
                )
            self._let_go()
            if os.getpid() != self._pid:
                return
            if self._wait_for_upload is not None and ending.state not in _HASTE:
                self._wait_for_upload(self._timeout_secs)
            elif self._leave_upload is not None:
                self._leave_upload()

    def close(self) -> None:
        """Take in what is under way and let go, without a word about how the run went."""
        with self._lock:
            if self._over:
                return
            self._over = True
            if os.getpid() == self._pid:
                self._captures.stop()
            self._let_go()
            if os.getpid() == self._pid and self._leave_upload is not None:
                self._leave_upload()

    def _let_go(self) -> None:
        self._keeper.stop()
        lost = self._writer.close()
        if lost:
            guard.say(
                f"{lost} records of this run could not be written (see above) and are lost. What was written before is safe."
            )

    def after_fork(self) -> None:
        """In a forked child: the locks of other threads are gone, and so are the threads."""
        self._lock = threading.RLock()
        self._writer.leave_to_parent()
