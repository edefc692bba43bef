"""The accounts of a home's server, for verbs on the machine where the home lies."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from runstone.model.author import login_name
from runstone.model.errors import Misuse
from runstone.model.home import Home, default_home

if TYPE_CHECKING:
    from runstone.access.accounts import Accounts

HERE = "this machine"

RoleOption = Annotated[str, Parameter(help="viewer, editor or admin.")]
ProjectOption = Annotated[str, Parameter(help="In this project and all below it; by default in the whole home.")]


@contextmanager
def accounts_of(home: Path | None) -> Iterator[Accounts]:
    """The accounts, for as long as the block lasts. A server that runs sees each change at once.

    Raises:
        HomeUnusable: the file cannot be opened.
    """
    from runstone.access.accounts import Accounts  # it brings argon2, which no other verb needs

    found = Accounts(Home(home or default_home()))
    try:
        yield found
    finally:
        found.close()


def note(accounts: Accounts, action: str, subject: str, detail: str = "") -> None:
    """Write into the audit log what was done at this machine, and by which of its users."""
    accounts.audit.note(action, subject, f"{detail} by {login_name()} of the machine".strip(), address=HERE)


def ask_password(name: str) -> str:
    """The password for a user, typed twice, or the first line of standard input: never an argument, which others would see in the list of processes.

    Raises:
        Misuse: the two differ.
    """
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    password = getpass.getpass(f"Password of {name}: ")
    if getpass.getpass("Again: ") != password:
        raise Misuse("The two passwords differ. Nothing was changed.")
    return password
