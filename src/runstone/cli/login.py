"""`runstone login`: the token of a server, asked for without an echo, tried, and kept."""

from __future__ import annotations

import os
import sys
from getpass import getpass
from typing import Annotated
from urllib.parse import urlsplit

import msgspec
from cyclopts import Parameter

from runstone.cli.output import one_line, terminal
from runstone.cli.place import HomeOption
from runstone.model.errors import UNDECODABLE, HomeUnusable, Misuse, ServerUnusable
from runstone.model.home import Home, default_home
from runstone.sync.credentials import KEY_VARIABLE, checked, keep
from runstone.sync.http import Server

_URL_VARIABLE = "RUNSTONE_URL"
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


class _Who(msgspec.Struct):
    user: str | None = None


def login(
    url: Annotated[str | None, Parameter(help="The server: http://box:7860. Default: RUNSTONE_URL.")] = None,
    /,
    *,
    token_stdin: Annotated[bool, Parameter(negative=(), help="Read the token from standard input.")] = False,
    home: HomeOption = None,
) -> None:
    """Log in to a server: its token is asked for, tried and kept in the keyring, and every command, upload and `Api` shows it from then on. With a
    server or without, wandb scripts are recorded in the home, too (docs/wandb-dual.md).

    The token is never part of the command: it comes from a prompt, from standard input, or from RUNSTONE_API_KEY."""
    out = terminal()
    url = url or os.environ.get(_URL_VARIABLE)
    if url:
        token = _token(url, token_stdin)
        user = _user(url, token)
        where = keep(url, token)
        if user is None:
            out.print(f"{url} has no login: whoever reaches it may read and change everything.", markup=False)
            out.print(
                f"The token is sent along all the same, for a proxy that asks for one. It is in {where}.", markup=False
            )
        else:
            out.print(f"Logged in to {url} as {one_line(user)}. The token is in {where}.", markup=False)
        parts = urlsplit(url)
        if parts.scheme == "http" and parts.hostname not in _LOOPBACK:
            out.print(
                f"It goes there unencrypted: who can listen on the way to {parts.hostname} can read it.", markup=False
            )
        if os.environ.get(KEY_VARIABLE):
            out.print(f"While {KEY_VARIABLE} is set, that is what servers are shown.", markup=False)
    elif token_stdin:
        raise Misuse(f"A token is for a server: name its URL, or set {_URL_VARIABLE}. Nothing was kept.")
    place = Home(home or default_home())
    try:
        place.path.mkdir(parents=True, exist_ok=True)
        place.login_path.write_text("{}\n")
    except OSError as error:
        raise HomeUnusable(f"{place.login_path} cannot be written ({error.strerror}).") from error
    out.print(f"Scripts that log to wandb are recorded in {place.path}, too, until `runstone logout`.", markup=False)


def _token(url: str, from_stdin: bool) -> str:
    if from_stdin or (not os.environ.get(KEY_VARIABLE) and not sys.stdin.isatty()):
        return checked(sys.stdin.readline(), "The first line of standard input")
    if os.environ.get(KEY_VARIABLE):
        return checked(os.environ[KEY_VARIABLE], KEY_VARIABLE)
    return checked(getpass(f"Token for {url} (not shown): "), "What was entered")


def _user(url: str, token: str) -> str | None:
    """Whose token it is; None where the server has no login.

    Raises:
        Misuse: the server does not know the token.
        ServerUnusable: it cannot be asked, or is none of ours.
    """
    server = Server(url, token)
    try:
        answer = server.get("/api/whoami")
    finally:
        server.close()
    if answer.status in (401, 403):
        raise Misuse(f"{url} does not know this token, or it has expired. Nothing was kept; ask its admin for another.")
    is_json = answer.media_type == "application/json"
    if answer.status == 404 and is_json:
        return None
    if answer.status != 200 or not is_json:
        raise ServerUnusable(
            f"{url} answered {answer.status} with {answer.media_type}, not as Runstone does. Nothing was kept; look whether the URL is right."
        )
    try:
        return msgspec.json.decode(answer.body, type=_Who).user
    except UNDECODABLE as error:
        raise ServerUnusable(f"{url} does not answer as Runstone does ({error}). Nothing was kept.") from error
