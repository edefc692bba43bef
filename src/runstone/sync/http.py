"""Requests to one server: connections that are kept open, and every failure told in words."""

from __future__ import annotations

import http.client
import io
import os
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import NamedTuple
from urllib.parse import urlencode, urlsplit

from runstone.blobs.store import Readable
from runstone.model.errors import Misuse, ServerUnusable
from runstone.model.version import VERSION
from runstone.sync.bandwidth import Bandwidth
from runstone.sync.credentials import token_for
from runstone.sync.line import Line, opened
from runstone.sync.patience import PatientResponse
from runstone.sync.uplink import Uplink

CONNECT_TIMEOUT_SECS = 10.0
# A server may be reading years of journals for the first time.
ANSWER_TIMEOUT_SECS = 120.0
# Of answers to somebody who works unattended: sizes of a few hundred thousand journals.
_MOST_ANSWER_BYTES = 64 << 20
# What a disk takes at the least, so that a blob that is long may be answered later.
_SLOWEST_DISK_BYTES_PER_SEC = 10 << 20
_MOST_IDLE = 4
_JSON = "application/json"


class Answer(NamedTuple):
    """What came back, whatever the status."""

    status: int
    media_type: str
    body: bytes
    retry_secs: float = 0.0
    """For how long the server asks to be left alone; 0 where it does not."""


class Server:
    """One server. May be shared by threads: each request has a connection for itself."""

    def __init__(self, url: str, token: str | None = None, uplink: Uplink | None = None) -> None:
        """
        Args:
            url: where its UI is: `http://box:7860`, with a path if it lies behind one.
            token: shown to it, instead of the one of who logged in to it.
            uplink: how the line may be used by somebody who works unattended; an answer of more than 64 MiB is none then. By default a server may
                be silent for two minutes at a time.

        Raises:
            Misuse: that is no such URL.
        """
        parts = urlsplit(url)
        try:
            port = parts.port
        except ValueError:
            port = -1
        if parts.scheme not in ("http", "https") or not parts.hostname or port == -1 or parts.query or parts.fragment:
            raise Misuse(f"{url!r} is no URL of a server. It looks like http://box:7860. Nothing was read.")
        self.url = url.rstrip("/")
        self._line = Line(parts.scheme == "https", parts.hostname, port)
        self._prefix = parts.path.rstrip("/")
        self._uplink = uplink
        self._bandwidth = Bandwidth(uplink.bytes_per_sec) if uplink is not None and uplink.bytes_per_sec else None
        self._given = token
        self._token: str | None = None
        self._is_token_known = False
        self._idle: list[http.client.HTTPConnection] = []
        self._process = os.getpid()
        self._pool = threading.Lock()  # guards `_idle` and `_process`

    def get(self, path: str, parameters: Iterable[tuple[str, str]] = ()) -> Answer:
        """The answer to a GET, read whole.

        Raises:
            ServerUnusable: there is no answer.
        """
        with self.open(path, parameters) as response:
            return self._whole(response)

    def post(self, path: str, body: bytes) -> Answer:
        """The answer to a POST of JSON, read whole. It is sent once: whether it was carried out is not known if there is no answer.

        Raises:
            ServerUnusable: there is no answer.
        """
        return self._once("POST", path, body)

    def send(
        self,
        method: str,
        path: str,
        body: bytes | Readable,
        media_type: str,
        size_bytes: int | None = None,
        *,
        may_repeat: bool = False,
    ) -> Answer:
        """The answer to a request that brings bytes of any kind. It is sent once, as a POST is.

        Args:
            method: `POST` or `PUT`.
            path: where to.
            body: bytes, or what gives them, of which `size_bytes` are sent.
            media_type: what they are.
            size_bytes: how many.
            may_repeat: sent twice it changes nothing, so a connection is tried that the server may have closed meanwhile. For bytes.

        Raises:
            ServerUnusable: there is no answer.
        """
        return self._once(method, path, body, media_type, size_bytes, may_repeat)

    def delete(self, path: str, parameters: Iterable[tuple[str, str]] = ()) -> Answer:
        """The answer to a DELETE, read whole. It is sent once, as a POST is.

        Raises:
            ServerUnusable: there is no answer.
        """
        return self._once("DELETE", f"{path}?{urlencode(list(parameters))}")

    def _once(
        self,
        method: str,
        path: str,
        body: bytes | Readable | None = None,
        media_type: str = _JSON,
        size_bytes: int | None = None,
        may_repeat: bool = False,
    ) -> Answer:
        target = f"{self._prefix}{path}"
        sent = self._again(target, method, body, media_type) if may_repeat else None
        if sent is None:
            sent = self._connected(target, method, body, media_type, size_bytes)
        with self._reading(*sent) as response:
            return self._whole(response)

    def _whole(self, response: http.client.HTTPResponse) -> Answer:
        media_type = response.headers.get_content_type()
        asked = response.headers.get("retry-after", "")
        retry_secs = float(asked) if asked.isascii() and asked.isdigit() else 0.0
        if self._uplink is None:
            return Answer(response.status, media_type, response.read(), retry_secs)
        body = response.read(_MOST_ANSWER_BYTES)
        if not response.isclosed() and response.read(1):
            raise http.client.HTTPException(f"it is longer than {_MOST_ANSWER_BYTES >> 20} MiB")
        return Answer(response.status, media_type, body, retry_secs)

    @contextmanager
    def open(self, path: str, parameters: Iterable[tuple[str, str]] = ()) -> Iterator[http.client.HTTPResponse]:
        """The answer to a GET, to be read inside the block.

        Raises:
            ServerUnusable: there is no answer, or it breaks off.
        """
        query = urlencode(list(parameters))
        target = f"{self._prefix}{path}{'?' if query else ''}{query}"
        with self._reading(*self._send(target)) as response:
            yield response

    @contextmanager
    def _reading(
        self, connection: http.client.HTTPConnection, response: http.client.HTTPResponse
    ) -> Iterator[http.client.HTTPResponse]:
        done = False
        try:
            yield response
            done = response.isclosed() and not response.will_close
        except (OSError, http.client.HTTPException) as error:
            raise ServerUnusable(f"The answer of {self.url} broke off ({_reason(error)}). Try again.") from error
        finally:
            if done:
                self._give_back(connection)
            else:
                connection.close()

    def close(self) -> None:
        """Close the connections that nobody uses. Idempotent; the next request opens one."""
        with self._pool:
            for connection in self._idle:
                connection.close()
            self._idle.clear()

    def _send(self, target: str) -> tuple[http.client.HTTPConnection, http.client.HTTPResponse]:
        kept = self._take()
        if kept is not None:
            try:
                return kept, self._ask(kept, target)
            except (OSError, http.client.HTTPException):
                # The server may have closed it while it was idle: a new one tells whether there is more to it.
                kept.close()
        return self._connected(target)

    def _again(
        self, target: str, method: str, body: bytes | Readable | None, media_type: str
    ) -> tuple[http.client.HTTPConnection, http.client.HTTPResponse] | None:
        """By a connection that was kept; None if there is none, or it is good for nothing any more."""
        kept = self._take()
        if kept is None:
            return None
        try:
            if kept.sock is not None:
                kept.sock.settimeout(self._timeout_secs)
            return kept, self._ask(kept, target, method, body, media_type)
        except TimeoutError as error:
            kept.close()
            raise ServerUnusable(f"{self.url} cannot be asked (it took too long).") from error
        except (OSError, http.client.HTTPException):
            kept.close()
            return None

    @property
    def _timeout_secs(self) -> float:
        return self._uplink.timeout_secs if self._uplink else ANSWER_TIMEOUT_SECS

    def _connected(
        self,
        target: str,
        method: str = "GET",
        body: bytes | Readable | None = None,
        media_type: str = _JSON,
        size_bytes: int | None = None,
    ) -> tuple[http.client.HTTPConnection, http.client.HTTPResponse]:
        connection = self._connection()
        try:
            connection.connect()
            if connection.sock is not None:
                connection.sock.settimeout(self._timeout_secs)
            return connection, self._ask(connection, target, method, body, media_type, size_bytes)
        except (OSError, http.client.HTTPException) as error:
            connection.close()
            raise ServerUnusable(
                f"{self.url} cannot be asked ({_reason(error)}). Is `runstone ui` running there, and reachable from here?"
            ) from error

    def _ask(
        self,
        connection: http.client.HTTPConnection,
        target: str,
        method: str = "GET",
        body: bytes | Readable | None = None,
        media_type: str = _JSON,
        size_bytes: int | None = None,
    ) -> http.client.HTTPResponse:
        headers = {"accept-encoding": "identity", "user-agent": f"runstone/{VERSION}"}
        token = self._token_now()
        if token is not None:
            headers["authorization"] = f"Bearer {token}"
        if body is not None:
            headers["content-type"] = media_type
        if isinstance(body, bytes) and self._uplink is not None:
            # By pieces, each of which may take its time: a slow line is no line that hangs.
            size_bytes, body = len(body), io.BytesIO(body)
        if size_bytes is not None:
            headers["content-length"] = str(size_bytes)
        if self._bandwidth is not None and body is not None and not isinstance(body, bytes):
            body = self._bandwidth.slowed(body)
        if self._uplink is not None:
            patience_secs = self._uplink.timeout_secs + (size_bytes or 0) / _SLOWEST_DISK_BYTES_PER_SEC
            connection.response_class = partial(PatientResponse, patience_secs=patience_secs)  # type: ignore[assignment]
        connection.request(method, target, body, headers)  # type: ignore[arg-type]  # what reads by pieces will do
        response = connection.getresponse()
        if response.status == 401:
            # Somebody may log in while an agent waits: the next request looks again.
            self._is_token_known = False
        return response

    def _token_now(self) -> str | None:
        if self._given is not None:
            return self._given
        if not self._is_token_known:
            self._token, self._is_token_known = token_for(self.url), True
        return self._token

    def _connection(self) -> http.client.HTTPConnection:
        return opened(self._line, CONNECT_TIMEOUT_SECS)

    def _take(self) -> http.client.HTTPConnection | None:
        with self._pool:
            if self._process != os.getpid():
                # After a fork the sockets are the parent's as well: two who talk on one get each other's answers.
                self._idle.clear()
                self._process = os.getpid()
            return self._idle.pop() if self._idle else None

    def _give_back(self, connection: http.client.HTTPConnection) -> None:
        with self._pool:
            if len(self._idle) < _MOST_IDLE and self._process == os.getpid():
                self._idle.append(connection)
                return
        connection.close()


def _reason(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "it took too long"
    return str(error) or type(error).__name__
