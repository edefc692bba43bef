"""Access: logging in and out, who one is, one's own tokens; and for who keeps them the users, teams, grants and what was done with them."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta
from starlette.responses import Response

from runstone.access.accounts import Accounts
from runstone.access.role import Role, read_role
from runstone.access.sessions import LONGEST_SECS
from runstone.access.tokens import TokenFacts
from runstone.model.errors import BadValue
from runstone.model.home import HomeCopy
from runstone.server.action import Action, NoBody, delete, post
from runstone.server.endpoint import Endpoint, get
from runstone.server.errors import Refused
from runstone.server.gate import COOKIE
from runstone.server.service import Service
from runstone.server.visit import Visit
from runstone.server.wire import JSON_TYPE, encode


class RoleIn(msgspec.Struct, frozen=True):
    """A role in a project and in all below it; an empty path is the whole home."""

    role: str
    project: str


class SharedWith(msgspec.Struct, frozen=True):
    """The share link that one came by, and the ids of the runs that it shows, none where it shows a whole project; without `expires_time`, in
    microseconds since the epoch, it holds until it is revoked."""

    id: str
    expires_time: int | None
    runs: list[str] = []


class WhoAmI(msgspec.Struct, frozen=True):
    """Who asks. `user` is null where nobody logs in: then everything is allowed, unless a copy of a home is shown, which is for reading. `role` is the highest that they have anywhere, and empty if they have
    none; `token` is the id of the token that they came by, and empty if they came by none; `share` is the link of who came by one, who has no name and
    no roles."""

    user: str | None
    role: str
    roles: list[RoleIn]
    keeps_users: bool
    token: str
    share: SharedWith | None = None


class LoggedIn(msgspec.Struct, frozen=True):
    """Whose session the browser has from now on; null for nobody's."""

    user: str | None


class LoginBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A name and a password."""

    name: str
    password: str


class AcceptBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The secret of an invitation, which its link ends with, and the name and password that one wants; no password where they are switched off."""

    invitation: str
    name: str
    password: str | None = None


class PasswordBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The password that one has, and the one that one wants."""

    password: str
    new_password: str


class TokenAnswer(msgspec.Struct, frozen=True):
    """What is known of a token. Times are microseconds since the epoch; an empty project is the whole home."""

    id: str
    user: str
    name: str
    role: str
    projects: list[str]
    created_time: int
    expires_time: int | None
    revoked_time: int | None
    used_time: int | None


class TokensAnswer(msgspec.Struct, frozen=True):
    """Tokens, the newest first."""

    tokens: list[TokenAnswer]


class TokenBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A token to be: what it is for, the most that it may do, where (everywhere if there are no projects), and how long it holds (for ever if null)."""

    name: str
    role: str = "editor"
    projects: list[str] = []
    lives_secs: float | None = None


class TokenMade(msgspec.Struct, frozen=True):
    """A token, with its secret. Nobody is told it again."""

    id: str
    token: str


class TokenAsk(msgspec.Struct, frozen=True):
    """Which token."""

    token: Annotated[str, Meta(description="The token's id.")]


@get("/api/whoami", needs=Role.GUEST)
def read_whoami(service: Service) -> WhoAmI:
    """Who one is to this server, and what one may do."""
    identity = service.identity
    if identity.share:
        share = accounts_of(service).shares.get(identity.share)
        return WhoAmI(None, Role.VIEWER.word, [], False, "", SharedWith(share.id, share.expires_time, share.runs))
    if isinstance(service.home, HomeCopy):
        return WhoAmI(identity.user, Role.VIEWER.word, [RoleIn(Role.VIEWER.word, "")], False, identity.token)
    roles = [
        RoleIn(role.word, project)
        for role in (Role.ADMIN, Role.EDITOR, Role.VIEWER)
        for project in identity.scope(role).projects
        if role is Role.ADMIN or not identity.scope(Role(role + 1)).allows(project)
    ]
    role = identity.role.word if identity.role >= Role.VIEWER else ""
    return WhoAmI(identity.user, role, roles, identity.keeps_users, identity.token)


@post("/api/login", needs=Role.ANYBODY, answer=LoggedIn)
def log_in(service: Service, body: LoginBody) -> Response:
    """Log a browser in by a password: the answer brings a cookie."""
    accounts, visit = accounts_of(service), service.visit
    if not has_passwords(service):
        raise Refused(403, "no_passwords", "Passwords are switched off on this server.", "Log in with its provider.")
    service.wrong_logins.check(body.name, visit.address)
    user = accounts.users.log_in(body.name, body.password)
    if user is None:
        service.wrong_logins.fail(body.name, visit.address)
        accounts.audit.note("login_failed", body.name, address=visit.address)
        raise Refused(401, "wrong_password", "There is no user of this name with this password.")
    accounts.audit.note("login", user, user=user, address=visit.address)
    return in_session(Response(encode(LoggedIn(user)), media_type=JSON_TYPE), accounts, user, visit)


@post("/api/invitations/accept", needs=Role.ANYBODY, answer=LoggedIn)
def accept_invitation(service: Service, body: AcceptBody) -> Response:
    """Become a user by an invitation, and be logged in."""
    accounts, visit = accounts_of(service), service.visit
    service.wrong_logins.check("", visit.address)
    if body.password is None and has_passwords(service):
        raise BadValue("Choose a password. The link still holds.")
    try:
        user = accounts.invitations.accept(body.invitation, body.name, body.password)
    except BadValue:
        service.wrong_logins.fail("", visit.address)
        raise
    accounts.audit.note("invitation_accepted", user, user=user, address=visit.address)
    return in_session(Response(encode(LoggedIn(user)), media_type=JSON_TYPE), accounts, user, visit)


@post("/api/logout", needs=Role.USER, answer=LoggedIn)
def log_out(service: Service, body: NoBody) -> Response:
    """End the session of this browser."""
    accounts, identity = accounts_of(service), service.identity
    accounts.sessions.end(identity.session)
    accounts.audit.note("logout", identity.user or "", user=identity.user, address=service.visit.address)
    answer = Response(encode(LoggedIn(None)), media_type=JSON_TYPE)
    set_cookie(answer, COOKIE, "", service.visit, 0)
    return answer


@post("/api/password", needs=Role.USER, answer=LoggedIn)
def change_password(service: Service, body: PasswordBody) -> Response:
    """Change one's own password. All one's sessions end but this one, which begins anew."""
    accounts, visit, user = accounts_of(service), service.visit, session_user(service)
    service.wrong_logins.check(user, visit.address)
    if accounts.users.log_in(user, body.password) is None:
        service.wrong_logins.fail(user, visit.address)
        raise Refused(403, "wrong_password", "That is not your password. Nothing was changed.")
    accounts.users.set_password(user, body.new_password)
    accounts.audit.note("password_changed", user, user=user, address=visit.address)
    return in_session(Response(encode(LoggedIn(user)), media_type=JSON_TYPE), accounts, user, visit)


@get("/api/tokens", needs=Role.USER)
def list_tokens(service: Service) -> TokensAnswer:
    """One's own tokens, those that were revoked among them."""
    accounts = accounts_of(service)
    return TokensAnswer([_token(facts) for facts in accounts.tokens.known(service.identity.user)])


@post("/api/tokens", needs=Role.USER)
def create_token(service: Service, body: TokenBody) -> TokenMade:
    """Make a token for oneself. It takes a login: no token makes another."""
    accounts, user = accounts_of(service), session_user(service)
    made = accounts.tokens.create(user, body.name, read_role(body.role), body.projects, body.lives_secs)
    accounts.audit.note("token_created", made.id, body.name, user=user, address=service.visit.address)
    return TokenMade(made.id, made.text)


@delete("/api/tokens/{token}", needs=Role.USER)
def revoke_token(service: Service, ask: TokenAsk) -> TokensAnswer:
    """End a token of one's own at once; who keeps users ends anybody's. A token may end itself, and no other."""
    accounts, identity = accounts_of(service), service.identity
    if identity.token and identity.token != ask.token:
        raise Refused(403, "not_allowed", "A token may end itself, and no other. Nothing was changed.")
    accounts.tokens.revoke(ask.token, None if identity.keeps_users else identity.user)
    accounts.audit.note("token_revoked", ask.token, user=identity.user, address=service.visit.address)
    return TokensAnswer([_token(facts) for facts in accounts.tokens.known(identity.user)])


def accounts_of(service: Service) -> Accounts:
    """The accounts of a server that has some.

    Raises:
        Refused: nobody logs in there.
    """
    if service.accounts is None:
        raise Refused(
            409,
            "no_login",
            "Nobody logs in to this server: it shows everything to whoever reaches it.",
            "See `runstone serve`.",
        )
    return service.accounts


def session_user(service: Service) -> str:
    """Who is logged in by a browser."""
    if service.identity.token or service.identity.user is None:
        raise Refused(403, "not_allowed", "This takes a login, and not a token. Nothing was changed.")
    return service.identity.user


def _token(facts: TokenFacts) -> TokenAnswer:
    return TokenAnswer(facts.id, facts.user, facts.name, facts.role.word, *facts[4:])


def has_passwords(service: Service) -> bool:
    """Whether people may log in by passwords."""
    return service.sign_on is None or service.sign_on.settings.password_login


def in_session(answer: Response, accounts: Accounts, user: str, visit: Visit) -> Response:
    """An answer with which a session of a user begins."""
    set_cookie(answer, COOKIE, accounts.sessions.begin(user, visit.address), visit, LONGEST_SECS)
    return answer


def set_cookie(answer: Response, name: str, value: str, visit: Visit, lives_secs: int) -> None:
    """Give a browser a cookie that no script reads and no page elsewhere sends along; 0 seconds take it back."""
    answer.set_cookie(
        name,
        value,
        max_age=lives_secs,
        path=visit.root_path or "/",
        secure=visit.is_secure,
        httponly=True,
        samesite="lax",
    )


ENDPOINTS: list[Endpoint | Action] = [
    read_whoami,
    log_in,
    accept_invitation,
    log_out,
    change_password,
    list_tokens,
    create_token,
    revoke_token,
]
