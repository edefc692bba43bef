"""Durable: what a power cut does not take."""

from __future__ import annotations

import os
from pathlib import Path


def make_durable(path: Path) -> None:
    """Make a file, or the names in a folder, survive a power cut.

    Raises:
        OSError: the disk refused.
    """
    fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)
