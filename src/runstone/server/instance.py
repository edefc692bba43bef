"""The instance: a server that runs on a home, and how others find it."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

import msgspec

from runstone.model.home import Home

FILE_NAME = "server.json"


class Instance(msgspec.Struct, frozen=True):
    """A server: where it answers, and its process."""

    url: str
    pid: int


def announce(home: Home, url: str) -> None:
    """Tell others that this process serves the home. A home that cannot be written is served all the same."""
    with suppress(OSError):
        home.path.mkdir(parents=True, exist_ok=True)
        part = _path(home).with_suffix(f".{os.getpid()}")
        part.write_bytes(msgspec.json.encode(Instance(url, os.getpid())))
        os.replace(part, _path(home))


def withdraw(home: Home) -> None:
    """This process serves the home no longer."""
    found = find(home)
    if found is not None and found.pid == os.getpid():
        _path(home).unlink(missing_ok=True)


def find(home: Home) -> Instance | None:
    """The server that says it runs on this home, if its process lives."""
    try:
        found = msgspec.json.decode(_path(home).read_bytes(), type=Instance)
        os.kill(found.pid, 0)
    except (OSError, msgspec.MsgspecError):
        return None
    return found


def _path(home: Home) -> Path:
    return home.path / FILE_NAME
