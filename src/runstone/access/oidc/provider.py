"""A provider of OpenID Connect: where it is asked what, its keys, and what it says of who comes from it."""

from __future__ import annotations

import base64
import hashlib
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote, urlencode

import msgspec

from runstone.access.oidc.asking import Answer, ask, garbled
from runstone.access.oidc.attempts import Attempt
from runstone.access.oidc.failure import LoginFailed, ProviderUnusable
from runstone.access.oidc.settings import ProviderSettings

if TYPE_CHECKING:
    from joserfc.jwk import KeySet

KNOWN_SECS = 3600.0
"""For so long it is not asked again where what is, and for its keys unless a new one appears."""
# A provider that hangs holds up those who come from it, and not the whole server.
_MOST_AT_ONCE = 4
_DISCOVERY = "/.well-known/openid-configuration"


class Endpoints(msgspec.Struct, frozen=True):
    """What a provider says of itself."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str = ""
    token_endpoint_auth_methods_supported: tuple[str, ...] = ("client_secret_basic",)


class Claims(NamedTuple):
    """What a provider says of somebody: in the ID token, and where that was not enough beside it. `issuer` has no slash at its end."""

    issuer: str
    subject: str
    signed: dict[str, Any]
    beside: dict[str, Any]


class Provider:
    """May be shared by threads. Asked when somebody logs in, and then for a few seconds at most."""

    def __init__(self, settings: ProviderSettings, secret: str) -> None:
        """
        Args:
            settings: of it.
            secret: shows it who we are; empty where PKCE alone does.
        """
        self._settings = settings
        self._secret = secret
        self._endpoints: Endpoints | None = None
        self._keys: KeySet | None = None
        self._endpoints_time = self._keys_time = float("-inf")
        self._turns = threading.BoundedSemaphore(_MOST_AT_ONCE)

    def page(self, attempt: Attempt) -> str:
        """The page of the provider to which somebody is sent.

        Raises:
            ProviderUnusable: it does not answer.
        """
        with self._turn():
            endpoint = self._known().authorization_endpoint
        challenge = base64.urlsafe_b64encode(hashlib.sha256(attempt.verifier.encode()).digest()).rstrip(b"=")
        asked = {
            "response_type": "code",
            "client_id": self._settings.client_id,
            "redirect_uri": attempt.redirect_uri,
            "scope": " ".join(self._settings.scopes),
            "state": attempt.state,
            "nonce": attempt.nonce,
            "code_challenge": challenge.decode(),
            "code_challenge_method": "S256",
        }
        return f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(asked)}"

    def claims(self, attempt: Attempt, code: str, wanted: set[str]) -> Claims:
        """What the provider says of who came back from its page.

        Args:
            attempt: by which they went there.
            code: that they brought.
            wanted: claims for which it is asked once more if the ID token has them not.

        Raises:
            LoginFailed: it takes the code for none, or its ID token is not what it must be.
            ProviderUnusable: it does not answer.
        """
        with self._turn():
            endpoints = self._known()
            answer = self._redeem(endpoints, attempt, code)
            token, access = answer.body.get("id_token"), answer.body.get("access_token")
            if not isinstance(token, str):
                raise garbled(endpoints.token_endpoint, "no ID token; is openid among the scopes?")
            signed = self._check(endpoints, token, attempt)
            beside: dict[str, Any] = {}
            if endpoints.userinfo_endpoint and isinstance(access, str) and access.isascii() and wanted - signed.keys():
                beside = self._ask_more(endpoints.userinfo_endpoint, access)
                if beside.get("sub") != signed["sub"]:
                    raise garbled(endpoints.userinfo_endpoint, "it is of somebody else than the ID token")
        return Claims(self.issuer, signed["sub"], signed, beside)

    @property
    def issuer(self) -> str:
        """Without a slash at its end, with which some spell theirs."""
        return self._settings.issuer.rstrip("/")

    @contextmanager
    def _turn(self) -> Iterator[None]:
        if not self._turns.acquire(timeout=1.0):
            raise ProviderUnusable("Many log in right now, or the provider of logins is slow. Try again in a minute.")
        try:
            yield
        finally:
            self._turns.release()

    def _known(self) -> Endpoints:
        if self._endpoints is not None and time.monotonic() - self._endpoints_time < KNOWN_SECS:
            return self._endpoints
        url = self.issuer + _DISCOVERY
        answer = ask(url)
        if answer.status != 200:
            raise garbled(url, f"status {answer.status}; is the issuer right?")
        try:
            found = msgspec.convert(answer.body, Endpoints)
        except msgspec.ValidationError as error:
            raise garbled(url, str(error)) from error
        # Else one provider could speak in the name of another. Who copies an issuer loses its last slash, or adds one.
        if found.issuer.rstrip("/") != self.issuer:
            raise garbled(url, f"it calls itself {found.issuer[:200]!r}, not {self.issuer!r}")
        self._endpoints, self._endpoints_time = found, time.monotonic()
        return found

    def _redeem(self, endpoints: Endpoints, attempt: Attempt, code: str) -> Answer:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": attempt.redirect_uri,
            "code_verifier": attempt.verifier,
        }
        headers = {}
        methods = endpoints.token_endpoint_auth_methods_supported
        if self._secret and ("client_secret_basic" in methods or "client_secret_post" not in methods):
            pair = f"{quote(self._settings.client_id, safe='')}:{quote(self._secret, safe='')}"
            headers["authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
        else:
            form["client_id"] = self._settings.client_id
            if self._secret:
                form["client_secret"] = self._secret
        answer = ask(endpoints.token_endpoint, form, headers)
        if answer.status != 200:
            why = str(answer.body.get("error", ""))[:50]
            if why == "invalid_grant":
                raise LoginFailed(
                    "The provider does not know this login any more: it was used, or took too long. Try again.",
                    "the provider took the code for none (invalid_grant)",
                )
            raise LoginFailed(
                "The provider of logins does not accept this server. Tell who runs it.",
                f"{endpoints.token_endpoint[:200]}: status {answer.status}, {why!r}; are client_id and secret right?",
            )
        return answer

    def _check(self, endpoints: Endpoints, token: str, attempt: Attempt) -> dict[str, Any]:
        from runstone.access.oidc import id_token  # brings cryptography, which nobody needs who does not log in so

        fresh = self._keys is None or time.monotonic() - self._keys_time >= KNOWN_SECS
        keys = self._fetch_keys(endpoints) if fresh or self._keys is None else self._keys
        asked = {
            "issuer": endpoints.issuer,
            "client_id": self._settings.client_id,
            "nonce": attempt.nonce,
            "now_secs": time.time(),
        }
        try:
            return id_token.check(token, keys, **asked)  # type: ignore[arg-type]
        except id_token.UnknownKey:
            if fresh:
                raise
            # Providers change their keys now and then.
            return id_token.check(token, self._fetch_keys(endpoints), **asked)  # type: ignore[arg-type]

    def _fetch_keys(self, endpoints: Endpoints) -> KeySet:
        from joserfc.errors import JoseError
        from joserfc.jwk import KeySet, import_key

        answer = ask(endpoints.jwks_uri)
        listed = answer.body.get("keys")
        if answer.status != 200 or not isinstance(listed, list):
            raise garbled(endpoints.jwks_uri, "no keys")
        keys = []
        for one in listed:
            try:
                keys.append(import_key(one))
            except (JoseError, ValueError, TypeError, KeyError, AttributeError):
                continue  # of a kind that we do not know; those that we know may be enough
        self._keys, self._keys_time = KeySet(keys), time.monotonic()
        return self._keys

    def _ask_more(self, url: str, access: str) -> dict[str, Any]:
        answer = ask(url, headers={"authorization": f"Bearer {access}"})
        if answer.status != 200:
            raise garbled(url, f"status {answer.status}")
        return answer.body
