"""Numbering: what a home calls a run that came from another one, where its own number or display id was taken.

It is a journal of its own, which holds nothing else, so that the home keeps it to itself when it sends the run on.
"""

from __future__ import annotations

from pathlib import Path

from runstone.journal.reader import JournalReader
from runstone.journal.writer import JournalWriter
from runstone.model.errors import DataFault
from runstone.model.home import JOURNAL_SUFFIX, Home
from runstone.model.records import Closed, Numbered, Opened
from runstone.model.version import VERSION

# Three records; anything longer is not worth a look.
_MAX_BYTES = 4096


def write_numbering(home: Home, run: str, number: int, display_id: str) -> Path:
    """Say what the home calls a run from now on.

    Returns:
        The journal that says it.

    Raises:
        HomeUnusable: it cannot be written.
    """
    writer = JournalWriter(home, run, role="editor", version=VERSION)
    writer.event(Numbered(time=writer.now(), number=number, display_id=display_id))
    writer.close()
    return home.journal_path(run, writer.writer)


def read_numbering(path: Path) -> Numbered | None:
    """What a journal says of the run's number, if it says nothing else; None for every other journal."""
    try:
        if path.suffix != JOURNAL_SUFFIX or path.stat().st_size > _MAX_BYTES:
            return None
        pieces = list(JournalReader(path).pieces())
    except (FileNotFoundError, DataFault):
        return None
    if any(piece.rows or piece.damage for piece in pieces):
        return None
    records = [record for piece in pieces for record in piece.records]
    numbered = [record for record in records if isinstance(record, Numbered)]
    return (
        numbered[-1] if numbered and all(isinstance(record, Opened | Numbered | Closed) for record in records) else None
    )
