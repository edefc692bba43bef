"""Whether a writer lives: told by the lock it holds, by the boot it was started in, or by its heartbeats."""

from __future__ import annotations

import os
import time
from pathlib import Path

from runstone.index.catalog import JournalEntry
from runstone.journal import lock
from runstone.journal.arriving import is_arriving
from runstone.model.home import SEALED_SUFFIX

_BEATS_MISSED = 4

# A file without a first record is a writer between its creation and its first write.
_YOUNG_SECS = 60.0


class Pulse:
    """Feels the pulse of writers. Remembers when it last saw each grow, by a clock that nobody sets."""

    def __init__(self, *, of_copy: bool = False) -> None:
        """
        Args:
            of_copy: the journals are copies, so that no lock and no boot of this host tells anything of their writers.
        """
        self._of_copy = of_copy
        self._host = os.uname().nodename if hasattr(os, "uname") else os.environ.get("COMPUTERNAME", "")
        self._boot = lock.boot_id()
        self._seen: dict[Path, tuple[int, float]] = {}

    def is_local(self, entry: JournalEntry, path: Path) -> bool:
        """Whether the writer of this journal runs, or ran, on this host, and wrote it in this home."""
        is_own = entry.opened is None or entry.opened.host == self._host
        return is_own and not self._of_copy and not is_arriving(path)

    def alive(self, entry: JournalEntry, path: Path, size_bytes: int) -> bool:
        """Whether the writer of this journal lives, as far as can be told from here.

        On the same host the kernel knows: the lock is held, or the host was booted since. Of other hosts only the file's growth is known:
        a writer is taken for dead when it missed four heartbeats. At the first look the age of its last record stands for that, or, of a
        journal that comes from another home, whose clock may be any, the time at which its file grew.
        """
        if entry.closed or path.suffix == SEALED_SUFFIX:
            return False
        if self.is_local(entry, path):
            if entry.opened and entry.opened.boot and self._boot and entry.opened.boot != self._boot:
                return False
            held = lock.is_held(path)
            if held:
                return True
            if held is False and entry.opened:
                return False
        return self._beats(entry, path, size_bytes)

    def forget(self, path: Path) -> None:
        """The writer is gone for good."""
        self._seen.pop(path, None)

    def _beats(self, entry: JournalEntry, path: Path, size_bytes: int) -> bool:
        now = time.monotonic()
        patience_secs = _BEATS_MISSED * entry.opened.heartbeat_secs if entry.opened else _YOUNG_SECS
        known = self._seen.get(path)
        if known is None:
            is_copy = is_arriving(path)
            grew = path.stat().st_mtime if is_copy or entry.opened is None else 0.0
            said = 0.0 if is_copy else max(entry.last_time / 1e6, entry.grew_time / 1e6)
            age_secs = time.time() - max(said, grew)
            known = size_bytes, now - max(0.0, age_secs)
        elif known[0] != size_bytes:
            known = size_bytes, now
        self._seen[path] = known
        return now - known[1] <= patience_secs
