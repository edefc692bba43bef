"""A visit: where a request came from and by which way, as far as access needs to know."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request

SHARE = "runstone_share"
"""Where an ASGI scope says which share link its path is of."""


@dataclass(frozen=True, slots=True)
class Visit:
    """`root_path` is the prefix under which a proxy shows the server, with which its cookies are kept apart from those of others."""

    address: str = ""
    is_secure: bool = False
    root_path: str = ""
    share: str = ""
    """The id of the share link under whose address it is; see `shared.py`."""


def visit_of(request: Request) -> Visit:
    """The visit that a request is of."""
    address = request.client.host if request.client else ""
    return Visit(
        address, request.url.scheme == "https", str(request.scope.get("root_path", "")), request.scope.get(SHARE, "")
    )


NOWHERE = Visit()
"""Of a service that no request has come to."""
