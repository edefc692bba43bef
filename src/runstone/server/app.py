"""The server as an ASGI application: the HTTP API and the UI of one home."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from runstone.access.accounts import Accounts
from runstone.access.oidc.sign_on import SignOn
from runstone.alerts.delivery import Delivery, ways_of
from runstone.edits.editor import Editor
from runstone.index.apart import ApartIndex
from runstone.index.index import Index
from runstone.model.home import Home
from runstone.model.place import place as index_place
from runstone.query.blob_uses import BlobUses
from runstone.query.tables.opened import Tables
from runstone.server import openapi
from runstone.server.action import Action
from runstone.server.apart import ApartAnswers
from runstone.server.begun import Begun
from runstone.server.controllers import Controllers
from runstone.server.crash_watch import CrashWatch, tell_undelivered
from runstone.server.endpoint import Endpoint
from runstone.server.errors import HANDLERS, answer_fault
from runstone.server.gate import Gate, KeptPrivate
from runstone.server.guard import Guard, is_loopback
from runstone.server.intake import Intake
from runstone.server.live import Live
from runstone.server.meter import Meter
from runstone.server.metering import Metering
from runstone.server.paths import SlashesInParts
from runstone.server.quotas import Quotas
from runstone.server.routes import (
    access,
    alerts,
    artifacts,
    blobs,
    columns,
    comments,
    compare,
    console,
    data,
    edits,
    histograms,
    home,
    media,
    members,
    metrics,
    oidc,
    operations,
    package,
    panels,
    policy,
    runs,
    shares,
    space,
    sweeps,
    sync,
    tables,
    thumbnails,
    views,
)
from runstone.server.run_watch import RunWatch
from runstone.server.service import Service
from runstone.server.shared import SharedAddresses
from runstone.server.static import UI
from runstone.server.thumbnail_cache import ThumbnailCache
from runstone.server.upload import Upload
from runstone.server.wire import json_response
from runstone.sync.editors import Editors
from runstone.sync.home_replica import HomeReplica
from runstone.sync.inspection import Inspection

ENDPOINTS: list[Endpoint | Action | Upload] = [
    endpoint
    for family in (
        *(home, runs, columns, compare, metrics, panels, console, media, histograms, tables, blobs, thumbnails, alerts),
        *(edits, comments, views, artifacts, data, space, package, sweeps, sync, access, oidc, members, shares, policy),
    )
    for endpoint in family.ENDPOINTS
]

# Of what is decoded, where other processes answer what is asked of curves.
_APART_CACHE_BYTES = 32 << 20

DESCRIBED = [*ENDPOINTS, home.follow_changes]


def create_app(
    place: Home,
    *,
    bound_host: str = "127.0.0.1",
    allowed_hosts: Iterable[str] = (),
    alerts_by: Mapping[str, Any] | None = None,
    accounts: Accounts | None = None,
    is_apart: bool = False,
) -> Starlette:
    """The application for one home.

    Args:
        place: the home; it may be empty, or not be there yet.
        bound_host: the address that the server will listen on; see `Guard`.
        allowed_hosts: further names that requests may be for.
        alerts_by: the settings `alert_…`, by which alerts of runs that arrive from elsewhere are delivered, and `run_webhooks`; with the rule `crash`
            among `alert_rules` runs that crash raise alerts.
        accounts: who may see and do what; closed with the application. None lets whoever reaches it do everything.
        is_apart: whether processes beside this one keep the index up and answer questions about it, for a server that many send to. Whoever looks at
            their own runs is spared their memory.
    """
    index = ApartIndex(place, cache_bytes=_APART_CACHE_BYTES) if is_apart else Index(place)
    apart = ApartAnswers(place) if is_apart else None
    watches: list[Callable[[Index], None]] = []
    if alerts_by is not None and "crash" in alerts_by["alert_rules"]:
        delivery = Delivery(ways_of(alerts_by), alerts_by["alert_level"], tell_undelivered)
        watches.append(CrashWatch(place, delivery).look)
    run_watch = RunWatch(place, alerts_by) if alerts_by is not None and not place.is_copy else None
    if run_watch is not None and run_watch.is_wanted:
        watches.append(run_watch.look)
    live = Live(index, lambda changed: _watch(watches, changed))
    editor = Editor(place)
    thumbnails_kept, controllers = ThumbnailCache(index_place(place) / "thumbnails"), Controllers(place)
    service = Service(
        *(place, index, live, editor, Tables(index), thumbnails_kept, controllers),
        replica=HomeReplica(place),
        inspection=Inspection(place),
        receiving=threading.Lock(),
        intake=Intake(),
        begun=Begun(),
        editors=Editors(place),
        blob_uses=BlobUses(index),
        quotas=Quotas(place, index),
        apart=apart,
        accounts=accounts,
        sign_on=SignOn.of(place, accounts) if accounts is not None else None,
    )
    gate, meter = Gate(service), Meter()
    ui = UI(for_notebooks=is_loopback(bound_host), asks_rights=accounts is not None or place.is_copy)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        if apart is not None:
            apart.begin()
        await live.start()
        if run_watch is not None and run_watch.is_wanted:
            run_watch.outbox.start()
        try:
            yield
        finally:
            await live.stop()
            if run_watch is not None:
                await run_in_threadpool(run_watch.outbox.close)
            gate.close()
            if accounts is not None:
                accounts.close()
            editor.close()
            controllers.close()
            if apart is not None:
                apart.close()
            index.close()

    app = Starlette(
        routes=[
            home.stream_route(gate),
            *(endpoint.route(gate) for endpoint in ENDPOINTS),
            Route("/api/openapi.json", _describe),
            *operations.routes(service, gate, meter),
            Route("/{path:path}", ui.respond),
        ],
        middleware=[
            Middleware(Metering, meter=meter),
            Middleware(Guard, bound_host=bound_host, allowed_hosts=list(allowed_hosts)),
            Middleware(SlashesInParts),
            *([Middleware(KeptPrivate), Middleware(SharedAddresses)] if accounts is not None else []),
        ],
        exception_handlers={**HANDLERS, Exception: answer_fault},
        lifespan=lifespan,
    )
    app.state.live = live
    return app


def _watch(watches: Iterable[Callable[[Index], None]], index: Index) -> None:
    for look in watches:
        look(index)


async def _describe(request: Request) -> Response:
    return json_response(openapi.describe(DESCRIBED), request.headers)
