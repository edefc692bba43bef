"""References: which blobs the journals of a home speak of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from runstone.journal.reader import JournalReader
from runstone.model.home import Home
from runstone.model.records import EnvironmentCaptured, MediaLogged


def blob_references(home: Home) -> set[str]:
    """The SHA-256 of every blob that some journal of the home refers to, sealed or not.

    Raises:
        DataFault: a journal cannot be read at all; then nobody knows what it refers to, and nothing should be removed.
    """
    return {sha256 for run in home.run_ids() for sha256 in run_references(home, run)}


def run_references(home: Home, run: str) -> set[str]:
    """The SHA-256 of every blob that this run refers to."""
    found: set[str] = set()
    for path in home.journals(run):
        for piece in JournalReader(path).pieces():
            for record in piece.records:
                if isinstance(record, MediaLogged):
                    found.add(record.sha256)
                elif isinstance(record, EnvironmentCaptured):
                    found.update(_hashes(record.parts))
    return found


def _hashes(value: Any) -> Iterator[str]:
    """What stands under a key `sha256`, at any depth."""
    if isinstance(value, dict):
        for key, item in value.items():
            if key == "sha256" and isinstance(item, str):
                yield item
            else:
                yield from _hashes(item)
    elif isinstance(value, list):
        for item in value:
            yield from _hashes(item)
