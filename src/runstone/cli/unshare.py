"""`runstone unshare`: ends a share link."""

from __future__ import annotations

from runstone.cli.accounts import accounts_of, note
from runstone.cli.place import HomeOption


def unshare(id: str, *, home: HomeOption = None) -> None:  # noqa: A002 - the field's word
    """End a share link at once.

    Parameters
    ----------
    id
        As `runstone shares` shows it: what stands behind /share/ in the link.
    """
    with accounts_of(home) as accounts:
        accounts.shares.revoke(id)
        note(accounts, "share_revoked", id)
