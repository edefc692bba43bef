"""The bin: runs that were put there are removed for good."""

from __future__ import annotations

import time
from typing import Annotated

import msgspec
from msgspec import Meta

from runstone.edits import removal
from runstone.index.index import Index
from runstone.model.errors import Conflict
from runstone.query import changes
from runstone.query.binned import binned

# Another process may be reading years of journals for the first time.
_PATIENCE_SECS = 600.0
# Longer ago than anything was recorded, and still a time that the index can hold.
_MOST_SECS = 1e10


class EmptyAsk(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What to remove: what was put into the bin at least so many seconds ago, of a project and those under it or of all.

    `expected_runs` is how many runs the person saw there: if they are another number by now, nothing is removed.
    """

    older_than_secs: Annotated[float, Meta(ge=0, le=_MOST_SECS)] = 0.0
    project: str | None = None
    expected_runs: int | None = None


class KeptRun(msgspec.Struct, frozen=True):
    """A run that stays in the bin, and why."""

    id: str
    display_id: str
    reason: str


class Emptied(msgspec.Struct, frozen=True):
    """What was removed, by id, and what stays."""

    removed: list[str]
    freed_bytes: int
    kept: list[KeptRun]
    revision: int


def empty(index: Index, ask: EmptyAsk) -> Emptied:
    """Remove runs in the bin for good: their journals go at once, their media with the next `runstone gc`. Those that are being written
    to stay, and those whose points a fork outside the bin shows.

    Raises:
        Conflict: there is another number of runs than expected. Nothing was removed.
    """
    index.refresh(_PATIENCE_SECS)
    before = time.time_ns() // 1000 - round(ask.older_than_secs * 1e6)
    found = binned(index, ask.project, before)
    if ask.expected_runs is not None and len(found) != ask.expected_runs:
        raise Conflict(
            f"{len(found)} runs are in the bin by now, not {ask.expected_runs}. Nothing was removed. Look again."
        )
    removed: list[str] = []
    kept: list[KeptRun] = []
    freed_bytes = 0
    for run in found:
        if run.is_written or removal.is_written(index.home, run.id):
            kept.append(KeptRun(run.id, run.display_id, "It is being written to."))
        elif run.fork is not None:
            kept.append(KeptRun(run.id, run.display_id, f"{run.fork} was forked off it and shows its points."))
        else:
            try:
                freed_bytes += removal.remove(index.home, run.id)
                removed.append(run.id)
            except OSError as error:
                kept.append(KeptRun(run.id, run.display_id, f"It cannot be removed: {error.strerror}."))
    index.refresh(_PATIENCE_SECS)
    return Emptied(removed, freed_bytes, kept, changes.revision(index))
