"""The guard: a server without a login answers only the pages it served itself.

A web page elsewhere can make a browser ask `http://127.0.0.1:7860`. Two things give that away. The name in `Host` is the attacker's if his
own domain was pointed at this machine (DNS rebinding). `Origin` or `Sec-Fetch-Site` tell of a request from another site.

Pages elsewhere cannot frame the UI either (`static.py`), but for those of this machine's loopback while the server listens there alone: a
notebook shows runs in frames, and whoever serves a page there can ask this server without any browser.
"""

from __future__ import annotations

import re
import socket
from collections.abc import Iterable
from ipaddress import ip_address

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from runstone.model.refusal import ErrorAnswer
from runstone.server.errors import Refused
from runstone.server.wire import json_response

_HOST = re.compile(r"(?:\[([0-9a-fA-F:.]+)\]|([\w.-]+))(?::\d{0,5})?", re.ASCII)
_LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})


class Guard:
    """Middleware that refuses requests for a foreign host or from a foreign page."""

    def __init__(self, app: ASGIApp, bound_host: str, allowed_hosts: Iterable[str] = ()) -> None:
        """
        Args:
            app: what is guarded.
            bound_host: the address that the server listens on. Beyond loopback the machine's own names and every bare IP address are
                accepted too: rebinding needs a name.
            allowed_hosts: further names, such as that of a proxy in front.
        """
        self._app = app
        self._is_open = not is_loopback(bound_host)
        self._names = {*_LOOPBACK_NAMES, *(name.lower() for name in allowed_hosts)}
        if self._is_open:
            self._names |= {bound_host.lower(), socket.gethostname().lower()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            headers = Headers(scope=scope)
            refused = self._check(headers, scope["path"])
            if refused is not None:
                request = Request(scope)
                await json_response(ErrorAnswer(refused.body), request.headers, refused.status)(scope, receive, send)
                return
        await self._app(scope, receive, send)

    def _check(self, headers: Headers, path: str) -> Refused | None:
        host = headers.get("host", "")
        name = _without_port(host)
        if not self._is_known(name):
            return Refused(
                403,
                "foreign_host",
                f"This server does not answer to the name {name!r}.",
                f"If that is the name of this machine or of your proxy, start the server with `--allow-host {name}`."
                if name
                else "",
            )
        origin = headers.get("origin")
        if origin == "null" and "/assets/" in path and "/api/" not in path:
            return None  # a frame of ours without an origin, in which figures are drawn: it needs code that says nothing of this home
        if origin is not None and origin.partition("://")[2].lower() != host.lower():
            return Refused(403, "foreign_origin", f"A page of {origin!r} may not ask this server.")
        from_elsewhere = headers.get("sec-fetch-site") == "cross-site"
        if from_elsewhere and "/api/" in path and headers.get("sec-fetch-mode") != "navigate":
            return Refused(403, "foreign_origin", "A page of another site may not ask this server.")
        return None

    def _is_known(self, name: str) -> bool:
        if name in self._names or name.endswith(".localhost"):
            return True
        return self._is_open and _is_address(name)


def is_loopback(bound_host: str) -> bool:
    """Whether a server that listens on this address is reached from this machine alone."""
    return bound_host.strip("[]").lower() in _LOOPBACK_NAMES


def _without_port(host: str) -> str:
    # All of it is checked: what is redirected to is made of it.
    found = _HOST.fullmatch(host)
    return (found[1] or found[2]).lower() if found else ""


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
