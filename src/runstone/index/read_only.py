"""An index as another process keeps it up: it is read, and never written."""

from __future__ import annotations

from collections.abc import Callable
from typing import NoReturn

from runstone.index.index import Index


class NotKeptUpHere(Exception):
    """A question can only be answered by who may write the index: what it asks for is not in it yet, or it is broken."""


class ReadOnlyIndex(Index):
    """An `Index` that leaves all writing to another process of the home. Questions that would make it write raise `NotKeptUpHere`."""

    def refresh(self, wait_secs: float = 0.0, *, drawn_every_secs: float = 0.0) -> NoReturn:
        """See Index."""
        raise NotKeptUpHere

    def rebuild(self) -> NoReturn:
        """See Index."""
        raise NotKeptUpHere

    def _rebuild(self, needed: Callable[[], bool]) -> NoReturn:
        raise NotKeptUpHere

    def maintain(self, budget_secs: float) -> NoReturn:
        """See Index."""
        raise NotKeptUpHere
