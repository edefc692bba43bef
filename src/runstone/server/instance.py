"""Tells others that this process serves a home."""

from __future__ import annotations

import os
import socket
from contextlib import suppress
from urllib.parse import urlsplit

import msgspec

from runstone.model.home import Home
from runstone.model.instance import FILE_NAME, Instance, find

_ANSWER_SECS = 2.0


def running(home: Home) -> Instance | None:
    """The server that runs on this home. Not one that was killed, and whose number another process has now: somebody must listen there."""
    found = find(home)
    if found is None:
        return None
    try:
        address = urlsplit(found.url)
        socket.create_connection((address.hostname, address.port), _ANSWER_SECS).close()
    except (OSError, ValueError):
        return None
    return found


def announce(home: Home, url: str) -> None:
    """This process serves the home from now on. A home that cannot be written is served all the same."""
    with suppress(OSError):
        home.path.mkdir(parents=True, exist_ok=True)
        path = home.path / FILE_NAME
        part = path.with_suffix(f".{os.getpid()}")
        part.write_bytes(msgspec.json.encode(Instance(url, os.getpid())))
        os.replace(part, path)


def withdraw(home: Home) -> None:
    """This process serves the home no longer."""
    found = find(home)
    if found is not None and found.pid == os.getpid():
        (home.path / FILE_NAME).unlink(missing_ok=True)
