"""Logging in with a real provider, over HTTP and through the server's doors."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from oidc_provider import real_provider
from runstone.access.accounts import Accounts
from runstone.access.oidc.settings import SECRET_VARIABLE, login_settings_path
from runstone.access.role import Role
from runstone.model.home import Home
from runstone.server.app import create_app
from server.conftest import AT, Client, serving

PASSWORD = "correct horse battery"


@pytest.fixture(scope="module")
def issuer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Of a provider that lets two people in."""
    log = tmp_path_factory.mktemp("provider") / "log"
    ada = {"sub": "248289", "email": "ada@example.org", "email_verified": True, "preferred_username": "ada"}
    eve = {"sub": "31337", "email": "eve@example.org", "email_verified": False, "preferred_username": "ada"}
    with real_provider(log, ada, eve) as issuer:
        yield issuer


@pytest.fixture
def accounts(home: Home) -> Accounts:
    """Of a server that invited ada; closed with it."""
    accounts = Accounts(home)
    accounts.users.add("root", PASSWORD)
    accounts.grants.give(Role.ADMIN, "", user="root")
    accounts.invitations.create(Role.EDITOR, "cv", email="ada@example.org")
    return accounts


@pytest.fixture
def client(
    home: Home, accounts: Accounts, issuer: str, serve: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> Client:
    """Its browser."""
    monkeypatch.setenv(SECRET_VARIABLE, "a secret")
    login_settings_path(home).write_text(
        f"[oidc]\nissuer = '{issuer}'\nclient_id = 'runstone'\nlabel = 'Log in with Example'\n"
    )
    return serve(create_app(home, accounts=accounts))


def go(client: Client, subject: str, **body: object) -> str:
    """The way to the provider, the click there, and back; where one lands."""
    url = client.posted("/api/oidc/begin", body)["url"]
    answer = httpx.post(url, data={"sub": subject})
    assert answer.status_code == 302, answer.text
    return come_back(client, answer.headers["location"])


def come_back(client: Client, url: str) -> str:
    """Where one lands who comes back."""
    answer = client.get(url.removeprefix(AT))
    assert answer.status_code == 303, answer.text
    assert answer.headers["cache-control"] == "no-store"
    return answer.headers["location"]


def told(client: Client, landed: str) -> str:
    """What the page tells there."""
    _, _, name = landed.partition("#login-failure=")
    assert name, landed
    return str(client.json(f"/api/login?failure={name}")["failure"])


def test_one_logs_in_with_a_real_provider_and_lands_where_one_was(client: Client, accounts: Accounts) -> None:
    assert client.json("/api/login") == {
        "passwords": True,
        "provider": "Log in with Example",
        "linked": False,
        "failure": "",
    }
    assert go(client, "248289", return_to="p/cv/runs?sort=loss") == f"{AT}/p/cv/runs?sort=loss"
    me = client.json("/api/whoami")
    assert (me["user"], me["roles"]) == ("ada", [{"role": "editor", "project": "cv"}])
    assert client.json("/api/login")["linked"] is True
    assert client.post("/api/logout", json={}).status_code == 200
    assert go(client, "248289", return_to="//evil.example") == f"{AT}/evil.example"
    assert client.json("/api/whoami")["user"] == "ada"
    actions = [deed.action for deed in accounts.audit.read()]
    assert actions == ["login", "logout", "login", "invitation_accepted", "user_added"]


def test_who_may_not_come_in_is_told_why(client: Client, accounts: Accounts) -> None:
    landed = go(client, "31337", return_to="p/cv")
    assert landed.startswith(f"{AT}/p/cv#")
    assert "eve@example.org is verified" in told(client, landed)
    assert client.get("/api/whoami").status_code == 401
    assert accounts.audit.read()[0].action == "login_failed"
    assert "Try again" in told(client, f"{AT}/#login-failure=made-up")


def test_the_way_back_is_for_the_browser_that_went_and_for_once(
    client: Client, home: Home, serve: Callable[..., Client]
) -> None:
    url = client.posted("/api/oidc/begin", {})["url"]
    back = httpx.post(url, data={"sub": "248289"}).headers["location"]
    asked = parse_qs(urlsplit(url).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["redirect_uri"] == [f"{AT}/api/oidc/callback"]
    with serving(create_app(home, accounts=Accounts(home))) as victim:
        assert "another browser" in told(victim, come_back(victim, back))
        assert victim.get("/api/whoami").status_code == 401
    assert come_back(client, back) == f"{AT}/"
    assert "over already" in told(client, come_back(client, back))
    for query in ("", "?state=a&code=b", f"?state={'a' * 3000}", "?error=%3Cscript%3E"):
        assert "Try again" in told(client, come_back(client, f"/api/oidc/callback{query}"))


def test_a_login_is_linked_by_who_is_logged_in(client: Client) -> None:
    assert client.post("/api/oidc/begin", json={"link": True}).status_code == 401
    assert client.post("/api/login", json={"name": "root", "password": PASSWORD}).status_code == 200
    elsewhere = {"origin": "https://evil.example"}
    assert client.post("/api/oidc/begin", json={"link": True}, headers=elsewhere).status_code == 403
    assert go(client, "31337", link=True, return_to="p/cv") == f"{AT}/p/cv"
    assert client.json("/api/login")["linked"] is True
    client.post("/api/logout", json={})
    go(client, "31337")
    assert client.json("/api/whoami")["user"] == "root"


def test_without_passwords_the_link_of_the_machine_lets_an_admin_in(
    home: Home, accounts: Accounts, issuer: str, serve: Callable[..., Client]
) -> None:
    login_settings_path(home).write_text(
        f"password_login = false\n[oidc]\nissuer = '{issuer}'\nclient_id = 'a'\npublic_url = 'https://example.org/runs/'\n"
    )
    client = serve(create_app(home, accounts=accounts))
    assert client.json("/api/login")["passwords"] is False
    assert client.post("/api/login", json={"name": "root", "password": PASSWORD}).status_code == 403
    asked = parse_qs(urlsplit(client.posted("/api/oidc/begin", {})["url"]).query)
    assert asked["redirect_uri"] == ["https://example.org/runs/api/oidc/callback"]
    link = accounts.invitations.create(Role.ADMIN, "")
    client.posted("/api/invitations/accept", {"invitation": link.text, "name": "keeper"})
    assert client.json("/api/whoami")["keeps_users"] is True


def test_a_provider_that_is_away_is_told_of(
    home: Home, accounts: Accounts, serve: Callable[..., Client], tmp_path: Path
) -> None:
    login_settings_path(home).write_text("[oidc]\nissuer = 'http://127.0.0.1:9'\nclient_id = 'a'\n")
    client = serve(create_app(home, accounts=accounts))
    for _ in range(25):
        answer = client.post("/api/oidc/begin", json={})
        assert client.refused(answer) == (503, "provider_unusable")
    # Whoever has a password is not kept out by that.
    assert client.post("/api/login", json={"name": "root", "password": PASSWORD}).status_code == 200


def test_without_a_provider_there_is_no_way_to_one(
    home: Home, accounts: Accounts, serve: Callable[..., Client]
) -> None:
    login_settings_path(home).unlink(missing_ok=True)
    client = serve(create_app(home, accounts=accounts))
    assert client.refused(client.post("/api/oidc/begin", json={})) == (404, "no_provider")
