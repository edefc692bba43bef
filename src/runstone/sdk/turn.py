"""The turn: processes that open one id at the same time come one after the other, so that the first begins the run and the others join it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from runstone.journal import lock
from runstone.model.home import Home
from runstone.model.ids import check_run_id


@contextmanager
def turn(home: Home, run: str) -> Iterator[None]:
    """Hold the folder of a run, which need not be there yet. What is empty behind the block goes again. File systems without locks, and homes that
    cannot be written, are left to what happens in the block.

    Raises:
        BadRunId: the text cannot name a run.
    """
    folder = home.run_path(check_run_id(run))
    fd = _opened(folder)
    if fd is None:
        yield
        return
    try:
        lock.hold(fd)
        yield
    finally:
        with suppress(OSError):  # the run lies in it
            os.rmdir(folder)
        lock.let_go(fd)
        os.close(fd)


def _opened(folder: Path) -> int | None:
    try:
        os.makedirs(folder, exist_ok=True)
        return os.open(folder, os.O_RDONLY | getattr(os, "O_CLOEXEC", 0))
    except OSError:
        return None
