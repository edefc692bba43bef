"""An action: a function that changes something, declared once for the router, the OpenAPI description and the reader.

    @post("/api/edits")
    def edit_runs(service: Service, body: EditAsk) -> Edited:
        "Change runs."

The body is a struct that forbids fields it does not know: what a person meant to change must not be passed over. Parameters in the path or
in the query are a question, as those of an endpoint.
"""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Literal, get_type_hints

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from runstone.access.role import Role
from runstone.model.errors import UNDECODABLE, ArtifactNotFound, RunNotFound, SweepNotFound, ViewNotFound
from runstone.model.home import HomeCopy
from runstone.server.endpoint import PATIENCE_SECS, NoAsk, bad_parameter, parse, read_body
from runstone.server.errors import Refused
from runstone.server.gate import Gate
from runstone.server.paths import names_in
from runstone.server.service import Service
from runstone.server.shown import is_only_seen
from runstone.server.wire import JSON_TYPE, json_response

Method = Literal["POST", "PUT", "DELETE"]

# The undoing of an edit of 100,000 runs, each of which was called differently.
_MOST_BODY_BYTES = 32 << 20


class NoBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Nothing to say."""


@dataclass(frozen=True, slots=True)
class Action:
    """One URL by which something is changed. `body` is the struct of its JSON; None where it has none. `needs` is the role of whoever does it;
    `guests` lets in who came by a share link, who changes nothing of what was recorded."""

    method: Method
    path: str
    function: Callable[..., Any]
    ask: type[msgspec.Struct]
    body: type[msgspec.Struct] | None
    answer: Any
    needs: Role = Role.EDITOR
    guests: bool = False

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
        """The action as a route of the server. It is done in a thread, since it waits for the disk."""

        def respond(service: Service, request: Request, data: bytes) -> Response:
            if isinstance(service.home, HomeCopy) and self.needs >= Role.EDITOR:
                raise _of_copy(service.home)
            given: dict[str, Any] = {}
            if self.ask is not NoAsk:
                given["ask"] = parse(self, request)
            if self.body is not None:
                given["body"] = _parse_body(self.body, data)
            try:
                answer = self._done(service, given)
            except (RunNotFound, ArtifactNotFound, ViewNotFound, SweepNotFound) as error:
                if not service.scope.is_everything and is_only_seen(
                    gate.for_viewing(service), service, given.get("ask"), given.get("body")
                ):
                    raise _only_seen(service) from error
                raise
            return answer if isinstance(answer, Response) else json_response(answer, request.headers)

        async def handle(request: Request) -> Response:
            service = await gate.admit(request, self.needs, guests=self.guests)
            data = b""
            if self.body is not None:
                _check_type(request)
                data = await read_body(request, _MOST_BODY_BYTES)
            return await run_in_threadpool(respond, service, request, data)

        handler: Callable[[Request], Awaitable[Response]] = handle
        return Route(self.path, handler, methods=[self.method], name=self.function.__name__)

    def _done(self, service: Service, given: dict[str, Any]) -> Any:
        try:
            return self.function(service, **given)
        except (RunNotFound, ArtifactNotFound):
            # It may have begun a moment ago; nothing was done.
            service.index.refresh(PATIENCE_SECS)
            return self.function(service, **given)


def _only_seen(service: Service) -> Refused:
    return Refused(
        403,
        "not_allowed",
        f"{service.identity.user} may look at this, and not change it. Nothing was changed.",
        "Somebody who is admin can grant the role editor in its project.",
    )


def post(
    path: str, *, needs: Role = Role.EDITOR, answer: Any = None, guests: bool = False
) -> Callable[[Callable[..., Any]], Action]:
    """Make an action of a function `(service, body) -> answer` or `(service, ask, body) -> answer`, for who has a role. `answer` is the struct of the
    JSON where the function makes a response of it itself."""
    return _declare("POST", path, needs, answer, guests)


def delete(path: str, *, needs: Role = Role.EDITOR) -> Callable[[Callable[..., Any]], Action]:
    """Make an action of a function `(service, ask) -> answer`, for who has a role."""
    return _declare("DELETE", path, needs)


def _declare(
    method: Method, path: str, needs: Role, answer: Any = None, guests: bool = False
) -> Callable[[Callable[..., Any]], Action]:
    def declare(function: Callable[..., Any]) -> Action:
        hints = get_type_hints(function)
        return Action(
            *(method, path, function, hints.get("ask", NoAsk), hints.get("body"), answer or hints["return"]),
            needs=needs,
            guests=guests,
        )

    return declare


def _of_copy(home: HomeCopy) -> Refused:
    return Refused(
        409,
        "read_only",
        f"This is a copy of {home.origin}, and what is changed here would be lost.",
        "Change it there; a Runstone that is installed there shows it for reading and writing.",
    )


def _check_type(request: Request) -> None:
    # A form of a foreign page can be posted as three other types without the browser asking us first.
    given = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if given != JSON_TYPE:
        raise Refused(415, "unsupported_media_type", f"The body must be {JSON_TYPE}, not {given or 'of no type'}.")


def _parse_body(kind: type[msgspec.Struct], data: bytes) -> msgspec.Struct:
    try:
        return msgspec.json.decode(data, type=kind)
    except msgspec.ValidationError as error:
        raise bad_parameter(error) from error
    except UNDECODABLE as error:
        raise Refused(400, "bad_parameter", f"The body is no JSON: {error}.") from error
