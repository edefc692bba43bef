"""HTTP as cheaply as may be: who puts a load on a server shares two cores with it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import NamedTuple


class Reply(NamedTuple):
    """What came back. `retry_secs` is what the server asks to wait for, if it does."""

    status: int
    body: bytes
    retry_secs: float | None
    stays: bool


class Refusal(Exception):
    """The server answered something else than 200."""


class Line:
    """One connection to a server on this machine, opened when it is used first. For one task at a time."""

    def __init__(self, port: int, token: str) -> None:
        self._port = port
        self._head = f"host: 127.0.0.1:{port}\r\nauthorization: Bearer {token}\r\naccept-encoding: identity\r\n"
        self._open: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, method: str, path: str, body: bytes = b"", media_type: str = "application/json") -> Reply:
        """The answer to a request, whatever its status.

        Raises:
            OSError, EOFError: there is none.
        """
        if self._open is None:
            self._open = await asyncio.open_connection("127.0.0.1", self._port)
        reader, writer = self._open
        try:
            kind = f"content-type: {media_type}\r\ncontent-length: {len(body)}\r\n" if body else ""
            writer.write(f"{method} {path} HTTP/1.1\r\n{self._head}{kind}\r\n".encode() + body)
            reply = await _reply(reader)
        except BaseException:
            self.close()
            raise
        if not reply.stays:
            self.close()
        return reply

    async def asked(self, method: str, path: str, body: bytes = b"") -> bytes:
        """The body of an answer that must be one.

        Raises:
            Refusal: it is none.
        """
        reply = await self.ask(method, path, body)
        if reply.status != 200:
            raise Refusal(f"{method} {path} was answered with {reply.status}: {reply.body[:300]!r}")
        return reply.body

    async def events(self, path: str) -> AsyncIterator[bytes]:
        """The events of a stream as they come, until it ends."""
        reader, writer = self._open = await asyncio.open_connection("127.0.0.1", self._port)
        writer.write(f"GET {path} HTTP/1.1\r\n{self._head}\r\n".encode())
        await reader.readuntil(b"\r\n\r\n")
        while line := await reader.readline():
            if line.startswith(b"data: "):
                yield line

    def close(self) -> None:
        """Let go of the connection; the next request opens another."""
        if self._open is not None:
            self._open[1].close()
            self._open = None

    @contextmanager
    def closing(self) -> Iterator[Line]:
        """Closed behind the block."""
        try:
            yield self
        finally:
            self.close()


async def _reply(reader: asyncio.StreamReader) -> Reply:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    fields = {name.lower(): text.strip() for name, _, text in (line.partition(":") for line in head[1:])}
    if fields.get("transfer-encoding") == "chunked":
        body = bytearray()
        while size := int(await reader.readuntil(b"\r\n"), 16):
            body += (await reader.readexactly(size + 2))[:-2]
        await reader.readexactly(2)
    else:
        body = bytearray(await reader.readexactly(int(fields.get("content-length", 0))))
    retry = fields.get("retry-after")
    return Reply(
        int(head[0].split()[1]), bytes(body), float(retry) if retry else None, fields.get("connection") != "close"
    )
