"""`runstone shares`: the share links of the server of a home."""

from __future__ import annotations

from runstone.cli.accounts import accounts_of
from runstone.cli.columns import Column, print_columns
from runstone.cli.output import format_moment_or, one_line, print_json, terminal
from runstone.cli.place import HomeOption, JsonOption


def shares(user: str | None = None, *, home: HomeOption = None, json: JsonOption = False) -> None:
    """List share links, the newest first.

    Parameters
    ----------
    user
        Only theirs.
    """
    with accounts_of(home) as accounts:
        known = accounts.shares.known(user)
    if json:
        print_json([one._asdict() for one in known])
        return

    print_columns(
        terminal(),
        [
            Column("id", [one.id for one in known]),
            Column("by", [one.user or "(this machine)" for one in known]),
            Column("for", [one_line(one.label) for one in known]),
            Column("shows", [one_line(", ".join(one.runs) or f"all of {one.project}") for one in known]),
            Column("opened", [f"{one.opened_count}" for one in known], rank=1),
            Column("last", [format_moment_or(one.opened_time, "never") for one in known], rank=1),
            Column("expires", [format_moment_or(one.expires_time, "never") for one in known], rank=1),
            Column("revoked", [format_moment_or(one.revoked_time, "") for one in known], rank=1),
        ],
    )
