"""Media items: which keys have some, and what is at a step."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from runstone.index.index import Snapshot
from runstone.query import lineage, runs
from runstone.query.answers import MediaItem, MediaKey, MediaPart
from runstone.query.asking import question


@question
def list_keys(snapshot: Snapshot, run_names: Iterable[str]) -> list[MediaKey]:
    """The keys under which these runs have media, inherited ones too, by name. A key's type is that of its latest item."""
    types: dict[str, tuple[int, str]] = {}
    steps: dict[str, set[int]] = {}
    owners: dict[str, set[str]] = {}
    for run in dict.fromkeys(runs.find(snapshot, name) for name in run_names):
        for branch in lineage.branches(snapshot, run):
            rows = snapshot.connection.execute(
                "SELECT key, step, max(time), type FROM media WHERE run = ?1 AND branch = ?2 AND (?3 IS NULL OR step <= ?3)"
                " GROUP BY key, step",
                (branch.run, branch.branch, branch.last_step),
            )
            for key, step, time, kind in rows:
                steps.setdefault(key, set()).add(step)
                owners.setdefault(key, set()).add(run)
                types[key] = max(types.get(key, (0, kind)), (time, kind))
    return [MediaKey(key, types[key][1], len(owners[key]), sorted(steps[key])) for key in sorted(steps)]


@question
def items(snapshot: Snapshot, run: str, key: str | None = None, step: int | None = None) -> list[MediaItem]:
    """Media items of a run, inherited ones too, by key, step and index; of one key or at one step only if given."""
    found: dict[tuple[str, int, int], MediaItem] = {}
    for branch in lineage.branches(snapshot, runs.find(snapshot, run)):
        rows = snapshot.connection.execute(
            "SELECT key, step, idx, time, type, caption, sha256, size_bytes, mime, facts_doc, parts_doc FROM media"
            " WHERE run = ?1 AND branch = ?2 AND (?3 IS NULL OR step <= ?3)"
            " AND (?4 IS NULL OR key = ?4) AND (?5 IS NULL OR step = ?5)",
            (branch.run, branch.branch, branch.last_step, key, step),
        )
        for row in rows:
            item = MediaItem(
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
            place = item.key, item.step, item.index
            if place not in found or found[place].time < item.time:
                found[place] = item
    return [found[place] for place in sorted(found)]
