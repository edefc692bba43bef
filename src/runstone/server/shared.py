"""The addresses of share links: `/share/<id>/`, below which there is the whole UI and its API, as a link shows it.

What is asked there is asked by who opened the link, whoever else is logged in with the same browser: cookies of the one are for this path alone,
and those of the other mean nothing here.
"""

from __future__ import annotations

import re

from starlette.datastructures import MutableHeaders
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from runstone.server.visit import SHARE

COOKIE = "runstone_share"

_PLACE = re.compile("/share/([0-9a-f]{12})(/?)")


def place_of(share: str) -> str:
    """Where a link lies, from the root of the server. Its secret stands behind `#`, so that it is sent to no server and stands in no log."""
    return f"share/{share}/"


class SharedAddresses:
    """Middleware that takes `/share/<id>` off an address, and says that it was there."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        found = (
            _PLACE.match(scope["path"].removeprefix(scope.get("root_path", ""))) if scope["type"] == "http" else None
        )
        if found is None:
            await self._app(scope, receive, send)
            return
        root = f"{scope.get('root_path', '')}/{place_of(found[1])[:-1]}"
        if not found[2]:
            await RedirectResponse(f"{root}/")(scope, receive, send)
            return
        # In place, so that who stands around this sees which route it came to.
        scope["root_path"], scope[SHARE] = root, found[1]

        async def send_quietly(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["referrer-policy"] = "no-referrer"
                headers["x-robots-tag"] = "noindex"
            await send(message)

        await self._app(scope, receive, send_quietly)
