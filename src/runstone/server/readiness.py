"""Readiness: whether a server can do its work now, found out by trying."""

from __future__ import annotations

import shutil
import tempfile
import time
from pathlib import Path

import msgspec

from runstone.model.home import Home
from runstone.server.live import Live

# Journals and uploads need room; what is less is an outage that is about to come.
LEAST_FREE_BYTES = 256 << 20
# The index is brought up to date twice a second.
_MOST_AGE_SECS = 30.0


class Check(msgspec.Struct, frozen=True):
    """One thing that was tried: whether it went well, and in words what did not."""

    ok: bool
    trouble: str = ""


class Readiness(msgspec.Struct, frozen=True):
    """Whether the server is ready, and what was tried."""

    ready: bool
    checks: dict[str, Check]


def try_out(home: Home, live: Live) -> Readiness:
    """Whether the home can be written, has room, and has an index that is up to date."""
    checks = {"home_writable": _writable(home), "disk_space": _space(home), "index_current": _index(live)}
    return Readiness(all(check.ok for check in checks.values()), checks)


def existing(path: Path) -> Path:
    """The folder itself, or the nearest above it that is there: a home is made at its first run."""
    while not path.exists() and path != path.parent:
        path = path.parent
    return path


def _writable(home: Home) -> Check:
    try:
        with tempfile.TemporaryFile(dir=existing(home.path), buffering=0) as file:
            file.write(b"ready?")
    except OSError as error:
        return Check(False, f"The home takes no bytes: {error.strerror}.")
    return Check(True)


def _space(home: Home) -> Check:
    free_bytes = shutil.disk_usage(existing(home.path)).free
    if free_bytes < LEAST_FREE_BYTES:
        return Check(False, f"{free_bytes >> 20} MiB are free on the home's disk, fewer than {LEAST_FREE_BYTES >> 20}.")
    return Check(True)


def _index(live: Live) -> Check:
    if live.reading:
        return Check(False, "The home is read for the first time.")
    age_secs = time.monotonic() - live.looked
    if age_secs > _MOST_AGE_SECS:
        return Check(False, f"The index was last brought up to date {age_secs:.0f} s ago.")
    return Check(True)
