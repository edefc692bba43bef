"""Addresses of homes on other machines: `ssh://user@host:port/path`."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from runstone.model.errors import BadValue

SCHEME = "ssh://"

# What begins with a dash would be an option of ssh.
_HOST = re.compile(r"[0-9A-Za-z_.:%\[\]][0-9A-Za-z_.:%\[\]-]*")
_USER = re.compile(r"[^-\s/:][^\s/:]*")


class RemoteAddress(NamedTuple):
    """A home on another machine. `user` and `port` are None where ssh's own config is to tell; `path` is empty for the home that Runstone
    uses there, and begins with `~/` where it is meant from the user's folder."""

    host: str
    user: str | None
    port: int | None
    path: str

    def __str__(self) -> str:
        user = f"{self.user}@" if self.user else ""
        port = f":{self.port}" if self.port else ""
        path = self.path if self.path.startswith("/") else f"/{self.path}" if self.path else ""
        return f"{SCHEME}{user}{self.host}{port}{path}"

    @property
    def machine(self) -> str:
        """`user@host`, as one says it."""
        return f"{self.user}@{self.host}" if self.user else self.host


def is_remote_address(text: str) -> bool:
    """Whether a text means a home on another machine, rightly written or not."""
    return text.startswith(SCHEME)


def parse_address(text: str) -> RemoteAddress:
    """The home that an address means.

    Args:
        text: `ssh://[user@]host[:port][/path]`; `/~/path` lies in the user's folder there.

    Raises:
        BadValue: it is none.
    """
    try:
        parts = urlsplit(text)
        host, port, user = parts.hostname or "", parts.port, parts.username
    except ValueError as error:
        raise _wrong(text, str(error)) from error
    if parts.password is not None:
        raise _wrong(text, "a password has no place in it: ssh asks for one, or better use a key")
    # The name as it was written: an alias of ssh's config may have capitals.
    shown = parts.netloc.rpartition("@")[2]
    if not shown.startswith("["):
        host = shown.partition(":")[0]
    if parts.scheme != "ssh" or not _HOST.fullmatch(host):
        raise _wrong(text, "the host is missing" if not host else f"{host!r} cannot name a host")
    if user is not None and not _USER.fullmatch(unquote(user)):
        raise _wrong(text, f"{unquote(user)!r} cannot name a user")
    if parts.query or parts.fragment:
        raise _wrong(text, "write `?` as %3F and `#` as %23")
    path = unquote(parts.path)
    if "\0" in path or "\n" in path:
        raise _wrong(text, "the path has signs that no path has")
    path = path.rstrip("/")
    return RemoteAddress(
        host, unquote(user) if user else None, port, path[1:] if path == "/~" or path[:3] == "/~/" else path
    )


def _wrong(text: str, why: str) -> BadValue:
    return BadValue(
        f"{text!r} is no address of a home: {why}. Write ssh://user@host:port/path, where only the host must be."
    )
