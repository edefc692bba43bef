"""At which steps runs have media: read once in one piece, and again only of runs that changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from runstone.index.index import Snapshot
from runstone.index.points import Int64
from runstone.query import lineage, runs
from runstone.query.answers.media import MediaSteps
from runstone.query.asking import question
from runstone.query.lineage import Branch

_Written = dict[int, dict[str, Int64]]
"""The steps of one run by branch and key."""


class Shown(NamedTuple):
    """The steps at which a run shows media of a key, ascending, each once; and the branches that they lie on, with the revision of each one's run."""

    steps: Int64
    branches: list[Branch]
    revisions: list[int]


@question
def list_steps(snapshot: Snapshot, run_names: Sequence[str], key: str) -> list[MediaSteps]:
    """The steps at which each of these runs has media under a key, inherited ones too, in the order of the runs.

    Raises:
        RunNotFound: there is no such run.
    """
    names = list(dict.fromkeys(runs.find_all(snapshot, run_names)))
    shown = shown_steps(snapshot, names)
    return [MediaSteps(run, shown[run][key].steps.tolist() if key in shown[run] else []) for run in names]


def shown_steps(snapshot: Snapshot, ids: Sequence[str]) -> dict[str, dict[str, Shown]]:
    """What each of these runs shows, by key."""
    branches = lineage.branches_of(snapshot, ids)
    revisions = _revisions(snapshot, {branch.run for own in branches.values() for branch in own})
    return {run: _shown(snapshot, branches[run], revisions) for run in branches}


def _shown(snapshot: Snapshot, branches: Sequence[Branch], revisions: dict[int, int]) -> dict[str, Shown]:
    found: dict[str, list[tuple[Int64, Branch]]] = {}
    for branch in branches:
        for key, steps in _written(snapshot, branch.run, revisions[branch.run]).get(branch.branch, {}).items():
            if branch.last_step is not None:
                steps = steps[: np.searchsorted(steps, branch.last_step, "right")]
            if len(steps):
                found.setdefault(key, []).append((steps, branch))
    return {
        key: Shown(
            parts[0][0] if len(parts) == 1 else np.unique(np.concatenate([steps for steps, _ in parts])),
            [branch for _, branch in parts],
            [revisions[branch.run] for _, branch in parts],
        )
        for key, parts in found.items()
    }


def _written(snapshot: Snapshot, run: int, revision: int) -> _Written:
    """By branch and key. A run that changes gets another revision, so what is kept under one never changes."""
    return snapshot.cache.get(("media steps", run, revision), lambda: _read(snapshot, run), _bytes)


def _read(snapshot: Snapshot, run: int) -> _Written:
    rows = snapshot.connection.execute(
        # As one text a key: a million rows would each become an object otherwise.
        "SELECT branch, key, group_concat(step) FROM media INDEXED BY media_step WHERE run = ? GROUP BY branch, key",
        (run,),
    )
    found: _Written = {}
    for branch, key, text in rows:
        steps = np.fromstring(text, np.int64, sep=",")
        found.setdefault(branch, {})[key] = np.unique(steps)
    return found


def _bytes(written: _Written) -> int:
    return 200 + sum(len(key) + 200 + steps.nbytes for keys in written.values() for key, steps in keys.items())


def _revisions(snapshot: Snapshot, keys: set[int]) -> dict[int, int]:
    rows = snapshot.connection.execute(
        "SELECT key, revision FROM run WHERE key IN (SELECT value FROM json_each(?))", (lineage.to_json(keys),)
    )
    return dict(map(tuple, rows))
