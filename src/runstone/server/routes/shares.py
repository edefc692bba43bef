"""Share links: made by who may record in a project, opened by anybody who was given one."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

import msgspec
from msgspec import Meta
from starlette.responses import Response

from runstone.access.role import Role
from runstone.access.shares import MOST_RUNS, VISIT_SECS, ShareFacts
from runstone.model.address import project_address, run_address
from runstone.model.errors import BadValue
from runstone.query import runs
from runstone.server.action import Action, delete, post
from runstone.server.endpoint import Endpoint, get
from runstone.server.errors import Refused
from runstone.server.gate import guest_of
from runstone.server.routes.access import accounts_of, session_user
from runstone.server.service import Service
from runstone.server.shared import COOKIE, place_of
from runstone.server.shown import check_place
from runstone.server.wire import JSON_TYPE, encode


class ShareAnswer(msgspec.Struct, frozen=True):
    """What is known of a share link. It shows `runs`, by id, or where there are none `project` and all below it, and opens `page`. `user` made it; null for who
    sat at the machine. Times are microseconds since the epoch; without `expires_time` it holds until it is revoked."""

    id: str
    user: str | None
    label: str
    project: str
    runs: list[str]
    page: str
    created_time: int
    expires_time: int | None
    revoked_time: int | None
    opened_time: int | None
    opened_count: int


class SharesAnswer(msgspec.Struct, frozen=True):
    """Share links, the newest first."""

    shares: list[ShareAnswer]


class SharesAsk(msgspec.Struct, frozen=True):
    """Which links."""

    everybodys: Annotated[bool, Meta(description="Also those of others, for who keeps users.")] = False


class ShareBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A link to be: to these runs alone, or else to a project and all below it; which page of the UI it opens, what it is for, and how long it
    holds (until it is revoked if null, which takes an admin of the project)."""

    project: str = ""
    runs: Annotated[list[str], Meta(max_length=MOST_RUNS)] = []
    page: str = ""
    label: str = ""
    lives_secs: float | None = 7 * 86400.0


class ShareMade(msgspec.Struct, frozen=True):
    """A link: where it lies, from the root of the server. Nobody is told it again."""

    id: str
    address: str


class ShareAsk(msgspec.Struct, frozen=True):
    """Which link."""

    share: Annotated[str, Meta(description="The link's id.")]


class OpenBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What stands behind `#` in a link."""

    secret: Annotated[str, Meta(max_length=200)]


class ShareOpened(msgspec.Struct, frozen=True):
    """What a link opens: an address from the root of the UI."""

    page: str


@get("/api/shares", needs=Role.USER)
def list_shares(service: Service, ask: SharesAsk) -> SharesAnswer:
    """One's own share links, or everybody's; those that are over among them."""
    identity = service.identity
    if ask.everybodys and not identity.keeps_users:
        raise Refused(403, "not_allowed", "Everybody's links are for who has the role admin in the whole home.")
    return _known(service, None if ask.everybodys else identity.user)


@post("/api/shares")
def create_share(service: Service, body: ShareBody) -> ShareMade:
    """Make a share link to some runs, or to a project, in which one is editor. It takes a login: no token makes one."""
    accounts, user = accounts_of(service), session_user(service)
    found = [runs.get_run(service.index, run) for run in body.runs]
    if not found:
        if not body.project:
            raise BadValue("A link shows runs, or a project. Nothing was made.")
        check_place(service, body.project)
    projects = sorted({run.project for run in found}) or [body.project]
    may = service.identity.scope(Role.ADMIN)
    if body.lives_secs is None and not all(may.allows(project) for project in projects):
        raise Refused(
            403,
            "not_allowed",
            "A link without an end takes the role admin in what it shows. Nothing was made.",
            "Say how long it is to hold.",
        )
    made = accounts.shares.create(
        user,
        project=projects[0],
        runs=[run.id for run in found],
        page=body.page,
        label=body.label,
        lives_secs=body.lives_secs,
    )
    shown = (
        f"{len(found)} runs" if len(found) > 1 else f"the run {found[0].id}" if found else f"the project {projects[0]}"
    )
    accounts.audit.note("share_created", made.id, f"to {shown}", user=user, address=service.visit.address)
    return ShareMade(made.id, f"{place_of(made.id)}#{made.secret}")


@delete("/api/shares/{share}", needs=Role.USER)
def revoke_share(service: Service, ask: ShareAsk) -> SharesAnswer:
    """End a link of one's own at once; who keeps users ends anybody's. It takes a login."""
    accounts, user = accounts_of(service), session_user(service)
    accounts.shares.revoke(ask.share, None if service.identity.keeps_users else user)
    accounts.audit.note("share_revoked", ask.share, user=user, address=service.visit.address)
    return _known(service, user)


@post("/api/shares/open", needs=Role.ANYBODY, answer=ShareOpened, guests=True)
def open_share(service: Service, body: OpenBody) -> Response:
    """Open a share link, below `/share/<id>/`: the answer brings a cookie, with which a browser may look for a day."""
    accounts, visit = accounts_of(service), service.visit
    if not visit.share:
        raise Refused(404, "not_found", "A share link is opened below its own address, /share/….")
    service.wrong_shares.check(visit.share, visit.address)
    share = accounts.shares.find(visit.share, body.secret)
    if share is None:
        service.wrong_shares.fail(visit.share, visit.address)
        raise Refused(
            404,
            "no_such_share",
            "There is no such share link.",
            "Perhaps a part of it is missing: open it whole, as you were given it.",
        )
    guest_of(accounts, share)
    cookie, is_noted = accounts.shares.begin(share)
    if is_noted:
        accounts.audit.note("share_opened", share.id, share.label, address=visit.address)
    answer = Response(encode(ShareOpened(_page(share))), media_type=JSON_TYPE)
    answer.set_cookie(
        COOKIE,
        cookie,
        max_age=VISIT_SECS,
        path=visit.root_path,
        secure=visit.is_secure,
        httponly=True,
        samesite="lax",
    )
    return answer


def _known(service: Service, user: str | None) -> SharesAnswer:
    return SharesAnswer([_answer(facts) for facts in accounts_of(service).shares.known(user)])


def _page(share: ShareFacts) -> str:
    if share.page:
        return share.page
    if len(share.runs) == 1:
        return run_address("", share.project, share.runs[0]).removeprefix("/")
    page = project_address("", share.project).removeprefix("/")
    return f"{page}/compare?{urlencode([('run', run) for run in share.runs])}" if share.runs else page


def _answer(facts: ShareFacts) -> ShareAnswer:
    return ShareAnswer(*facts)


ENDPOINTS: list[Endpoint | Action] = [list_shares, create_share, revoke_share, open_share]
