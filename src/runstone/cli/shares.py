"""`runstone shares`: the share links of the server of a home."""

from __future__ import annotations

from runstone.cli.accounts import accounts_of
from runstone.cli.columns import Column, print_columns
from runstone.cli.output import format_moment, one_line, print_json, terminal
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

    def moment(time: int | None, never: str) -> str:
        return never if time is None else format_moment(time)

    print_columns(
        terminal(),
        [
            Column("id", [one.id for one in known]),
            Column("by", [one.user or "(this machine)" for one in known]),
            Column("for", [one_line(one.label) for one in known]),
            Column("shows", [one_line(", ".join(one.runs) or f"all of {one.project}") for one in known]),
            Column("opened", [f"{one.opened_count}" for one in known], rank=1),
            Column("last", [moment(one.opened_time, "never") for one in known], rank=1),
            Column("expires", [moment(one.expires_time, "never") for one in known], rank=1),
            Column("revoked", [moment(one.revoked_time, "") for one in known], rank=1),
        ],
    )
