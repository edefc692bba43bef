"""Invitations: links that make one user, once; the first one makes the first admin."""

from __future__ import annotations

from sqlite3 import Row

from runstone.access.database import Database, now_micros
from runstone.access.grants import Grants
from runstone.access.role import Role
from runstone.access.token import Token, is_secret
from runstone.access.users import Users, check_email
from runstone.model.errors import BadValue
from runstone.model.ids import check_project

FIRST_LIVES_SECS = 3600.0
LIVES_SECS = 7 * 86400.0


class Invitations:
    """The invitations of one server."""

    def __init__(self, database: Database, users: Users, grants: Grants) -> None:
        self._database = database
        self._users = users
        self._grants = grants

    def first(self) -> Token | None:
        """The invitation of the first admin, in place of any that was given before; None if there are users already."""
        with self._database.together():
            if self._database.row("SELECT 1 FROM user LIMIT 1") is not None:
                return None
            self._database.change("DELETE FROM invitation")
            return self.create(Role.ADMIN, "", FIRST_LIVES_SECS)

    def create(self, role: Role, project: str, lives_secs: float = LIVES_SECS, email: str = "") -> Token:
        """An invitation to a role in a project and all below it; an empty one is the whole home.

        Args:
            role: viewer, editor or admin.
            project: where.
            lives_secs: how long it holds.
            email: of whom it is for: who comes from a provider with this address needs no link. Whoever has the link may follow it all the same.

        Raises:
            BadValue, BadProject: something cannot be. Nothing was made.
        """
        token, now = Token.new(), now_micros()
        self._database.change("DELETE FROM invitation WHERE expires_time <= ?", now)
        self._database.change(
            "INSERT INTO invitation (id, secret, role, project, created_time, expires_time, email) VALUES (?, ?, ?, ?, ?, ?, ?)",
            *(token.id, token.digest, int(role), check_project(project) if project else "", now),
            *(now + round(lives_secs * 1e6), check_email(email) if email else None),
        )
        return token

    def accept(self, text: str, name: str, password: str | None) -> str:
        """Make the user of an invitation, which is used up by that; their name. Without a password they log in elsewhere.

        Raises:
            BadValue: there is no such invitation, it is used up or has expired; or the name or the password cannot be. It still holds then.
            Conflict: there is a user of that name. It still holds.
        """
        token = Token.read(text)
        with self._database.together():
            row = self._database.row("SELECT * FROM invitation WHERE id = ?", token.id) if token else None
            secret = token.secret if token else ""
            if (
                not is_secret(row["secret"] if row else None, secret)
                or row is None
                or row["expires_time"] <= now_micros()
            ):
                raise BadValue("This link is used up, has expired, or never was one. Ask an admin for another.")
            user = self._users.add(name, password)
            self._grants.give(Role(row["role"]), row["project"], user=user.name)
            self._database.change("DELETE FROM invitation WHERE id = ?", row["id"])
        return user.name

    def accept_for(self, email: str, name: str) -> bool:
        """Give a user what an e-mail address was invited to, in all invitations that still hold, which are used up by that.

        Args:
            email: an address that somebody has, by a provider's word.
            name: the user.

        Returns:
            Whether there was any.
        """
        with self._database.together():
            rows = self._of(email)
            for row in rows:
                self._grants.give(Role(row["role"]), row["project"], user=name)
                self._database.change("DELETE FROM invitation WHERE id = ?", row["id"])
        return bool(rows)

    def is_for(self, email: str) -> bool:
        """Whether an e-mail address was invited, and that still holds."""
        return bool(self._of(email))

    def _of(self, email: str) -> list[Row]:
        # The highest last, so that it stands where several are for one project.
        return self._database.rows(
            "SELECT id, role, project FROM invitation WHERE email = ? AND expires_time > ? ORDER BY role",
            *(email, now_micros()),
        )
