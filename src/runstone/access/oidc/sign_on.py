"""Sign-on: how people log in to a server, and the way to the provider and back."""

from __future__ import annotations

import secrets
import threading
from collections import OrderedDict
from typing import NamedTuple

from runstone.access.accounts import Accounts
from runstone.access.oidc.admission import Admission
from runstone.access.oidc.attempts import Attempt, Attempts
from runstone.access.oidc.failure import LoginFailed
from runstone.access.oidc.provider import Provider
from runstone.access.oidc.settings import LoginSettings, read_login_settings, read_secret
from runstone.model.home import Home

_MOST_FAILURES = 1000
_MOST_RETURN_CHARS = 2000


class Arrival(NamedTuple):
    """Who came back from the provider, and what they brought: all of it may be anybody's invention."""

    state: str
    code: str
    error: str
    issuer: str
    cookie: str
    user: str


class Landed(NamedTuple):
    """Who is logged in from now on, and where they were. `linked` is true for who was logged in before."""

    user: str
    return_to: str
    linked: bool


class SignOn:
    """Of one server. May be shared by threads."""

    def __init__(self, settings: LoginSettings, provider: Provider | None, admission: Admission | None) -> None:
        self.settings = settings
        self._provider = provider
        self._admission = admission
        self._attempts = Attempts()
        self._failures: OrderedDict[str, str] = OrderedDict()
        self._lock = threading.Lock()  # guards `_failures`

    @classmethod
    def of(cls, home: Home, accounts: Accounts) -> SignOn:
        """As the settings of a home say.

        Raises:
            BadSetting: they cannot be followed.
        """
        settings = read_login_settings(home)
        if settings.oidc is None:
            return cls(settings, None, None)
        return cls(settings, Provider(settings.oidc, read_secret(settings.oidc)), accounts.admission(settings.oidc))

    @property
    def label(self) -> str | None:
        """What the button says; None where there is no provider."""
        return self.settings.oidc.label if self.settings.oidc is not None else None

    def root_url(self, asked_at: str) -> str:
        """Where the UI is, without a slash at its end.

        Args:
            asked_at: as whoever asks sees it, unless the settings say it.
        """
        return ((self.settings.oidc and self.settings.oidc.public_url) or asked_at).rstrip("/")

    @property
    def issuer(self) -> str:
        """The provider's; empty where there is none."""
        return self._provider.issuer if self._provider is not None else ""

    def begin(self, root_url: str, return_to: str, user: str, address: str) -> tuple[str, str]:
        """Send somebody to the provider.

        Args:
            root_url: see `root_url`.
            return_to: where they are, below it.
            user: whom the login is to be linked to; empty for who is to be logged in.
            address: from where they come.

        Returns:
            The URL of the provider's page, and the value of the cookie with which they must come back.

        Raises:
            LoginFailed: there is no provider, or it does not answer.
        """
        provider, _ = self._there()
        attempt, cookie = self._attempts.begin(
            redirect_uri=f"{root_url}/api/oidc/callback",
            return_to=safe_return(return_to),
            user=user,
            address=address,
        )
        return provider.page(attempt), cookie

    def take(self, arrival: Arrival) -> Attempt:
        """The attempt that somebody comes back from, once.

        Raises:
            LoginFailed: there is none.
        """
        attempt = self._attempts.end(arrival.state, arrival.cookie)
        if attempt is None:
            raise LoginFailed(
                "This login was begun in another browser, took longer than ten minutes, or is over already. Try again."
            )
        return attempt

    def finish(self, attempt: Attempt, arrival: Arrival, address: str) -> Landed:
        """Which user they are who came back.

        Raises:
            LoginFailed: they are none. It says why, and what to do.
        """
        provider, admission = self._there()
        if arrival.error:
            if arrival.error == "access_denied":
                raise LoginFailed("The login was called off at the provider. Try again, or ask there for access.")
            raise LoginFailed(
                "The provider of logins refused. Try again; if it stays so, tell who runs this server.",
                f"the provider answered {arrival.error[:50]!r}",
            )
        # Who takes part in several providers must not carry the code of one to another.
        if not arrival.code or (arrival.issuer and arrival.issuer.rstrip("/") != provider.issuer):
            raise LoginFailed("What came back from the provider is no login. Try again.")
        claims = provider.claims(attempt, arrival.code, admission.wanted)
        if attempt.user:
            if attempt.user != arrival.user:
                raise LoginFailed("You are logged in as somebody else by now. Nothing was linked; try again.")
            admission.link(claims, attempt.user, address)
            return Landed(attempt.user, attempt.return_to, linked=True)
        return Landed(admission.admit(claims, address), attempt.return_to, linked=False)

    def keep_failure(self, message: str) -> str:
        """Keep what somebody is told on the next page; the name by which it asks for it. In the page's address anybody could write what they like."""
        name = secrets.token_hex(16)
        with self._lock:
            self._failures[name] = message
            if len(self._failures) > _MOST_FAILURES:
                self._failures.popitem(last=False)
        return name

    def failure(self, name: str) -> str:
        """What was kept by this name."""
        with self._lock:
            return self._failures.get(name, "Logging in did not succeed. Try again.")

    def _there(self) -> tuple[Provider, Admission]:
        if self._provider is None or self._admission is None:
            raise LoginFailed("This server has no provider of logins. Log in with a password.")
        return self._provider, self._admission


def safe_return(return_to: str) -> str:
    """A place below the root of the UI; the root itself where that is none."""
    place = return_to.partition("#")[0].lstrip("/")
    is_plain = place.isascii() and place.isprintable() and not {" ", "\\"} & set(place)
    is_below = ".." not in place.partition("?")[0].split("/") and not place.startswith("api/")
    return place if is_plain and is_below and len(place) <= _MOST_RETURN_CHARS else ""
