"""Media items: those of a run, and what several runs have near a step."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from typing import Literal

import msgspec

from runstone.index.index import Snapshot
from runstone.model.errors import BadQuery
from runstone.query import lineage, runs
from runstone.query.answers.media import MediaItem, MediaNear, MediaPart
from runstone.query.asking import question
from runstone.query.lineage import Branch

Snap = Literal["nearest", "exact", "before"]

MAX_ITEMS = 1000

_COLUMNS = "key, step, idx, time, type, caption, sha256, size_bytes, mime, facts_doc, parts_doc"


@question
def items(snapshot: Snapshot, run: str, key: str | None = None, step: int | None = None) -> list[MediaItem]:
    """Media items of a run, inherited ones too, by key, step and index; of one key or at one step only if given.

    Raises:
        RunNotFound: there is no such run.
    """
    return _items(snapshot, lineage.branches(snapshot, runs.find(snapshot, run)), key, step)


@question
def items_near(
    snapshot: Snapshot,
    run_names: Sequence[str],
    key: str,
    step: int | None = None,
    snap: Snap = "nearest",
    *,
    offset: int = 0,
    limit: int = MAX_ITEMS,
) -> list[MediaNear]:
    """What each of these runs has under a key nearest to a step, in the order of the runs; of two steps that are equally near, the lower one's.

    Args:
        run_names: ids, display ids or numbers; who is named twice is told once.
        key: the key.
        step: None for the last step of each run.
        snap: `exact` for this step alone, `before` for the nearest one that is not behind it.
        offset: so many items of each run before the page; of a run with fewer its last page is told.
        limit: the most items of each run, at most MAX_ITEMS.

    Raises:
        RunNotFound: there is no such run.
        BadQuery: there is no such snap.
    """
    if snap not in ("nearest", "exact", "before"):
        raise BadQuery(f"There is no snap {snap!r}. It is nearest, exact or before.")
    names = list(dict.fromkeys(runs.find_all(snapshot, run_names)))
    branches = lineage.branches_of(snapshot, names)
    found = []
    for run in names:
        at = _snapped(snapshot, branches[run], key, step, snap)
        found.append(
            MediaNear(run, None, []) if at is None else _page(snapshot, run, branches[run], key, at, offset, limit)
        )
    return found


def items_at(snapshot: Snapshot, branches: Sequence[Branch], key: str, steps: Sequence[int]) -> list[MediaItem]:
    """What branches show of a key at some steps, by step and index."""
    return [item for step in sorted(steps) for item in _items(snapshot, branches, key, step)]


def _page(
    snapshot: Snapshot, run: str, branches: Sequence[Branch], key: str, step: int, offset: int, limit: int
) -> MediaNear:
    """Of a step with very many items only those of the page are read whole."""
    indices = sorted(
        {
            index
            for branch in branches
            if branch.last_step is None or step <= branch.last_step
            for (index,) in snapshot.connection.execute(
                "SELECT idx FROM media WHERE run = ? AND branch = ? AND key = ? AND step = ?",
                (branch.run, branch.branch, key, step),
            )
        }
    )
    limit = max(1, min(limit, MAX_ITEMS))
    if offset >= len(indices):
        offset = max(0, len(indices) - 1) // limit * limit
    wanted = indices[offset : offset + limit]
    within = (wanted[0], wanted[-1]) if wanted else (1, 0)
    return MediaNear(run, step, _items(snapshot, branches, key, step, within), len(indices), offset)


def _items(
    snapshot: Snapshot,
    branches: Sequence[Branch],
    key: str | None,
    step: int | None,
    within: tuple[int, int] | None = None,
) -> list[MediaItem]:
    found: dict[tuple[str, int, int], MediaItem] = {}
    for branch in branches:
        for row in _rows(snapshot, branch, key, step, within):
            place = row["key"], row["step"], row["idx"]
            if place not in found or found[place].time < row["time"]:
                found[place] = _item(row)
    return [found[place] for place in sorted(found)]


def _rows(
    snapshot: Snapshot, branch: Branch, key: str | None, step: int | None, within: tuple[int, int] | None
) -> Iterator[sqlite3.Row]:
    first, last = within or (None, None)
    limits = [("key =", key), ("step =", step), ("step <=", branch.last_step), ("idx >=", first), ("idx <=", last)]
    given = [(words, value) for words, value in limits if value is not None]
    yield from snapshot.connection.execute(
        f"SELECT {_COLUMNS} FROM media WHERE run = ? AND branch = ?" + "".join(f" AND {words} ?" for words, _ in given),
        (branch.run, branch.branch, *(value for _, value in given)),
    )


def _item(row: sqlite3.Row) -> MediaItem:
    return MediaItem(
        key=row["key"],
        step=row["step"],
        index=row["idx"],
        time=row["time"],
        type=row["type"],
        caption=row["caption"],
        sha256=row["sha256"],
        size_bytes=row["size_bytes"],
        mime=row["mime"],
        facts=msgspec.msgpack.decode(row["facts_doc"]),
        parts=msgspec.msgpack.decode(row["parts_doc"], type=dict[str, MediaPart]) if row["parts_doc"] else {},
    )


def _snapped(snapshot: Snapshot, branches: Sequence[Branch], key: str, step: int | None, snap: Snap) -> int | None:
    """The step that a run shows instead of the one that was asked for; None where it has none."""
    most = (1 << 63) - 1
    wanted = most if step is None else step
    before: list[int] = []
    behind: list[int] = []
    for branch in branches:
        last = most if branch.last_step is None else branch.last_step
        place = branch.run, branch.branch, key
        (found,) = snapshot.connection.execute(
            "SELECT max(step) FROM media INDEXED BY media_step WHERE run = ? AND branch = ? AND key = ? AND step <= ?",
            (*place, min(wanted, last)),
        ).fetchone()
        if found is not None:
            before.append(found)
        if snap == "nearest" and found != wanted and wanted < last:
            (found,) = snapshot.connection.execute(
                "SELECT min(step) FROM media INDEXED BY media_step WHERE run = ? AND branch = ? AND key = ? AND step > ? AND step <= ?",
                (*place, wanted, last),
            ).fetchone()
            if found is not None:
                behind.append(found)
    near = [*sorted(before)[-1:], *sorted(behind)[:1]]
    if snap == "exact" and step is not None:
        near = [found for found in near if found == step]
    return min(near, key=lambda found: abs(found - wanted), default=None)
