"""Who opened a journal, read off its first bytes, however long it is."""

from __future__ import annotations

from pathlib import Path

from runstone.journal.reader import JournalReader
from runstone.model.errors import DataFault
from runstone.model.records import Opened

# The first record has a few hundred bytes.
_MAX_BYTES = 4096


class _Beginning(JournalReader):
    def read(self, offset: int, size: int) -> bytes:
        return super().read(offset, min(size, max(0, _MAX_BYTES - offset)))


def read_opened(path: Path) -> Opened | None:
    """The first record of a journal; None where it is not written yet, cannot be read, or the journal is gone."""
    try:
        for piece in _Beginning(path).pieces():
            for record in piece.records:
                return record if isinstance(record, Opened) else None
    except (FileNotFoundError, DataFault):
        return None
    return None
