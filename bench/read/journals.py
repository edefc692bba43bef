"""Journals in bulk: the bytes that `JournalWriter` would append, packed by numpy instead of a call a row.

A hundred million points through `log()` would take a quarter of an hour; a test holds that the bytes are the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from runstone.journal import frames
from runstone.journal.checksums import row_checksums
from runstone.journal.registry import Entry, Registry
from runstone.model.home import Home
from runstone.model.records import Closed, Opened, Started, StateChanged
from runstone.model.states import State

Int64 = npt.NDArray[np.int64]
Float64 = npt.NDArray[np.float64]

START_TIME = 1_750_000_000_000_000
"""When the first run of a made home began: microseconds since the epoch, long ago and always the same."""


class Chunk(NamedTuple):
    """Rows of one layout: `steps` and `times` of shape (n,), `values` of shape (n, len(names))."""

    names: tuple[str, ...]
    steps: Int64
    times: Int64
    values: Float64


class RunHead(NamedTuple):
    """What is recorded of a run but its points."""

    number: int
    id: str
    project: str
    display_id: str
    config: Mapping[str, Any]


def write_run(home: Home, head: RunHead, chunks: Iterable[Chunk]) -> int:
    """Write the journal of a run that finished.

    Args:
        home: its runs folder is there.
        head: the run.
        chunks: its rows, all of one layout.

    Returns:
        How many points were written.
    """
    home.run_path(head.id).mkdir()
    begin = START_TIME + head.number * 1_000_000
    end, points, told = begin, 0, False
    writer = f"{begin // 1000:011x}-{head.number & 0xFFFFFF:06x}"
    with open(home.journal_path(head.id, writer), "wb") as file:
        opened = Opened(time=begin, run=head.id, writer=writer, host="bench", boot="bench", pid=1)
        started = Started(
            time=begin,
            number=head.number,
            display_id=head.display_id,
            project=head.project,
            name=head.id,
            config=dict(head.config),
        )
        file.write(frames.MAGIC + frames.event_frame(opened) + frames.event_frame(started))
        for chunk in chunks:
            if not told:
                file.write(frames.names_frame(0, list(chunk.names)))
                file.write(frames.layout_frame(0, list(range(len(chunk.names)))))
                told = True
            file.write(rows(0, chunk))
            end = int(chunk.times[-1])
            points += chunk.values.size
        file.write(frames.event_frame(StateChanged(time=end + 1, state=State.FINISHED, exit_code=0)))
        file.write(frames.event_frame(Closed(time=end + 2)))
    return points


def rows(layout: int, chunk: Chunk) -> bytes:
    """The frames of these rows."""
    columns = len(chunk.names)
    kind = np.dtype(
        [
            ("crc", "<u4"),
            ("size", "<u4"),
            ("kind", "u1"),
            ("layout", "<u4"),
            ("step", "<i8"),
            ("time", "<i8"),
            ("values", "<f8", (columns,)),
        ]
    )
    packed = np.empty(len(chunk.steps), kind)
    packed["size"], packed["kind"], packed["layout"] = frames.row_payload_bytes(columns), int(frames.Kind.ROW), layout
    packed["step"], packed["time"], packed["values"] = chunk.steps, chunk.times, chunk.values
    packed["crc"] = row_checksums(packed.view(np.uint8).reshape(len(packed), kind.itemsize)[:, 4:])
    return packed.tobytes()


def write_registry(home: Home, heads: Sequence[RunHead]) -> None:
    """The name book of these runs."""
    Registry(home).restore(Entry(head.number, head.display_id, head.id, head.project) for head in heads)


def folder_bytes(folder: Path) -> int:
    """The size of all files below a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
