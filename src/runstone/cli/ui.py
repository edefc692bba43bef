"""`runstone ui`: the browser, opened on a home."""

from __future__ import annotations

import os
import sys
import webbrowser
from typing import Annotated
from urllib.parse import urlsplit

from cyclopts import Parameter

from runstone.cli.output import terminal
from runstone.cli.place import HomeOption
from runstone.model.home import Home, default_home

UI_PORT = 7860
LOOPBACK = "127.0.0.1"


def ui(
    *,
    home: HomeOption = None,
    port: Annotated[int | None, Parameter(help=f"The first port to try, by default {UI_PORT}; 0 takes any.")] = None,
    host: Annotated[
        str | None,
        Parameter(
            help=f"The address to listen on. Others than {LOOPBACK}, the default, let the network in, without a login."
        ),
    ] = None,
    allow_host: Annotated[
        list[str] | None, Parameter(help="A further name that requests may be for, such as a proxy's.")
    ] = None,
    open_browser: Annotated[bool, Parameter(name="--open", help="Open a browser, where there is a screen.")] = True,
) -> None:
    """Serve the UI of a home, and open a browser on it. Ctrl-C ends it."""
    from runstone.sdk.settings import Settings
    from runstone.server.instance import running
    from runstone.server.serving import serve

    place = Home(home or default_home())
    other = running(place)
    if other is not None and not _is_elsewhere(other.url, host, port):
        terminal().print(f"A server runs on this home already: {other.url}", soft_wrap=True)
        _show(other.url, open_browser)
        return

    def ready(url: str) -> None:
        terminal().print(f"{url}  shows {place.path}; Ctrl-C ends it", soft_wrap=True)
        sys.stdout.flush()
        _show(url, open_browser)

    first_port = UI_PORT if port is None else port
    settings = {name: value for name, (value, _) in Settings().values.items()}
    serve(
        place,
        host=host or LOOPBACK,
        port=first_port,
        on_ready=ready,
        allowed_hosts=allow_host or (),
        alerts_by=settings,
    )


def _is_elsewhere(url: str, host: str | None, port: int | None) -> bool:
    """Whether somebody who names this address wants another server than the one at the URL."""
    return host not in (None, LOOPBACK) or port not in (None, 0, urlsplit(url).port)


def _show(url: str, open_browser: bool) -> None:
    has_screen = sys.platform in ("darwin", "win32") or bool(
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    )
    if open_browser and has_screen:
        webbrowser.open(url)
