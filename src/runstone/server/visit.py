"""A visit: where a request came from and by which way, as far as access needs to know."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request

LOGIN_COOKIE = "runstone_login"


@dataclass(frozen=True, slots=True)
class Visit:
    """`root_path` is the prefix under which a proxy shows the server, with which its cookies are kept apart from those of others; `root_url` is where the
    server is for whoever asks, and `login_cookie` ties who comes back from a provider to who went there."""

    address: str = ""
    is_secure: bool = False
    root_path: str = ""
    root_url: str = ""
    login_cookie: str = ""


def visit_of(request: Request) -> Visit:
    """The visit that a request is of."""
    address = request.client.host if request.client else ""
    return Visit(
        *(address, request.url.scheme == "https", str(request.scope.get("root_path", "")), str(request.base_url)),
        request.cookies.get(LOGIN_COOKIE, ""),
    )


NOWHERE = Visit()
"""Of a service that no request has come to."""
