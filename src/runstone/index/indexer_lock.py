"""The indexer's lock: one process at a time brings the index up to date."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from runstone.model.errors import HomeUnusable

try:
    import fcntl

    HAS_LOCKS = True
except ImportError:  # Windows: SQLite's own write lock keeps writers apart, at the price of some work done twice
    HAS_LOCKS = False

_POLL_SECS = 0.01


class IndexerLock:
    """A lock on a file beside the database. The kernel lets go of it when its holder dies."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @contextmanager
    def held(self, wait_secs: float) -> Iterator[bool]:
        """Hold the lock inside the block; False where another process did not let go of it within the time.

        Raises:
            HomeUnusable: the lock's folder cannot be made or written.
        """
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            fd = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
        except OSError as error:
            raise HomeUnusable(
                f"The index cannot be kept in {self._path.parent} ({error.strerror}). The journals are untouched. "
                "Make the folder writable, or set XDG_CACHE_HOME to a place on a local disk."
            ) from error
        try:
            yield _acquire(fd, time.monotonic() + wait_secs)
        finally:
            os.close(fd)


def _acquire(fd: int, deadline: float) -> bool:
    if not HAS_LOCKS:
        return True
    while True:
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= deadline:
                return False
            time.sleep(_POLL_SECS)
        else:
            return True
