"""The writer that writes nothing: what a disabled run has."""

from __future__ import annotations

from collections.abc import Iterable

from runstone.journal.clock import Clock
from runstone.journal.writer import MAX_LAYOUTS, Layout
from runstone.model.ids import WriterId
from runstone.model.records import Record


class VoidWriter:
    """Takes every call that a `JournalWriter` takes, refuses the same values, and writes nothing."""

    writer = WriterId("void")
    offset = 0
    closed = False  # it takes everything, also when the run is over

    def __init__(self) -> None:
        self.clock = Clock()
        self.layouts: dict[tuple[str, ...], Layout] = {}

    def now(self) -> int:
        """Microseconds since the epoch."""
        return self.clock.now()

    def layout(self, names: tuple[str, ...]) -> Layout:
        """The layout of these columns."""
        if len(self.layouts) >= MAX_LAYOUTS:
            self.layouts.clear()
        return self.layouts.setdefault(names, Layout(len(self.layouts), names))

    def row(self, layout: Layout, step: int, values: Iterable[float], time: int | None = None) -> None:
        """Check the values, and keep the latest for the summary."""
        layout.last = layout.pack(
            layout.payload_bytes, 0, layout.number, step, self.now() if time is None else time, *values
        )

    def event(self, record: Record) -> None:
        """Nothing."""

    def sync(self) -> None:
        """Nothing."""

    def heartbeat(self) -> None:
        """Nothing."""

    def drain(self) -> int:
        """Nothing waits."""
        return 0

    def close(self) -> int:
        """Nothing is lost that was not meant to be."""
        return 0

    def leave_to_parent(self) -> None:
        """Nothing to leave."""
