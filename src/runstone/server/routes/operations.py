"""Operations: what whoever runs a server, and the machines that do so for them, ask it. Nothing here tells what was recorded."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from runstone.access.role import Role
from runstone.model.version import VERSION
from runstone.query import load
from runstone.server.errors import Refused
from runstone.server.exposition import MEDIA_TYPE, Family, Sample, expose, histogram
from runstone.server.gate import Gate
from runstone.server.live import INDEXER
from runstone.server.meter import Meter
from runstone.server.readiness import existing, try_out
from runstone.server.service import Service
from runstone.server.wire import json_response


def routes(service: Service, gate: Gate, meter: Meter) -> list[Route]:
    """`/healthz`, `/readyz` and `/metrics`: at the root, where such questions are asked of every server. Figures are for who runs the server."""

    async def healthz(request: Request) -> Response:
        return PlainTextResponse("ok\n", headers={"cache-control": "no-store"})

    async def readyz(request: Request) -> Response:
        found = await run_in_threadpool(try_out, service.home, service.live)
        return json_response(found, request.headers, 200 if found.ready else 503)

    async def metrics(request: Request) -> Response:
        asked = await gate.admit(request, Role.ADMIN)
        if not asked.scope.is_everything:
            raise Refused(403, "not_allowed", "The server's figures are for admins of all of it.")
        text = await run_in_threadpool(lambda: expose(families(service, meter)))
        return Response(text, media_type=MEDIA_TYPE, headers={"cache-control": "no-store"})

    handlers: list[Callable[[Request], object]] = [healthz, readyz, metrics]
    return [Route(f"/{handler.__name__}", handler, methods=["GET"]) for handler in handlers]


def _cpu_samples(service: Service) -> list[Sample]:
    """The processor time of the thread that answers the network, of what keeps the index up, and of all else, which answers requests."""
    if not hasattr(time, "pthread_getcpuclockid"):
        return []
    parts = {"network": threading.main_thread().name, "index": INDEXER}
    secs = dict.fromkeys(parts, 0.0)
    for thread in threading.enumerate():
        for part, name in parts.items():
            if thread.name == name and thread.ident is not None:
                secs[part] = time.clock_gettime(time.pthread_getcpuclockid(thread.ident))
    secs["requests"] = max(0.0, time.process_time() - sum(secs.values()))
    secs["index"] += service.live.apart_cpu_secs
    secs["requests"] += service.apart.cpu_secs if service.apart is not None else 0.0
    return [Sample(round(secs[part], 3), (("part", part),)) for part in secs]


def families(service: Service, meter: Meter) -> list[Family]:
    """All figures of a server, as they are now."""
    live, now = service.live, time.monotonic()
    held = load.measure(service.index)
    disk = shutil.disk_usage(existing(service.home.path))

    def gauge(name: str, says: str, value: float) -> Family:
        return Family(f"runstone_{name}", "gauge", says, [Sample(value)])

    counts = [
        Sample(count, (("method", method), ("route", route), ("status", str(status))))
        for (method, route, status), count in sorted(meter.requests.items())
    ]
    bodies = [Sample(count, (("route", route),)) for route, count in sorted(meter.body_bytes.items())]
    return [
        Family("runstone_info", "gauge", "Which Runstone this is.", [Sample(1, (("version", VERSION),))]),
        gauge("start_time_seconds", "When the server began, since the epoch.", meter.began),
        Family("runstone_http_requests_total", "counter", "Requests by route and status.", counts),
        Family(
            *("runstone_http_request_duration_seconds", "histogram", "How long answers took, without event streams."),
            histogram(sorted(meter.latencies.items())),
        ),
        Family("runstone_http_request_body_bytes_total", "counter", "What came in bodies of requests.", bodies),
        Family("runstone_cpu_seconds_total", "counter", "Processor time by what it was for.", _cpu_samples(service)),
        gauge("event_streams", "Pages that follow changes now.", meter.streams),
        gauge(
            "ingest_lag_seconds",
            "For how long the oldest uploaded bytes wait to be shown.",
            meter.lag_secs(live.looked, now),
        ),
        gauge("index_age_seconds", "Since when the index has not looked at the home.", now - live.looked),
        gauge("index_look_duration_seconds", "How long the last look at the home took.", live.look_secs),
        gauge("index_behind_bytes", "What lies in journals of runs and is not in the index.", held.behind_bytes),
        gauge("index_revision", "The revision of the last change.", held.revision),
        gauge(
            "event_revision_lag",
            "How far the event streams are behind the index.",
            max(0, held.revision - live.revision),
        ),
        gauge("runs", "Runs in the home.", held.runs),
        gauge("runs_running", "Runs that are under way.", held.running),
        gauge("journal_bytes", "What journals of runs take up, before they are sealed.", held.journal_bytes),
        gauge("index_bytes", "What the index takes up.", held.index_bytes),
        gauge("disk_free_bytes", "What is free on the home's disk.", disk.free),
        gauge("disk_bytes", "How large the home's disk is.", disk.total),
    ]
