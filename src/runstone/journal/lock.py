"""The lock by which a journal's writer shows that it lives: the kernel lets go of it when the process dies, however it dies."""

from __future__ import annotations

import os
from contextlib import suppress
from functools import cache
from pathlib import Path

try:
    import fcntl

    HAS_LOCKS = True
except ImportError:  # Windows: liveness is told by heartbeats alone
    HAS_LOCKS = False


def hold(fd: int) -> None:
    """Take the lock of an open journal for as long as the file stays open.

    flock, not a POSIX record lock: those are lost as soon as the same process opens and closes the file elsewhere.
    File systems without locks (some NFS mounts) are left to the heartbeat.
    """
    if not HAS_LOCKS:
        return
    try:
        fcntl.flock(fd, fcntl.LOCK_EX)
    except OSError:
        return


def try_hold(fd: int) -> bool:
    """Take the lock of an open file unless somebody has it; whether it is ours now. True where there are no locks."""
    if not HAS_LOCKS:
        return True
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return True
    return True


def let_go(fd: int) -> None:
    """Give the lock of an open file back, also where a forked child has the file open."""
    if HAS_LOCKS:
        with suppress(OSError):
            fcntl.flock(fd, fcntl.LOCK_UN)


def is_held(path: Path) -> bool | None:
    """Whether some process on this host holds the lock; None where that cannot be told."""
    if not HAS_LOCKS:
        return None
    try:
        fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        fcntl.flock(fd, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return None
    else:
        return False
    finally:
        os.close(fd)


def share(fd: int) -> None:
    """Show that an open file is read, for as long as it stays open. Any number of readers may."""
    if HAS_LOCKS:
        with suppress(OSError):
            fcntl.flock(fd, fcntl.LOCK_SH | fcntl.LOCK_NB)


def is_shared(path: Path) -> bool:
    """Whether somebody on this host reads the file, and said so by `share`."""
    if not HAS_LOCKS:
        return False
    try:
        fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return True
    else:
        return False
    finally:
        os.close(fd)


@cache
def boot_id() -> str:
    """What tells this boot of this host from every other; empty where the system does not say."""
    try:
        with open("/proc/sys/kernel/random/boot_id", encoding="ascii") as file:
            return file.read().strip()
    except OSError:
        return ""
