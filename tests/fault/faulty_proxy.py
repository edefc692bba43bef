"""A network that misbehaves: a proxy between an agent and its server, which does to each request what a fault says."""

from __future__ import annotations

import asyncio
import json
import socket
import struct
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit

_RESET = struct.pack("ii", 1, 0)  # of SO_LINGER: what is closed is cut off


class Exchange:
    """One request, and how it is answered."""

    def __init__(self, proxy: FaultyProxy, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.proxy = proxy
        self.head = b""
        self.size_bytes = 0
        self._reader = reader
        self._writer = writer

    async def begin(self) -> bool:
        """Read the head; whether there is one."""
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            lines = (await self._reader.readuntil(b"\r\n\r\n")).split(b"\r\n")
            for line in lines:
                if line.lower().startswith(b"content-length:"):
                    self.size_bytes = int(line.partition(b":")[2])
            kept = [line for line in lines if line and not line.lower().startswith(b"connection:")]
            self.head = b"\r\n".join([*kept, b"connection: close", b"", b""])
        return bool(self.head)

    async def body(self) -> bytes:
        """Read the body to its end."""
        return await self._reader.readexactly(self.size_bytes)

    async def half_the_body(self) -> bytes:
        """Read the first half of the body, and no more."""
        return await self._reader.readexactly(self.size_bytes // 2)

    async def deliver(self, request: bytes) -> bytes:
        """What the server answers to a request."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.proxy.behind_port)
        try:
            writer.write(request)
            return await reader.read()
        finally:
            writer.transport.abort()
            with suppress(OSError):
                await writer.wait_closed()

    async def answer(self, data: bytes) -> None:
        """Send bytes back."""
        self._writer.write(data)
        await self._writer.drain()

    async def answer_json(self, text: bytes) -> None:
        """Send a whole answer back."""
        head = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n" % len(text)
        await self.answer(head + text)

    def reset(self) -> None:
        """Cut the connection off, as a crash or a firewall does."""
        self._writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
        self._writer.transport.abort()

    async def end(self) -> None:
        """Close the connection."""
        self._writer.close()
        with suppress(OSError):
            await self._writer.wait_closed()


Fault = Callable[[Exchange], Awaitable[None]]


class FaultyProxy:
    """Stands before a server on loopback. `faulted` counts the requests that met a fault."""

    def __init__(self, url: str, loop: asyncio.AbstractEventLoop) -> None:
        self.behind_port = urlsplit(url).port or 0
        self.faulted = 0
        self.healed = asyncio.Event()
        self.late: list[bytes] = []
        self._fault: Fault | None = None
        self._loop = loop
        self._server: asyncio.Server | None = None
        self.port = 0

    @property
    def url(self) -> str:
        """Where it stands."""
        return f"http://127.0.0.1:{self.port}"

    def suffer(self, fault: Fault) -> None:
        """From now on requests meet a fault."""
        self._fault = fault

    def heal(self) -> None:
        """From now on they do not, and those that hang are cut off."""
        self._fault = None
        self._loop.call_soon_threadsafe(self.healed.set)

    def begin(self) -> None:
        """Take connections."""
        asyncio.run_coroutine_threadsafe(self._begin(), self._loop).result()

    def refuse(self) -> None:
        """Take no more connections: they are refused."""
        asyncio.run_coroutine_threadsafe(self._refuse(), self._loop).result()

    async def _begin(self) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def _refuse(self) -> None:
        if self._server is not None:
            self._server.close()
        # Also connections that were taken this moment, of which `_serve` has not heard yet.
        for _ in range(5):
            await asyncio.sleep(0)
            while others := asyncio.all_tasks() - {asyncio.current_task()}:
                for task in others:
                    task.cancel()
                await asyncio.gather(*others, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        exchange = Exchange(self, reader, writer)
        try:
            if await exchange.begin():
                fault = self._fault
                self.faulted += fault is not None
                await (fault or deliver)(exchange)
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            exchange.reset()
        finally:
            await exchange.end()


@contextmanager
def faulty(url: str) -> Iterator[FaultyProxy]:
    """A proxy before a server, which delivers everything until it is told otherwise."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    proxy = FaultyProxy(url, loop)
    proxy.begin()
    try:
        yield proxy
    finally:
        proxy.heal()
        proxy.refuse()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def deliver(exchange: Exchange) -> None:
    """No fault."""
    await exchange.answer(await exchange.deliver(exchange.head + await exchange.body()))


async def reset_in_mid_body(exchange: Exchange) -> None:
    """Half of it comes, then nothing."""
    await exchange.half_the_body()
    exchange.reset()


async def answer_lost(exchange: Exchange) -> None:
    """All of it comes and is kept, and nobody hears of that."""
    await exchange.deliver(exchange.head + await exchange.body())
    exchange.reset()


async def hang(exchange: Exchange) -> None:
    """All of it comes, and nothing is ever said."""
    await exchange.body()
    await exchange.proxy.healed.wait()
    exchange.reset()


async def failing(exchange: Exchange) -> None:
    """A gateway whose server is away."""
    await exchange.body()
    page = b"<html><h1>503 Service Unavailable</h1></html>"
    await exchange.answer(
        b"HTTP/1.1 503 Service Unavailable\r\ncontent-type: text/html\r\ncontent-length: %d\r\n\r\n%s"
        % (len(page), page)
    )


async def slow_loris(exchange: Exchange) -> None:
    """An answer that comes letter by letter, and never to its end."""
    await exchange.body()
    await exchange.answer(b"HTTP/1.1 200 OK\r\n")
    while not exchange.proxy.healed.is_set():
        await exchange.answer(b"x-more: 1\r\n" if exchange.proxy.faulted % 2 else b"x")
        await asyncio.sleep(0.05)
    exchange.reset()


async def truncated(exchange: Exchange) -> None:
    """An answer that ends before its end."""
    answer = await exchange.deliver(exchange.head + await exchange.body())
    await exchange.answer(answer[:-3])


async def garbage(exchange: Exchange) -> None:
    """Bytes that mean nothing."""
    await exchange.body()
    await exchange.answer(bytes(range(256)) * 4)


async def garbage_as_json(exchange: Exchange) -> None:
    """Bytes that mean nothing and say that they are JSON."""
    await exchange.body()
    await exchange.answer_json(b'{"sizes": {"\xff\xfe": 1}}')


async def foreign_names(exchange: Exchange) -> None:
    """An answer about files that are nobody's business."""
    await exchange.body()
    await exchange.answer_json(b'{"sizes": {"../../etc/passwd": 5, "runs/x/y": -1}}')


async def boasting(exchange: Exchange) -> None:
    """A server that says it has more than anybody ever sent."""
    body = await exchange.body()
    names = json.loads(body)["names"] if body.startswith(b'{"names"') else []
    await exchange.answer_json(json.dumps({"sizes": dict.fromkeys(names, 1 << 40)}).encode())


async def endless(exchange: Exchange) -> None:
    """An answer that has no end, as fast as it is taken."""
    await exchange.body()
    await exchange.answer(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n")
    while not exchange.proxy.healed.is_set():
        await exchange.answer(b" " * (1 << 20))
    exchange.reset()


async def twice(exchange: Exchange) -> None:
    """What comes is delivered twice."""
    request = exchange.head + await exchange.body()
    await exchange.deliver(request)
    await exchange.answer(await exchange.deliver(request))


async def out_of_order(exchange: Exchange) -> None:
    """What came before is delivered once more behind what came later."""
    request = exchange.head + await exchange.body()
    answer = await exchange.deliver(request)
    for earlier in exchange.proxy.late:
        await exchange.deliver(earlier)
    exchange.proxy.late = [request, *exchange.proxy.late[:3]]
    await exchange.answer(answer)
