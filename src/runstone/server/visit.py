"""A visit: where a request came from and by which way, as far as access needs to know."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request

SHARE = "runstone_share"
"""Where an ASGI scope says which share link its path is of."""
LOGIN_COOKIE = "runstone_login"


@dataclass(frozen=True, slots=True)
class Visit:
    """`root_path` is the prefix under which a proxy shows the server, with which its cookies are kept apart from those of others; `root_url` is where the
    server is for whoever asks, and `login_cookie` ties who comes back from a provider to who went there."""

    address: str = ""
    is_secure: bool = False
    root_path: str = ""
    share: str = ""
    """The id of the share link under whose address it is; see `shared.py`."""
    root_url: str = ""
    login_cookie: str = ""


def visit_of(request: Request) -> Visit:
    """The visit that a request is of."""
    address = request.client.host if request.client else ""
    return Visit(
        address,
        is_secure=request.url.scheme == "https",
        root_path=str(request.scope.get("root_path", "")),
        root_url=str(request.base_url),
        login_cookie=request.cookies.get(LOGIN_COOKIE, ""),
        share=request.scope.get(SHARE, ""),
    )


NOWHERE = Visit()
"""Of a service that no request has come to."""
