"""Lines that a stream is still at, told while they move: a progress bar is seen moving, and its last state outlives `kill -9`."""

from __future__ import annotations

import time
from collections.abc import Callable

from runstone.model.records import ConsoleUnfinished, Record, Stream
from runstone.sdk.capture.lines import LineAssembler
from runstone.sdk.capture.redaction import Redactor

SHORTEST_SECS = 0.5
LONGEST_SECS = 10.0
MAX_BYTES = 4 << 20
_SLOWEST_BYTES = 2 << 20
_ROWS = 20
_CHARS = 500


class UnfinishedLines:
    """What of the streams is told. The more was told, the rarer the next: twice a second at first, each 10 s after 2 MiB, nothing after 4 MiB."""

    def __init__(
        self,
        write: Callable[[Record], None],
        now: Callable[[], int],
        redactor: Redactor | None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """
        Args:
            write: appends a record.
            now: the writer's time.
            redactor: takes secrets out; None where they stay.
            clock: seconds that never go back.
        """
        self._write = write
        self._now = now
        self._redactor = redactor
        self._clock = clock
        self._told: dict[Stream, list[str]] = {}
        self._seen: dict[Stream, list[str]] = {}
        self._told_secs = -LONGEST_SECS
        self._told_bytes = 0

    @property
    def due_secs(self) -> float | None:
        """In how many seconds the next is told; None where nothing has moved since the last."""
        if self._told_bytes >= MAX_BYTES or all(
            self._told.get(stream, []) == rows for stream, rows in self._seen.items()
        ):
            return None
        return max(0.0, self._told_secs + self._pause_secs - self._clock())

    def look(self, stream: Stream, assembler: LineAssembler) -> None:
        """See how a stream stands. What was told and is done by now is taken back at once, since it comes as whole lines."""
        rows = assembler.unfinished(_ROWS)
        self._seen[stream] = rows
        if not rows and self._told.get(stream):
            self._tell(stream, rows)

    def tell(self) -> None:
        """Tell what has moved, if it is due."""
        if self.due_secs != 0.0:
            return
        for stream, rows in self._seen.items():
            if rows != self._told.get(stream, []):
                self._tell(stream, rows)

    @property
    def _pause_secs(self) -> float:
        return max(SHORTEST_SECS, LONGEST_SECS * min(1.0, self._told_bytes / _SLOWEST_BYTES))

    def _tell(self, stream: Stream, rows: list[str]) -> None:
        self._told[stream] = rows
        self._told_secs = self._clock()
        lines = [line[:_CHARS] for line in (self._redactor.lines(rows) if self._redactor else rows)]
        self._told_bytes += sum(len(line.encode()) for line in lines) + 64
        self._write(ConsoleUnfinished(time=self._now(), stream=stream, lines=lines))
