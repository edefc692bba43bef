"""A lease: the blobs of an artifact that is still built, which no record names yet, are kept for as long as its process lives."""

from __future__ import annotations

import os
import time
import weakref
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from runstone.journal import lock
from runstone.model.home import Home

_PREFIX = ".lease-"
_LINE_CHARS = 65
_BATCH = 1000

# A lease is written before it is locked, and some file systems have no locks.
_GRACE_SECS = 3600.0


class Lease:
    """The blobs of one artifact. Its file is made by the first blob, and goes with the lease."""

    def __init__(self, home: Home) -> None:
        self._path = home.blobs_path / f"{_PREFIX}{os.getpid()}-{os.urandom(4).hex()}"
        self._close: weakref.finalize[[int, Path, int], Lease] | None = None
        self._fd = -1
        self._waiting: list[str] = []
        self._batch = 1

    def add(self, blobs: Iterable[str]) -> None:
        """Keep these, too.

        Raises:
            OSError: the disk refused.
        """
        self._waiting.extend(blobs)
        if len(self._waiting) >= self._batch:
            self._write()

    @contextmanager
    def many(self) -> Iterator[None]:
        """In this block blobs are written down by the thousand: they are young, and so safe for an hour without that."""
        self._batch = _BATCH
        try:
            yield
        finally:
            self._batch = 1
            self._write()

    def _write(self) -> None:
        text = "".join(f"{blob}\n" for blob in self._waiting)
        self._waiting.clear()
        if not text:
            return
        if self._close is None:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._fd = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o666)
            lock.hold(self._fd)
            self._close = weakref.finalize(self, _end, self._fd, self._path, os.getpid())
        os.write(self._fd, text.encode())

    def end(self) -> None:
        """They are recorded now, or nobody wants them. Idempotent."""
        if self._close is not None:
            self._close()
            self._close = None


def _end(fd: int, path: Path, process: int) -> None:
    os.close(fd)
    if os.getpid() == process:  # a forked child goes on without its parent's
        path.unlink(missing_ok=True)


def leased(home: Home) -> set[str]:
    """The blobs that living processes keep. Leases of dead ones are removed."""
    found: set[str] = set()
    for path in home.blobs_path.glob(f"{_PREFIX}*"):
        try:
            is_young = path.stat().st_mtime > time.time() - _GRACE_SECS
            if lock.is_held(path) is False and not is_young:
                path.unlink()
                continue
            lines = path.read_text().splitlines()
        except FileNotFoundError:  # it ended, so what it kept is recorded, and young
            continue
        found.update(line for line in lines if len(line) == _LINE_CHARS - 1)
    return found
