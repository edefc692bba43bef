"""Accounts: a token or a session is worth what its user was granted, no more, and nothing once it is over; secrets are kept nowhere."""

from __future__ import annotations

import sqlite3
import stat
import subprocess
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from runstone.access.accounts import Accounts
from runstone.access.role import Role
from runstone.access.token import Token
from runstone.model.errors import BadProject, BadValue, Conflict, HomeUnusable
from runstone.model.home import Home
from runstone.model.scope import Scope

PASSWORD = "correct horse battery"


@pytest.fixture
def accounts(home: Home) -> Iterator[Accounts]:
    found = Accounts(home)
    found.users.add("ada", PASSWORD)
    found.users.add("bob", PASSWORD)
    found.grants.give(Role.ADMIN, "", user="ada")
    yield found
    found.close()


def test_the_file_is_its_owners_alone_and_has_no_secret(accounts: Accounts, home: Home) -> None:
    token = accounts.tokens.create("ada", "ci")
    cookie = accounts.sessions.begin("ada", "here")
    link = accounts.invitations.create(Role.VIEWER, "cv")
    folder = home.path / "server"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    kept = b""
    for path in folder.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        kept += path.read_bytes()
    for secret in (PASSWORD, token.secret, cookie, link.secret):
        assert secret.encode() not in kept
    assert token.secret not in f"{token} {token!r} {[token]}"


def test_a_password_costs_a_thief_memory_and_time(python: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    code = "from runstone.access.password import hash_password; print(hash_password('correct horse battery'))"
    assert python(code).stdout.startswith("$argon2id$v=19$m=65536,t=3,p=4$")


def test_a_password_opens_its_user_alone(accounts: Accounts) -> None:
    assert accounts.users.log_in("ADA", PASSWORD) == "ada"
    for name, password in (("ada", "wrong horse battery"), ("nobody", PASSWORD), ("ada", ""), ("ada", "x" * 100_000)):
        assert accounts.users.log_in(name, password) is None
    accounts.users.add("from-elsewhere")
    assert accounts.users.log_in("from-elsewhere", "a password that nobody has") is None
    with pytest.raises(BadValue):
        accounts.users.set_password("ada", "short")


def test_a_grant_holds_for_all_below_its_project_and_for_members_of_a_team(accounts: Accounts) -> None:
    accounts.grants.add_team("vision")
    accounts.grants.join("vision", "BOB")
    accounts.grants.give(Role.EDITOR, "cv", team="vision")
    accounts.grants.give(Role.VIEWER, "nlp/small", user="bob")
    bob = accounts.grants.identity("bob")
    assert bob.scope(Role.VIEWER).projects == ("cv", "nlp/small")
    assert bob.scope(Role.EDITOR).projects == ("cv",)
    assert bob.scope(Role.EDITOR).allows("cv/deep")
    assert not bob.scope(Role.EDITOR).allows("cvx")
    assert bob.scope(Role.ADMIN).is_nothing
    assert bob.role is Role.EDITOR
    accounts.grants.leave("vision", "bob")
    assert accounts.grants.identity("bob").scope(Role.VIEWER).projects == ("nlp/small",)


def test_a_token_may_do_what_both_it_and_its_user_may(accounts: Accounts) -> None:
    accounts.grants.give(Role.EDITOR, "cv", user="bob")
    token = accounts.tokens.create("bob", "ci", Role.VIEWER, ["cv/deep", "nlp"])
    found = accounts.tokens.identity(token.text)
    assert found is not None
    assert found.scope(Role.VIEWER).projects == ("cv/deep",)
    assert found.scope(Role.EDITOR).is_nothing
    everywhere = accounts.tokens.identity(accounts.tokens.create("bob", "all", Role.ADMIN).text)
    assert everywhere is not None
    assert everywhere.scope(Role.EDITOR).projects == ("cv",)
    assert not everywhere.keeps_users


def test_a_token_that_was_revoked_has_expired_or_is_somebody_elses_guess_is_none(accounts: Accounts) -> None:
    token = accounts.tokens.create("ada", "ci", lives_secs=1)
    again = accounts.tokens.create("ada", "laptop")
    assert accounts.tokens.identity(token.text) is not None
    accounts.tokens._database.change("UPDATE token SET expires_time = 1 WHERE id = ?", token.id)
    for text in (
        token.text,
        Token(again.id, token.secret).text,
        Token.new().text,
        "",
        "rs_",
        again.text[:-1],
        again.secret,
    ):
        assert accounts.tokens.identity(text) is None
    with pytest.raises(BadValue):
        accounts.tokens.revoke(again.id, user="bob")
    assert accounts.tokens.identity(again.text) is not None
    accounts.tokens.revoke(again.id)
    assert accounts.tokens.identity(again.text) is None
    assert [facts.used_time is not None for facts in accounts.tokens.known("ada")] == [True, True]


def test_what_is_revoked_by_another_process_is_over_at_once(accounts: Accounts, home: Home) -> None:
    token, cookie = accounts.tokens.create("bob", "ci"), accounts.sessions.begin("bob", "here")
    other = Accounts(home)
    assert other.sessions.identity(cookie) is not None
    other.users.set_password("bob", "another password")
    other.tokens.revoke(token.id)
    other.close()
    assert accounts.sessions.identity(cookie) is None
    assert accounts.tokens.identity(token.text) is None


def test_sessions_end_with_their_user_by_themselves_and_when_they_are_told_to(accounts: Accounts) -> None:
    first, second = accounts.sessions.begin("bob", "here"), accounts.sessions.begin("bob", "there")
    found = accounts.sessions.identity(first)
    assert found is not None
    assert found.user == "bob"
    accounts.sessions.end(found.session)
    assert accounts.sessions.identity(first) is None
    accounts.sessions._database.change("UPDATE session SET used_time = 1")
    assert accounts.sessions.identity(second) is None
    third = accounts.sessions.begin("bob", "here")
    accounts.users.remove("bob")
    assert accounts.sessions.identity(third) is None


def test_somebody_always_keeps_users(accounts: Accounts) -> None:
    accounts.grants.add_team("admins")
    for ask in (
        lambda: accounts.users.remove("ada"),
        lambda: accounts.grants.take("", user="ada"),
        lambda: accounts.grants.give(Role.VIEWER, "", user="ada"),
    ):
        with pytest.raises(Conflict):
            ask()
        assert accounts.grants.identity("ada").keeps_users
    accounts.grants.join("admins", "bob")
    accounts.grants.give(Role.ADMIN, "", team="admins")
    accounts.users.remove("ada")
    assert accounts.grants.identity("bob").keeps_users
    with pytest.raises(Conflict):
        accounts.grants.leave("admins", "bob")


def test_an_invitation_makes_one_user_once(accounts: Accounts) -> None:
    assert accounts.invitations.first() is None
    link = accounts.invitations.create(Role.VIEWER, "cv")
    with pytest.raises(Conflict):
        accounts.invitations.accept(link.text, "ada", PASSWORD)
    with pytest.raises(BadValue):
        accounts.invitations.accept(link.text, "eve", "short")
    assert accounts.invitations.accept(link.text, "eve", PASSWORD) == "eve"
    assert accounts.grants.identity("eve").scope(Role.VIEWER).projects == ("cv",)
    late = accounts.invitations.create(Role.ADMIN, "", lives_secs=-1)
    for text in (link.text, late.text, "", Token.new().text):
        with pytest.raises(BadValue, match="used up"):
            accounts.invitations.accept(text, "mallory", PASSWORD)


def test_the_first_invitation_makes_an_admin_and_replaces_the_one_before(home: Home) -> None:
    accounts = Accounts(home)
    old, link = accounts.invitations.first(), accounts.invitations.first()
    assert old is not None
    assert link is not None
    with pytest.raises(BadValue):
        accounts.invitations.accept(old.text, "eve", PASSWORD)
    accounts.invitations.accept(link.text, "ada", PASSWORD)
    assert accounts.grants.identity("ada").keeps_users
    accounts.close()


def test_the_audit_log_is_added_to_and_never_changed(accounts: Accounts) -> None:
    accounts.audit.note("login", "ada", user="ada", address="::1")
    accounts.audit.note("login_failed", "x" * 10_000)
    newest, first = accounts.audit.read()
    assert (first.action, first.user, first.address) == ("login", "ada", "::1")
    assert len(newest.subject) == 300
    for statement in ("DELETE FROM deed", "UPDATE deed SET user = 'bob'"):
        with pytest.raises(sqlite3.IntegrityError):
            accounts.audit._database.change(statement)


def test_accounts_of_a_later_version_are_left_alone(accounts: Accounts, home: Home) -> None:
    accounts.audit._database.change("PRAGMA user_version = 99")
    with pytest.raises(HomeUnusable, match="later Runstone"):
        Accounts(home)


def test_a_share_link_holds_for_its_time_and_shows_what_its_maker_may_see(accounts: Accounts) -> None:
    accounts.grants.give(Role.EDITOR, "cv", user="bob")
    link = accounts.shares.create("bob", project="cv", runs=["b", "a"], label="for the paper", lives_secs=3600)
    assert accounts.shares.find(link.id, "0" * 48) is None
    share = accounts.shares.find(link.id, link.secret)
    assert share is not None
    cookie, _ = accounts.shares.begin(share)
    assert accounts.shares.visited(link.id, "another") is None
    seen = accounts.shares.visited(link.id, cookie)
    assert seen is not None
    assert (seen.opened_count, seen.runs) == (1, ["a", "b"])
    guest = accounts.shares.identity(seen)
    assert (guest.user, guest.role) == (None, Role.VIEWER)
    assert guest.scope(Role.EDITOR).is_nothing
    assert guest.scope(Role.VIEWER) == Scope(("cv",), ("a", "b"), for_guests=True)
    accounts.grants.take("cv", user="bob")
    assert accounts.shares.identity(seen).scope(Role.VIEWER).is_nothing
    accounts.shares._database.change("UPDATE share SET expires_time = 1")
    assert accounts.shares.get(link.id).has_expired
    with pytest.raises(BadValue):
        accounts.shares.revoke(link.id, "ada")
    accounts.shares.revoke(link.id, "bob")
    assert accounts.shares.get(link.id).revoked_time is not None
    accounts.users.remove("bob")
    assert accounts.shares.known() == []
    assert accounts.shares.visited(link.id, cookie) is None


@pytest.mark.parametrize(
    "what",
    [
        {"project": ""},
        {"project": "cv", "runs": [str(number) for number in range(101)]},
        {"project": "cv", "label": "two\nlines"},
        {"project": "cv", "page": "https://elsewhere.example/"},
        {"project": "cv", "page": "//elsewhere.example/"},
        {"project": "cv", "lives_secs": 367 * 86400.0},
    ],
)
def test_a_link_that_cannot_be_is_not_made(accounts: Accounts, what: dict[str, Any]) -> None:
    with pytest.raises((BadValue, BadProject)):
        accounts.shares.create("ada", **{"lives_secs": 1.0, **what})
    assert accounts.shares.known() == []
