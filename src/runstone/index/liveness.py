"""Whether a writer lives: told by the lock it holds, by the boot it was started in, or by its heartbeats.

Of one whose journal is uploaded nobody here knows: when nothing comes of it, the way between may be broken. It lives until its own machine says
that it is gone, or until it was silent for as long as the home's policy says.
"""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import NamedTuple

from runstone.index.catalog import JournalEntry
from runstone.journal import lock
from runstone.journal.arriving import is_arriving
from runstone.model.home import SEALED_SUFFIX, Home
from runstone.model.silence import Silence

_BEATS_MISSED = 4

# A file without a first record is a writer between its creation and its first write.
_YOUNG_SECS = 60.0


class Life(NamedTuple):
    """Whether a writer lives, as far as can be told; `silent_time`: since when nothing comes of one of which nobody here knows better, in
    microseconds since the epoch by this machine's clock."""

    alive: bool
    silent_time: int | None = None


class Pulse:
    """Feels the pulse of writers. Remembers when it last saw each grow, by a clock that nobody sets."""

    def __init__(self, home: Home | None = None) -> None:
        """
        Args:
            home: where the journals lie, with its policy. Of a home that is a copy no lock and no boot of this host tells anything of the writers, and
                whoever keeps it up brings what is new: silence tells of them.
        """
        self._of_copy = home is not None and home.is_copy
        self._host = os.uname().nodename if hasattr(os, "uname") else os.environ.get("COMPUTERNAME", "")
        self._boot = lock.boot_id()
        self._seen: dict[Path, tuple[int, float]] = {}
        self._silence = Silence(home)

    def is_local(self, entry: JournalEntry, path: Path) -> bool:
        """Whether the writer of this journal runs, or ran, on this host, and wrote it in this home."""
        is_own = entry.opened is None or entry.opened.host == self._host
        return is_own and not self._of_copy and not is_arriving(path)

    def feel(self, entry: JournalEntry, path: Path, size_bytes: int) -> Life:
        """Whether the writer of this journal lives, as far as can be told from here.

        On the same host the kernel knows: the lock is held, or the host was booted since. Of other hosts only the file's growth is known:
        a writer is taken for dead when it missed four heartbeats, or, where its journal is uploaded, for silent. At the first look the age of its
        last record stands for that, or, of a journal that comes from another home, whose clock may be any, the time at which its file grew.

        Raises:
            FileNotFoundError: the journal is gone.
        """
        if entry.closed or path.suffix == SEALED_SUFFIX:
            return Life(False)
        is_copy = is_arriving(path)
        if not is_copy and self.is_local(entry, path):
            if entry.opened and entry.opened.boot and self._boot and entry.opened.boot != self._boot:
                return Life(False)
            held = lock.is_held(path)
            if held:
                return Life(True)
            if held is False and entry.opened:
                return Life(False)
        patience_secs = _BEATS_MISSED * entry.opened.heartbeat_secs if entry.opened else _YOUNG_SECS
        silent_secs = self._silent_secs(entry, path, size_bytes, is_copy)
        if silent_secs <= patience_secs:
            return Life(True)
        if not is_copy or self._of_copy or entry.opened is None or entry.opened.role == "editor":
            return Life(False)
        if silent_secs > self._silence.longest_secs:
            return Life(False)
        return Life(True, path.stat().st_mtime_ns // 1000)

    def forget(self, path: Path) -> None:
        """The writer is gone for good."""
        self._seen.pop(path, None)

    def _silent_secs(self, entry: JournalEntry, path: Path, size_bytes: int, is_copy: bool) -> float:
        now = time.monotonic()
        known = self._seen.get(path)
        if known is None:
            grew = path.stat().st_mtime if is_copy or entry.opened is None else 0.0
            said = 0.0 if is_copy else max(entry.last_time / 1e6, entry.grew_time / 1e6)
            age_secs = time.time() - max(said, grew)
            known = size_bytes, now - max(0.0, age_secs)
        elif known[0] != size_bytes:
            known = size_bytes, now
        self._seen[path] = known
        return now - known[1]
