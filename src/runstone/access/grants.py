"""Grants: which user or team has which role in which project; and the teams."""

from __future__ import annotations

from typing import NamedTuple

from runstone.access.database import Database, now_micros
from runstone.access.identity import Grant, Identity
from runstone.access.role import GRANTED, Role
from runstone.access.users import check_name, keeping_admins
from runstone.model.errors import BadValue, Conflict
from runstone.model.ids import check_project
from runstone.model.scope import Scope


class Given(NamedTuple):
    """A role that somebody has in a project and in all below it: `user` or `team`, the other is empty."""

    user: str
    team: str
    role: Role
    project: str


class Team(NamedTuple):
    """A team, and the names of its members."""

    name: str
    members: list[str]


class Grants:
    """The grants of one server."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def identity(
        self,
        user: str,
        *,
        most: Role = Role.ADMIN,
        within: Scope | None = None,
        token: str = "",
        session: bytes = b"",
    ) -> Identity:
        """A user with what they and their teams were granted.

        Args:
            user: their name.
            most: the most that may be done in this way.
            within: and where; everywhere for None.
            token: the id of the token that they came by.
            session: what is kept of their session.
        """
        rows = self._database.rows(
            "SELECT role, project FROM role_grant WHERE user = ?1 OR team IN (SELECT team FROM member WHERE user = ?1)",
            user,
        )
        found = tuple(Grant(Role(role), project) for role, project in rows)
        return Identity(user, found, most, Scope(("",)) if within is None else within, token, session)

    def known(self) -> list[Given]:
        """All that were given, by project."""
        rows = self._database.rows(
            "SELECT user, team, role, project FROM role_grant ORDER BY project, role DESC, user, team"
        )
        return [Given(user or "", team or "", Role(role), project) for user, team, role, project in rows]

    def give(self, role: Role, project: str, *, user: str = "", team: str = "") -> Given:
        """Give a user or a team a role in a project, in place of the one that they had there.

        Args:
            role: viewer, editor or admin.
            project: and all below it; empty for the whole home.
            user: whom; or
            team: whom.

        Raises:
            BadValue, BadProject: there is no such user or team, or something cannot be. Nothing was changed.
            Conflict: nobody would be left who keeps users.
        """
        if role not in GRANTED or bool(user) == bool(team):
            raise BadValue("A grant is of viewer, editor or admin, to one user or to one team. Nothing was changed.")
        place = check_project(project) if project else ""
        with keeping_admins(self._database):
            table, name = ("user", user) if user else ("team", team)
            found = self._database.row(f"SELECT name FROM {table} WHERE name = ?", name)
            if found is None:
                raise BadValue(f"There is no {table} {name!r}. Nothing was changed.")
            self._database.change(
                f"INSERT INTO role_grant ({table}, role, project, created_time) VALUES (?, ?, ?, ?)"
                f" ON CONFLICT ({table}, project) DO UPDATE SET role = excluded.role",
                *(found["name"], int(role), place, now_micros()),
            )
        return Given(found["name"] if user else "", found["name"] if team else "", role, place)

    def take(self, project: str, *, user: str = "", team: str = "") -> None:
        """Take from a user or a team what they were given in a project.

        Raises:
            BadValue: they were given nothing there.
            Conflict: nobody would be left who keeps users.
        """
        table, name = ("user", user) if user else ("team", team)
        with keeping_admins(self._database):
            if not self._database.change(f"DELETE FROM role_grant WHERE {table} = ? AND project = ?", name, project):
                raise BadValue(
                    f"{name!r} has no role of their own in {project or 'the whole home'!r}. Nothing was changed."
                )

    def teams(self) -> list[Team]:
        """All teams, by name."""
        members: dict[str, list[str]] = {}
        for team, user in self._database.rows("SELECT team, user FROM member ORDER BY user"):
            members.setdefault(team, []).append(user)
        return [
            Team(name, members.get(name, [])) for (name,) in self._database.rows("SELECT name FROM team ORDER BY name")
        ]

    def add_team(self, name: str) -> None:
        """Make a team without members.

        Raises:
            BadValue: it cannot be called so.
            Conflict: there is one of that name.
        """
        check_name(name)
        if not self._database.change("INSERT OR IGNORE INTO team VALUES (?, ?)", name, now_micros()):
            raise Conflict(f"There is a team {name!r} already. Nothing was changed.")

    def remove_team(self, name: str) -> None:
        """Remove a team with what it was given; its members stay users.

        Raises:
            BadValue: there is none.
            Conflict: nobody would be left who keeps users.
        """
        with keeping_admins(self._database):
            if not self._database.change("DELETE FROM team WHERE name = ?", name):
                raise BadValue(f"There is no team {name!r}. Nothing was changed.")

    def join(self, team: str, user: str) -> None:
        """Make a user a member of a team.

        Raises:
            BadValue: there is no such team or user.
        """
        with self._database.together():
            found = self._database.row(
                "SELECT team.name, user.name FROM team, user WHERE team.name = ? AND user.name = ?", team, user
            )
            if found is None:
                raise BadValue(f"There is no team {team!r}, or no user {user!r}. Nothing was changed.")
            self._database.change("INSERT OR IGNORE INTO member VALUES (?, ?)", *found)

    def leave(self, team: str, user: str) -> None:
        """Make a user a member of a team no longer.

        Raises:
            BadValue: they are none.
            Conflict: nobody would be left who keeps users.
        """
        with keeping_admins(self._database):
            if not self._database.change("DELETE FROM member WHERE team = ? AND user = ?", team, user):
                raise BadValue(f"{user!r} is no member of {team!r}. Nothing was changed.")
