"""What blocks a series has, with their figures, as one array: what curves look at before they read a point."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Hashable, Iterable

import numpy as np

from runstone.index import figures
from runstone.index.cache import Cache
from runstone.index.figures import BLOCK, NO_BLOCKS, BlockRows
from runstone.index.points import Line

_COLUMNS = ", ".join(f"ifnull({name}, 0)" if name in ("min_step", "max_step") else name for name in BLOCK.names or ())


class Directory:
    """The blocks of series, and the frames of runs, of one connection."""

    def __init__(self, connection: sqlite3.Connection, cache: Cache, frozen: bool) -> None:
        """
        Args:
            connection: to the index.
            cache: keeps the blocks of a series until it has others.
            frozen: nothing changes while this is used, so that all may be looked up once.
        """
        self._connection = connection
        self._cache = cache
        self._frozen = frozen
        self._blocks: dict[int, BlockRows] = {}
        self._newest: dict[int, int] = {}
        self._facts: dict[int, sqlite3.Row | None] = {}
        self._frames: dict[int, list[int]] = {}

    def blocks(self, series: int) -> BlockRows:
        """The blocks of a series, by their first step."""
        found = self._blocks.get(series)
        return self._read_blocks([series])[series] if found is None else found

    def frames(self, run: int) -> list[int]:
        """The ids of a run's frames, oldest first."""
        found = self._frames.get(run)
        return self._read_frames([run])[run] if found is None else found

    def facts(self, series: Iterable[int]) -> dict[int, sqlite3.Row]:
        """The rows of `series_facts` of those series that have one."""
        wanted = set(series)
        known = self._facts if self._frozen else {}
        missing = wanted - known.keys()
        if missing:
            rows = self._connection.execute(
                f"SELECT series, {figures.COLUMNS}, tidy FROM series_facts"
                " WHERE series IN (SELECT value FROM json_each(?))",
                (json.dumps(sorted(missing)),),
            )
            known.update(dict.fromkeys(missing))
            known.update((row["series"], row) for row in rows)
        return {number: row for number in wanted if (row := known[number]) is not None}

    def prepare(self, series: Iterable[int], runs: Iterable[int]) -> None:
        """Look up at once what is asked for next."""
        if not self._frozen:
            return
        if wanted := set(series) - self._blocks.keys():
            self.facts(wanted)
            self._read_blocks(sorted(wanted))
        if missing := set(runs) - self._frames.keys():
            self._read_frames(sorted(missing))

    def version(self, line: Line) -> Hashable:
        """What changes whenever the points of a line do; for lines that were prepared."""
        return tuple(
            (span.series, self._newest.get(span.series), span.last_step, *self.frames(span.run)) for span in line
        )

    def _read_blocks(self, series: list[int]) -> dict[int, BlockRows]:
        found = dict.fromkeys(series, NO_BLOCKS)
        if not series:
            return found
        newest = self._connection.execute(
            "SELECT series, max(id) FROM block WHERE series IN (SELECT value FROM json_each(?)) GROUP BY series",
            (json.dumps(series),),
        ).fetchall()
        # Blocks are never changed, and never removed without new ones in their place: the newest stands for all.
        missing = []
        for number, block in newest:
            rows = self._cache.find(("blocks", number, block))
            if rows is None:
                missing.append((number, block))
            else:
                found[number] = rows
        if missing:
            cursor = self._connection.cursor()
            cursor.row_factory = None
            rows = cursor.execute(
                f"SELECT {_COLUMNS}, series FROM block WHERE series IN (SELECT value FROM json_each(?)) ORDER BY series, first_step",
                (json.dumps([number for number, _ in missing]),),
            ).fetchall()
            table = np.array([row[:-1] for row in rows], BLOCK)
            numbers = np.array([row[-1] for row in rows])
            for number, block in missing:
                own = table[np.searchsorted(numbers, number, "left") : np.searchsorted(numbers, number, "right")]
                found[number] = self._cache.get(("blocks", number, block), own.copy, lambda rows: rows.nbytes + 200)
        if self._frozen:
            self._blocks.update(found)
            self._newest.update(newest)
        return found

    def _read_frames(self, runs: list[int]) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {run: [] for run in runs}
        if not runs:
            return found
        for run, number in self._connection.execute(
            "SELECT run, id FROM frame WHERE run IN (SELECT value FROM json_each(?)) ORDER BY id", (json.dumps(runs),)
        ):
            found[run].append(number)
        if self._frozen:
            self._frames.update(found)
        return found
