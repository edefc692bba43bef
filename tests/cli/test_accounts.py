"""The verbs that keep the users of a server: as whoever runs it would type them, with passwords that no list of processes shows."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import runstone as rs
from runstone.access.accounts import Accounts
from runstone.access.role import Role
from runstone.model.home import Home

PASSWORD = "correct horse battery"


@pytest.fixture(autouse=True)
def password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\n" * 5))


@pytest.fixture
def accounts(home: Home) -> Iterator[Accounts]:
    found = Accounts(home)
    yield found
    found.close()


def test_users_are_added_listed_and_removed(runstone: Any, accounts: Accounts) -> None:
    assert "may see nothing yet" in runstone("user", "add", "ada").out
    runstone("user", "add", "bob", "--role", "viewer", "--project", "cv")
    assert accounts.users.log_in("ada", PASSWORD) == "ada"
    assert [one["roles"] for one in runstone("user", "list", "--json").json] == [[], ["viewer cv"]]
    assert runstone("user", "add", "ada").code == 1
    assert "no role" in runstone("user", "add", "eve", "--role", "king").err
    runstone("user", "remove", "bob")
    assert [user.name for user in accounts.users.known()] == ["ada"]


def test_teams_are_given_roles(runstone: Any, accounts: Accounts) -> None:
    for name in ("ada", "bob"):
        runstone("user", "add", name)
    runstone("team", "create", "vision", "ada")
    runstone("team", "join", "vision", "bob")
    runstone("grant", "add", "vision", "editor", "--project", "cv", "--team")
    assert runstone("grant", "list", "--json").json == [
        {"user": "", "team": "vision", "role": "editor", "project": "cv"}
    ]
    assert accounts.grants.identity("bob").scope(Role.EDITOR).projects == ("cv",)
    runstone("team", "leave", "vision", "bob")
    assert runstone("team", "list", "--json").json == [{"name": "vision", "members": ["ada"]}]
    runstone("grant", "remove", "vision", "--project", "cv", "--team")
    assert accounts.grants.identity("ada").scope(Role.VIEWER).is_nothing


def test_a_token_is_printed_once_and_ends_when_it_is_revoked(runstone: Any, accounts: Accounts) -> None:
    runstone("user", "add", "ada")
    text = runstone("token", "create", "ada", "ci", "--role", "viewer", "--project", "cv", "--days", "1").out.strip()
    assert accounts.tokens.identity(text) is not None
    (listed,) = runstone("token", "list", "--json").json
    assert (listed["user"], listed["role"], listed["projects"]) == ("ada", "viewer", ["cv"])
    assert text.rpartition("_")[2] not in runstone("token", "list").out
    runstone("token", "revoke", listed["id"])
    assert accounts.tokens.identity(text) is None


def test_an_invitation_is_a_link_and_all_is_in_the_audit_log(runstone: Any, accounts: Accounts) -> None:
    link = runstone("user", "invite", "--role", "editor", "--project", "cv", "--url", "https://runs.example.org/").out
    address, _, secret = link.strip().partition("#")
    assert address == "https://runs.example.org/invitation"
    accounts.invitations.accept(secret, "eve", PASSWORD)
    runstone("user", "password", "eve")
    assert [deed.action for deed in accounts.audit.read()] == ["password_changed", "invited"]


def test_serve_takes_a_certificate_with_its_key_alone(runstone: Any, tmp_path: Path) -> None:
    said = runstone("serve", "--tls-cert", str(tmp_path / "none.pem"))
    assert said.code == 1
    assert "takes both" in said.err


def test_a_share_link_is_printed_once_and_ends_when_it_is_taken_back(
    runstone: Any, accounts: Accounts, home: Home
) -> None:
    with rs.init("cv/deep", "base", id="base", dir=home.path):
        pass
    assert "no server with users" in runstone("share", "base").err
    accounts.users.add("ada")
    link = runstone("share", "base", "--expires", "2h", "--label", "for you", "--url", "https://runs.example.org/").out
    assert link.startswith("https://runs.example.org/share/")
    (listed,) = runstone("shares", "--json").json
    assert (listed["label"], listed["runs"], listed["user"]) == ("for you", ["base"], None)
    assert listed["expires_time"] - listed["created_time"] == 2 * 3600 * 1_000_000
    secret = link.strip().rpartition("#")[2]
    assert secret not in runstone("shares").out
    share = accounts.shares.find(listed["id"], secret)
    assert share is not None
    runstone("unshare", listed["id"])
    assert accounts.shares.get(listed["id"]).revoked_time is not None
    assert runstone("share", "cv", "--expires", "never").code == 0
    assert accounts.shares.known()[0].project == "cv"
    assert runstone("share", "nothing").code == 1
    assert runstone("share", "cv", "--expires", "soon").code == 1
