"""Garbage collection: what no journal refers to any more is removed."""

from __future__ import annotations

import os
import time
from collections.abc import Container
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from runstone.blobs.store import BlobStore
from runstone.model.home import Home

# A blob is written before the record that refers to it: a young one may be on its way into a journal.
GRACE_SECS = 3600.0
_DOOMED = ".doomed-"


class Freed(NamedTuple):
    """What a collection removed."""

    blobs: int
    size_bytes: int


def collect(home: Home, referenced: Container[str], grace_secs: float = GRACE_SECS) -> Freed:
    """Remove every blob that is not referenced and older than the grace time, and pieces that a killed process left.

    Args:
        referenced: the hashes that some journal of the home refers to; read before the call.
        grace_secs: how old an unreferenced blob must be.
    """
    store = BlobStore(home)
    before = time.time() - grace_secs
    for doomed in home.blobs_path.glob(f"{_DOOMED}*"):  # of one that was killed: judged again
        _put_back(doomed, store.path(doomed.name.removeprefix(_DOOMED)))
    blobs = size_bytes = 0
    for stored in list(store):
        if stored.sha256 not in referenced and _is_removed(home, store.path(stored.sha256), before):
            size_bytes += stored.size_bytes
            blobs += 1
    for part in home.blobs_path.glob(".part-*"):
        with suppress(FileNotFoundError):  # it is a blob by now
            facts = part.stat()
            if facts.st_mtime < before:
                part.unlink()
                size_bytes += facts.st_size
    return Freed(blobs, size_bytes)


def _is_removed(home: Home, path: Path, before: float) -> bool:
    """Remove a blob that is old. Whoever wants its bytes in this moment touches it, which is seen, or finds it gone and writes it anew."""
    doomed = home.blobs_path / f"{_DOOMED}{path.name}"
    try:
        if path.stat().st_mtime >= before:
            return False
        os.replace(path, doomed)
        if doomed.stat().st_mtime >= before:
            os.replace(doomed, path)
            return False
        doomed.unlink()
    except FileNotFoundError:  # another collection was faster
        return False
    return True


def _put_back(doomed: Path, path: Path) -> None:
    """Unless somebody wrote the blob anew: that one is young, and must stay so."""
    with suppress(FileNotFoundError):  # another collection was faster
        with suppress(FileExistsError):
            os.link(doomed, path)
        doomed.unlink()
