"""The gate: finds who asks, and lets them see and do what they may.

Each door says which role it needs. What is behind it gets a service whose index shows only the projects in which whoever asks has that role,
so that no route looks at roles, and one that forgot to would show nothing of others. Where there are no accounts everybody is `LOCAL`, who
may do everything.
"""

from __future__ import annotations

import dataclasses
import threading
from collections import OrderedDict

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Send
from starlette.types import Scope as AsgiScope

from runstone.access.accounts import Accounts
from runstone.access.identity import STRANGER, Identity
from runstone.access.role import Role
from runstone.access.shares import ShareFacts
from runstone.edits.editor import Editor
from runstone.index.scopes import Scopes
from runstone.model.scope import NOTHING
from runstone.server.errors import Refused
from runstone.server.intake import Intake
from runstone.server.service import Service
from runstone.server.shared import COOKIE as SHARE_COOKIE
from runstone.server.throttle import Throttle, line_of
from runstone.server.visit import Visit, visit_of

COOKIE = "runstone_session"

_MOST_EDITORS = 64
_MOST_WRONG_TOKENS = 60
_WINDOW_SECS = 60.0


class Gate:
    """May be shared by threads."""

    def __init__(self, service: Service) -> None:
        """
        Args:
            service: of the whole home.
        """
        self._service = service
        self._accounts = service.accounts
        self._wrong_tokens = Throttle(_MOST_WRONG_TOKENS, _WINDOW_SECS)
        self._scopes = Scopes(service.index)
        self._editors: OrderedDict[str, Editor] = OrderedDict()
        # Guards `_editors`.
        self._lock = threading.Lock()

    async def admit(self, request: Request, needs: Role, *, guests: bool = False) -> Service:
        """The service for whoever asks.

        Args:
            request: theirs.
            needs: the role that they must have.
            guests: whether who came by a share link is let in, too.

        Raises:
            Refused: 401 where nobody is logged in, 403 where they have not the role in any project, 410 where a share link is over, 429 after many
                wrong tokens.
        """
        if self._accounts is None:
            return self._service
        return await run_in_threadpool(self._admit, self._accounts, request, needs, guests)

    def admit_in_thread(self, request: Request, needs: Role) -> Service:
        """See `admit`, for who is in a thread that may wait for the disk already."""
        return self._service if self._accounts is None else self._admit(self._accounts, request, needs, guests=False)

    @property
    def intake(self) -> Intake:
        """Of the server."""
        return self._service.intake

    def for_viewing(self, service: Service) -> Service:
        """What the same person may see, of the service that they change something by."""
        return self._for(service.identity, Role.VIEWER, service.visit)

    def close(self) -> None:
        """Close what is kept open for users."""
        self._scopes.close()
        with self._lock:
            for editor in self._editors.values():
                editor.close()
            self._editors.clear()

    def _admit(self, accounts: Accounts, request: Request, needs: Role, guests: bool) -> Service:
        visit = visit_of(request)
        if visit.share:
            return self._for(_guest(accounts, request, visit, needs, guests), needs, visit)
        identity = self._identify(accounts, request, visit, needs)
        if identity is STRANGER and needs > Role.ANYBODY:
            raise Refused(401, "not_logged_in", "This server wants to know who asks.", "Log in, or send a token.")
        if identity.scope(needs).is_nothing and needs > Role.ANYBODY:
            raise Refused(
                403,
                "not_allowed",
                f"{identity.user} may not do this in any project: it takes the role {needs.word}.",
                "Somebody who is admin can grant it, or the token was made for less.",
            )
        return self._for(identity, needs, visit)

    def _identify(self, accounts: Accounts, request: Request, visit: Visit, needs: Role) -> Identity:
        kind, _, text = request.headers.get("authorization", "").partition(" ")
        if kind.lower() == "bearer":
            found = accounts.tokens.identity(text)
            if found is None and needs > Role.ANYBODY:
                line = line_of(visit.address)
                self._wrong_tokens.check(line)
                self._wrong_tokens.fail(line)
                raise Refused(
                    401,
                    "wrong_token",
                    "The token is none of this server's, was revoked, or has expired.",
                    "`runstone login` brings another.",
                )
            return found or STRANGER
        cookie = request.cookies.get(COOKIE, "")
        return (accounts.sessions.identity(cookie) if cookie else None) or STRANGER

    def _for(self, identity: Identity, needs: Role, visit: Visit) -> Service:
        # Doors that ask for no role have nothing to do with what was recorded.
        whole, scope = self._service, identity.scope(needs) if needs > Role.USER else NOTHING
        if self._accounts is None:
            return whole
        with self._lock:
            editor = self._editor(identity.user) if identity.user else whole.editor
        index = self._scopes.of(scope)
        tables = whole.tables if index is whole.index else whole.tables.seen_by(index)
        return dataclasses.replace(
            whole, index=index, tables=tables, editor=editor, scope=scope, identity=identity, visit=visit
        )

    def _editor(self, user: str) -> Editor:
        found = self._editors.get(user)
        if found is None:
            found = self._editors[user] = Editor(self._service.home, user)
            if len(self._editors) > _MOST_EDITORS:
                self._editors.popitem(last=False)[1].close()
        self._editors.move_to_end(user)
        return found


def _guest(accounts: Accounts, request: Request, visit: Visit, needs: Role, guests: bool) -> Identity:
    """Who looks by a share link. A login of the same browser, or a token, is worth nothing there."""
    if not guests:
        raise Refused(
            403,
            "shared_read_only",
            "A share link shows, and changes nothing.",
            "Who has a login finds the same page without `share/…` in its address.",
        )
    if needs <= Role.ANYBODY:
        return STRANGER
    share = accounts.shares.visited(visit.share, request.cookies.get(SHARE_COOKIE, ""))
    if share is None:
        raise Refused(
            401,
            "share_not_open",
            "This browser has not opened the share link, or did so more than a day ago.",
            "Open the link again, whole, as you were given it.",
        )
    return guest_of(accounts, share)


def guest_of(accounts: Accounts, share: ShareFacts) -> Identity:
    """Who looks by a link that still shows something.

    Raises:
        Refused: 410, it was revoked, has expired, or who made it may see nothing of it any more.
    """
    if share.revoked_time is not None:
        raise _share_over("This share link was revoked.")
    if share.has_expired:
        raise _share_over("This share link has expired.")
    identity = accounts.shares.identity(share)
    if identity.scope(Role.VIEWER).is_nothing:
        raise _share_over("Who made this share link may see what it showed no longer.")
    return identity


def _share_over(message: str) -> Refused:
    """What is said of a link that shows nothing any more."""
    return Refused(410, "share_over", message, "Ask who gave it to you for another one.")


class KeptPrivate:
    """Middleware: what only some may see is kept by their own browser, and by no cache between."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: AsgiScope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or "/api/" not in scope["path"]:
            await self._app(scope, receive, send)
            return

        async def send_private(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                kept = headers.get("cache-control", "no-store")
                headers["cache-control"] = kept.replace("public", "private")
                headers.add_vary_header("cookie")
                headers.add_vary_header("authorization")
            await send(message)

        await self._app(scope, receive, send_private)
