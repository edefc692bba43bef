"""The line to a server: through the proxy that the environment names, and with the authorities that it trusts.

HTTP_PROXY, HTTPS_PROXY, NO_PROXY   as everywhere; to a server of https a tunnel leads through the proxy, which reads nothing of it
SSL_CERT_FILE                       authorities to trust, instead of the system's; OpenSSL reads it
RUNSTONE_CA_FILE                    authorities to trust beside them
"""

from __future__ import annotations

import http.client
import os
import ssl
from base64 import b64encode
from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit
from urllib.request import getproxies, proxy_bypass

from runstone.model.errors import Misuse

CA_FILE_VARIABLE = "RUNSTONE_CA_FILE"
_BLOCK_BYTES = 1 << 16


class Line(NamedTuple):
    """Where to. `port` is None where the scheme says it."""

    is_https: bool
    host: str
    port: int | None

    @property
    def origin(self) -> str:
        """Scheme, host and port as a URL."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{'https' if self.is_https else 'http'}://{host}{f':{self.port}' if self.port else ''}"


def opened(line: Line, timeout_secs: float) -> http.client.HTTPConnection:
    """A connection, which its first request opens.

    Args:
        line: where to.
        timeout_secs: how long opening may take.

    Raises:
        Misuse: the proxy or the authorities of the environment are none.
    """
    proxy = _proxy(line)
    if not line.is_https:
        if proxy is None:
            return http.client.HTTPConnection(line.host, line.port, timeout=timeout_secs, blocksize=_BLOCK_BYTES)
        return _ThroughProxy(line, proxy, timeout_secs)
    at = proxy or _Proxy(line.host, line.port, {})
    connection = http.client.HTTPSConnection(
        at.host, at.port, timeout=timeout_secs, context=_context(), blocksize=_BLOCK_BYTES
    )
    if proxy is not None:
        connection.set_tunnel(line.host, line.port, proxy.headers)
    return connection


class _Proxy(NamedTuple):
    host: str
    port: int | None
    headers: dict[str, str]


class _ThroughProxy(http.client.HTTPConnection):
    """Asks a proxy for what lies elsewhere."""

    def __init__(self, line: Line, proxy: _Proxy, timeout_secs: float) -> None:
        super().__init__(proxy.host, proxy.port, timeout=timeout_secs, blocksize=_BLOCK_BYTES)
        self._origin = line.origin
        self._own_headers = proxy.headers

    def request(
        self,
        method: str,
        url: str,
        body: Any = None,
        headers: Mapping[str, Any] | None = None,
        *,
        encode_chunked: bool = False,
    ) -> None:
        """See http.client."""
        asked = {**(headers or {}), **self._own_headers}
        super().request(method, f"{self._origin}{url}", body, asked, encode_chunked=encode_chunked)


def _proxy(line: Line) -> _Proxy | None:
    scheme = "https" if line.is_https else "http"
    proxies = getproxies()
    address = proxies.get(scheme) or proxies.get("all")
    if not address or proxy_bypass(f"{line.host}:{line.port}" if line.port else line.host):
        return None
    parts = urlsplit(address if "://" in address else f"http://{address}")
    try:
        port = parts.port
    except ValueError:
        port = -1
    if parts.scheme != "http" or not parts.hostname or port == -1:
        raise Misuse(
            f"The proxy for {line.origin}, of {scheme.upper()}_PROXY, is no address like http://proxy:3128. Nothing was sent."
        )
    headers = {}
    if parts.username is not None:
        words = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
        headers["Proxy-Authorization"] = f"Basic {b64encode(words.encode()).decode()}"
    return _Proxy(parts.hostname, port or 80, headers)


def _context() -> ssl.SSLContext:
    context = ssl.create_default_context()
    extra = os.environ.get(CA_FILE_VARIABLE)
    if extra:
        try:
            context.load_verify_locations(extra)
        except OSError as error:
            raise Misuse(f"{CA_FILE_VARIABLE}={extra!r} holds no certificates ({error}). Nothing was sent.") from error
    return context
