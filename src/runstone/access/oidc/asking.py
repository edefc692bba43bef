"""Asking a provider: JSON over HTTPS, within a time and a length, without a redirect."""

from __future__ import annotations

import http.client
import time
from collections.abc import Mapping
from functools import partial
from typing import Any
from urllib.parse import urlencode, urlsplit

import msgspec

from runstone.access.oidc.failure import ProviderUnusable
from runstone.access.oidc.settings import is_safe_url
from runstone.model.errors import Misuse
from runstone.model.version import VERSION
from runstone.sync.line import Line, opened
from runstone.sync.patience import PatientResponse

PATIENCE_SECS = 8.0
"""What an answer may take, connecting and all."""
_MOST_BYTES = 1 << 20
_AGAIN = "Try again in a minute; if it stays so, tell who runs this server."


class Answer(msgspec.Struct, frozen=True):
    """What came back: a status and a JSON object."""

    status: int
    body: dict[str, Any]


def ask(url: str, form: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None) -> Answer:
    """The answer to a GET, or to the POST of a form.

    Args:
        url: of the provider.
        form: what is sent.
        headers: further ones.

    Raises:
        ProviderUnusable: there is none in time, or it is no JSON object. The detail names the URL and nothing that was sent.
    """
    if not is_safe_url(url):
        raise ProviderUnusable(
            f"The provider of logins names an address that is not of https. {_AGAIN}", f"not of https: {url[:200]}"
        )
    parts = urlsplit(url)
    until = time.monotonic() + PATIENCE_SECS
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    said = {"accept": "application/json", "accept-encoding": "identity", "user-agent": f"runstone/{VERSION}"}
    body = None
    if form is not None:
        body = urlencode(form).encode()
        said["content-type"] = "application/x-www-form-urlencoded"
    try:
        connection = opened(Line(parts.scheme == "https", parts.hostname or "", parts.port), PATIENCE_SECS)
        try:
            connection.connect()
            left_secs = max(0.1, until - time.monotonic())
            connection.response_class = partial(PatientResponse, patience_secs=left_secs)  # type: ignore[assignment]
            connection.request("GET" if form is None else "POST", target, body, {**said, **(headers or {})})
            with connection.getresponse() as response:
                data = response.read(_MOST_BYTES + 1)
        finally:
            connection.close()
    except (OSError, http.client.HTTPException, Misuse) as error:
        reason = "it took too long" if isinstance(error, TimeoutError) else str(error) or type(error).__name__
        raise ProviderUnusable(
            f"The provider of logins cannot be reached. {_AGAIN}", f"{url[:200]}: {reason}"
        ) from error
    if len(data) > _MOST_BYTES:
        raise garbled(url, "its answer is longer than 1 MiB")
    try:
        return Answer(response.status, msgspec.json.decode(data, type=dict[str, Any]))
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise garbled(url, f"status {response.status}, and no JSON object") from error


def garbled(url: str, what: str) -> ProviderUnusable:
    """What a provider said that it must not."""
    return ProviderUnusable(f"The provider of logins answered what makes no sense. {_AGAIN}", f"{url[:200]}: {what}")
