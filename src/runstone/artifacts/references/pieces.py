"""What all schemes have in common: bytes in pieces, also over connections that break off."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

PIECE_BYTES = 1 << 20
UNREAD = "unread"
"""The fact of an entry whose digest says nothing of its bytes."""

_ATTEMPTS = 5


class BrokeOff(OSError):
    """A connection ended before the bytes did."""


def pieces(file: Any) -> Iterator[bytes]:
    """What a binary file gives until its end."""
    while piece := file.read(PIECE_BYTES):
        yield piece


def resumed(begin_at: Callable[[int], Iterator[bytes]]) -> Iterator[bytes]:
    """The bytes that somebody sends, going on where the connection broke off.

    Args:
        begin_at: the bytes from a position on.

    Raises:
        BrokeOff: five attempts in a row brought nothing.
    """
    position = failures = 0
    while True:
        try:
            for piece in begin_at(position):
                position += len(piece)
                failures = 0
                yield piece
        except BrokeOff:
            failures += 1
            if failures >= _ATTEMPTS:
                raise
        else:
            return
