"""Arriving: journals whose writers are elsewhere, and whose bytes come from another home, piece by piece.

An empty file beside such a journal says so. The lock of the journal then tells nothing of its writer, nor does the clock of its records: only
the file's growth does.
"""

from __future__ import annotations

from pathlib import Path

SUFFIX = ".arriving"


def mark(journal: Path) -> None:
    """Say that a journal comes from another home.

    Args:
        journal: it need not be there yet, but its folder must.

    Raises:
        OSError: the home cannot be written.
    """
    journal.with_suffix(SUFFIX).touch()


def is_arriving(journal: Path) -> bool:
    """Whether that was said."""
    return journal.with_suffix(SUFFIX).exists()
