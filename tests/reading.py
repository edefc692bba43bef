"""Reads journals back for tests, in the plainest way."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from runstone.api import StoredMedia
from runstone.journal.reader import JournalReader, Piece
from runstone.model.home import Home
from runstone.model.records import AnyRecord, Unknown

# The fixtures `log_one` and `log_all`: log a value, and give what is stored of it.
LogOne = Callable[[Any], StoredMedia]
LogAll = Callable[[Any], list[StoredMedia]]


def read_pieces(path: Path) -> list[Piece]:
    """All pieces of a journal."""
    return list(JournalReader(path).pieces())


def read_records(home: Home, run: str) -> list[AnyRecord | Unknown]:
    """All records of a run, writer by writer."""
    return [record for path in home.journals(run) for piece in read_pieces(path) for record in piece.records]


def read_points(home: Home, run: str) -> dict[str, list[tuple[int, float]]]:
    """All points of a run by metric, in the order of writing."""
    found: dict[str, list[tuple[int, float]]] = {}
    for path in home.journals(run):
        for piece in read_pieces(path):
            for rows in piece.rows:
                for step, values in zip(rows.steps.tolist(), rows.values.tolist(), strict=True):
                    for name, value in zip(rows.names, values, strict=True):
                        found.setdefault(name, []).append((step, value))
    return found
