"""The journals of one editor: one a run, kept open for a while, so that a person who changes much leaves few files."""

from __future__ import annotations

import os
import time
from collections import OrderedDict
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor

from runstone.journal.writer import JournalWriter
from runstone.model.home import Home
from runstone.model.version import VERSION

MAX_KEPT = 32
IDLE_SECS = 10.0

# Waiting for the disk one file after the other would make a thousand edits take many seconds.
_FSYNC_THREADS = 16


class Journals:
    """The open journals of one editor. Not for threads to share: the editor's lock guards it."""

    def __init__(self, home: Home, author: str) -> None:
        self._home = home
        self._author = author
        self._kept: OrderedDict[str, tuple[JournalWriter, float]] = OrderedDict()
        self._process = os.getpid()

    def writer(self, run: str) -> tuple[JournalWriter, bool] | None:
        """The journal of a run, and whether it is new; None if there is no such run (any more). Threads may ask for several runs at once.

        Raises:
            HomeUnusable: it cannot be made.
        """
        self._leave_to_parent()
        kept = self._kept.pop(run, None)
        if kept is not None:
            if self._home.journal_path(run, kept[0].writer).exists():
                return kept[0], False
            kept[0].close()  # the run was removed; what has its id now is another one
        if not self._home.run_path(run).is_dir():
            return None
        return JournalWriter(self._home, run, role="editor", version=VERSION, author=self._author), True

    def keep(self, writers: Iterable[tuple[str, JournalWriter]]) -> None:
        """Keep these open for a while."""
        for run, writer in writers:
            self._kept[run] = writer, time.monotonic()
        self.close([writer for writer, _ in self._pop(len(self._kept) - MAX_KEPT)])

    def close(self, writers: Iterable[JournalWriter]) -> None:
        """Close these in good order. What was appended survives a power cut then."""
        listed = list(writers)
        if len(listed) == 1:
            listed[0].close()
        elif listed:
            with ThreadPoolExecutor(_FSYNC_THREADS) as pool:
                list(pool.map(JournalWriter.close, listed))

    def close_idle(self, idle_secs: float = IDLE_SECS) -> float | None:
        """Close the journals that nobody wrote to for so long.

        Returns:
            After how many seconds the next one is due; None if none is open.
        """
        self._leave_to_parent()
        before = time.monotonic() - idle_secs
        self.close([writer for writer, _ in self._pop(sum(used <= before for _, used in self._kept.values()))])
        return next((used - before for _, used in self._kept.values()), None)

    def _pop(self, count: int) -> list[tuple[JournalWriter, float]]:
        return [self._kept.popitem(last=False)[1] for _ in range(max(0, count))]

    def _leave_to_parent(self) -> None:
        if self._process != os.getpid():
            # After a fork the journals are the parent's.
            for writer, _ in self._kept.values():
                writer.leave_to_parent()
            self._kept.clear()
            self._process = os.getpid()
