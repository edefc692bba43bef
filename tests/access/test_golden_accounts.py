"""Accounts of every version that was released are opened, brought forward, and hold what they held."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from golden.make_accounts import INVITATION, PASSWORD, SESSION, TOKEN
from runstone.access.accounts import Accounts
from runstone.access.role import Role
from runstone.model.errors import HomeUnusable
from runstone.model.home import Home

GOLDEN = sorted((Path(__file__).parents[1] / "golden" / "accounts").glob("version-*.sqlite"))

Open = Callable[[Path], Accounts]


@pytest.fixture
def opened(home: Home) -> Open:
    """Accounts of a copy of a file."""

    def open_copy(golden: Path) -> Accounts:
        (home.path / "server").mkdir(parents=True)
        shutil.copy(golden, home.path / "server" / "accounts.sqlite")
        return Accounts(home)

    return open_copy


@pytest.mark.parametrize("golden", GOLDEN, ids=lambda path: path.stem)
def test_accounts_of_an_earlier_version_hold_what_they_held_and_go_on(golden: Path, opened: Open, home: Home) -> None:
    accounts = opened(golden)
    assert [(user.name, user.has_password) for user in accounts.users.known()] == [
        ("ada", True),
        ("bob", False),
        ("Cy.D+e@example.org", True),
    ]
    assert accounts.users.log_in("ADA", PASSWORD) == "ada"
    assert accounts.users.log_in("bob", PASSWORD) is None
    ada = accounts.sessions.identity(SESSION)
    assert ada is not None
    assert ada.keeps_users
    token = accounts.tokens.identity(TOKEN)
    assert token is not None
    assert (token.user, token.scope(Role.VIEWER).projects) == ("bob", ("cv/deep",))
    assert token.scope(Role.EDITOR).is_nothing
    shown = [(share.user, share.project, share.runs, share.label) for share in accounts.shares.known()]
    linked = accounts.subjects.user("https://example.org", "b-0b")
    if golden.stem == "version-1":
        assert (shown, linked) == ([], None)
    else:
        assert (shown, linked) == ([("bob", "cv/deep", ["bold-lab"], "for ada")], "bob")
    (team,) = accounts.grants.teams()
    assert (team.name, team.members) == ("vision", ["bob"])
    deeds = accounts.audit.read()
    assert [(deed.action, deed.user, deed.detail) for deed in deeds[-2:]] == [
        ("login_failed", None, ""),
        ("login", "ada", "an é"),
    ]
    assert accounts.invitations.accept(INVITATION, "dee", PASSWORD) == "dee"
    accounts.users.remove("bob")
    assert accounts.tokens.identity(TOKEN) is None
    accounts.close()
    again = Accounts(home)
    assert [user.name for user in again.users.known()] == ["ada", "Cy.D+e@example.org", "dee"]
    again.close()


@pytest.mark.parametrize("golden", GOLDEN, ids=lambda path: path.stem)
def test_what_is_brought_forward_has_the_tables_of_a_new_one(golden: Path, opened: Open, tmp_path: Path) -> None:
    def tables(accounts: Accounts) -> set[tuple[str, ...]]:
        rows = accounts.audit._database.rows(
            'SELECT made.name, field.name, field.type, field."notnull", field.pk'
            " FROM sqlite_master AS made, pragma_table_info(made.name) AS field"
        )
        return {tuple(row) for row in rows}

    old, new = opened(golden), Accounts(Home(tmp_path / "new"))
    assert tables(old) == tables(new)
    old.close()
    new.close()


def test_those_of_a_later_version_are_refused_and_stay_as_they_are(opened: Open, home: Home) -> None:
    accounts = opened(GOLDEN[-1])
    accounts.audit._database.change("PRAGMA user_version = 99")
    accounts.close()
    path = home.path / "server" / "accounts.sqlite"
    before = path.read_bytes()
    with pytest.raises(HomeUnusable, match=r"are of a later Runstone\. Start that one; nothing was changed\."):
        Accounts(home)
    assert path.read_bytes() == before
