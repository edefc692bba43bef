"""What all schemes have in common: how bytes are read, and how it is said that they were not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

PIECE_BYTES = 1 << 20
UNREAD = "unread"
"""The fact of an entry whose digest says nothing of its bytes."""


def pieces(file: Any) -> Iterator[bytes]:
    """What a binary file gives until its end."""
    while piece := file.read(PIECE_BYTES):
        yield piece
