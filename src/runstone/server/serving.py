"""Serving: the application on a socket, until somebody ends it."""

from __future__ import annotations

import errno
import socket
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import uvicorn

from runstone.access.accounts import Accounts
from runstone.model.errors import HomeUnusable
from runstone.model.home import Home
from runstone.server.app import create_app
from runstone.server.instance import announce, withdraw
from runstone.server.logs import LogFormat, write_logs

PORTS_TO_TRY = 40

_TAKEN = frozenset({errno.EADDRINUSE, errno.EACCES})


class Way(NamedTuple):
    """How a server of many is reached: by HTTPS with a certificate and its key, through proxies of these addresses, under a prefix of their paths."""

    certificate: Path | None = None
    key: Path | None = None
    proxies: tuple[str, ...] = ()
    prefix: str = ""

    @property
    def scheme(self) -> str:
        """That of the URL by which this machine reaches it."""
        return "https" if self.certificate else "http"

    @property
    def options(self) -> dict[str, Any]:
        """What uvicorn is told."""
        return {
            "ssl_certfile": str(self.certificate) if self.certificate else None,
            "ssl_keyfile": str(self.key) if self.key else None,
            # Nobody else is believed where they come from.
            "proxy_headers": bool(self.proxies),
            "forwarded_allow_ips": list(self.proxies),
            "root_path": self.prefix,
        }


class Server(uvicorn.Server):
    """uvicorn, which says goodbye before it waits for its clients: event streams must end, else an open page would hold it up."""

    def __init__(self, config: uvicorn.Config, say_goodbye: Callable[[], None]) -> None:
        super().__init__(config)
        self._say_goodbye = say_goodbye

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Say goodbye, then end everything else."""
        self._say_goodbye()
        await super().shutdown(sockets)


DIRECTLY = Way()


def serve(
    home: Home,
    *,
    host: str,
    port: int,
    on_ready: Callable[[str], None],
    allowed_hosts: Iterable[str] = (),
    alerts_by: Mapping[str, Any] | None = None,
    accounts: Accounts | None = None,
    way: Way = DIRECTLY,
    log_format: LogFormat | None = None,
) -> None:
    """Serve a home until SIGINT or SIGTERM.

    Args:
        home: the home.
        host: the address to listen on.
        port: the first port to try; the next free one is taken. 0 takes any.
        on_ready: is given the URL once the socket is open, before the first request is answered.
        allowed_hosts: further names that requests may be for.
        alerts_by: see `create_app`.
        accounts: see `create_app`. With them the port is taken as it is given: others know it.
        way: how it is reached.
        log_format: tell each request on standard error, too; without it troubles alone are told, in words.

    Raises:
        HomeUnusable: no port is free, the address is none of this machine, or the certificate cannot be read.
    """
    listener = listen(host, port, 1 if accounts is not None else PORTS_TO_TRY)
    url = browser_url(host, listener.getsockname()[1], way.scheme)
    app = create_app(
        home,
        bound_host=host,
        allowed_hosts=allowed_hosts,
        alerts_by=alerts_by,
        accounts=accounts,
        is_apart=accounts is not None,
    )
    config = uvicorn.Config(app, log_level="warning", access_log=False, timeout_graceful_shutdown=2, **way.options)
    try:
        config.load()
    except OSError as error:
        raise HomeUnusable(f"The certificate or its key cannot be read ({error}). Nothing is served.") from error
    if log_format is not None:
        write_logs(log_format)  # behind what uvicorn's configuration did

    def say_goodbye() -> None:
        # Now, for uvicorn ends with the signal that ended it: after SIGTERM nothing of ours is run any more.
        withdraw(home)
        app.state.live.end_streams()

    server = Server(config, say_goodbye)
    announce(home, url)
    on_ready(url)
    try:
        server.run(sockets=[listener])
    finally:
        withdraw(home)
        listener.close()


def browser_url(host: str, port: int, scheme: str = "http") -> str:
    """How a browser on this machine reaches what listens there."""
    name = "localhost" if host in ("0.0.0.0", "::") else f"[{host}]" if ":" in host else host
    return f"{scheme}://{name}:{port}/"


def listen(host: str, port: int, ports_to_try: int = PORTS_TO_TRY) -> socket.socket:
    """A listening socket on this port, or on the next one that is free, of so many."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for candidate in range(port, port + ports_to_try) if port else (0,):
        # Named, because asyncio sets TCP_NODELAY only where it sees TCP: without it an answer's body waits 40 ms behind its head.
        listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, candidate))
            listener.listen(256)
        except OSError as error:
            listener.close()
            if error.errno not in _TAKEN:
                raise HomeUnusable(
                    f"{host!r} cannot be listened on ({error.strerror}): it must be an address of this machine. Nothing is served."
                ) from error
            continue
        return listener
    which = f"No port from {port} to {port + ports_to_try - 1} is" if ports_to_try > 1 else f"The port {port} is not"
    raise HomeUnusable(f"{which} free on {host}. Choose another by --port.")
