"""Artifacts: what the journals of collections say goes into the index. A collection that changed is read anew, whole: it is small."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Any

import msgspec

from runstone.artifacts.collection import Collection
from runstone.index.ledger_journals import LedgerJournals
from runstone.model.collection import CollectionFacts, Version
from runstone.model.errors import DataFault
from runstone.model.home import Collections, Home
from runstone.model.values import to_json


class Artifacts:
    """Takes in the collections of one home. The caller holds the indexer's lock and ends transactions."""

    def __init__(self, home: Home, connection: sqlite3.Connection, next_revision: Callable[[], int]) -> None:
        self._home = home
        self._connection = connection
        self._next_revision = next_revision
        self._journals = LedgerJournals(Collections(home), connection, "collection_journal", "collection")

    def due(self) -> list[str]:
        """The collections that have something new, and those that are gone."""
        return self._journals.due()

    def take(self, collection: str) -> None:
        """Bring one collection up to date."""
        self._journals.note(collection)
        try:
            facts = Collection(self._home, collection).facts()
        except (DataFault, msgspec.MsgspecError, FileNotFoundError):
            return  # `runstone doctor` tells of it, and what is known stays
        self._connection.execute("DELETE FROM version WHERE collection = ?", (collection,))
        if facts.began is None:
            self._connection.execute("DELETE FROM collection WHERE id = ?", (collection,))
            self._next_revision()
            return
        self._put(facts)

    def _put(self, facts: CollectionFacts) -> None:
        assert facts.began is not None
        self._connection.execute(
            "INSERT OR REPLACE INTO collection VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(facts.id, facts.project, facts.name, facts.type, facts.description, _json(facts.tags)),
                *(facts.began.time, facts.last_time, self._next_revision()),
            ),
        )
        self._connection.executemany(
            f"INSERT INTO version VALUES ({', '.join('?' * 18)})",
            [_row(facts, version) for version in facts.versions(deleted=True)],
        )


def _row(facts: CollectionFacts, version: Version) -> tuple[Any, ...]:
    return (
        *(version.id, facts.id, version.number, version.digest, version.manifest, version.size_bytes),
        *(version.file_count, version.created_time, version.run, version.step, version.description),
        *(_json(version.metadata), _json(version.aliases), _json(version.tags), version.ttl_secs),
        *(version.source, version.source_version, facts.is_deleted(version.id)),
    )


def _json(value: Any) -> str:
    return msgspec.json.encode(to_json(value)).decode()
