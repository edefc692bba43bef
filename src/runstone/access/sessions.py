"""Sessions of browsers: what a cookie stands for."""

from __future__ import annotations

import secrets

from runstone.access.database import Database, now_micros
from runstone.access.grants import Grants
from runstone.access.identity import Identity
from runstone.access.token import digest_of

IDLE_SECS = 14 * 86400
"""A session that nobody used for so long is over."""
LONGEST_SECS = 90 * 86400
"""And so is one that began so long ago."""
_NOTED_SECS = 300


class Sessions:
    """The sessions of one server."""

    def __init__(self, database: Database, grants: Grants) -> None:
        self._database = database
        self._grants = grants

    def begin(self, user: str, address: str) -> str:
        """Begin a session of a user; the value of its cookie, of which only a hash is kept."""
        secret, now = secrets.token_urlsafe(32), now_micros()
        self._database.change(
            "DELETE FROM session WHERE used_time < ? OR created_time < ?",
            *(now - IDLE_SECS * 1_000_000, now - LONGEST_SECS * 1_000_000),
        )
        self._database.change(
            "INSERT INTO session SELECT ?, name, ?, ?, ? FROM user WHERE name = ?",
            digest_of(secret),
            now,
            now,
            address,
            user,
        )
        return secret

    def identity(self, secret: str) -> Identity | None:
        """Whose session a cookie is; None if it is none, or over."""
        kept = digest_of(secret)
        row = self._database.row("SELECT * FROM session WHERE secret = ?", kept)
        now = now_micros()
        if (
            row is None
            or row["used_time"] < now - IDLE_SECS * 1_000_000
            or row["created_time"] < now - LONGEST_SECS * 1_000_000
        ):
            return None
        if row["used_time"] < now - _NOTED_SECS * 1_000_000:
            self._database.change("UPDATE session SET used_time = ? WHERE secret = ?", now, kept)
        return self._grants.identity(row["user"], session=kept)

    def end(self, session: bytes) -> None:
        """End a session, by what is kept of it. Idempotent."""
        self._database.change("DELETE FROM session WHERE secret = ?", session)
