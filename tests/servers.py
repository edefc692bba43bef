"""A real server of a home on loopback, in this process."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn

from runstone.access.accounts import Accounts
from runstone.model.home import Home
from runstone.server.app import create_app
from runstone.server.serving import Server, listen


@contextmanager
def serving(home: Home, port: int = 0, accounts: Accounts | None = None) -> Iterator[str]:
    """A server of the home; its URL. With accounts it asks who comes."""
    listener = listen("127.0.0.1", port)
    app = create_app(home, accounts=accounts)
    config = uvicorn.Config(app, log_level="warning", access_log=False, timeout_graceful_shutdown=2)
    server = Server(config, app.state.live.end_streams)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
        listener.close()
