"""The instance: a server that runs on a home, and how others find it."""

from __future__ import annotations

import os

import msgspec

from runstone.model.home import Home

FILE_NAME = "server.json"


class Instance(msgspec.Struct, frozen=True):
    """A server: where it answers, and its process."""

    url: str
    pid: int


def find(home: Home) -> Instance | None:
    """The server that says it runs on this home, if its process lives."""
    try:
        found = msgspec.json.decode((home.path / FILE_NAME).read_bytes(), type=Instance)
        if found.pid <= 0:  # these would mean groups of processes
            return None
        os.kill(found.pid, 0)
    except PermissionError:
        return found  # it lives, as somebody else's
    except (OSError, OverflowError, msgspec.MsgspecError):
        return None
    return found
