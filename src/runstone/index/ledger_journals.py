"""The journals of ledgers, collections or sweeps: which of them say more than was taken in."""

from __future__ import annotations

import os
import sqlite3

from runstone.model.home import JOURNAL_SUFFIX, Home


class LedgerJournals:
    """Remembers in a table how long each journal of each ledger was. The caller holds the indexer's lock and ends transactions."""

    def __init__(self, folders: Home, connection: sqlite3.Connection, table: str, ledger: str) -> None:
        """
        Args:
            folders: where ledgers of this kind lie.
            connection: of the index.
            table: has a row a journal: the ledger, the writer, the length.
            ledger: the name of its first column.
        """
        self._folders = folders
        self._connection = connection
        self._table = table
        self._ledger = ledger

    def due(self) -> list[str]:
        """The ledgers that have something new, and those that are gone."""
        known: dict[str, dict[str, int]] = {}
        for ledger, writer, size_bytes in self._connection.execute(f"SELECT * FROM {self._table}"):
            known.setdefault(ledger, {})[writer] = size_bytes
        found = self._folders.run_ids()
        changed = [ledger for ledger in found if self._sizes(ledger) != known.get(ledger, {})]
        there = set(found)
        return changed + [ledger for ledger in known if ledger not in there]

    def note(self, ledger: str) -> None:
        """What there is of a ledger now is taken in. To be said before it is read: what is written meanwhile stays due."""
        sizes = self._sizes(ledger)
        self._connection.execute(f"DELETE FROM {self._table} WHERE {self._ledger} = ?", (ledger,))
        self._connection.executemany(
            f"INSERT INTO {self._table} VALUES (?, ?, ?)",
            [(ledger, writer, size_bytes) for writer, size_bytes in sizes.items()],
        )

    def _sizes(self, ledger: str) -> dict[str, int]:
        try:
            with os.scandir(self._folders.run_path(ledger)) as entries:
                return {
                    entry.name.removesuffix(JOURNAL_SUFFIX): entry.stat().st_size
                    for entry in entries
                    if entry.name.endswith(JOURNAL_SUFFIX)
                }
        except (FileNotFoundError, NotADirectoryError, PermissionError):
            return {}
