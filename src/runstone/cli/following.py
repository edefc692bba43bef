"""Waiting until a home changes."""

from __future__ import annotations

import time

from runstone.index.index import Index
from runstone.query import changes

LOOK_SECS = 0.25


def wait_for_change(index: Index, seen: int) -> int:
    """Keep the index up with the journals until its revision is another one than `seen`.

    Returns:
        The new revision.
    """
    while True:
        index.refresh()
        revision = changes.revision(index)
        if revision != seen:
            return revision
        time.sleep(LOOK_SECS)
