"""An event stream: tells one client which runs changed, until either side goes away."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from runstone.query import changes
from runstone.server.errors import Refused
from runstone.server.service import Service
from runstone.server.wire import encode

HEARTBEAT_SECS = 15.0
LEAST_GAP_SECS = 0.25
RETRY_MS = 1000


class EventStream(Response):
    """Server-Sent Events with what `/api/changes` answers; `id:` is the revision."""

    media_type = "text/event-stream"

    def __init__(self, service: Service, admit: Callable[[], Awaitable[Service]], since: str | None) -> None:
        """
        Args:
            service: what to follow.
            admit: gives it anew, as it is shown now to whoever listens; raises `Refused` where they may listen no longer.
            since: the last revision that the client knows; None, or no number, begins with now.
        """
        # An intermediary that waits for more before it passes something on would hold back what is live.
        super().__init__(headers={"cache-control": "no-store", "x-accel-buffering": "no"})
        del self.headers["content-length"]
        self._service = service
        self._admit = admit
        self._since = int(since) if since is not None and since.isdigit() else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        talking = asyncio.create_task(self._talk(send))
        leaving = asyncio.create_task(_left(receive))
        try:
            await asyncio.wait((talking, leaving), return_when=asyncio.FIRST_COMPLETED)
        finally:
            talking.cancel()
            leaving.cancel()
            outcomes = await asyncio.gather(talking, leaving, return_exceptions=True)
        fault = outcomes[0]
        if isinstance(fault, Exception) and not isinstance(fault, OSError):
            raise fault

    async def _talk(self, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
        await _say(send, f"retry: {RETRY_MS}\n\n")
        async for text in self._events():
            await _say(send, text)
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _events(self) -> AsyncIterator[str]:
        live = self._service.live
        since = live.revision if self._since is None else self._since
        while not live.ending:
            is_news = await live.changed(since, HEARTBEAT_SECS)
            try:
                service = await self._admit()
            except Refused:
                return
            if is_news:
                found = await run_in_threadpool(changes.since, service.index, since)
                if found.runs or found.views or found.collections or found.sweeps or found.comments or found.reset:
                    yield f"id: {found.revision}\ndata: {encode(found).decode()}\n\n"
                since = found.revision
                # No one looks at more than four pictures a second of numbers that change.
                await asyncio.sleep(LEAST_GAP_SECS)
            elif not live.ending:
                # An event, not a comment: a browser tells the page of the one, and not of the other.
                yield "event: heartbeat\ndata: {}\n\n"


async def _say(send: Send, text: str) -> None:
    await send({"type": "http.response.body", "body": text.encode(), "more_body": True})


async def _left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
