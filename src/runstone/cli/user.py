"""`runstone user`: who may log in to the server of a home."""

from __future__ import annotations

from typing import Annotated

from cyclopts import App, Parameter

from runstone.cli.accounts import ProjectOption, RoleOption, accounts_of, ask_password, note
from runstone.cli.columns import Column, print_columns
from runstone.cli.output import format_moment, print_json, terminal
from runstone.cli.place import HomeOption, JsonOption
from runstone.model.home import Home, default_home
from runstone.model.instance import find

user = App(
    name="user", help="Add, list and remove users of `runstone serve`.", help_format="plaintext", version_flags=[]
)


@user.command
def add(
    name: str,
    *,
    role: Annotated[str | None, Parameter(help="And give them this role: viewer, editor or admin.")] = None,
    project: ProjectOption = "",
    email: Annotated[
        str | None,
        Parameter(help="Who comes from the provider of logins with this address is them; no password is asked for."),
    ] = None,
    home: HomeOption = None,
) -> None:
    """Add a user. Their password is asked for, or read from standard input.

    Parameters
    ----------
    name
        What they are called.
    """
    from runstone.access.role import read_role

    given = read_role(role) if role is not None else None
    with accounts_of(home) as accounts:
        accounts.users.add(name, ask_password(name) if email is None else None)
        note(accounts, "user_added", name)
        if email is not None:
            accounts.users.set_email(name, email)
        if given is not None:
            accounts.grants.give(given, project, user=name)
            note(accounts, "granted", name, f"{given.word} in {project or 'the whole home'}")
    terminal().print(
        f"Added {name}." + ("" if given else " `runstone grant add` gives them a role; they may see nothing yet.")
    )


@user.command
def invite(
    *,
    role: RoleOption = "viewer",
    project: ProjectOption = "",
    email: Annotated[
        str, Parameter(help="For whom: who comes from the provider of logins with this address needs no link.")
    ] = "",
    days: Annotated[float, Parameter(help="How long the link holds.")] = 7.0,
    url: Annotated[str | None, Parameter(help="Where people reach the server, if it does not run here now.")] = None,
    home: HomeOption = None,
) -> None:
    """Print a link by which somebody becomes a user, once."""
    from runstone.access.role import read_role

    given = read_role(role)
    with accounts_of(home) as accounts:
        link = accounts.invitations.create(given, project, days * 86400, email)
        note(accounts, "invited", email or link.id, f"{given.word} in {project or 'the whole home'}")
    server = find(Home(home or default_home()))
    at = url or (server.url if server else "http://localhost:7860/")
    print(f"{at.rstrip('/')}/invitation#{link.text}")


@user.command(name="list")
def list_(*, home: HomeOption = None, json: JsonOption = False) -> None:
    """List users with what they were given."""
    with accounts_of(home) as accounts:
        known = accounts.users.known()
        roles = {one.name: accounts.grants.identity(one.name).grants for one in known}
    words = {
        name: [f"{grant.role.word} {grant.project or '(whole home)'}" for grant in grants]
        for name, grants in roles.items()
    }
    if json:
        print_json([{"name": one.name, "created_time": one.created_time, "roles": words[one.name]} for one in known])
        return
    print_columns(
        terminal(),
        [
            Column("name", [one.name for one in known]),
            Column("roles", [", ".join(words[one.name]) or "none" for one in known]),
            Column("added", [format_moment(one.created_time) for one in known], rank=1),
        ],
    )


@user.command
def email(name: str, address: str, *, home: HomeOption = None) -> None:
    """Say by which address the provider of logins knows a user: who comes with it is them.

    Parameters
    ----------
    name
        What they are called.
    address
        Their e-mail address; '' takes it back.
    """
    with accounts_of(home) as accounts:
        accounts.users.set_email(name, address)
        note(accounts, "email_changed", name, address)


@user.command
def remove(name: str, *, home: HomeOption = None) -> None:
    """Remove a user with their roles, tokens and sessions. What they recorded stays.

    Parameters
    ----------
    name
        What they are called.
    """
    with accounts_of(home) as accounts:
        accounts.users.remove(name)
        note(accounts, "user_removed", name)


@user.command
def password(name: str, *, home: HomeOption = None) -> None:
    """Give a user another password, and end their sessions. It is asked for, or read from standard input.

    Parameters
    ----------
    name
        What they are called.
    """
    with accounts_of(home) as accounts:
        accounts.users.set_password(name, ask_password(name))
        note(accounts, "password_changed", name)
