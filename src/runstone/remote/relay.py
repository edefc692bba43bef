"""The relay: one local address for a browser, whatever becomes of the way behind it.

The socket stays ours while a connection is made anew, so that the address is the same, and nobody else takes it meanwhile.
"""

from __future__ import annotations

import asyncio
import html
import socket
import threading
from collections.abc import Callable
from pathlib import Path

_CHUNK_BYTES = 1 << 16
_HEAD_SECS = 5.0
_PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><meta http-equiv="refresh" content="2">
<meta name="color-scheme" content="light dark"><title>runstone: connecting</title>
<body style="font: 16px/1.5 system-ui; max-width: 40em; margin: 4em auto; padding: 0 1em">
<h1>Connecting</h1><p>{said}</p><p>This page comes back by itself. What runs there is recorded there, whether anybody looks or not.</p>
"""


class Relay:
    """Passes connections on to a socket of this machine, from a thread of its own. While there is none, pages are told why, and other requests
    see their connection end, as when a server is gone."""

    def __init__(self, listener: socket.socket, status: Callable[[], str]) -> None:
        """
        Args:
            listener: what browsers connect to; closed with the relay.
            status: says why there is no way now, for a person.
        """
        self.target: Path | None = None
        self._listener = listener
        self._status = status
        self._loop = asyncio.new_event_loop()
        self._ended = asyncio.Event()
        self._connections: set[asyncio.Task[None]] = set()
        self._thread = threading.Thread(target=self._run, name="runstone-relay", daemon=True)

    def start(self) -> None:
        """Accept connections from now on."""
        self._thread.start()

    def close(self) -> None:
        """End all connections, and give the address back. Idempotent."""
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._ended.set)
            self._thread.join()
        self._listener.close()

    def _run(self) -> None:
        try:
            self._loop.run_until_complete(self._serve())
        finally:
            self._loop.close()

    async def _serve(self) -> None:
        server = await asyncio.start_server(self._accept, sock=self._listener)
        await self._ended.wait()
        server.close()
        for connection in self._connections:
            connection.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._connections.add(task)
        try:
            await self._pass_on(reader, writer)
        except (OSError, TimeoutError, asyncio.CancelledError):
            pass  # either side went away, or we do
        finally:
            self._connections.discard(task)
            writer.transport.abort() if self._ended.is_set() else writer.close()

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        target = self.target
        try:
            if target is None:
                raise ConnectionError
            far_reader, far_writer = await asyncio.open_unix_connection(target)
        except OSError:
            await self._tell(reader, writer)
            return
        ways = [asyncio.ensure_future(_pump(reader, far_writer)), asyncio.ensure_future(_pump(far_reader, writer))]
        try:
            # The far side's end is the end; a browser that has said all it wants still listens.
            await ways[1]
        finally:
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)
            far_writer.close()

    async def _tell(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), _HEAD_SECS)
        except (asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            return
        if b"text/html" not in head.lower():
            return  # an event stream tries again after an end, and never after an answer that says no
        body = _PAGE.format(said=html.escape(self._status())).encode()
        writer.write(
            b"HTTP/1.1 503 Service Unavailable\r\nContent-Type: text/html; charset=utf-8\r\nCache-Control: no-store\r\n"
            b"Retry-After: 2\r\nConnection: close\r\nContent-Length: %d\r\n\r\n" % len(body) + body
        )
        await writer.drain()


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while chunk := await reader.read(_CHUNK_BYTES):
        writer.write(chunk)
        await writer.drain()
    if writer.can_write_eof():
        writer.write_eof()
