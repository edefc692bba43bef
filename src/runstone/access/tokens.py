"""API tokens: for programs, each for one user, bound to a role and to projects, for a while."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from runstone.access.database import Database, now_micros
from runstone.access.grants import Grants
from runstone.access.identity import Identity
from runstone.access.role import GRANTED, Role
from runstone.access.token import Token, is_secret
from runstone.model.errors import BadValue
from runstone.model.ids import check_project
from runstone.model.scope import Scope

MOST_NAME_CHARS = 100
# When a token was used last is a rough fact: writing it down at every request would wait for the disk.
_NOTED_MICROS = 60 * 1_000_000


class TokenFacts(NamedTuple):
    """What is known of a token; its secret is not. Times are microseconds since the epoch. An empty project is the whole home."""

    id: str
    user: str
    name: str
    role: Role
    projects: list[str]
    created_time: int
    expires_time: int | None
    revoked_time: int | None
    used_time: int | None


class Tokens:
    """The tokens of one server."""

    def __init__(self, database: Database, grants: Grants) -> None:
        self._database = database
        self._grants = grants

    def create(
        self,
        user: str,
        name: str,
        role: Role = Role.EDITOR,
        projects: Sequence[str] = (),
        lives_secs: float | None = None,
    ) -> Token:
        """Make a token. Nobody sees its secret again.

        Args:
            user: for whom: it may never do more than they may.
            name: what it is for, for people to read.
            role: the most that it may do.
            projects: where alone it may do it; everywhere if there are none.
            lives_secs: how long it holds; for ever if None.

        Raises:
            BadValue, BadProject: there is no such user, or something cannot be. Nothing was made.
        """
        if role not in GRANTED:
            raise BadValue("The role of a token is viewer, editor or admin. Nothing was made.")
        if not name.strip() or len(name) > MOST_NAME_CHARS or not name.isprintable():
            raise BadValue(f"Say in up to {MOST_NAME_CHARS} characters what the token is for. Nothing was made.")
        if lives_secs is not None and not 1 <= lives_secs <= 100 * 365 * 86400:
            raise BadValue("A token holds a second at least and a hundred years at most. Nothing was made.")
        tops = Scope.of(check_project(project) if project else "" for project in projects or ("",)).projects
        now, token = now_micros(), Token.new()
        expires = None if lives_secs is None else now + round(lives_secs * 1e6)
        made = self._database.change(
            "INSERT INTO token SELECT ?, ?, name, ?, ?, ?, ?, ?, NULL, NULL FROM user WHERE name = ?",
            *(token.id, token.digest, name.strip(), int(role), msgspec.json.encode(tops).decode(), now, expires, user),
        )
        if not made:
            raise BadValue(f"There is no user {user!r}. Nothing was made.")
        return token

    def known(self, user: str | None = None) -> list[TokenFacts]:
        """The tokens of a user, or of all; the newest first, those that were revoked among them."""
        rows = self._database.rows(
            "SELECT id, user, name, role, projects_json, created_time, expires_time, revoked_time, used_time FROM token"
            " WHERE ?1 IS NULL OR user = ?1 ORDER BY created_time DESC, id",
            user,
        )
        return [
            TokenFacts(row[0], row[1], row[2], Role(row[3]), msgspec.json.decode(row[4], type=list[str]), *row[5:])
            for row in rows
        ]

    def revoke(self, token: str, user: str | None = None) -> None:
        """End a token at once.

        Args:
            token: its id.
            user: whose it must be; anybody's for None.

        Raises:
            BadValue: there is none.
        """
        if not self._database.revoke("token", token, user):
            raise BadValue("There is no such token. Nothing was changed.")

    def identity(self, text: str) -> Identity | None:
        """Whose token this is and what it may do; None if it is none, was revoked, or has expired."""
        token = Token.read(text)
        if token is None:
            return None
        row = self._database.row("SELECT * FROM token WHERE id = ?", token.id)
        if not is_secret(row["secret"] if row else None, token.secret) or row is None:
            return None
        now = now_micros()
        if row["revoked_time"] is not None or (row["expires_time"] is not None and row["expires_time"] <= now):
            return None
        if row["used_time"] is None or now - row["used_time"] > _NOTED_MICROS:
            self._database.change("UPDATE token SET used_time = ? WHERE id = ?", now, token.id)
        within = Scope.of(msgspec.json.decode(row["projects_json"], type=list[str]))
        return self._grants.identity(row["user"], most=Role(row["role"]), within=within, token=token.id)
