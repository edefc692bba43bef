"""Paths with slashes in their parts: an id may hold `/`, which a client writes as `%2F`.

Servers decode a path before anybody can route it, and then no router can tell one slash from the other. So a written-out slash travels
to the route as NUL, which no id can hold, and becomes a slash again when the route reads its parameter.
"""

from __future__ import annotations

import re
from urllib.parse import unquote

from starlette.types import ASGIApp, Receive, Scope, Send

_STAND_IN = "\0"
_NAMED = re.compile(r"{(\w+)}")
_WRITTEN_OUT = re.compile("%2f", re.IGNORECASE)


def names_in(path: str) -> list[str]:
    """The parameters that lie in the path of a route, in braces."""
    return _NAMED.findall(path)


def unescape(part: str) -> str:
    """A parameter from the path as the client meant it."""
    return part.replace(_STAND_IN, "/")


class SlashesInParts:
    """Middleware that keeps a written-out slash apart from those that separate the parts of a path."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        raw = scope.get("raw_path")
        if scope["type"] == "http" and raw and b"%2" in raw:
            path = unquote(_WRITTEN_OUT.sub("%00", raw.decode("ascii", "replace")))
            # In place, so that who stands around this sees which route it came to.
            scope["path"] = path
        await self._app(scope, receive, send)
