"""An endpoint: a function from a question to an answer, declared once for the router, the OpenAPI description and the reader.

    @get("/api/runs/{run}")
    def read_run(service: Service, ask: RunAsk) -> RunDetail:
        "One run whole."

The question is a struct: its fields are the parameters, in the path or in the query, with their types, defaults and descriptions.
"""

from __future__ import annotations

import asyncio
import dataclasses
import inspect
import threading
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Protocol, get_type_hints

import msgspec
from msgspec import Meta
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from runstone.access.role import Role
from runstone.model.errors import UNDECODABLE, ArtifactNotFound, RunNotFound
from runstone.query.abandoning import Abandoned, while_asked
from runstone.server.errors import Refused
from runstone.server.gate import Gate
from runstone.server.paths import names_in, unescape
from runstone.server.service import Indexed, Service
from runstone.server.wire import JSON_TYPE, json_response

# What steps, times and revisions can be.
Int64 = Annotated[int, Meta(ge=-(1 << 63), le=(1 << 63) - 1)]

PATIENCE_SECS = 1.0
"""How long a question waits for a run that nobody knows: it may have begun a moment ago."""

# A thousand runs of long ids, with their groups, are a tenth of it.
_MOST_BODY_BYTES = 1 << 20

# What others log of a client that did not wait. Nobody receives it.
_CLIENT_LEFT = 499


class NoAsk(msgspec.Struct, frozen=True):
    """The question of an endpoint without parameters."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One URL that can be asked.

    `answer` is the struct that the JSON is made of, or Response where the function makes its own of `media_type`. With `post` the question may
    also come as the JSON of a POST, for there are longer ones than URLs may be; without `address` it comes as nothing else. `long` work is given
    up when its asker leaves. `needs` is the role of whoever asks: they are told of the projects in which they have it.
    `guests` lets in who came by a share link, too, where a viewer is let in. `by_index` says that the function asks for an `Indexed` alone.
    """

    path: str
    function: Callable[[Any, Any], Any]
    ask: type[msgspec.Struct]
    answer: Any
    media_type: str
    post: bool = False
    address: bool = True
    long: bool = False
    needs: Role = Role.VIEWER
    guests: bool = True
    by_index: bool = False
    also: Mapping[int, str] = dataclasses.field(default_factory=dict)

    @property
    def methods(self) -> list[str]:
        """The HTTP methods by which it is asked."""
        return [*(["GET"] if self.address else []), *(["POST"] if self.post else [])]

    @property
    def path_names(self) -> list[str]:
        """The parameters that lie in the path."""
        return names_in(self.path)

    @property
    def description(self) -> str:
        """What it answers, in words."""
        return inspect.getdoc(self.function) or ""

    def route(self, gate: Gate) -> Route:
        """The endpoint as a route of the server. Answers are made in a thread, since they read the disk."""

        def respond(service: Service, request: Request, body: bytes) -> Response:
            ask = parse(self, request) if request.method != "POST" else parse_body(self, body)
            if self.by_index and service.apart is not None:
                accepted = request.headers.get("accept-encoding", "")
                answer = service.apart.answer(self.path, ask, service.scope, accepted)
                if answer is not None:
                    return answer
            try:
                answer = self.function(service, ask)
            except (RunNotFound, ArtifactNotFound):
                # It may have begun a moment ago.
                service.index.refresh(PATIENCE_SECS)
                answer = self.function(service, ask)
            return answer if isinstance(answer, Response) else json_response(answer, request.headers)

        async def handle(request: Request) -> Response:
            service = await gate.admit(
                request, self.needs, guests=self.guests and self.needs in (Role.GUEST, Role.VIEWER)
            )
            body = await read_body(request) if request.method == "POST" else b""
            if self.long:
                return await _until_left(request, lambda: respond(service, request, body))
            return await run_in_threadpool(respond, service, request, body)

        handler: Callable[[Request], Awaitable[Response]] = handle
        return Route(self.path, handler, methods=self.methods, name=self.function.__name__)


Declare = Callable[[Callable[..., Any]], Endpoint]


async def _until_left(request: Request, respond: Callable[[], Response]) -> Response:
    left = threading.Event()
    watching = asyncio.create_task(_set_when_left(request, left))
    try:
        return await run_in_threadpool(while_asked, left, respond)
    except Abandoned:
        return Response(status_code=_CLIENT_LEFT)
    finally:
        watching.cancel()


async def _set_when_left(request: Request, left: threading.Event) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
    left.set()


def get(
    path: str,
    media_type: str = JSON_TYPE,
    *,
    post: bool = False,
    long: bool = False,
    needs: Role = Role.VIEWER,
    guests: bool = True,
    also: Mapping[int, str] | None = None,
) -> Declare:
    """Make an endpoint of a function `(service, ask) -> answer`, or `(service) -> answer` where there is nothing to ask.

    Args:
        path: with the parameters that lie in it in braces.
        media_type: of an answer that the function makes itself.
        post: whether the question may also come as the JSON of a POST; a path with parameters has none.
        long: whether the work may take seconds, and stops at the next `go_on` when nobody waits for the answer any more.
        needs: the role of whoever asks.
        guests: whether who came by a share link may ask.
        also: further answers without our words, a status each, and what they mean.
    """
    options: dict[str, Any] = {"post": post, "long": long, "needs": needs, "guests": guests, "also": also or {}}

    def declare(function: Callable[..., Any]) -> Endpoint:
        hints = get_type_hints(function)
        by_index = hints["service"] is Indexed and not long
        if "ask" in hints:
            return Endpoint(path, function, hints["ask"], hints["return"], media_type, by_index=by_index, **options)

        def without_ask(service: Service, ask: NoAsk) -> Any:
            return function(service)

        without_ask.__doc__, without_ask.__name__ = function.__doc__, function.__name__
        return Endpoint(path, without_ask, NoAsk, hints["return"], media_type, by_index=by_index, **options)

    return declare


def ask(path: str, media_type: str = JSON_TYPE) -> Declare:
    """Make an endpoint of a function `(service, ask) -> answer` whose question an address has no form for: it comes as the JSON of a POST."""

    def declare(function: Callable[..., Any]) -> Endpoint:
        hints = get_type_hints(function)
        ways: dict[str, Any] = {"post": True, "address": False, "by_index": hints["service"] is Indexed}
        return Endpoint(path, function, hints["ask"], hints["return"], media_type, **ways)

    return declare


class Asked(Protocol):
    """What has a question with parameters, some of which lie in the path."""

    @property
    def ask(self) -> type[msgspec.Struct]: ...

    @property
    def path_names(self) -> list[str]: ...


def parse(endpoint: Asked, request: Request) -> msgspec.Struct:
    """The question that a request asks. A parameter without a value counts as not given, an unknown one is ignored.

    Raises:
        Refused: a parameter is missing or has a value it cannot have.
    """
    given: dict[str, Any] = {}
    for field in msgspec.structs.fields(endpoint.ask):
        values = [value for value in request.query_params.getlist(field.encode_name) if value]
        if values:
            given[field.encode_name] = values if isinstance(field.default_factory, type) else values[-1]
    for name in endpoint.path_names:
        given[name] = unescape(request.path_params[name])
    try:
        return msgspec.convert(given, endpoint.ask, strict=False)
    except msgspec.ValidationError as error:
        raise bad_parameter(error) from error


async def read_body(request: Request, most_bytes: int = _MOST_BODY_BYTES) -> bytes:
    """The body of a request.

    Raises:
        Refused: it is longer than any question.
    """
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > most_bytes:
            raise Refused(413, "too_large", f"The question is longer than {most_bytes:,} bytes.")
    return bytes(body)


def parse_body(endpoint: Endpoint, body: bytes) -> msgspec.Struct:
    """The question that a JSON body asks, its fields named as the parameters are. A null counts as not given, an unknown field is ignored.

    Raises:
        Refused: it is no JSON object, or a field is missing or has a value it cannot have.
    """
    try:
        given = msgspec.json.decode(body, type=dict[str, Any])
        return msgspec.convert({name: value for name, value in given.items() if value is not None}, endpoint.ask)
    except msgspec.ValidationError as error:
        raise bad_parameter(error) from error
    except UNDECODABLE as error:
        raise Refused(400, "bad_parameter", f"The question is no JSON: {error}.") from error


def bad_parameter(error: msgspec.ValidationError) -> Refused:
    """What a client is told of a parameter that is missing or cannot be."""
    return Refused(400, "bad_parameter", f"{error}.".replace("Object missing required field", "Missing parameter"))
