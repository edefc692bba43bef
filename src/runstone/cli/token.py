"""`runstone token`: API tokens of the server of a home."""

from __future__ import annotations

from typing import Annotated

from cyclopts import App, Parameter

from runstone.cli.accounts import accounts_of, note
from runstone.cli.columns import Column, print_columns
from runstone.cli.output import format_moment_or, one_line, print_json, terminal
from runstone.cli.place import HomeOption, JsonOption

token = App(
    name="token",
    help="Make, list and revoke API tokens of `runstone serve`.",
    help_format="plaintext",
    version_flags=[],
)


@token.command
def create(
    user: str,
    name: str,
    *,
    role: Annotated[str, Parameter(help="The most that it may do: viewer, editor or admin.")] = "editor",
    project: Annotated[
        list[str] | None,
        Parameter(help="Only in this project and below it; repeat it. By default wherever its user may."),
    ] = None,
    days: Annotated[float | None, Parameter(help="How long it holds; by default until it is revoked.")] = None,
    home: HomeOption = None,
) -> None:
    """Print a new token. Nobody can show it again.

    Parameters
    ----------
    user
        For whom: it may never do more than they may.
    name
        What it is for.
    """
    from runstone.access.role import read_role

    with accounts_of(home) as accounts:
        made = accounts.tokens.create(
            user, name, read_role(role), project or (), None if days is None else days * 86400
        )
        note(accounts, "token_created", made.id, f"for {user}")
    print(made.text)


@token.command(name="list")
def list_(user: str | None = None, *, home: HomeOption = None, json: JsonOption = False) -> None:
    """List tokens, the newest first.

    Parameters
    ----------
    user
        Only theirs.
    """
    with accounts_of(home) as accounts:
        known = accounts.tokens.known(user)
    if json:
        print_json([{**one._asdict(), "role": one.role.word} for one in known])
        return

    print_columns(
        terminal(),
        [
            Column("id", [one.id for one in known]),
            Column("user", [one.user for one in known]),
            Column("for", [one_line(one.name) for one in known]),
            Column(
                "may",
                [f"{one.role.word} {', '.join(place or '(whole home)' for place in one.projects)}" for one in known],
            ),
            Column("used", [format_moment_or(one.used_time, "never") for one in known], rank=1),
            Column("expires", [format_moment_or(one.expires_time, "never") for one in known], rank=1),
            Column("revoked", [format_moment_or(one.revoked_time, "") for one in known], rank=1),
        ],
    )


@token.command
def revoke(id: str, *, home: HomeOption = None) -> None:  # noqa: A002 - the field's word
    """End a token at once.

    Parameters
    ----------
    id
        As `runstone token list` shows it: what stands between the first two _ of the token.
    """
    with accounts_of(home) as accounts:
        accounts.tokens.revoke(id)
        note(accounts, "token_revoked", id)
