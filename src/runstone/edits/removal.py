"""Removal of runs for good: the one thing that cannot be undone."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from runstone.journal import lock
from runstone.journal.reader import JournalReader
from runstone.model.errors import DataFault
from runstone.model.home import Home
from runstone.model.records import Opened


def is_written(home: Home, run: str) -> bool:
    """Whether a process of this machine records the run now. A person's edits, whose journal may be open for a while, do not count."""
    return any(lock.is_held(path) and not _is_editors(path) for path in home.journals(run))


def remove(home: Home, run: str) -> int:
    """Remove the folder of a run, in one step for every reader. Its media go with the next collection of garbage.

    Returns:
        The bytes that it freed.

    Raises:
        OSError: the folder is gone already, or not ours to remove.
    """
    folder = home.run_path(run)
    size_bytes = sum(path.stat().st_size for path in folder.iterdir())
    doomed = folder.with_name(f".removed-{os.getpid()}-{folder.name}")
    os.rename(folder, doomed)
    shutil.rmtree(doomed)
    return size_bytes


def _is_editors(path: Path) -> bool:
    try:
        pieces = JournalReader(path).pieces()
        first = next((record for piece in pieces for record in piece.records), None)
    except (DataFault, OSError):
        return False
    return isinstance(first, Opened) and first.role == "editor"
