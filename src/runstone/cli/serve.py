"""`runstone serve`: one home for many machines and people, each of whom logs in."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from runstone.cli.output import terminal
from runstone.cli.place import HomeOption
from runstone.cli.ui import LOOPBACK, UI_PORT
from runstone.model.errors import Misuse
from runstone.model.home import Home, default_home


def serve(
    target: Annotated[Path | None, Parameter(help="The home to serve; made if it is not there.")] = None,
    /,
    *,
    home: HomeOption = None,
    host: Annotated[str, Parameter(help="The address to listen on; 0.0.0.0 for all of this machine.")] = LOOPBACK,
    port: Annotated[int, Parameter(help="The port to listen on; 0 takes any.")] = UI_PORT,
    tls_cert: Annotated[
        Path | None, Parameter(help="A certificate with its chain, as PEM: the server speaks HTTPS.")
    ] = None,
    tls_key: Annotated[Path | None, Parameter(help="Its key, as PEM.")] = None,
    behind_proxy: Annotated[
        list[str] | None,
        Parameter(help="The address of a proxy that is believed who asked, and whether by HTTPS; repeat it."),
    ] = None,
    root_path: Annotated[
        str, Parameter(help="The prefix under which that proxy shows the server, such as /runs.")
    ] = "",
    allow_host: Annotated[
        list[str] | None, Parameter(help="A name that requests may be for, such as runs.example.org; repeat it.")
    ] = None,
    log_format: Annotated[
        Literal["text", "json"] | None,
        Parameter(help="Tell each request and each trouble in a line on standard error, in words or as JSON."),
    ] = None,
) -> None:
    """Serve a home to people and machines that log in. The first start prints a link that makes the first admin; Ctrl-C or SIGTERM ends it."""
    from runstone.access.accounts import Accounts
    from runstone.sdk.settings import Settings
    from runstone.server.guard import is_loopback
    from runstone.server.instance import running
    from runstone.server.serving import Way
    from runstone.server.serving import serve as serve_home

    if (tls_cert is None) != (tls_key is None):
        raise Misuse("HTTPS takes both, --tls-cert and --tls-key. Nothing is served.")
    place = Home(target or home or default_home())
    other = running(place)
    if other is not None:
        raise Misuse(f"A server runs on this home already: {other.url}. End it first; nothing is served here.")
    accounts = Accounts(place)

    def ready(url: str) -> None:
        link = accounts.invitations.first()
        terminal().print(f"{url}  serves {place.path}; Ctrl-C ends it", soft_wrap=True)
        if link is not None:
            # What follows # is sent to no server, and so is in no log.
            print(f"{url}invitation#{link.text}  makes the first admin, once, within an hour")
        if tls_cert is None and behind_proxy is None and not is_loopback(host):
            print(
                "runstone: passwords and tokens travel without encryption: give --tls-cert and --tls-key, or stand behind a proxy that has them.",
                file=sys.stderr,
            )
        sys.stdout.flush()

    prefix = f"/{root_path.strip('/')}" if root_path.strip("/") else ""
    serve_home(
        place,
        host=host,
        port=port,
        on_ready=ready,
        allowed_hosts=allow_host or (),
        alerts_by={name: value for name, (value, _) in Settings().values.items()},
        accounts=accounts,
        way=Way(tls_cert, tls_key, tuple(behind_proxy or ()), prefix),
        log_format=log_format,
    )
