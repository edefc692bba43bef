"""A capture that looks once, in the background, and records what it saw as parts of the environment."""

from __future__ import annotations

import math
import os
import time
from collections.abc import Callable
from typing import Any, ClassVar

from runstone.model.records import EnvironmentCaptured, Record
from runstone.sdk.capture.worker import OnTrouble, Worker, ignore


class BackgroundCapture:
    """Calls `look` in a thread. The base of the captures that are done when they have looked."""

    what = "environment"
    patience_secs = 2.0
    # Short runs that follow each other in one process (a sweep, a test) need not look again each time.
    fresh_secs = 10.0

    _seen: ClassVar[dict[tuple[object, ...], tuple[float, dict[str, Any]]]] = {}

    def __init__(
        self, write: Callable[[Record], None], now: Callable[[], int], *, on_trouble: OnTrouble = ignore
    ) -> None:
        """
        Args:
            write: appends a record; called from a thread of ours.
            now: the writer's time.
            on_trouble: is told once if looking fails.
        """
        self._write = write
        self._now = now
        self._given_up = False
        self._started = False
        self._worker = Worker(self._record, what=self.what, on_trouble=on_trouble)

    def start(self) -> None:
        """Begin to look, unless this process has just looked."""
        looked, parts = self._seen.get(self.key(), (-math.inf, {}))
        if time.monotonic() - looked >= self.fresh_secs:
            self._started = True
            self._worker.start()
        elif parts:
            self._write(EnvironmentCaptured(time=self._now(), parts=parts))

    def stop(self, timeout_secs: float = patience_secs) -> None:
        """Wait for the look to end, but never longer than `patience_secs`; what comes later is not recorded. Idempotent."""
        if self._started:
            self._worker.wait(min(timeout_secs, self.patience_secs))
        self._given_up = True

    def key(self) -> tuple[object, ...]:
        """What an outcome of `look` is true for."""
        return (type(self), _folder())

    def look(self) -> dict[str, Any]:
        """The parts; empty if there is nothing to tell."""
        raise NotImplementedError

    def _record(self) -> None:
        parts = self.look()
        self._seen[self.key()] = (time.monotonic(), parts)
        if parts and not self._given_up:
            self._write(EnvironmentCaptured(time=self._now(), parts=parts))


def _folder() -> str:
    try:
        return os.getcwd()
    except OSError:
        return ""  # it was removed under us
