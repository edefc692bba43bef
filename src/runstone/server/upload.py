"""An upload: a function that takes bytes, declared once for the router, the OpenAPI description and the reader.

    @put("/api/sync/blobs/{sha256}", "application/octet-stream")
    def put_blob(service: Service, ask: BlobAsk, body: Readable) -> Kept:
        "Bring a blob."

The body is read piece by piece while it comes, so its length costs no memory.
"""

from __future__ import annotations

import inspect
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Literal, get_type_hints

import msgspec
from anyio import from_thread, to_thread
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from runstone.access.role import Role
from runstone.server.endpoint import NoAsk, parse
from runstone.server.errors import Refused
from runstone.server.gate import Gate
from runstone.server.paths import names_in
from runstone.server.service import Service
from runstone.server.wire import JSON_TYPE, json_response

_SMALL_BYTES = 256 << 10


@dataclass(frozen=True, slots=True)
class Upload:
    """One URL that takes bytes. `body_type` is their media type: one that no form of a foreign page can have."""

    method: Literal["POST", "PUT"]
    path: str
    body_type: str
    function: Callable[..., Any]
    ask: type[msgspec.Struct]
    answer: Any
    needs: Role = Role.EDITOR
    whole_bytes: int | None = None
    """The most that a body may have which is read before the function is called, in its turn (see `Intake`); None for one that is read while it comes."""

    @property
    def path_names(self) -> list[str]:
        """The parameters that lie in the path."""
        return names_in(self.path)

    @property
    def media_type(self) -> str:
        """Of its answer."""
        return JSON_TYPE

    @property
    def description(self) -> str:
        """What it does, in words."""
        return inspect.getdoc(self.function) or ""

    def route(self, gate: Gate) -> Route:
        """The upload as a route of the server."""

        def respond(service: Service, request: Request, body: Body) -> Response:
            given = {} if self.ask is NoAsk else {"ask": parse(self, request)}
            return json_response(self.function(service, body=body, **given), request.headers)

        async def handle(request: Request) -> Response:
            is_small = self.whole_bytes is not None and _announced_bytes(request) <= _SMALL_BYTES
            # Who brings much is asked who they are first. What is small comes with that question, by one thread for both.
            service = None if is_small else await gate.admit(request, self.needs)
            given = request.headers.get("content-type", "").partition(";")[0].strip().lower()
            if given != self.body_type:
                raise Refused(
                    415, "unsupported_media_type", f"The body must be {self.body_type}, not {given or 'of no type'}."
                )
            try:
                if self.whole_bytes is None and service is not None:
                    # Threads of their own: who sends slowly keeps one of these waiting, and none that answers people.
                    return await to_thread.run_sync(
                        respond, service, request, Body(request.stream()), limiter=gate.intake.streams
                    )
                return await self._in_turn(gate, service, request, respond)
            except ClientDisconnect:
                return Response(status_code=400)  # nobody is there to read it

        handler: Callable[[Request], Awaitable[Response]] = handle
        return Route(self.path, handler, methods=[self.method], name=self.function.__name__)

    async def _in_turn(
        self,
        gate: Gate,
        admitted: Service | None,
        request: Request,
        respond: Callable[[Service, Request, Body], Response],
    ) -> Response:
        intake = gate.intake
        async with intake.turn():
            data = await intake.whole(request.stream(), self.whole_bytes or 0)

            def take() -> Response:
                service = admitted or gate.admit_in_thread(request, self.needs)
                return respond(service, request, Body(None, data))

            try:
                return await to_thread.run_sync(take, limiter=intake.limiter)
            finally:
                intake.release(len(data))


def _announced_bytes(request: Request) -> float:
    """How long a body is said to be; for ever where nothing is said."""
    said = request.headers.get("content-length", "")
    return int(said) if said.isascii() and said.isdigit() else float("inf")


class Body:
    """The bytes of a request, for a thread that waits for them."""

    def __init__(self, stream: AsyncIterator[bytes] | None, first: bytes = b"") -> None:
        """
        Args:
            stream: what is still to come, if anything is.
            first: what came already.
        """
        self._stream = stream
        self._rest = first

    def read(self, size: int, /) -> bytes:
        """At most so many bytes; none at the end.

        Raises:
            ClientDisconnect: the client went away before the end.
        """
        while not self._rest and self._stream is not None:
            chunk = from_thread.run(self._next)
            if chunk is None:
                return b""
            self._rest = chunk
        data, self._rest = self._rest[:size], self._rest[size:]
        return data

    def read_all(self, most_bytes: int) -> bytes:
        """All of them.

        Raises:
            Refused: they are more than that.
        """
        whole = bytearray()
        while chunk := self.read(1 << 20):
            whole += chunk
            if len(whole) > most_bytes:
                raise Refused(413, "too_large", f"More than {most_bytes:,} bytes came at once. Nothing was taken.")
        return bytes(whole)

    async def _next(self) -> bytes | None:
        return await anext(self._stream, None) if self._stream is not None else None


def upload(
    method: Literal["POST", "PUT"], path: str, body_type: str, whole_bytes: int | None = None
) -> Callable[[Callable[..., Any]], Upload]:
    """Make an upload of a function `(service, body) -> answer` or `(service, ask, body) -> answer`; see `Upload`."""

    def declare(function: Callable[..., Any]) -> Upload:
        hints = get_type_hints(function)
        ask = hints.get("ask", NoAsk)
        return Upload(method, path, body_type, function, ask, hints["return"], whole_bytes=whole_bytes)

    return declare
