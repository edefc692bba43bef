"""Whether the writer of a journal lives, told at one look: by its lock, by the boot it was started in, else by the age of its last word.

Of a journal that comes from another home only the file's growth is known here.
"""

from __future__ import annotations

import os
import time
from pathlib import Path

from runstone.journal import lock
from runstone.journal.arriving import is_arriving
from runstone.model.home import SEALED_SUFFIX
from runstone.model.records import Opened

_BEATS_MISSED = 4


def is_gone(path: Path, opened: Opened) -> bool:
    """Whether the writer of a journal of this home is known to be gone: it ran on this host, and its lock is free, or the host was booted since.
    A host is the same whatever it is called, as containers are after a restart, while it runs since the same boot.

    Args:
        path: the journal, no copy of one.
        opened: its first record.
    """
    host = os.uname().nodename if hasattr(os, "uname") else os.environ.get("COMPUTERNAME", "")
    is_known_boot = bool(opened.boot and lock.boot_id())
    is_same_boot = is_known_boot and opened.boot == lock.boot_id()
    if is_same_boot or (opened.host == host and not is_known_boot):
        return lock.is_held(path) is False
    return opened.host == host


def is_alive(
    path: Path, opened: Opened | None, last_time: int, closed: bool, silence_secs: float | None = None
) -> bool:
    """Whether somebody still writes here, as far as can be told from this host.

    Args:
        path: the journal.
        opened: its first record; None if that is not written yet, or lost.
        last_time: the time of its last record.
        closed: whether it ends in good order.
        silence_secs: how long news of a journal that comes from another home may be waited for; by default as long as for any other.
    """
    if closed or path.suffix == SEALED_SUFFIX:
        return False
    is_copy = is_arriving(path)
    if not is_copy and lock.is_held(path):
        return True
    if opened is None or (not is_copy and is_gone(path, opened)):
        return False
    try:
        grew_time = path.stat().st_mtime_ns // 1000
    except OSError:
        return False
    patience_secs = _BEATS_MISSED * opened.heartbeat_secs
    if is_copy and silence_secs is not None:
        patience_secs = max(patience_secs, silence_secs)
    last_time = grew_time if is_copy else max(last_time, grew_time)
    return time.time() * 1e6 - last_time <= patience_secs * 1e6
