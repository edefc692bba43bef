"""The check-up of a journal: every frame read, every checksum compared, and what is wrong put into words."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from runstone.journal import lock
from runstone.journal.reader import Damage, JournalReader
from runstone.model.errors import DataFault


class Checkup(NamedTuple):
    """What a journal holds, and what of it cannot be read.

    `torn_bytes` is a last frame that was cut short; of a writer that lives (`alive`) it is only not complete yet. `fault` is why the
    journal could not be read at all.
    """

    path: str
    size_bytes: int
    records: int
    points: int
    damage: list[Damage]
    torn_bytes: int
    alive: bool
    fault: str | None

    @property
    def lost(self) -> bool:
        """Whether something that was recorded cannot be read any more. A torn tail was never a recorded frame."""
        return bool(self.damage) or self.fault is not None


def check(path: Path) -> Checkup:
    """Read a journal from end to end."""
    alive = bool(lock.is_held(path))
    reader = JournalReader(path)
    records = points = torn_bytes = 0
    damage: list[Damage] = []
    try:
        size_bytes = reader.size_bytes()
        for piece in reader.pieces():
            records += len(piece.records)
            points += sum(rows.values.size for rows in piece.rows)
            damage += piece.damage
            torn_bytes = piece.tail_bytes
    except (DataFault, OSError) as error:
        return Checkup(
            str(path), path.stat().st_size if path.exists() else 0, records, points, damage, 0, alive, str(error)
        )
    return Checkup(str(path), size_bytes, records, points, damage, torn_bytes, alive, None)
