"""Logging in with a provider of OpenID Connect: the ways to log in, the way there, and back."""

from __future__ import annotations

import logging
from typing import Annotated

import msgspec
from msgspec import Meta
from starlette.responses import RedirectResponse, Response

from runstone.access.oidc.attempts import LIVES_SECS
from runstone.access.oidc.failure import LoginFailed, ProviderUnusable
from runstone.access.oidc.sign_on import Arrival, SignOn
from runstone.access.role import Role
from runstone.server.action import Action, post
from runstone.server.endpoint import Endpoint, get
from runstone.server.errors import Refused
from runstone.server.routes.access import accounts_of, has_passwords, in_session, set_cookie
from runstone.server.service import Service
from runstone.server.visit import LOGIN_COOKIE
from runstone.server.wire import JSON_TYPE, encode

LOG = logging.getLogger("runstone.server")

_MOST_CHARS = 4000

Brought = Annotated[str, Meta(max_length=_MOST_CHARS)]


class WaysAsk(msgspec.Struct, frozen=True):
    """What the page wants to tell."""

    failure: Annotated[str, Meta(max_length=64, description="The name of a login that failed, from its address.")] = ""


class Ways(msgspec.Struct, frozen=True):
    """How one logs in. `provider` is what the button to it says, null where there is none; `linked` says whether whoever is logged in may come by it, and
    `failure` what went wrong, empty if nothing did."""

    passwords: bool
    provider: str | None
    linked: bool
    failure: str


class BeginBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where one is, to come back there: a path below the root of the UI. `link` lets whoever is logged in come by the provider from now on."""

    return_to: Brought = ""
    link: bool = False


class Begun(msgspec.Struct, frozen=True):
    """The page of the provider to go to."""

    url: str


class CallbackAsk(msgspec.Struct, frozen=True):
    """What one comes back with from the provider."""

    state: Annotated[Brought, Meta(description="Which login it is.")] = ""
    code: Annotated[Brought, Meta(description="For which the provider tells who it was.")] = ""
    error: Annotated[Brought, Meta(description="Why there is none.")] = ""
    iss: Annotated[Brought, Meta(description="Which provider it was.")] = ""


@get("/api/login", needs=Role.ANYBODY)
def read_ways(service: Service, ask: WaysAsk) -> Ways:
    """How one logs in to this server."""
    accounts, sign_on, user = accounts_of(service), _sign_on(service), service.identity.user
    return Ways(
        passwords=has_passwords(service),
        provider=sign_on.label,
        linked=user is not None and accounts.subjects.has(sign_on.issuer, user),
        failure=sign_on.failure(ask.failure) if ask.failure else "",
    )


@post("/api/oidc/begin", needs=Role.ANYBODY, answer=Begun)
def begin(service: Service, body: BeginBody) -> Response:
    """Begin to log in with the provider, or to link a login with the user that one is: the answer brings a cookie, and the page to go to."""
    sign_on, visit, identity = _sign_on(service), service.visit, service.identity
    if body.link and not identity.session:
        raise Refused(401, "not_logged_in", "Who links a login must be logged in.", "Log in first.")
    if sign_on.label is None:
        raise Refused(404, "no_provider", "This server has no provider to log in with.", "Log in with a password.")
    service.wrong_logins.check("", visit.address)
    try:
        url, cookie = sign_on.begin(
            sign_on.root_url(visit.root_url),
            body.return_to,
            (identity.user or "") if body.link else "",
            visit.address,
        )
    except LoginFailed as error:
        LOG.warning("Nobody can log in with the provider: %s", error.detail)
        raise Refused(503, "provider_unusable", str(error)) from error
    answer = Response(encode(Begun(url)), media_type=JSON_TYPE)
    set_cookie(answer, LOGIN_COOKIE, cookie, visit, round(LIVES_SECS))
    return answer


@get("/api/oidc/callback", media_type="text/html", needs=Role.ANYBODY, also={303: "To where one was."})
def come_back(service: Service, ask: CallbackAsk) -> Response:
    """Come back from the provider: to where one was, logged in, or told why not."""
    accounts, sign_on, visit = accounts_of(service), _sign_on(service), service.visit
    root_url, return_to = sign_on.root_url(visit.root_url), ""
    arrival = Arrival(ask.state, ask.code, ask.error, ask.iss, visit.login_cookie, service.identity.user or "")
    try:
        service.wrong_logins.check("", visit.address)
        attempt = sign_on.take(arrival)
        return_to = attempt.return_to
        try:
            landed = sign_on.finish(attempt, arrival, visit.address)
        except ProviderUnusable as error:
            LOG.warning("Nobody can log in with the provider: %s", error.detail)
            raise
        except LoginFailed as error:
            service.wrong_logins.fail("", visit.address)
            accounts.audit.note("login_failed", attempt.user, error.detail, address=visit.address)
            raise
    except (LoginFailed, Refused) as error:
        failure = sign_on.keep_failure(str(error))
        answer = _to(f"{root_url}/{return_to}#login-failure={failure}")
    else:
        answer = _to(f"{root_url}/{landed.return_to}")
        if not landed.linked:
            accounts.audit.note("login", landed.user, "by the provider", user=landed.user, address=visit.address)
            if service.identity.session:
                accounts.sessions.end(service.identity.session)
            in_session(answer, accounts, landed.user, visit)
    set_cookie(answer, LOGIN_COOKIE, "", visit, 0)
    return answer


def _to(url: str) -> Response:
    # The address that one leaves has the code in it.
    return RedirectResponse(url, 303, {"referrer-policy": "no-referrer", "cache-control": "no-store"})


def _sign_on(service: Service) -> SignOn:
    accounts_of(service)
    assert service.sign_on is not None
    return service.sign_on


ENDPOINTS: list[Endpoint | Action] = [read_ways, begin, come_back]
