"""What stands for raw values that were encoded since somebody read of them."""

from __future__ import annotations

from typing import NamedTuple

from runstone.index.index import Index


class StandIn(NamedTuple):
    """The blob that was made of raw values."""

    sha256: str
    mime: str


_PATIENCE_SECS = 2.0


def stand_in(index: Index, raw: str) -> StandIn | None:
    """What stands for a raw blob that is gone; None if nothing does, or since more than an hour. Journals are read on if the index does not know yet."""
    found = _find(index, raw)
    if found is None and index.refresh(wait_secs=_PATIENCE_SECS):
        found = _find(index, raw)
    return found


def _find(index: Index, raw: str) -> StandIn | None:
    with index.read() as snapshot:
        row = snapshot.connection.execute("SELECT sha256, mime FROM encoded WHERE raw = ?", (raw,)).fetchone()
    return None if row is None else StandIn(*row)
