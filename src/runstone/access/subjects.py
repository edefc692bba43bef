"""Subjects: whom a provider of OpenID Connect calls how. The pair of issuer and subject never changes; addresses and names do."""

from __future__ import annotations

from runstone.access.database import Database, now_micros
from runstone.model.errors import Conflict


class Subjects:
    """The subjects of one server."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def user(self, issuer: str, subject: str) -> str | None:
        """The name of the user that a subject is; None if it is nobody's."""
        row = self._database.row("SELECT user FROM subject WHERE issuer = ? AND subject = ?", issuer, subject)
        return str(row["user"]) if row else None

    def link(self, issuer: str, subject: str, user: str) -> None:
        """Say that a subject is a user. Idempotent.

        Raises:
            Conflict: it is another user already.
        """
        with self._database.together():
            known = self.user(issuer, subject)
            if known is not None and known.lower() != user.lower():
                raise Conflict(f"That login is linked to the user {known!r} already. Nothing was changed.")
            self._database.change(
                "INSERT OR IGNORE INTO subject SELECT ?, ?, name, ? FROM user WHERE name = ?",
                *(issuer, subject, now_micros(), user),
            )

    def has(self, issuer: str, user: str) -> bool:
        """Whether a user has a login with an issuer."""
        return self._database.row("SELECT 1 FROM subject WHERE issuer = ? AND user = ?", issuer, user) is not None
