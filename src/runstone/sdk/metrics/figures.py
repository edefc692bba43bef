"""Figures of a run's metrics, read back from its own journals when somebody asks: so `log()` computes nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from runstone.model.definitions import figures
from runstone.model.facts import RunFacts
from runstone.model.home import Home

if TYPE_CHECKING:
    from runstone.journal.reader import Rows
    from runstone.journal.tail import Tail
    from runstone.sdk.metrics.track import Track


class JournalFigures:
    """Follows the journals of a run as far as they are written, and keeps totals of the metrics that were asked for.

    Totals are enough as long as steps rise and nothing was rewound; from then on the points of these metrics are kept.
    """

    def __init__(self, home: Home, run: str) -> None:
        self._home = home
        self._run = run
        self._tracked: set[str] = set()
        self._keeping = False
        self._restart()

    def _restart(self) -> None:
        self._facts = RunFacts(self._run)
        self._tail: Tail | None = None
        self._tracks: dict[tuple[int, str], Track] = {}

    def of(self, wanted: Mapping[str, Sequence[str]]) -> dict[str, dict[str, float]]:
        """The wanted figures of metrics by name, over all that is shown of the run; nothing of those that have no points."""
        if not wanted.keys() <= self._tracked:
            self._tracked.update(wanted)
            self._restart()
        self._read_on()
        if not self._keeping and (
            len(self._facts.lineage()) > 1 or any(not track.tidy for track in self._tracks.values())
        ):
            self._keeping = True
            self._restart()
            self._read_on()
        found = {}
        for name, names in wanted.items():
            known = self._figures(name)
            if known is not None:
                found[name] = figures(names, known)
        return found

    def _figures(self, name: str) -> dict[str, float | None] | None:
        from runstone.sdk.metrics.track import figures_of_points

        shown = [
            (self._tracks[branch, name], cut) for branch, cut in self._facts.lineage() if (branch, name) in self._tracks
        ]
        if not shown:
            return None
        return figures_of_points(shown) if self._keeping else shown[0][0].figures()

    def _read_on(self) -> None:
        from runstone.journal.tail import Tail

        if self._tail is None:
            self._tail = Tail(self._home, self._run)
        for writer, piece in self._tail.read():
            for record in piece.records:
                self._facts.apply(writer, record)
            life = self._facts.writers.get(writer)
            for rows in piece.rows:
                self._take(rows, life.opened.branch if life else 0)

    def _take(self, rows: Rows, branch: int) -> None:
        from runstone.sdk.metrics.track import Track

        for column, name in enumerate(rows.names):
            if name in self._tracked:
                track = self._tracks.setdefault((branch, name), Track(self._keeping))
                track.add(rows.steps, rows.times, rows.values[:, column])
