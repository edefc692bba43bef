"""Live: one thread a server keeps the index up with the journals, and open event streams learn of it."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
import threading
import time
from collections.abc import Callable

from runstone.index.index import Index
from runstone.model.errors import RunstoneError
from runstone.query import changes, load
from runstone.server import pace

LOG = logging.getLogger("runstone.server")

INDEXER = "runstone-indexer"
"""The name of the thread."""

# Whoever asks in the first moment after a start should not be told that a run is not there.
_FIRST_LOOK_SECS = 2.0

# Work that may wait is done in small helpings, so that a point logged meanwhile does not.
_UPKEEP_BUDGET_SECS = 0.1
_UPKEEP_GAP_SECS = 0.5
_UPKEEP_EVERY_SECS = 5.0


class Live:
    """Follows the journals while the server runs. `changed` is awaited on the event loop that `start` was called on."""

    def __init__(self, index: Index, on_change: Callable[[Index], None] | None = None) -> None:
        """
        Args:
            index: to keep up.
            on_change: called in the thread that does so, after each look that brought something.
        """
        self._on_change = on_change
        self.revision = 0
        self.ending = False
        self.looked = time.monotonic()
        """When the last look at the home that went well began, by the monotonic clock."""
        self.look_secs = 0.0
        """How long it took."""
        self._index = index
        self._running = False
        self._upkeep_time = time.monotonic() + _UPKEEP_EVERY_SECS
        self._trouble = ""
        self._stop = threading.Event()
        self._looked = threading.Event()
        self._thread = threading.Thread(target=self._follow, name=INDEXER, daemon=True)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._pulse = asyncio.Event()

    async def start(self) -> None:
        """Begin to follow; returns when the index knows the whole home, or after a while where that is a long story."""
        self._loop = asyncio.get_running_loop()
        self._thread.start()
        await asyncio.to_thread(self._looked.wait, _FIRST_LOOK_SECS)

    @property
    def apart_cpu_secs(self) -> float:
        """The processor time of processes beside this one that kept the index up."""
        return self._index.apart_cpu_secs

    @property
    def reading(self) -> bool:
        """Whether the first look at the home still goes on: what is there now is not all there is."""
        return not self._looked.is_set()

    def end_streams(self) -> None:
        """Let every `changed` return and every stream end. To be called on the event loop, before the server waits for its clients."""
        self.ending = True
        self._beat(self.revision)

    async def stop(self) -> None:
        """Follow no longer; returns when the thread is done."""
        self.end_streams()
        self._stop.set()
        await asyncio.to_thread(self._thread.join)

    async def changed(self, since: int, timeout_secs: float) -> bool:
        """Wait until the revision is another one than `since`.

        Returns:
            False where the time was up, or the server ends, before that.
        """
        if self.revision == since and not self.ending:
            try:
                await asyncio.wait_for(self._pulse.wait(), timeout_secs)
            except TimeoutError:
                return False
        return self.revision != since and not self.ending

    def _follow(self) -> None:
        while not self._stop.is_set():
            try:
                self._look()
                self._trouble = ""
            except (RunstoneError, sqlite3.Error, OSError) as error:
                self._report(error)
            except Exception:  # noqa: BLE001 - the outer loop of a thread: one odd record must not stop the view of all runs
                self._report_fault()
            self._looked.set()
            self._stop.wait(pace.rest_secs(self.look_secs, is_busy=self._running, is_apart=self._index.is_apart))

    def _look(self) -> None:
        began = time.monotonic()
        self._index.refresh(drawn_every_secs=pace.drawn_every_secs(self.look_secs))
        self.looked, self.look_secs = began, time.monotonic() - began
        revision = changes.revision(self._index)
        if revision != self.revision:
            self._running = load.is_recorded(self._index)
            if self._on_change is not None:
                self._on_change(self._index)
            if self._loop is not None and not self._loop.is_closed():
                self._loop.call_soon_threadsafe(self._beat, revision)
        # Also while runs are busy: there may be one at any time for weeks.
        if time.monotonic() >= self._upkeep_time:
            more = self._index.maintain(_UPKEEP_BUDGET_SECS)
            self._upkeep_time = time.monotonic() + (_UPKEEP_GAP_SECS if more else _UPKEEP_EVERY_SECS)

    def _beat(self, revision: int) -> None:
        self.revision = revision
        pulse, self._pulse = self._pulse, asyncio.Event()
        pulse.set()

    def _report(self, error: Exception) -> None:
        # A home that cannot be read now may be readable in a moment: say so once, and go on looking.
        if str(error) != self._trouble:
            self._trouble = str(error)
            LOG.warning("New records do not show for now: %s", error)

    def _report_fault(self) -> None:
        if self._trouble != "fault":
            self._trouble = "fault"
            LOG.exception("New records do not show for now, by a fault of Runstone. What is recorded is safe")
