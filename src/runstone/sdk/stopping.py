"""Stopping: a person asks the run to end, here or at its server, and whoever trains hears of it.

The asking is a record in a journal of the person's, beside the run's own. The keeper looks for it, so `log` pays nothing.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from runstone.model.errors import DataFault, TrialStopped
from runstone.model.home import JOURNAL_SUFFIX, Home
from runstone.model.records import StopAsked, StopWithdrawn
from runstone.model.states import State
from runstone.sdk import guard
from runstone.sdk.exits import Ending

if TYPE_CHECKING:
    from runstone.journal.reader import JournalReader

Interrupt = Callable[[BaseException, int], None]


class Stopping:
    """Of one open run."""

    def __init__(self, home: Home, run: str, writer: str, interrupt: Interrupt, *, is_trial: bool) -> None:
        """What was asked until now was asked of whoever had the run open before.

        Args:
            home: where the run lies.
            run: its id.
            writer: the id of who has it open here.
            interrupt: makes the next `log` raise an error in a thread, given by its ident.
            is_trial: this thread runs one trial of several, so that nothing but the trial is to end.
        """
        self.callback: Callable[[], object] | None = None
        self._folder = home.run_path(run)
        self._interrupt = interrupt
        self._trial_thread = threading.get_ident() if is_trial else None
        self._pid = os.getpid()
        # None for those that no person writes.
        self._readers: dict[str, JournalReader | None] = {f"{writer}{JOURNAL_SUFFIX}": None}
        self._asked_by: str | None = None
        self._over = False
        self._read()

    @property
    def is_asked(self) -> bool:
        """Whether somebody asked."""
        return self._asked_by is not None

    def look(self) -> None:
        """Look whether somebody asked since the last look, and pass it on. To be called by one thread.

        Raises:
            OSError: the home cannot be read.
        """
        if self._over or os.getpid() != self._pid:
            return
        said = self._read()
        if said is None or self._over:
            return
        author, is_asked = said
        if not is_asked:
            # Who was interrupted is ending by now.
            if self.callback is not None and self._asked_by is not None:
                self._asked_by = None
                guard.say(f"{author or 'somebody'} took back that this run is to stop.")
            return
        self._asked_by = author
        guard.say(f"{author or 'somebody'} asked this run to stop.")
        if self.callback is not None:
            threading.Thread(target=self.callback, name="runstone-on-cancel", daemon=True).start()
        else:
            self._raise(f"stopped by {author}")

    def ending(self, ending: Ending) -> Ending:
        """How the run ends, given how it seems to: what was asked to stop, and did, was killed. Nobody is interrupted from now on."""
        self._over = True
        if self._asked_by is None or ending.state not in (State.FINISHED, State.KILLED):
            return ending
        return ending._replace(state=State.KILLED, reason=f"stopped by {self._asked_by}")

    def _read(self) -> tuple[str, bool] | None:
        """Who had the last word since the last time, and whether it was that the run is to stop; None if nobody said anything."""
        last: tuple[int, str, bool] | None = None
        with os.scandir(self._folder) as entries:
            names = [entry.name for entry in entries if entry.name.endswith(JOURNAL_SUFFIX)]
        if len(names) < 2:
            return None
        from runstone.journal.opener import read_opened  # here, since they bring NumPy, and most runs are one writer's
        from runstone.journal.reader import JournalReader

        for name in names:
            path = self._folder / name
            if name not in self._readers:
                opened = read_opened(path)
                if opened is None:
                    continue  # it is being made
                self._readers[name] = JournalReader(path) if opened.role == "editor" else None
            reader = self._readers[name]
            try:
                if reader is None or reader.size_bytes() <= reader.offset:
                    continue
                for piece in reader.pieces():
                    for record in piece.records:
                        if isinstance(record, StopAsked | StopWithdrawn) and (last is None or record.time > last[0]):
                            opened = read_opened(path)
                            last = record.time, opened.author if opened else "", isinstance(record, StopAsked)
            except (FileNotFoundError, DataFault):
                continue
        return last[1:] if last is not None else None

    def _raise(self, why: str) -> None:
        if self._trial_thread is not None:
            self._interrupt(TrialStopped(why), self._trial_thread)
            return
        main = threading.main_thread().ident
        assert main is not None
        if callable(signal.getsignal(signal.SIGINT)):
            if hasattr(signal, "pthread_kill"):
                signal.pthread_kill(main, signal.SIGINT)  # ends a sleep, too
            else:
                signal.raise_signal(signal.SIGINT)
        else:
            # A shell that starts a script in the background has it ignore Ctrl-C.
            self._interrupt(KeyboardInterrupt(why), main)
