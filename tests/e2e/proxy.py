"""A reverse proxy that serves a server under a path, as nginx would: `http://127.0.0.1:PORT/team/tracker/` is its `/`."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit


class _Forward(BaseHTTPRequestHandler):
    prefix: str
    behind: str

    def do_GET(self) -> None:
        self._forward("GET", None)

    def do_POST(self) -> None:
        self._forward("POST", self.rfile.read(int(self.headers.get("Content-Length", "0"))))

    def do_PUT(self) -> None:
        self._forward("PUT", self.rfile.read(int(self.headers.get("Content-Length", "0"))))

    def _forward(self, method: str, body: bytes | None) -> None:
        if not self.path.startswith(self.prefix + "/"):
            self.send_error(404)
            return
        upstream = http.client.HTTPConnection(self.behind)
        with suppress(OSError):  # either side may go away in the middle of a stream
            upstream.request(method, self.path.removeprefix(self.prefix), body, dict(self.headers))
            answer = upstream.getresponse()
            self.send_response(answer.status)
            for name, value in answer.getheaders():
                if name.lower() not in ("transfer-encoding", "connection", "date", "server"):
                    self.send_header(name, value)
            self.send_header("Connection", "close")
            self.end_headers()
            while piece := answer.read1(65536):
                self.wfile.write(piece)
                self.wfile.flush()
        upstream.close()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name that it has
        """Say nothing."""


@contextmanager
def proxy(url: str, prefix: str) -> Iterator[str]:
    """Serve `url` under a prefix; gives the address of the whole."""
    handler = type("Forward", (_Forward,), {"prefix": prefix, "behind": urlsplit(url).netloc})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}{prefix}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
