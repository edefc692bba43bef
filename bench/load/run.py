"""A simulated run: the bytes that the SDK would append to its journal by now, packed by numpy."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt

from bench.read.journals import Chunk, rows
from runstone.journal import frames
from runstone.model.records import Closed, Opened, Started, StateChanged
from runstone.model.states import State

PROJECT = "load"
# Values that a float32 training has, over and over.
_PATTERN_ROWS = 4096
_PATTERNS = 16


class SimulatedRun:
    """Logs all its metrics at once, so often, from a moment on. A step is a row; what is sent once is packed never again."""

    def __init__(self, number: int, metrics: int, hertz: float, begins: int) -> None:
        """
        Args:
            number: which one it is.
            metrics: how many it logs.
            hertz: how often.
            begins: when, in microseconds since the epoch.
        """
        self.id = f"load-{number:05d}"
        self.writer = f"{begins // 1000:011x}-{number:06x}"
        self.name = f"runs/{self.id}/{self.writer}"
        self.metrics = [f"m/{column:03d}" for column in range(metrics)]
        self.packed_bytes = 0
        self.packed_rows = 0
        self._period = round(1_000_000 / hertz)
        # Not all in the same moment.
        self._first = begins + self._period * (number % 97) // 97
        self._values = values(number % _PATTERNS, metrics)
        self._number = number

    def pack(self, now: int) -> bytes:
        """What was appended since the last call, as it is at a time in microseconds."""
        rows_now = max(0, (now - self._first) // self._period + 1)
        if rows_now <= self.packed_rows:
            return b""
        data = b"" if self.packed_rows else self._beginning()
        steps = np.arange(self.packed_rows, rows_now)
        chunk = Chunk(
            tuple(self.metrics), steps, self._first + steps * self._period, self._values[steps % _PATTERN_ROWS]
        )
        data += rows(0, chunk)
        self.packed_rows = rows_now
        self.packed_bytes += len(data)
        return data

    def end(self, now: int) -> bytes:
        """Its last words."""
        data = frames.event_frame(StateChanged(time=now, state=State.FINISHED, exit_code=0))
        data += frames.event_frame(Closed(time=now + 1))
        self.packed_bytes += len(data)
        return data

    def value(self, step: int, metric: int) -> float:
        """What it logged."""
        return float(self._values[step % _PATTERN_ROWS, metric])

    def _beginning(self) -> bytes:
        opened = Opened(time=self._first, run=self.id, writer=self.writer, host=f"box{self._number}", boot="b", pid=1)
        started = Started(
            time=self._first,
            number=self._number + 1,
            display_id=f"LOAD-{self._number + 1}",
            project=f"{PROJECT}/p{self._number % 10}",
            name=self.id,
            config={"lr": 10.0 ** -(1 + self._number % 5), "seed": self._number, "model": f"net{self._number % 3}"},
        )
        return (
            frames.MAGIC
            + frames.event_frame(opened)
            + frames.event_frame(started)
            + frames.names_frame(0, self.metrics)
            + frames.layout_frame(0, list(range(len(self.metrics))))
        )


@lru_cache(maxsize=_PATTERNS)
def values(number: int, metrics: int) -> npt.NDArray[np.float64]:
    """The values of a run, a row a step."""
    rng = np.random.default_rng(number)
    noise = rng.standard_normal((_PATTERN_ROWS, metrics), dtype=np.float32)
    return (1 / np.sqrt(1 + np.arange(_PATTERN_ROWS, dtype=np.float32))[:, None] + 0.01 * noise).astype(np.float64)
