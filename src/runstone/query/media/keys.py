"""The keys under which runs have media."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from runstone.index.index import Snapshot
from runstone.index.points import Int64
from runstone.query import runs
from runstone.query.answers.media import MediaKey
from runstone.query.asking import question
from runstone.query.media.known_steps import Shown, shown_steps

_TYPE_BYTES = 300


@question
def list_keys(snapshot: Snapshot, run_names: Iterable[str]) -> list[MediaKey]:
    """The keys under which these runs have media, inherited ones too, by name. A key's type is that of the last item at a run's last step, in the
    run that logged last.

    Raises:
        RunNotFound: there is no such run.
    """
    names = list(dict.fromkeys(runs.find_all(snapshot, list(run_names))))
    found: dict[str, list[Shown]] = {}
    for own in shown_steps(snapshot, names).values():
        for key, shown in own.items():
            found.setdefault(key, []).append(shown)
    return [
        MediaKey(key, _type(snapshot, key, found[key]), len(found[key]), _union([own.steps for own in found[key]]))
        for key in sorted(found)
    ]


def _type(snapshot: Snapshot, key: str, shown: Iterable[Shown]) -> str:
    places = {
        (branch.run, own.revisions[at], int(own.steps[-1])) for own in shown for at, branch in enumerate(own.branches)
    }
    found = [_last_type(snapshot, run, revision, key, step) for run, revision, step in places]
    return max(found)[1]


def _last_type(snapshot: Snapshot, run: int, revision: int, key: str, step: int) -> tuple[int, str]:
    """When the last item of a run at a step was logged, and of which type; a time before all others where it has none."""

    def read() -> tuple[int, str]:
        row = snapshot.connection.execute(
            "SELECT time, type FROM media WHERE run = ? AND key = ? AND step = ? ORDER BY time DESC LIMIT 1",
            (run, key, step),
        ).fetchone()
        return (-1, "") if row is None else tuple(row)

    return snapshot.cache.get(("media type", run, revision, key, step), read, lambda _: _TYPE_BYTES)


def _union(steps: list[Int64]) -> list[int]:
    different = [own for at, own in enumerate(steps) if at == 0 or not np.array_equal(own, steps[0])]
    union: list[int] = np.unique(np.concatenate(different)).tolist()
    return union
