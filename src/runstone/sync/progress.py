"""Progress: how much of each journal a replica has, and up to where it has the blobs, too. A cache: without it the replica is asked again."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from runstone.journal import lock
from runstone.model.errors import BadValue, HomeUnusable
from runstone.model.home import Home
from runstone.sync.journal_name import JournalName

_FOLDER = "sync"
# Lines that say nothing any more, beyond which the file is written anew.
_STALE_LINES = 10_000


class Reached(NamedTuple):
    """So many bytes of a journal are there, and all blobs that the first `blob_bytes` of them speak of."""

    bytes: int = 0
    blob_bytes: int = 0


class Progress:
    """What is known of one replica. One process at a time brings a home there: see `working`."""

    def __init__(self, home: Home, replica: str) -> None:
        """
        Args:
            home: what is brought there; the file lies in its folder `sync`.
            replica: where to, as text that always is the same for the same place.
        """
        self._path = place_of(home, replica)
        self._known: dict[JournalName, Reached] = {}
        self._lines = 0

    @contextmanager
    def working(self) -> Iterator[bool]:
        """Read what is known, and keep other processes from the same work meanwhile. Gives whether nobody else does it."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            fd = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
        except OSError as error:
            raise HomeUnusable(f"{self._path} cannot be written ({error.strerror}). Nothing was sent.") from error
        try:
            is_mine = lock.try_hold(fd)
            if is_mine:
                self._read()
            yield is_mine
        finally:
            os.close(fd)

    def look(self) -> None:
        """Read what is known, while another process may be at work."""
        with suppress(FileNotFoundError):
            self._read()

    def reached(self, name: JournalName) -> Reached:
        """How far a journal got."""
        return self._known.get(name, Reached())

    def note(self, name: JournalName, reached: Reached) -> None:
        """Keep how far a journal got. What a full disk does not keep is asked for again."""
        if self._known.get(name) == reached:
            return
        self._known[name] = reached
        self._lines += 1
        if self._lines > 2 * len(self._known) + _STALE_LINES:
            with suppress(OSError):
                self._rewrite()
            return
        with suppress(OSError), open(self._path, "a", encoding="utf-8") as file:
            file.write(_line(name, reached))

    def _read(self) -> None:
        self._known.clear()
        self._lines = 0
        for line in self._path.read_text("utf-8", errors="replace").splitlines():
            self._lines += 1
            text, _, figures = line.partition("\t")
            try:
                size_bytes, blob_bytes = map(int, figures.split("\t"))
                self._known[JournalName.parse(text)] = Reached(size_bytes, blob_bytes)
            except (BadValue, ValueError):
                continue  # a line that a kill cut short

    def _rewrite(self) -> None:
        # In place: the lock is the file's.
        with open(self._path, "r+", encoding="utf-8") as file:
            file.truncate(0)
            file.writelines(_line(name, reached) for name, reached in self._known.items())
        self._lines = len(self._known)


def place_of(home: Home, replica: str) -> Path:
    """The file of what is known of a replica."""
    return Path(home.path, _FOLDER, hashlib.sha256(replica.encode()).hexdigest()[:16])


def _line(name: JournalName, reached: Reached) -> str:
    return f"{name.text}\t{reached.bytes}\t{reached.blob_bytes}\n"
