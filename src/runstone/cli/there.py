"""`runstone ui ssh://…`: the browser, opened on a home of another machine."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from types import FrameType
from typing import TYPE_CHECKING

from runstone.cli.output import terminal
from runstone.model.errors import BadValue
from runstone.remote.address import RemoteAddress

if TYPE_CHECKING:
    from runstone.remote.far_reader import NoReaderThere


def show_there(
    address: RemoteAddress, *, host: str, port: int, program: str | None, show: Callable[[str], None]
) -> None:
    """Serve the home of another machine here, until Ctrl-C.

    Args:
        address: of the home.
        host: the address to listen on.
        port: the first port to try; 0 takes any.
        program: where Runstone lies there; None searches.
        show: opens a browser on a URL.

    Raises:
        RemoteUnusable: it cannot be read at all.
        HomeUnusable: no port is free.
    """
    from runstone.remote.far_reader import NoReaderThere
    from runstone.remote.relay import Relay
    from runstone.remote.session import Session
    from runstone.server.serving import browser_url, listen

    if os.name != "posix":
        raise BadValue("Homes of other machines are shown on Linux and macOS only: ssh passes on no sockets here.")
    signal.signal(signal.SIGTERM, _interrupt)
    say(f"Connecting to {address.machine} …")
    session = Session(address, program, say)
    listener = listen(host, port)
    url = browser_url(host, listener.getsockname()[1])
    try:
        reader = session.first()
    except NoReaderThere as fault:
        listener.close()
        _show_copy(address, fault, host=host, port=port, show=show)
        return
    except BaseException:
        listener.close()
        raise
    relay = Relay(listener, lambda: session.status)
    relay.start()
    try:
        say(f"{url}  shows {reader.home} on {address.machine}; Ctrl-C ends it")
        show(url)
        session.run(relay, reader)
    finally:
        relay.close()


def _show_copy(
    address: RemoteAddress, fault: NoReaderThere, *, host: str, port: int, show: Callable[[str], None]
) -> None:
    """Show a copy of the home's files, kept up over SFTP, where no reader runs beside them."""
    from runstone.remote.following import Following
    from runstone.server.instance import running
    from runstone.server.serving import serve

    say(f"No reader runs on {address.machine}: {fault}. Its files are read over SFTP.")
    there = fault.home or address.path.removeprefix("~/").removeprefix("~") or ("." if address.path else ".runstone")
    following = Following(address, there, say)
    try:
        other = running(following.home)
        if other is not None:
            say(f"A server shows this already: {other.url}")
            show(other.url)
            return

        def ready(url: str) -> None:
            say(f"{url}  shows {following.home.origin}, a copy in {following.home.path}, for reading; Ctrl-C ends it")
            show(url)

        following.start()
        serve(following.home, host=host, port=port, on_ready=ready)
    finally:
        following.end()


def say(text: str) -> None:
    """Print a line now, whoever reads it."""
    terminal().print(text, soft_wrap=True, markup=False)
    sys.stdout.flush()


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt
