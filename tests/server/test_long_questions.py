"""Long work ends when whoever asked for it leaves, and is answered when he waits."""

from __future__ import annotations

import asyncio
import threading
import time
from typing import Any, cast

from starlette.applications import Starlette

from runstone.query.abandoning import Abandoned, go_on
from runstone.server.endpoint import Endpoint, NoAsk
from runstone.server.service import Service

GIVEN_UP_SECS = 60
SCOPE = {"type": "http", "method": "GET", "path": "/long", "query_string": b"", "headers": []}


def test_the_work_of_somebody_who_left_ends() -> None:
    begun = threading.Event()
    ended: list[type[BaseException]] = []

    def work(service: Service, ask: NoAsk) -> dict[str, int]:
        begun.set()
        last = time.monotonic() + GIVEN_UP_SECS
        try:
            while time.monotonic() < last:
                go_on()
        except Abandoned as error:
            ended.append(type(error))
            raise
        return {}

    sent = asyncio.run(asked(work, begun))
    assert ended == [Abandoned]
    assert sent[0]["status"] == 499


def test_the_work_of_somebody_who_waits_is_answered() -> None:
    def work(service: Service, ask: NoAsk) -> dict[str, int]:
        go_on()
        return {"rows": 1}

    sent = asyncio.run(asked(work, None))
    assert sent[0]["status"] == 200
    assert sent[1]["body"] == b'{"rows":1}'


class Open:
    """A gate that lets everybody in, to a work that needs no home."""

    async def admit(self, request: Any, needs: Any, *, guests: bool) -> Any:
        return None


async def asked(work: Any, leaves_after: threading.Event | None) -> list[Any]:
    """What the server sends to a client that leaves once an event is set, or waits."""
    endpoint = Endpoint("/long", work, NoAsk, dict, "application/json", long=True)
    app = Starlette(routes=[endpoint.route(cast(Any, Open()))])
    messages = iter([{"type": "http.request", "body": b"", "more_body": False}])
    sent: list[Any] = []

    async def receive() -> Any:
        for message in messages:
            return message
        if leaves_after is None:
            await asyncio.Event().wait()
        await asyncio.to_thread(cast(threading.Event, leaves_after).wait, GIVEN_UP_SECS)
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        sent.append(message)

    await app(dict(SCOPE), receive, send)
    return sent
