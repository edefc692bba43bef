"""The question: which runs does a policy keep no longer."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import msgspec

from runstone.index.index import Snapshot
from runstone.model.policy import KEEP_TAG, Policy, Rule
from runstone.query.asking import question

_DAY_US = 86_400 * 1_000_000


class Outdated(msgspec.Struct, frozen=True):
    """A run that is kept no longer: by the rule of which project, and when its last record was written, in microseconds since the epoch."""

    id: str
    display_id: str
    name: str
    project: str
    updated_time: int
    rule: str


@question
def outdated(snapshot: Snapshot, policy: Policy, now: int) -> list[Outdated]:
    """The runs that a policy keeps no longer, the oldest first. Never one that is under way, starred, tagged `keep` or lies in the bin, nor one that was
    forked where the fork stays.

    Args:
        policy: the rules.
        now: in microseconds since the epoch.
    """
    rows = snapshot.connection.execute(
        "SELECT id, display_id, name, project, created_time, ended_time, updated_time, starred, tags_doc, parent_id, key FROM run"
        " WHERE binned_time IS NULL ORDER BY created_time DESC, key DESC"
    ).fetchall()
    ranks: dict[str, int] = defaultdict(int)
    going: dict[str, Outdated] = {}
    for row in rows:
        rank = ranks[row["project"]]
        ranks[row["project"]] += 1
        found = policy.retention(row["project"])
        if found is not None and _goes(row, found[1], rank, now):
            facts = (row["id"], row["display_id"], row["name"], row["project"], row["updated_time"])
            going[row["id"]] = Outdated(*facts, found[0])
    parents = {row["id"]: row["parent_id"] for row in rows}
    for run in parents.keys() - going.keys():
        # All that it was forked off, however far back.
        parent = parents.get(run)
        while parent in going:
            del going[parent]
            parent = parents[parent]
    return sorted(going.values(), key=lambda run: (run.updated_time, run.id))


def _goes(row: Any, rule: Rule, rank: int, now: int) -> bool:
    if row["ended_time"] is None or row["starred"]:
        return False
    tags = set(msgspec.msgpack.decode(row["tags_doc"]))
    if KEEP_TAG in tags or tags & set(rule.keep_tags):
        return False
    if rule.keep_days is not None and row["updated_time"] >= now - rule.keep_days * _DAY_US:
        return False
    return rule.keep_last is None or rank >= rule.keep_last
