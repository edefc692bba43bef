"""`runstone ui`: the browser, opened on a home."""

from __future__ import annotations

import os
import sys
import webbrowser
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from cyclopts import Parameter

from runstone.cli.output import terminal
from runstone.cli.place import HomeOption
from runstone.model.home import Home, default_home
from runstone.remote.address import is_remote_address, parse_address

UI_PORT = 7860
LOOPBACK = "127.0.0.1"


def ui(
    target: Annotated[
        str | None,
        Parameter(
            help="What to show: a home, a folder of Runicorn's, or ssh://user@host:port/path for a home on another machine."
        ),
    ] = None,
    /,
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
    log_format: Annotated[
        Literal["text", "json"] | None,
        Parameter(help="Tell each request and each trouble in a line on standard error, in words or as JSON."),
    ] = None,
    there: Annotated[
        str | None,
        Parameter(help="With ssh://: where `runstone`, or a Python that has it, lies there. Searched for by default."),
    ] = None,
    attached: Annotated[Path | None, Parameter(show=False)] = None,
) -> None:
    """Serve the UI of a home, here or on another machine, and open a browser on it. Ctrl-C ends it."""
    if attached is not None:
        _attach(Home(home or default_home()), attached)
        return
    if target is not None and is_remote_address(target):
        from runstone.cli.there import show_there

        show_there(
            parse_address(target),
            host=host or LOOPBACK,
            port=UI_PORT if port is None else port,
            program=there,
            show=lambda url: _show(url, open_browser),
        )
        return
    if target is not None and (folder := Path(target)).is_dir() and not Home(folder).registry_path.exists():
        from runstone.importers.runicorn import is_runicorn_folder

        if is_runicorn_folder(folder):
            from runstone.cli.folder import opened

            with opened(folder) as copy:
                _serve(copy, f"{folder}, for reading", host, port, allow_host, open_browser, log_format)
            return
    place = Home(target or home or default_home())
    _serve(place, str(place.path), host, port, allow_host, open_browser, log_format)


def _serve(
    place: Home,
    shown: str,
    host: str | None,
    port: int | None,
    allow_host: list[str] | None,
    open_browser: bool,
    log_format: Literal["text", "json"] | None,
) -> None:
    from runstone.sdk.settings import Settings
    from runstone.server.instance import running
    from runstone.server.serving import serve

    other = running(place)
    if other is not None and not _is_elsewhere(other.url, host, port):
        terminal().print(f"A server runs on this home already: {other.url}", soft_wrap=True)
        _show(other.url, open_browser)
        return

    def ready(url: str) -> None:
        terminal().print(f"{url}  shows {shown}; Ctrl-C ends it", soft_wrap=True)
        sys.stdout.flush()
        _show(url, open_browser)

    settings = {name: value for name, (value, _) in Settings().values.items()}
    serve(
        place,
        host=host or LOOPBACK,
        port=UI_PORT if port is None else port,
        on_ready=ready,
        allowed_hosts=allow_host or (),
        alerts_by=settings,
        log_format=log_format,
    )


def _attach(home: Home, path: Path) -> None:
    """Serve to whoever started this over ssh, and is told in a line when it is ready."""
    from runstone.server.attached import serve_attached

    serve_attached(home, path, lambda: print(f"runstone-there ready {home.path}", flush=True))


def _is_elsewhere(url: str, host: str | None, port: int | None) -> bool:
    """Whether somebody who names this address wants another server than the one at the URL."""
    return host not in (None, LOOPBACK) or port not in (None, 0, urlsplit(url).port)


def _show(url: str, open_browser: bool) -> None:
    has_screen = sys.platform in ("darwin", "win32") or bool(
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    )
    if open_browser and has_screen:
        webbrowser.open(url)
