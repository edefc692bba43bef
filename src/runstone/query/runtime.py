"""The runtime of runs: how long their processes had been at work at a time, without the pauses before they were resumed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import msgspec
import numpy as np

from runstone.index.index import Snapshot
from runstone.index.points import Int64
from runstone.model.records import Opened
from runstone.query import lineage


class Runtime(NamedTuple):
    """From times to runtimes, both in microseconds. `begun` are the times at which pauses began, ascending, `resumed` those at which they
    ended, `paused` how long the run had been paused altogether by then."""

    created_time: int
    begun: Int64
    resumed: Int64
    paused: Int64

    @property
    def pauses(self) -> bool:
        """Whether there are any; otherwise this is relative time."""
        return len(self.begun) > 0

    def at(self, times: Int64) -> Int64:
        """The runtimes at these times. It stands still in a pause; what was before `created_time`, as a fork's inherited points are, has a
        negative one."""
        past = np.searchsorted(self.resumed, times, "right")
        still = np.append(self.begun, np.iinfo(np.int64).max)[past]
        runtime: Int64 = np.minimum(times, still) - self.created_time - np.append(0, self.paused)[past]
        return runtime


def runtimes(snapshot: Snapshot, runs: Sequence[str]) -> list[Runtime]:
    """That of each run, in their order.

    A process is at work from its first record to its last; a run is while any of its processes, workers too, are.

    Args:
        snapshot: what to read.
        runs: ids.
    """
    asked = lineage.to_json(runs)
    rows = snapshot.connection.execute(
        "SELECT run.id, run.created_time, opened_doc, opened_time, last_time FROM run LEFT JOIN journal ON journal.run = run.key"
        " WHERE run.id IN (SELECT value FROM json_each(?))",
        (asked,),
    )
    created: dict[str, int] = {}
    stretches: dict[str, list[tuple[int, int]]] = {}
    for run, created_time, opened_doc, opened_time, last_time in rows:
        created[run] = created_time
        if opened_doc is None or msgspec.msgpack.decode(opened_doc, type=Opened).role == "editor":
            continue
        stretches.setdefault(run, []).append((opened_time, last_time))
    return [_runtime(created[run], stretches.get(run, ())) for run in runs]


def _runtime(created_time: int, stretches: Iterable[tuple[int, int]]) -> Runtime:
    begun: list[int] = []
    resumed: list[int] = []
    paused: list[int] = []
    until: int | None = None
    for begin, end in sorted(stretches):
        if until is not None and begin > until:
            begun.append(until)
            resumed.append(begin)
            paused.append(begin - until + (paused[-1] if paused else 0))
        until = end if until is None else max(until, end)
    return Runtime(created_time, *(np.array(each, np.int64) for each in (begun, resumed, paused)))
