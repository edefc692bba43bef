"""The intake: what trainers send waits for its turn beside the questions of people, not before them, and within a bound of memory."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from anyio import CapacityLimiter

from runstone.server.errors import Refused

# Taking in is one at a time; while one waits for the disk, others go on. Pages have the server's other threads.
_AT_ONCE = 16
_STREAMS_AT_ONCE = 32
_MOST_WAITING = 1024
_MOST_BYTES = 256 << 20
_RETRY_SECS = 2
_FULL = "The server has more to take in than it can hold for now. Nothing is lost; what was recorded is sent again."

# So many calls a second leave two cores room for all else. Who sends more often is asked to bring more at once.
_CALLS_PER_SEC = 200
_USUAL_SECS = 0.5
_LONGEST_SECS = 10.0
_WINDOW_SECS = 3.0


class Intake:
    """Of one server. `turn` is for its event loop."""

    def __init__(self) -> None:
        self.waiting = 0
        """How many wait for their turn, or have it."""
        self.held_bytes = 0
        """What they brought."""
        self._limiter: CapacityLimiter | None = None
        self._streams: CapacityLimiter | None = None
        self._pace = Pace()

    @property
    def limiter(self) -> CapacityLimiter:
        """Of the threads that take in."""
        if self._limiter is None:
            self._limiter = CapacityLimiter(_AT_ONCE)
        return self._limiter

    @property
    def streams(self) -> CapacityLimiter:
        """Of the threads that take in what is too long to be held."""
        if self._streams is None:
            self._streams = CapacityLimiter(_STREAMS_AT_ONCE)
        return self._streams

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """One that brings something, for as long as the block lasts.

        Raises:
            Refused: 503, too many are waiting.
        """
        if self.waiting >= _MOST_WAITING:
            raise full()
        self.waiting += 1
        try:
            yield
        finally:
            self.waiting -= 1

    async def whole(self, stream: AsyncIterator[bytes], most_bytes: int) -> bytes:
        """All that comes of a body, before a thread is asked to look at it: who sends slowly keeps none. Whoever is through with it calls `release`.

        Raises:
            Refused: 413, it is more than that; 503, others brought so much that there is no room.
        """
        body = bytearray()
        try:
            async for chunk in stream:
                body += chunk
                self.held_bytes += len(chunk)
                if len(body) > most_bytes:
                    raise Refused(413, "too_large", f"More than {most_bytes:,} bytes came at once. Nothing was taken.")
                if self.held_bytes > _MOST_BYTES:
                    raise full()
        except BaseException:
            self.release(len(body))
            raise
        return bytes(body)

    def release(self, size_bytes: int) -> None:
        """So many bytes are not held any more."""
        self.held_bytes -= size_bytes

    def pace_secs(self, sender: str, look_secs: float) -> float:
        """For how long whoever brought something should gather more; 0 for as long as they like. Arguments as of `Pace.tell`."""
        return self._pace.tell(sender, look_secs)


class Pace:
    """How often senders may come, by how many there are. May be shared by threads."""

    def __init__(self) -> None:
        self._came: OrderedDict[str, float] = OrderedDict()
        self._told_secs = 0.0
        self._lock = threading.Lock()

    def tell(self, sender: str, look_secs: float, now: float | None = None) -> float:
        """One came; for how long it should wait until it comes again. 0 where there are few.

        Args:
            sender: what tells it from others.
            look_secs: how long the index takes to take in what came: to come more often is of no use.
            now: by the monotonic clock.
        """
        now = time.monotonic() if now is None else now
        with self._lock:
            self._came[sender] = now
            self._came.move_to_end(sender)
            # Who was told to wait is still there.
            since = now - max(_WINDOW_SECS, 2 * self._told_secs)
            while next(iter(self._came.values())) < since:
                self._came.popitem(last=False)
            self._told_secs = min(max(len(self._came) / _CALLS_PER_SEC, look_secs), _LONGEST_SECS)
            return self._told_secs if self._told_secs > _USUAL_SECS else 0.0


def full() -> Refused:
    """What somebody is told who comes when there is no room."""
    return Refused(503, "busy", _FULL, retry_secs=_RETRY_SECS)
