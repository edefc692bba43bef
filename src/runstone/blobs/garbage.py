"""Garbage collection: what no journal refers to any more is removed."""

from __future__ import annotations

import time
from collections.abc import Container
from typing import NamedTuple

from runstone.blobs.store import BlobStore
from runstone.model.home import Home

# A blob is written before the record that refers to it: a young one may be on its way into a journal.
GRACE_SECS = 3600.0


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
    blobs = size_bytes = 0
    for stored in list(store):
        if stored.sha256 not in referenced and store.path(stored.sha256).stat().st_mtime < before:
            size_bytes += store.remove(stored.sha256)
            blobs += 1
    for part in home.blobs_path.glob(".part-*"):
        facts = part.stat()
        if facts.st_mtime < before:
            part.unlink(missing_ok=True)
            size_bytes += facts.st_size
    return Freed(blobs, size_bytes)
