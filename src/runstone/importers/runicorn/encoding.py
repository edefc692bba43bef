"""A journal as bytes, made of what somebody else recorded: the same records make the same bytes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from runstone.journal import frames
from runstone.journal.frames import Kind
from runstone.model.records import Closed, Opened, Record, Role


class Stretch(NamedTuple):
    """Bytes of a journal, whose it is, and where in it they begin."""

    writer: str
    offset: int
    data: bytes


class Journal:
    """Takes records and rows, and gives their bytes a stretch at a time."""

    def __init__(self, run: str, writer: str, created: int, host: str, role: Role = "worker") -> None:
        """
        Args:
            run: the id of the run.
            writer: the id of the writer.
            created: when it began, in microseconds since the epoch.
            host: where.
            role: `primary` for the one that the run's life hangs on.
        """
        self._writer = writer
        self._offset = 0
        self._numbers: dict[str, int] = {}
        self._layouts: dict[tuple[str, ...], int] = {}
        self._time = created
        self._data = bytearray(frames.MAGIC)
        # Nobody beats here: a training that logs once in ten minutes lives.
        self.add(Opened(time=created, run=run, writer=writer, role=role, host=host, heartbeat_secs=300.0))

    def at(self, time: int) -> int:
        """A time as the journal takes it: never before that of the record before."""
        self._time = max(self._time, time)
        return self._time

    def add(self, record: Record) -> None:
        """Append a record; its time comes from `at`."""
        self._data += frames.event_frame(record)

    def add_row(self, step: int, time: int, values: Mapping[str, float]) -> None:
        """Append a row of numbers."""
        names = tuple(values)
        layout = self._layouts.get(names)
        if layout is None:
            new = [name for name in names if name not in self._numbers]
            if new:
                first = len(self._numbers)
                self._data += frames.names_frame(first, new)
                self._numbers.update((name, first + place) for place, name in enumerate(new))
            layout = self._layouts[names] = len(self._layouts)
            self._data += frames.layout_frame(layout, [self._numbers[name] for name in names])
        payload = frames.ROW_HEAD.pack(layout, step, self.at(time)) + frames.pack_values(values.values())
        self._data += frames.frame(Kind.ROW, payload)

    def close(self) -> None:
        """Say that no more comes."""
        self.add(Closed(time=self._time))

    def take(self) -> Stretch | None:
        """What came since the last time; None for nothing."""
        if not self._data:
            return None
        stretch = Stretch(self._writer, self._offset, bytes(self._data))
        self._offset += len(self._data)
        self._data.clear()
        return stretch
