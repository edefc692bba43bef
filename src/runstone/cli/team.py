"""`runstone team`: teams of users, which are given roles together."""

from __future__ import annotations

from cyclopts import App

from runstone.cli.accounts import accounts_of, note
from runstone.cli.columns import Column, print_columns
from runstone.cli.output import print_json, terminal
from runstone.cli.place import HomeOption, JsonOption

team = App(name="team", help="Make teams of users of `runstone serve`.", help_format="plaintext", version_flags=[])


@team.command
def create(name: str, *users: str, home: HomeOption = None) -> None:
    """Make a team.

    Parameters
    ----------
    name
        What it is called.
    users
        Its first members.
    """
    with accounts_of(home) as accounts:
        accounts.grants.add_team(name)
        note(accounts, "team_added", name)
        for user in users:
            accounts.grants.join(name, user)
            note(accounts, "team_joined", name, user)


@team.command
def remove(name: str, *, home: HomeOption = None) -> None:
    """Remove a team with what it was given; its members stay users."""
    with accounts_of(home) as accounts:
        accounts.grants.remove_team(name)
        note(accounts, "team_removed", name)


@team.command
def join(name: str, user: str, *, home: HomeOption = None) -> None:
    """Make a user a member of a team."""
    with accounts_of(home) as accounts:
        accounts.grants.join(name, user)
        note(accounts, "team_joined", name, user)


@team.command
def leave(name: str, user: str, *, home: HomeOption = None) -> None:
    """Make a user a member of a team no longer."""
    with accounts_of(home) as accounts:
        accounts.grants.leave(name, user)
        note(accounts, "team_left", name, user)


@team.command(name="list")
def list_(*, home: HomeOption = None, json: JsonOption = False) -> None:
    """List teams with their members."""
    with accounts_of(home) as accounts:
        known = accounts.grants.teams()
    if json:
        print_json([one._asdict() for one in known])
        return
    print_columns(
        terminal(),
        [Column("team", [one.name for one in known]), Column("members", [", ".join(one.members) for one in known])],
    )
