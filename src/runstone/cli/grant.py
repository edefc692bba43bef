"""`runstone grant`: which user or team has which role in which project."""

from __future__ import annotations

from typing import Annotated

from cyclopts import App, Parameter

from runstone.cli.accounts import ProjectOption, RoleOption, accounts_of, note
from runstone.cli.columns import Column, print_columns
from runstone.cli.output import print_json, terminal
from runstone.cli.place import HomeOption, JsonOption

TeamOption = Annotated[bool, Parameter(name="--team", negative=(), help="The name is that of a team.")]

grant = App(
    name="grant",
    help="Give users and teams of `runstone serve` roles in projects.",
    help_format="plaintext",
    version_flags=[],
)


@grant.command
def add(
    name: str, role: RoleOption, *, project: ProjectOption = "", team: TeamOption = False, home: HomeOption = None
) -> None:
    """Give somebody a role in a project and in all below it, in place of the one that they had there.

    Parameters
    ----------
    name
        Of the user, or with --team of the team.
    """
    from runstone.access.role import read_role

    with accounts_of(home) as accounts:
        given = accounts.grants.give(read_role(role), project, **_to(name, team))
        note(accounts, "granted", name, f"{given.role.word} in {given.project or 'the whole home'}")


@grant.command
def remove(name: str, *, project: ProjectOption = "", team: TeamOption = False, home: HomeOption = None) -> None:
    """Take from somebody the role that they were given in a project.

    Parameters
    ----------
    name
        Of the user, or with --team of the team.
    """
    with accounts_of(home) as accounts:
        accounts.grants.take(project, **_to(name, team))
        note(accounts, "grant_taken", name, f"in {project or 'the whole home'}")


@grant.command(name="list")
def list_(*, home: HomeOption = None, json: JsonOption = False) -> None:
    """List what was given, by project."""
    with accounts_of(home) as accounts:
        known = accounts.grants.known()
    if json:
        print_json([{**one._asdict(), "role": one.role.word} for one in known])
        return
    print_columns(
        terminal(),
        [
            Column("project", [one.project or "(whole home)" for one in known]),
            Column("role", [one.role.word for one in known]),
            Column("user or team", [one.user or f"team {one.team}" for one in known]),
        ],
    )


def _to(name: str, team: bool) -> dict[str, str]:
    return {"team": name} if team else {"user": name}
