"""A forward proxy that asks for a password: what HTTP_PROXY and HTTPS_PROXY name in many a company."""

from __future__ import annotations

import http.client
import selectors
import socket
import threading
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple
from urllib.parse import urlsplit


class LineProxy(NamedTuple):
    """`url` has the password in it; `targets` are those that were asked for."""

    url: str
    targets: list[str]


@contextmanager
def line_proxy(user: str, password: str) -> Iterator[LineProxy]:
    """Such a proxy on loopback."""
    targets: list[str] = []
    expected = f"Basic {b64encode(f'{user}:{password}'.encode()).decode()}"

    class Handler(BaseHTTPRequestHandler):
        def do_CONNECT(self) -> None:
            if not self._may():
                return
            host, _, port = self.path.rpartition(":")
            with socket.create_connection((host, int(port))) as far:
                self.send_response(200)
                self.end_headers()
                _join(self.connection, far)
            self.close_connection = True

        def do_GET(self) -> None:
            if not self._may():
                return
            parts = urlsplit(self.path)
            far = http.client.HTTPConnection(parts.netloc)
            body = self.rfile.read(int(self.headers.get("content-length", "0")))
            far.request(self.command, parts.path, body, {**self.headers, "connection": "close"})
            answer = far.getresponse()
            data = answer.read()
            far.close()
            self.send_response(answer.status)
            self.send_header("content-type", answer.headers["content-type"])
            self.send_header("content-length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def do_POST(self) -> None:
            self.do_GET()

        def _may(self) -> bool:
            if self.headers.get("proxy-authorization") != expected:
                self.rfile.read(int(self.headers.get("content-length", "0")))
                self.send_error(407)
                return False
            targets.append(self.path)
            return True

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name that it has
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield LineProxy(f"http://{user}:{password}@127.0.0.1:{server.server_port}", targets)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _join(one: socket.socket, other: socket.socket) -> None:
    """Carry bytes both ways until one side ends."""
    with selectors.DefaultSelector() as selector:
        selector.register(one, selectors.EVENT_READ, other)
        selector.register(other, selectors.EVENT_READ, one)
        while True:
            for key, _ in selector.select():
                data = key.fileobj.recv(65536)  # type: ignore[union-attr]  # they are sockets
                if not data:
                    return
                key.data.sendall(data)
