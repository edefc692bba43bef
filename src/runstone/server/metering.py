"""Metering: every request is counted, timed and, where that is asked for, told in the log."""

from __future__ import annotations

import logging
import time
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from runstone.server.meter import Meter

ACCESS = logging.getLogger("runstone.access")

_STREAM_TYPE = b"text/event-stream"
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_INGEST = "/api/sync/pieces"


class Metering:
    """Middleware around all others. Of an address only the route is kept: what is asked for may be nobody else's business, and there are as many
    addresses as runs."""

    def __init__(self, app: ASGIApp, meter: Meter) -> None:
        """
        Args:
            app: what is metered.
            meter: counts.
        """
        self._app = app
        self._meter = meter
        self._paths: dict[Any, str] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = time.monotonic()
        status, body_bytes, is_stream = 500, 0, False

        async def receive_counted() -> Message:
            nonlocal body_bytes
            message = await receive()
            body_bytes += len(message.get("body", b""))
            return message

        async def send_seen(message: Message) -> None:
            nonlocal status, is_stream
            if message["type"] == "http.response.start":
                status = message["status"]
                if any(
                    name == b"content-type" and value.startswith(_STREAM_TYPE) for name, value in message["headers"]
                ):
                    is_stream = True
                    self._meter.streams += 1
            await send(message)

        try:
            await self._app(scope, receive_counted, send_seen)
        finally:
            ended = time.monotonic()
            if is_stream:
                self._meter.streams -= 1
            route = self._route(scope)
            method = scope["method"] if scope["method"] in _METHODS else "OTHER"
            self._meter.count(method, route, status, None if is_stream else ended - began, body_bytes)
            if route == _INGEST and status == 200:
                self._meter.arrived(ended)
            if ACCESS.isEnabledFor(logging.INFO):
                client = scope.get("client")
                facts = {
                    "method": method,
                    "route": route,
                    "status": status,
                    "ms": round((ended - began) * 1000, 1),
                    "client": client[0] if client else "",
                }
                ACCESS.info("%s %s %d", method, route or "-", status, extra={"facts": facts})

    def _route(self, scope: Scope) -> str:
        """The path of the route that answered; empty if none did, since others did before it."""
        if not self._paths and "app" in scope:
            self._paths = {route.endpoint: route.path for route in scope["app"].routes}
        return self._paths.get(scope.get("endpoint"), "")
