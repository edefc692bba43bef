"""How people log in to the server of a home. A plain file, which who runs it writes:

password_login = false

[oidc]
issuer = "https://accounts.example.org/realms/lab"
client_id = "runstone"
client_secret_file = "/run/secrets/oidc"
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

import msgspec
from msgspec import Meta

from runstone.access.role import Role, read_role
from runstone.access.users import check_name
from runstone.model.errors import BadSetting, BadValue
from runstone.model.home import Home

SECRET_VARIABLE = "RUNSTONE_OIDC_CLIENT_SECRET"
_VARIABLES = {
    "issuer": "RUNSTONE_OIDC_ISSUER",
    "client_id": "RUNSTONE_OIDC_CLIENT_ID",
    "client_secret_file": "RUNSTONE_OIDC_CLIENT_SECRET_FILE",
}
_LOOPBACK = ("localhost", "127.0.0.1", "::1")

Text = Annotated[str, Meta(min_length=1, max_length=1000)]


class ProviderSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A provider, what is asked of it, and who of those that it knows may come in.

    `teams` are names of teams by names of groups; `new_users` says whether only who was invited becomes a user, or whoever the provider lets in;
    `trust_emails` takes addresses for verified of which the provider does not say whether they are.
    """

    issuer: Text
    client_id: Text
    client_secret_file: str = ""
    scopes: tuple[Text, ...] = ("openid", "profile", "email")
    label: Text = "Log in with single sign-on"
    name_claim: Text = "preferred_username"
    email_domains: list[Text] = []
    trust_emails: bool = False
    new_users: Literal["invited", "all"] = "invited"
    new_users_role: Literal["none", "viewer", "editor"] = "none"
    groups_claim: Text = "groups"
    teams: dict[Text, Text] = {}
    public_url: str = ""

    @property
    def role(self) -> Role | None:
        """The role in the whole home of whom nobody invited."""
        return None if self.new_users_role == "none" else read_role(self.new_users_role)


class LoginSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How people log in. Without a provider passwords are the only way, and are never off."""

    password_login: bool = True
    oidc: ProviderSettings | None = None


def login_settings_path(home: Home) -> Path:
    """Where they lie."""
    return home.path / "server" / "login.toml"


def read_login_settings(home: Home, environ: Mapping[str, str] | None = None) -> LoginSettings:
    """How people log in to the server of a home; by passwords alone where nothing is said.

    Args:
        home: the home.
        environ: the environment, by default the process's: what it says of the provider goes before the file.

    Raises:
        BadSetting: it says what is wrong, and nothing of a secret.
    """
    environ = os.environ if environ is None else environ
    path = login_settings_path(home)
    try:
        given = msgspec.toml.decode(path.read_bytes(), type=dict[str, Any])
    except FileNotFoundError:
        given = {}
    except (OSError, ValueError) as error:
        raise BadSetting(f"{path} cannot be read: {error}. Nothing is served.") from error
    said = {field: environ[name] for field, name in _VARIABLES.items() if environ.get(name)}
    if said:
        provider = given.get("oidc", {})
        given = {**given, "oidc": {**provider, **said} if isinstance(provider, dict) else provider}
    try:
        found = msgspec.convert(given, LoginSettings)
        if found.oidc is not None:
            _check(found.oidc)
    except (msgspec.ValidationError, BadValue) as error:
        raise BadSetting(f"{path} (with RUNSTONE_OIDC_…) cannot be followed: {error}. Nothing is served.") from error
    if not found.password_login and found.oidc is None:
        raise BadSetting(
            f"{path} switches passwords off and names no provider, so nobody could log in. Nothing is served."
        )
    return found


def read_secret(settings: ProviderSettings, environ: Mapping[str, str] | None = None) -> str:
    """The secret by which the server shows the provider who it is; empty where there is none, for PKCE does without.

    Raises:
        BadSetting: its file cannot be read.
    """
    environ = os.environ if environ is None else environ
    if environ.get(SECRET_VARIABLE):
        return environ[SECRET_VARIABLE].strip()
    if not settings.client_secret_file:
        return ""
    try:
        return Path(settings.client_secret_file).read_text().strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is no text"
        raise BadSetting(
            f"The client_secret_file {settings.client_secret_file!r} cannot be read ({reason}). Nothing is served."
        ) from error


def is_safe_url(url: str) -> bool:
    """Whether what is sent to a URL is read on the way by nobody: https, or this machine."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return False
    if not parts.hostname or parts.username is not None or not url.isascii() or not url.isprintable() or " " in url:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)


def _check(settings: ProviderSettings) -> None:
    if not is_safe_url(settings.issuer) or urlsplit(settings.issuer).query or urlsplit(settings.issuer).fragment:
        raise BadValue(f"issuer {settings.issuer!r} is no URL of https, nor one of this machine")
    public = urlsplit(settings.public_url)
    if settings.public_url and (
        public.scheme not in ("http", "https") or not public.netloc or public.query or public.fragment
    ):
        raise BadValue(
            f"public_url {settings.public_url!r} is no URL of this server, such as https://runs.example.org/runs"
        )
    if "openid" not in settings.scopes:
        raise BadValue("scopes must have openid among them")
    for domain in settings.email_domains:
        if "@" in domain or not domain.isascii():
            raise BadValue(f"email_domains must be like example.org, not {domain!r}")
    for team in settings.teams.values():
        check_name(team)
