"""The bandwidth: what is sent goes no faster than somebody allowed, so that a training's own traffic has the line."""

from __future__ import annotations

import time

from runstone.blobs.store import Readable

# A piece goes at once, then there is a pause.
_PIECES_PER_SEC = 10
_MOST_PIECE_BYTES = 1 << 16


class Bandwidth:
    """What all that goes to one server may take of the line. Not for threads to share."""

    def __init__(self, bytes_per_sec: int) -> None:
        """
        Args:
            bytes_per_sec: at most so many, over any second or so.
        """
        self.bytes_per_sec = bytes_per_sec
        self._free = time.monotonic()

    def slowed(self, stream: Readable) -> Readable:
        """A stream that gives its bytes no faster."""
        return _Slowed(stream, self)

    def wait_for(self, size_bytes: int) -> None:
        """Wait until what went before is through, and count so many bytes as going now."""
        now = time.monotonic()
        if self._free > now:
            time.sleep(self._free - now)
        self._free = max(self._free, now) + size_bytes / self.bytes_per_sec


class _Slowed:
    def __init__(self, stream: Readable, bandwidth: Bandwidth) -> None:
        self._stream = stream
        self._bandwidth = bandwidth
        self._piece_bytes = min(_MOST_PIECE_BYTES, max(1, bandwidth.bytes_per_sec // _PIECES_PER_SEC))

    def read(self, size: int, /) -> bytes:
        """At most so many bytes; none at the end."""
        data = self._stream.read(min(size, self._piece_bytes))
        self._bandwidth.wait_for(len(data))
        return data
