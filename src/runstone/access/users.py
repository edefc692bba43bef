"""Users: their names and passwords."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from runstone.access.database import Database, now_micros
from runstone.access.password import hash_password, is_outdated, is_password
from runstone.access.role import Role
from runstone.model.errors import BadValue, Conflict

_NAME = re.compile(r"[\w][\w.@+-]{0,99}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")
_MOST_EMAIL_CHARS = 254
_SMALL = {upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)}


class User(NamedTuple):
    """A user. `created_time` is in microseconds since the epoch."""

    name: str
    has_password: bool
    created_time: int
    email: str = ""
    """Entered by who keeps users: who comes from a provider with this address is them. Empty for none."""


class Users:
    """The users of one server. Names are the same in any case."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def known(self) -> list[User]:
        """All of them, by name."""
        rows = self._database.rows("SELECT name, password IS NOT NULL, created_time, email FROM user ORDER BY name")
        return [User(name, bool(has_password), time, email or "") for name, has_password, time, email in rows]

    def find(self, name: str) -> User | None:
        """The user of a name, in its spelling; None if there is none."""
        return next((user for user in self.known() if user.name.lower() == name.lower()), None)

    def add(self, name: str, password: str | None = None) -> User:
        """Make a user, who may do nothing yet.

        Raises:
            BadValue: the name or the password cannot be. Nothing was changed.
            Conflict: there is one of that name.
        """
        check_name(name)
        hashed = hash_password(password) if password is not None else None
        time = now_micros()
        if not self._database.change(
            "INSERT OR IGNORE INTO user (name, password, created_time) VALUES (?, ?, ?)", name, hashed, time
        ):
            raise Conflict(f"There is a user {name!r} already. Nothing was changed.")
        return User(name, hashed is not None, time)

    def remove(self, name: str) -> None:
        """Remove a user with their grants, tokens and sessions. What they recorded stays.

        Raises:
            BadValue: there is none.
            Conflict: nobody would be left who keeps users.
        """
        with keeping_admins(self._database):
            if not self._database.change("DELETE FROM user WHERE name = ?", name):
                raise BadValue(f"There is no user {name!r}. Nothing was changed.")

    def set_password(self, name: str, password: str) -> None:
        """Give a user another password, and end their sessions.

        Raises:
            BadValue: there is none, or the password cannot be. Nothing was changed.
        """
        hashed = hash_password(password)
        with self._database.together():
            if not self._database.change("UPDATE user SET password = ? WHERE name = ?", hashed, name):
                raise BadValue(f"There is no user {name!r}. Nothing was changed.")
            self._database.change("DELETE FROM session WHERE user = ?", name)

    def set_email(self, name: str, email: str) -> None:
        """Say by which e-mail address a provider knows a user; an empty one takes that back. Who keeps users says so, and never the user alone.

        Raises:
            BadValue: there is no such user, or that is no address. Nothing was changed.
            Conflict: it is another user's.
        """
        address = check_email(email) if email else None
        with self._database.together():
            other = self._database.row("SELECT name FROM user WHERE email = ? AND name <> ?", address, name)
            if other is not None:
                raise Conflict(f"{other['name']!r} has the address {address} already. Nothing was changed.")
            if not self._database.change("UPDATE user SET email = ? WHERE name = ?", address, name):
                raise BadValue(f"There is no user {name!r}. Nothing was changed.")

    def log_in(self, name: str, password: str) -> str | None:
        """The name of the user whose password this is, in its spelling; None if it is not theirs, or there is none."""
        row = self._database.row("SELECT name, password FROM user WHERE name = ?", name)
        kept = row["password"] if row else None
        if not is_password(kept, password) or row is None or kept is None:
            return None
        if is_outdated(kept):
            self._database.change("UPDATE user SET password = ? WHERE name = ?", hash_password(password), name)
        return str(row["name"])


def check_name(name: str) -> None:
    """See that a user or a team can be called so.

    Raises:
        BadValue: not so.
    """
    if not _NAME.fullmatch(name):
        raise BadValue(
            f"{name[:100]!r} cannot be a name: letters, digits and . _ - + @, up to 100. Nothing was changed."
        )


def check_email(text: str) -> str:
    """An e-mail address, its ASCII letters small. Other letters stay as they are: some have a small form that is another address.

    Raises:
        BadValue: it is none.
    """
    email = text.strip()
    if len(email) > _MOST_EMAIL_CHARS or not email.isprintable() or not _EMAIL.fullmatch(email):
        raise BadValue(f"{text[:100]!r} is no e-mail address. Nothing was changed.")
    return email.translate(_SMALL)


@contextmanager
def keeping_admins(database: Database) -> Iterator[None]:
    """A step after which somebody still keeps users, if somebody did before.

    Raises:
        Conflict: nobody would. The step is undone.
    """
    with database.together():
        before = _has_admins(database)
        yield
        if before and not _has_admins(database):
            raise Conflict(
                "Nobody would be left who keeps users and grants: make another admin first. Nothing was changed."
            )


def _has_admins(database: Database) -> bool:
    found = database.row(
        "SELECT 1 FROM role_grant LEFT JOIN member ON member.team = role_grant.team"
        " WHERE role = ? AND project = '' AND coalesce(role_grant.user, member.user) IS NOT NULL LIMIT 1",
        int(Role.ADMIN),
    )
    return found is not None
