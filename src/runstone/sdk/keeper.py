"""The keeper: the one thread that every open run has. It makes points survive a power cut, and shows that the run lives."""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING

from runstone.sdk import guard

if TYPE_CHECKING:
    from collections.abc import Callable

    from runstone.journal.void import VoidWriter
    from runstone.journal.writer import JournalWriter


class Keeper:
    """Calls `sync` of a writer every second or so, and `heartbeat` when nothing else was written for long."""

    def __init__(self, writer: JournalWriter | VoidWriter, sync_interval_secs: float, heartbeat_secs: float) -> None:
        self.look: Callable[[], None] | None = None
        """Called at each turn, too; raises nothing but OSError."""
        self._writer = writer
        self._sync_interval_secs = sync_interval_secs
        self._beats = max(1, round(heartbeat_secs / sync_interval_secs))
        self._pid = 0

    def start(self) -> None:
        """Start the thread, unless this process has it already (a forked child has not)."""
        if self._pid == os.getpid():
            return
        self._pid = os.getpid()
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._keep, name="runstone-keeper", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop the thread. Idempotent."""
        if self._pid == os.getpid():
            self._stopped.set()
            if self._thread is not threading.current_thread():
                self._thread.join(timeout=5.0)

    def _keep(self) -> None:
        turn = 0
        while not self._stopped.wait(self._sync_interval_secs):
            turn += 1
            try:
                self._writer.sync()
                if turn % self._beats == 0:
                    self._writer.heartbeat()
                if self.look is not None:
                    self.look()
            except OSError as error:
                guard.report("sync", error)
