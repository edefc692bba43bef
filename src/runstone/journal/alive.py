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


def is_alive(path: Path, opened: Opened | None, last_time: int, closed: bool) -> bool:
    """Whether somebody still writes here, as far as can be told from this host.

    Args:
        path: the journal.
        opened: its first record; None if that is not written yet, or lost.
        last_time: the time of its last record.
        closed: whether it ends in good order.
    """
    if closed or path.suffix == SEALED_SUFFIX:
        return False
    is_copy = is_arriving(path)
    held = None if is_copy else lock.is_held(path)
    if held:
        return True
    if opened is None:
        return False
    host = os.uname().nodename if hasattr(os, "uname") else os.environ.get("COMPUTERNAME", "")
    is_here = not is_copy and opened.host == host
    if is_here and (held is False or (opened.boot and lock.boot_id() and opened.boot != lock.boot_id())):
        return False
    try:
        grew_time = path.stat().st_mtime_ns // 1000
    except OSError:
        return False
    last_time = grew_time if is_copy else max(last_time, grew_time)
    return time.time() * 1e6 - last_time <= _BEATS_MISSED * opened.heartbeat_secs * 1e6
