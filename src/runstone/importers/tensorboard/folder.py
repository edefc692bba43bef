"""Folders of event files: everything below one of them, as it comes."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

from runstone.importers.tensorboard.event import Event, EventDecoder
from runstone.importers.tensorboard.records import RecordFile


def is_event_file(name: str) -> bool:
    """Whether a file of this name holds events, by TensorBoard's own rule."""
    return "tfevents" in name and not name.endswith((".profile-empty", ".tmp"))


class EventFolder:
    """Follows all event files below a folder: those that are there, and those that come, of folders that come, too.

    Files of one folder are read in the order of their names, which begin with the time of their making.
    """

    def __init__(self, path: Path, wanted: Callable[[Path], bool] | None = None) -> None:
        """
        Args:
            path: of the folder; it need not be there yet.
            wanted: which event files are read; all by default.
        """
        self.path = path
        self._wanted = wanted
        self._files: dict[Path, RecordFile] = {}
        self._decoders: dict[Path, EventDecoder] = {}
        self.unreadable: dict[Path, str] = {}

    def read(self) -> Iterator[tuple[Path, Event]]:
        """The events that were not given yet, each with the folder that it lies in. A file that cannot be read is named in `unreadable`."""
        for folder, path in self._paths():
            decoder = self._decoders.setdefault(folder, EventDecoder())
            file = self._files.setdefault(path, RecordFile(path))
            try:
                for record in file.read():
                    yield folder, decoder.decode(record)
            except OSError as error:
                self.unreadable[path] = error.strerror or str(error)
            else:
                self.unreadable.pop(path, None)

    @property
    def files(self) -> list[RecordFile]:
        """The files that were found: how far each was read, and what is damaged of it."""
        return list(self._files.values())

    def _paths(self) -> Iterator[tuple[Path, Path]]:
        for parent, folders, names in os.walk(self.path):
            folders.sort()
            folder = Path(parent)
            for name in sorted(filter(is_event_file, names)):
                if self._wanted is None or self._wanted(folder / name):
                    yield folder, folder / name
