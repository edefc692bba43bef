"""Importing: runs that another tracker wrote come into a home, as journals of the same bytes each time, so that twice changes nothing."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from runstone.blobs.store import BlobStore, Stored
from runstone.importers.runicorn import RunicornFolder, RunicornRun
from runstone.model.errors import DataFault
from runstone.model.home import Home
from runstone.model.ids import WriterId
from runstone.sync.home_replica import HomeReplica
from runstone.sync.journal_name import JournalName
from runstone.sync.replica import Piece


class Imported(NamedTuple):
    """What one round brought: runs that something came of, bytes of their journals, lines and files that cannot be read, and what was left out,
    and why."""

    runs: int
    size_bytes: int
    broken: int
    faults: tuple[str, ...]


class Importing:
    """From one folder of Runicorn's into one home, as often as one likes."""

    def __init__(self, path: Path, home: Home) -> None:
        """
        Args:
            path: of the folder.
            home: where to; made if it is not there.
        """
        self._folder = RunicornFolder(path)
        self._home = home
        self._store = BlobStore(home)
        self._replica = HomeReplica(home)
        self._refused: set[str] = set()

    def round(self) -> Imported:
        """Bring what is new. A run that the home has otherwise, or that cannot be read, is left out and told of.

        Raises:
            HomeUnusable: the home takes no bytes.
        """
        runs = size_bytes = broken = 0
        faults: list[str] = []
        for run in self._folder.runs():
            if run.id in self._refused:
                continue
            try:
                grown = self._bring(run)
            except (OSError, DataFault) as error:
                self._refused.add(run.id)
                faults.append(f"{run.folder} was left out: {error}")
                continue
            runs += grown > 0
            size_bytes += grown
            broken += run.broken
        return Imported(runs, size_bytes, broken, tuple(faults))

    def _bring(self, run: RunicornRun) -> int:
        grown = 0
        for stretch in run.read(self._keep):
            name = JournalName("runs", run.id, WriterId(stretch.writer))
            before = self._replica.sizes([name]).get(name, 0)
            grown += self._replica.append([Piece(name, stretch.offset, stretch.data)])[name] - before
            # Whether somebody still writes is told by the age of the files, and those are as old as their originals.
            path = name.path(self._home)
            os.utime(path, (path.stat().st_atime, run.changed_secs))
        return grown

    def _keep(self, path: Path) -> Stored | None:
        try:
            return self._store.put_file(path)
        except FileNotFoundError:
            return None
