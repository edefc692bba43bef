"""Followers: event files that others write, read as they grow."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

from runstone.importers.tensorboard import Event, EventFolder
from runstone.sdk import guard
from runstone.sdk.capture.worker import Worker

_INTERVAL_SECS = 1.0


class Follower:
    """Reads folders of event files once a second, in a thread, and a last time when it ends."""

    def __init__(self, take: Callable[[Path, Event], None]) -> None:
        """
        Args:
            take: is called with each event, and the folder it lies in.
        """
        self._take = take
        self._folders: list[EventFolder] = []
        self._ended = threading.Event()
        # Guards the folders: the thread that ends the run reads them, too.
        self._lock = threading.RLock()
        self._worker: Worker | None = None

    def follow(self, folder: EventFolder) -> None:
        """Read this folder, too."""
        with self._lock:
            self._folders.append(folder)
            if self._worker is None:
                self._worker = Worker(self._work, what="event files of TensorBoard", on_trouble=guard.say_once)
                self._worker.start()

    @property
    def seen(self) -> list[Path]:
        """The folders in which files were read."""
        return list(dict.fromkeys(file.path.parent for folder in self._folders for file in folder.files))

    def end(self, timeout_secs: float | None = None) -> None:
        """Read what there is by now, and no more. Idempotent.

        Args:
            timeout_secs: for the reading; what is left by then is not recorded, which is said.
        """
        if self._ended.is_set():
            return
        self._ended.set()
        with self._lock:
            deadline = None if timeout_secs is None else time.monotonic() + timeout_secs
            if not self._read(lambda: deadline is not None and time.monotonic() > deadline):
                guard.say(
                    "not all of TensorBoard's event files were read before the process ended; they are where they were."
                )
            self._tell_faults()

    def _work(self) -> None:
        while not self._ended.wait(_INTERVAL_SECS):
            with self._lock:
                if not self._ended.is_set():
                    self._read(self._ended.is_set)

    def _read(self, is_over: Callable[[], bool]) -> bool:
        for folder in self._folders:
            for where, event in folder.read():
                self._take(where, event)
                if is_over():
                    return False
        return True

    def _tell_faults(self) -> None:
        for folder in self._folders:
            for path, reason in folder.unreadable.items():
                guard.say_once(f"the event file {path} cannot be read ({reason}); what it holds is not recorded.")
            for file in folder.files:
                if file.damaged_bytes:
                    guard.say_once(
                        f"{file.damaged_bytes} bytes of {file.path} are damaged, and what they held is not recorded; everything around them is."
                    )
