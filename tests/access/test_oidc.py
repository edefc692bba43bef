"""Logging in with a provider: who comes in as whom, and that nothing of it is believed that is not signed for this login."""

from __future__ import annotations

import base64
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from joserfc import jwt
from joserfc.jwk import OctKey

from oidc_provider import CLIENT, KEY, OTHER_KEY, SECRET, Provider, provider
from runstone.access.accounts import Accounts
from runstone.access.oidc import asking
from runstone.access.oidc.attempts import LIVES_SECS, Attempts
from runstone.access.oidc.failure import LoginFailed, ProviderUnusable
from runstone.access.oidc.settings import SECRET_VARIABLE, login_settings_path, read_login_settings
from runstone.access.oidc.sign_on import Arrival, SignOn, safe_return
from runstone.access.role import Role
from runstone.model.errors import BadSetting
from runstone.model.home import Home

ROOT = "https://runs.example.org/runs"
ADA = {"email": "ada@example.org", "email_verified": True, "preferred_username": "ada"}

LogIn = Callable[..., str]


@pytest.fixture
def told() -> Iterator[Provider]:
    """A provider that says what it is told to."""
    with provider() as server:
        yield server


@pytest.fixture
def accounts(home: Home) -> Iterator[Accounts]:
    accounts = Accounts(home)
    yield accounts
    accounts.close()


@pytest.fixture
def sign_on(home: Home, accounts: Accounts, told: Provider, tmp_path: Path) -> Callable[..., SignOn]:
    """As these settings say."""

    def make(**settings: Any) -> SignOn:
        secret = tmp_path / "secret"
        secret.write_text(f"{SECRET}\n")
        said = {"issuer": told.issuer, "client_id": CLIENT, "client_secret_file": str(secret), **settings}
        lines = (f"{name} = {written(value)}\n" for name, value in said.items())
        login_settings_path(home).write_text(f"[oidc]\n{''.join(lines)}")
        return SignOn.of(home, accounts)

    return make


def written(value: Any) -> str:
    """A value as TOML."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name} = {written(one)}" for name, one in value.items()) + "}"
    return msgspec.json.encode(value).decode()


def log_in(sign_on: SignOn, told: Provider, *, link: str = "", **brought: str) -> str:
    """Who is logged in after the way to the provider and back."""
    page, cookie = sign_on.begin(ROOT, "p/cv?x=1", link, "127.0.0.1")
    arrival = arrived(told.come(page, **brought), cookie, link)
    landed = sign_on.finish(sign_on.take(arrival), arrival, "127.0.0.1")
    assert landed.return_to == "p/cv?x=1"
    return landed.user


def arrived(brought: dict[str, str], cookie: str, user: str = "") -> Arrival:
    """What comes back."""
    return Arrival(
        brought["state"], brought.get("code", ""), brought.get("error", ""), brought.get("iss", ""), cookie, user
    )


def test_who_was_invited_becomes_a_user_and_stays_the_same_whatever_their_address(
    sign_on: Callable[..., SignOn], accounts: Accounts, told: Provider
) -> None:
    accounts.invitations.create(Role.EDITOR, "cv", email="Ada@Example.org")
    accounts.invitations.create(Role.VIEWER, "nlp", email="ada@example.org")
    told.claims = ADA
    way = sign_on()
    assert log_in(way, told, iss=told.issuer) == "ada"
    ada = accounts.grants.identity("ada")
    assert ada.scope(Role.EDITOR).projects == ("cv",)
    assert ada.scope(Role.VIEWER).projects == ("cv", "nlp")
    told.claims = {"email": "elsewhere@example.org", "email_verified": False, "preferred_username": "root"}
    assert log_in(way, told) == "ada"
    told.claims = {**ADA, "sub": "2"}  # the address went to somebody else
    with pytest.raises(LoginFailed, match="another login of the same provider"):
        log_in(way, told)
    assert [user.name for user in accounts.users.known()] == ["ada"]


def test_only_a_verified_address_that_an_admin_entered_is_linked(
    sign_on: Callable[..., SignOn], accounts: Accounts, told: Provider
) -> None:
    accounts.users.add("root")
    accounts.grants.give(Role.ADMIN, "", user="root")
    told.claims = {**ADA, "preferred_username": "root", "email_verified": False}
    way = sign_on()
    with pytest.raises(LoginFailed, match=r"does not say that the address ada@example\.org is verified"):
        log_in(way, told)
    told.claims = {**told.claims, "email_verified": True}
    with pytest.raises(LoginFailed, match=r"ada@example\.org, whom nobody invited"):
        log_in(way, told)
    told.claims = {"preferred_username": "root"}
    with pytest.raises(LoginFailed, match="whom nobody invited"):
        log_in(way, told)
    accounts.users.set_email("root", "ADA@example.org")
    # The Kelvin sign is small as k is, and another letter.
    accounts.users.add("mike")
    accounts.users.set_email("mike", "mike@example.org")
    told.claims = {**ADA, "sub": "9", "email": "mi\N{KELVIN SIGN}e@example.org"}
    with pytest.raises(LoginFailed, match="whom nobody invited"):
        log_in(way, told)
    told.claims = ADA
    assert log_in(way, told) == "root"


def test_what_the_id_token_does_not_say_is_asked_for_and_never_mixed(
    sign_on: Callable[..., SignOn], accounts: Accounts, told: Provider
) -> None:
    accounts.invitations.create(Role.VIEWER, "cv", email="ada@example.org")
    told.claims = {"email": "ada@example.org"}
    told.user_info = {"email": "mallory@example.org", "email_verified": True}
    way = sign_on()
    with pytest.raises(LoginFailed, match="whom nobody invited"):
        log_in(way, told)
    told.user_info = {**ADA, "sub": "somebody else"}
    with pytest.raises(ProviderUnusable):
        log_in(way, told)
    told.user_info = ADA
    assert log_in(way, told) == "ada"


def test_whoever_the_provider_knows_may_come_if_that_is_wanted(
    sign_on: Callable[..., SignOn], accounts: Accounts, told: Provider
) -> None:
    accounts.users.add("ada")
    told.claims = ADA
    way = sign_on(new_users="all", email_domains=["Example.org"])
    assert log_in(way, told) == "ada@example.org"  # ada is somebody else
    assert accounts.grants.identity("ada@example.org").scope(Role.VIEWER).is_nothing
    for wrong in ({"email": "eve@example.org.evil"}, {"email": "eve@example.org", "email_verified": False}, {}):
        told.claims = {"sub": "3", "email_verified": True, **wrong}
        with pytest.raises(LoginFailed, match=r"only addresses of example\.org may come in"):
            log_in(way, told)
    told.claims = {"sub": "4", "preferred_username": " ../ada\n"}
    way = sign_on(new_users="all", new_users_role="viewer")
    assert log_in(way, told) == "ada-2"
    assert accounts.grants.identity("ada-2").scope(Role.VIEWER).is_everything
    assert log_in(way, told) == "ada-2"


def test_addresses_of_a_provider_that_says_nothing_of_them_are_trusted_if_that_is_wanted(
    sign_on: Callable[..., SignOn], accounts: Accounts, told: Provider
) -> None:
    accounts.invitations.create(Role.VIEWER, "cv", email="ada@example.org")
    told.claims = {"email": "ada@example.org"}
    with pytest.raises(LoginFailed, match="verified"):
        log_in(sign_on(), told)
    assert log_in(sign_on(trust_emails=True), told) == "ada@example.org"


def test_teams_follow_groups_and_the_last_admin_stays(
    sign_on: Callable[..., SignOn], accounts: Accounts, told: Provider
) -> None:
    teams = {"ml": "vision", "ops": "keepers"}
    way = sign_on(new_users="all", groups_claim="realm.roles", teams=teams)
    told.claims = {**ADA, "realm": {"roles": ["ml", "ops", "others"]}}
    accounts.grants.add_team("by-hand")
    assert log_in(way, told) == "ada"
    accounts.grants.join("by-hand", "ada")

    def mine() -> list[str]:
        return [team.name for team in accounts.grants.teams() if "ada" in team.members]

    assert mine() == ["by-hand", "keepers", "vision"]
    accounts.grants.give(Role.ADMIN, "", team="keepers")
    told.claims = {**ADA, "realm": {"roles": "ml"}}
    log_in(way, told)
    assert mine() == ["by-hand", "keepers", "vision"]
    accounts.users.add("root")
    accounts.grants.give(Role.ADMIN, "", user="root")
    log_in(way, told)
    assert mine() == ["by-hand", "vision"]
    told.claims = {**ADA, "_claim_names": {"realm": "elsewhere"}}
    log_in(way, told)
    assert mine() == ["by-hand", "vision"]
    told.claims = ADA
    log_in(way, told)
    assert mine() == ["by-hand"]


def test_a_login_is_linked_with_who_is_logged_in_and_with_nobody_else(
    sign_on: Callable[..., SignOn], accounts: Accounts, told: Provider
) -> None:
    accounts.users.add("ada")
    accounts.users.add("bob")
    told.claims = {"sub": "x"}
    way = sign_on()
    assert log_in(way, told, link="ada") == "ada"
    assert log_in(way, told) == "ada"
    with pytest.raises(LoginFailed, match="linked to the user 'ada' already"):
        log_in(way, told, link="bob")
    page, cookie = way.begin(ROOT, "", "bob", "127.0.0.1")
    arrival = arrived(told.come(page), cookie, "eve")
    with pytest.raises(LoginFailed, match="somebody else by now"):
        way.finish(way.take(arrival), arrival, "127.0.0.1")


@pytest.mark.parametrize(
    "wrong",
    [
        {"iss": "http://127.0.0.1:1"},
        {"iss": None},
        {"aud": "another"},
        {"aud": None},
        {"aud": [CLIENT, "another"]},
        {"aud": [CLIENT, "another"], "azp": "another"},
        {"azp": "another"},
        {"nonce": "of another login"},
        {"nonce": None},
        {"exp": 1},
        {"exp": None},
        {"exp": "soon"},
        {"iat": 1 << 40},
        {"nbf": 1 << 40},
        {"sub": None},
        {"sub": ""},
        {"sub": "a" * 256},
        {"sub": 7},
    ],
    ids=str,
)
def test_claims_that_are_not_of_this_login_let_nobody_in(
    sign_on: Callable[..., SignOn], accounts: Accounts, told: Provider, wrong: dict[str, Any]
) -> None:
    told.wrong = wrong
    with pytest.raises(LoginFailed, match="cannot be trusted"):
        log_in(sign_on(new_users="all"), told)
    assert accounts.users.known() == []


def test_clocks_may_be_a_minute_apart(sign_on: Callable[..., SignOn], told: Provider) -> None:
    now = int(time.time())
    told.wrong = {"exp": now - 20, "iat": now + 20}
    assert log_in(sign_on(new_users="all", name_claim="sub"), told) == "1"


def test_what_is_signed_by_anything_else_lets_nobody_in(
    sign_on: Callable[..., SignOn], accounts: Accounts, told: Provider
) -> None:
    way = sign_on(new_users="all")
    page, _ = way.begin(ROOT, "", "", "127.0.0.1")
    brought = told.come(page)
    good = told.token({}, "")  # refused: the tokens below are made by hand
    assert good[0] == 401
    now = int(time.time())
    claims = {"iss": told.issuer, "aud": CLIENT, "sub": "1", "iat": now, "exp": now + 300, "nonce": brought["state"]}

    def part(value: dict[str, Any]) -> str:
        return base64.urlsafe_b64encode(msgspec.json.encode(value)).decode().rstrip("=")

    public = KEY.as_pem(private=False)
    forged = {
        "none": f"{part({'alg': 'none'})}.{part(claims)}.",
        "None": f"{part({'alg': 'None', 'kid': 'first'})}.{part(claims)}.",
        "the secret that both know": jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(SECRET)),
        "the public key as a secret": jwt.encode(
            {"alg": "HS256", "kid": "first"}, claims, OctKey.import_key(public.hex())
        ),
        "another key of that name": jwt.encode({"alg": "RS256", "kid": "first"}, claims, OTHER_KEY),
        "a key that it brings along": jwt.encode(
            {"alg": "RS256", "kid": "second", "jwk": OTHER_KEY.as_dict(private=False)}, claims, OTHER_KEY
        ),
        "nothing": "",
        "no token": "a.b",
        "too much": "a" * 200_000,
    }
    for text in forged.values():
        told.id_token = text or "..."
        with pytest.raises(LoginFailed):
            log_in(way, told)
    assert accounts.users.known() == []


def test_a_new_key_is_asked_for_once(sign_on: Callable[..., SignOn], told: Provider) -> None:
    way = sign_on(new_users="all")
    log_in(way, told)
    told.keys, told.signs_by = [OTHER_KEY], OTHER_KEY
    log_in(way, told)
    log_in(way, told)
    assert told.asked.count("keys") == 2
    assert told.asked.count("discovery") == 1
    told.signs_by = KEY
    with pytest.raises(LoginFailed):
        log_in(way, told)
    assert told.asked.count("keys") == 3


def test_what_was_used_or_is_anothers_is_no_way_in(sign_on: Callable[..., SignOn], told: Provider) -> None:
    way = sign_on(new_users="all")
    page, cookie = way.begin(ROOT, "", "", "127.0.0.1")
    brought = told.come(page)
    for strange in (arrived(brought, "another browser"), arrived({**brought, "state": "made up"}, cookie)):
        with pytest.raises(LoginFailed, match="another browser"):
            way.take(strange)
    arrival = arrived(brought, cookie)
    attempt = way.take(arrival)
    with pytest.raises(LoginFailed, match="over already"):
        way.take(arrival)
    way.finish(attempt, arrival, "127.0.0.1")
    with pytest.raises(LoginFailed, match="was used"):
        way.finish(attempt, arrival, "127.0.0.1")
    for wrong, said in (({"error": "access_denied"}, "called off"), ({"iss": "http://evil"}, "is no login")):
        with pytest.raises(LoginFailed, match=said):
            log_in(way, told, **wrong)


@pytest.mark.parametrize("what", ["discovery", "keys", "token", "userinfo"])
@pytest.mark.parametrize(
    "trouble", ["hang", "drip", "garbage", "list", "long", "error", "elsewhere", "{}", "[]", "null"]
)
def test_a_provider_in_trouble_is_told_of_in_time(
    sign_on: Callable[..., SignOn], told: Provider, monkeypatch: pytest.MonkeyPatch, what: str, trouble: str
) -> None:
    monkeypatch.setattr(asking, "PATIENCE_SECS", 1.0)
    way = sign_on(new_users="all")
    told.trouble = {what: trouble}
    began = time.monotonic()
    with pytest.raises(LoginFailed) as raised:
        log_in(way, told)
    assert time.monotonic() - began < 30
    assert SECRET not in f"{raised.value} {raised.value.detail}"
    told.trouble = {}
    assert log_in(way, told)


def test_a_provider_that_is_away_or_another_is_told_of(
    sign_on: Callable[..., SignOn], told: Provider, accounts: Accounts
) -> None:
    with pytest.raises(ProviderUnusable, match="cannot be reached"):
        log_in(sign_on(issuer="http://127.0.0.1:9"), told)
    with pytest.raises(ProviderUnusable) as raised:
        log_in(sign_on(issuer=told.issuer.replace("127.0.0.1", "localhost")), told)
    assert "calls itself" in raised.value.detail
    assert log_in(sign_on(issuer=f"{told.issuer}/", new_users="all"), told)


def test_a_wrong_secret_is_said_and_not_shown(
    sign_on: Callable[..., SignOn], told: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SECRET_VARIABLE, "a wrong secret")
    way = sign_on()
    with pytest.raises(LoginFailed) as raised:
        log_in(way, told)
    assert "does not accept this server" in str(raised.value)
    assert "a wrong secret" not in raised.value.detail
    assert "a wrong secret" not in repr(vars(way))


@pytest.mark.parametrize(
    ("said", "match"),
    [
        ("[oidc]\nissuer = 'http://example.org'\nclient_id = 'a'", "no URL of https"),
        ("[oidc]\nissuer = 'https://user:pass@example.org'\nclient_id = 'a'", "no URL of https"),
        ("[oidc]\nissuer = 'https://example.org'", "client_id"),
        ("[oidc]\nissuer = 'https://example.org'\nclient_id = 'a'\nclient_secret = 'x y z'", "client_secret"),
        ("[oidc]\nissuer = 'https://example.org'\nclient_id = 'a'\nscopes = ['email']", "openid"),
        ("[oidc]\nissuer = 'https://example.org'\nclient_id = 'a'\nteams = {a = '/'}", "cannot be a name"),
        ("[oidc]\nissuer = 'https://example.org'\nclient_id = 'a'\npublic_url = 'runs.org'", "public_url"),
        ("[oidc]\nissuer = 'https://example.org'\nclient_id = 'a'\nnew_users_role = 'admin'", "new_users_role"),
        ("[oidc]\nissuer = 'https://example.org'\nclient_id = 'a'\nemail_domains = ['@a.org']", "email_domains"),
        ("password_login = false", "nobody could log in"),
        ("password_login = ", "cannot be read"),
        ("oidc = 1", "oidc"),
    ],
)
def test_settings_that_cannot_be_followed_are_refused(home: Home, said: str, match: str) -> None:
    path = login_settings_path(home)
    path.parent.mkdir(parents=True)
    path.write_text(said)
    with pytest.raises(BadSetting, match=match) as raised:
        read_login_settings(home, {})
    assert "x y z" not in str(raised.value)


def test_the_environment_goes_before_the_file(home: Home) -> None:
    environ = {"RUNSTONE_OIDC_ISSUER": "https://a.example", "RUNSTONE_OIDC_CLIENT_ID": "c"}
    assert read_login_settings(home, {}).oidc is None
    found = read_login_settings(home, environ).oidc
    assert found is not None
    assert (found.issuer, found.client_id) == ("https://a.example", "c")


def test_attempts_are_over_after_a_while_and_bounded_by_address() -> None:
    now = [0.0]
    attempts = Attempts(lambda: now[0])

    def begin(address: str) -> tuple[str, str]:
        attempt, cookie = attempts.begin(redirect_uri="", return_to="", user="", address=address)
        return attempt.state, cookie

    mine, late = begin("a"), begin("a")
    flood = [begin("b") for _ in range(1000)]
    assert attempts.end(*mine) is not None
    assert attempts.end(*flood[0]) is None
    assert attempts.end(*flood[-1]) is not None
    now[0] = LIVES_SECS
    assert attempts.end(*late) is None


@pytest.mark.parametrize(
    ("asked", "place"),
    [
        ("p/cv/runs?sort=loss&x=%2F", "p/cv/runs?sort=loss&x=%2F"),
        ("//evil.example", "evil.example"),
        ("https://evil.example", "https://evil.example"),  # below the root: a path of this server
        ("\\evil.example", ""),
        ("p/../../evil", ""),
        ("a\r\nset-cookie: x", ""),
        ("a\tb", ""),
        ("api/tokens", ""),
        ("x" * 3000, ""),
        ("a#b", "a"),
    ],
)
def test_one_comes_back_to_this_server_alone(asked: str, place: str) -> None:
    assert safe_return(asked) == place
