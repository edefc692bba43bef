"""Who looks before they write, and must not be overtaken between the two."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from runstone.index.index import Index
from runstone.journal import lock
from runstone.model.errors import HomeUnusable
from runstone.model.home import Home

# Another process may be reading years of journals for the first time.
_PATIENCE_SECS = 600.0


@contextmanager
def alone(index: Index) -> Iterator[None]:
    """Nobody else of this machine is inside such a block of the home, and the index knows what was written before.

    Raises:
        HomeUnusable: the lock cannot be written.
    """
    with _locked(index.home):
        index.refresh(_PATIENCE_SECS)
        yield


@contextmanager
def _locked(home: Home) -> Iterator[None]:
    path = home.workspace_path / "lock"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
    except OSError as error:
        raise HomeUnusable(f"{path} cannot be written ({error.strerror}). Nothing was saved.") from error
    try:
        lock.hold(fd)
        yield
    finally:
        os.close(fd)
