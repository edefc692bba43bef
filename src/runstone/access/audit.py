"""The audit log: who did what about access, and what was removed. Entries are added and never changed."""

from __future__ import annotations

from typing import NamedTuple

from runstone.access.database import Database, now_micros

_MOST_CHARS = 300


class Deed(NamedTuple):
    """What somebody did. `time` is in microseconds since the epoch; `user` is None for who had not logged in, or sat at the machine."""

    id: int
    time: int
    user: str | None
    address: str
    action: str
    subject: str
    detail: str


class Audit:
    """The audit log of one server. No secret belongs into it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def note(
        self, action: str, subject: str = "", detail: str = "", *, user: str | None = None, address: str = ""
    ) -> None:
        """Add an entry.

        Args:
            action: a word for programs, such as `login` or `token_revoked`.
            subject: of whom or of what; cut to 300 characters, for strangers choose it.
            detail: what else is to be known.
            user: who did it.
            address: from where.
        """
        self._database.change(
            "INSERT INTO deed (time, user, address, action, subject, detail) VALUES (?, ?, ?, ?, ?, ?)",
            *(now_micros(), user, address, action, subject[:_MOST_CHARS], detail[:_MOST_CHARS]),
        )

    def read(self, before: int | None = None, limit: int = 100) -> list[Deed]:
        """Entries, the newest first.

        Args:
            before: only those with a smaller id.
            limit: at most so many.
        """
        rows = self._database.rows(
            "SELECT * FROM deed WHERE ?1 IS NULL OR id < ?1 ORDER BY id DESC LIMIT ?2", before, limit
        )
        return [Deed(*row) for row in rows]
