"""Proofs: who brought the bytes of a blob, and which runs and collections name a blob whose bytes their sender did not show to have.

A hash is no secret: it stands in logs and in journals. So that who knows one does not read the bytes by naming them in a run of their own, what
somebody names without a right to see it is unproved, and shows nothing, until they bring the bytes themselves.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from runstone.access.database import Database, now_micros

# Journals follow what they speak of, or go before it, by minutes.
_KEPT_MICROS = 30 * 86400 * 1_000_000


class Proofs:
    """The proofs of one server. Of who may see the whole home nothing is kept."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def brought(self, user: str, blobs: Iterable[str]) -> set[str]:
        """Those of some blobs whose bytes a user brought in the last 30 days."""
        rows = self._database.rows(
            "SELECT sha256 FROM brought WHERE user = ? AND sha256 IN (SELECT value FROM json_each(?))",
            *(user, msgspec.json.encode(list(blobs)).decode()),
        )
        return {sha256 for (sha256,) in rows}

    def bring(self, user: str, sha256: str) -> list[str]:
        """Keep that a user brought the bytes of a blob: whatever of theirs names it is proved. The ledgers in which it is a manifest; what that lists is
        to be looked at before they are told to anybody."""
        now = now_micros()
        with self._database.together():
            self._database.change("DELETE FROM brought WHERE time < ?", now - _KEPT_MICROS)
            self._database.change("INSERT OR REPLACE INTO brought VALUES (?, ?, ?)", sha256, user, now)
            rows = self._database.rows(
                "SELECT ledger FROM unproved WHERE sha256 = ? AND user = ? AND is_manifest", sha256, user
            )
            self._database.change(
                "DELETE FROM unproved WHERE sha256 = ? AND user = ? AND NOT is_manifest", sha256, user
            )
        return [ledger for (ledger,) in rows]

    def doubt(self, user: str, ledger: str, blobs: Iterable[str], *, manifests: bool = False) -> None:
        """Keep that a user named blobs in a run or a collection, and did not show to have them."""
        rows = [(sha256, _start(sha256), ledger, user, manifests) for sha256 in blobs]
        if rows:
            with self._database.together():
                for row in rows:
                    self._database.change("INSERT OR REPLACE INTO unproved VALUES (?, ?, ?, ?, ?)", *row)

    def settle(self, user: str, ledger: str, manifest: str) -> None:
        """Keep that a manifest is proved; what of its files is not is in doubt by itself."""
        self._database.change(
            "DELETE FROM unproved WHERE sha256 = ? AND ledger = ? AND user = ?", manifest, ledger, user
        )

    def doubted_in(self, blobs: Iterable[str]) -> dict[str, set[str]]:
        """The runs and collections by which blobs are not shown, for those of some blobs that there are any of."""
        starts = {sha256: _start(sha256) for sha256 in blobs}
        rows = self._database.rows(
            "SELECT start, ledger FROM unproved WHERE start IN (SELECT value FROM json_each(?))",
            msgspec.json.encode(list(starts.values())).decode(),
        )
        ledgers: dict[str, set[str]] = {}
        for start, ledger in rows:
            ledgers.setdefault(start, set()).add(ledger)
        return {sha256: ledgers[start] for sha256, start in starts.items() if start in ledgers}

    def doubted_manifests(self) -> set[tuple[str, str]]:
        """Manifests, each with the collection by which it shows nothing."""
        return {tuple(row) for row in self._database.rows("SELECT sha256, ledger FROM unproved WHERE is_manifest")}

    def doubted_of(self, ledger: str) -> set[str]:
        """The blobs that a run or a collection does not show."""
        rows = self._database.rows("SELECT sha256 FROM unproved WHERE ledger = ?", ledger)
        return {sha256 for (sha256,) in rows}


def _start(sha256: str) -> str:
    """By so much those who look for uses tell hashes apart: one that begins alike is as good as the same to them."""
    return sha256[:16].lower()
