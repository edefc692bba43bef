"""A server that hangs on its standard input: `runstone ui ssh://…` starts it on the machine where the home lies.

It listens on a socket in a private folder, where no other user of the machine reaches it. When its input ends, or brings no sign of life
for a while, whoever looked is gone, and so is the server.
"""

from __future__ import annotations

import os
import select
import shutil
import socket
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import uvicorn

from runstone.model.errors import HomeUnusable
from runstone.model.home import Home
from runstone.server.app import create_app
from runstone.server.serving import Server

SILENCE_SECS = 30.0
_GRACE_SECS = 5.0


class _Attached(Server):
    """Says when it listens."""

    def __init__(self, config: uvicorn.Config, say_goodbye: Callable[[], None], say_hello: Callable[[], None]) -> None:
        super().__init__(config, say_goodbye)
        self._say_hello = say_hello

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._say_hello()


def serve_attached(home: Home, path: Path, on_ready: Callable[[], None]) -> None:
    """Serve a home until standard input ends.

    Args:
        home: the home.
        path: of the socket; its folder is made, for this user alone, and removed in the end.
        on_ready: is called when the socket listens.

    Raises:
        HomeUnusable: the folder cannot be made, or is there already.
    """
    try:
        os.mkdir(path.parent, 0o700)
    except OSError as error:
        raise HomeUnusable(f"{path.parent} cannot be made ({error.strerror}), so nothing is served.") from error
    app = create_app(home)

    def say_goodbye() -> None:
        shutil.rmtree(path.parent, ignore_errors=True)
        app.state.live.end_streams()

    config = uvicorn.Config(app, uds=str(path), log_level="warning", access_log=False, timeout_graceful_shutdown=2)
    server = _Attached(config, say_goodbye, on_ready)
    threading.Thread(target=_watch, args=(server, path.parent), name="runstone-attached", daemon=True).start()
    try:
        server.run()
    finally:
        shutil.rmtree(path.parent, ignore_errors=True)


def _watch(server: uvicorn.Server, folder: Path) -> None:
    """Give each sign of life back; end the server when there are no more."""
    source, sink = sys.stdin.fileno(), sys.stdout.fileno()
    with suppress(OSError):
        while select.select([source], [], [], SILENCE_SECS)[0] and (beats := os.read(source, 4096)):
            os.write(sink, b"\n" * len(beats))
    server.should_exit = True
    threading.Event().wait(_GRACE_SECS)
    shutil.rmtree(folder, ignore_errors=True)
    os._exit(0)  # whatever it waits for, nobody waits for it
