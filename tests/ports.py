"""Ports of this machine that nobody listens on."""

from __future__ import annotations

import random
import socket
from contextlib import ExitStack, closing

# Below those that the kernel gives to outgoing connections, any of which could take one between now and its use.
_RANGE = range(15_000, 32_000)


def free_ports(count: int) -> list[int]:
    """So many different ones, free a moment ago; only who asks for them by number takes them."""
    found: list[int] = []
    with ExitStack() as opened:
        for port in random.SystemRandom().sample(_RANGE, len(_RANGE)):
            one = opened.enter_context(closing(socket.socket()))
            try:
                one.bind(("127.0.0.1", port))
            except OSError:
                continue
            found.append(port)
            if len(found) == count:
                return found
    raise OSError("hardly a port is free on this machine")
