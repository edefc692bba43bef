"""What a run shows: its branches up to each rewind, and what it inherits of the runs it was forked off."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import msgspec
import zstandard

from runstone.index.index import Snapshot
from runstone.index.points import Line, Span
from runstone.model.facts import RunFacts


class Branch(NamedTuple):
    """A branch that a run shows, up to and including `last_step` (None: all of it)."""

    run: int
    branch: int
    last_step: int | None
    inherited: bool


def branches(snapshot: Snapshot, run: str) -> list[Branch]:
    """The branches that a run shows: its own first, newest first, then those of its parent, and so on."""
    return branches_of(snapshot, [run])[run]


def branches_of(snapshot: Snapshot, runs: Iterable[str]) -> dict[str, list[Branch]]:
    """The branches that each of these runs shows, as `branches` tells them; a query a generation, not one a run."""
    asked = list(dict.fromkeys(runs))
    known: dict[str, sqlite3.Row] = {}
    wanted = set(asked)
    while wanted:
        rows = snapshot.connection.execute(
            "SELECT id, key, lineage_doc, parent_id, parent_step, created_time FROM run"
            " WHERE id IN (SELECT value FROM json_each(?))",
            (to_json(wanted),),
        ).fetchall()
        known.update((row["id"], row) for row in rows)
        wanted = {row["parent_id"] for row in rows if row["parent_id"] is not None} - known.keys()
    return {run: _shown(snapshot, run, known) for run in asked}


def _shown(snapshot: Snapshot, run: str, known: Mapping[str, sqlite3.Row]) -> list[Branch]:
    found: list[Branch] = []
    limit: int | None = None
    at_time: int | None = None
    seen: set[str] = set()
    while run not in seen and run in known:
        seen.add(run)
        row = known[run]
        lineage = msgspec.msgpack.decode(row["lineage_doc"])
        if at_time is not None and len(lineage) > 1:
            lineage = _lineage_at(snapshot, row["key"], run, at_time)
        for branch, last_step in lineage:
            steps = [step for step in (last_step, limit) if step is not None]
            found.append(Branch(row["key"], branch, min(steps, default=None), len(seen) > 1))
        if row["parent_id"] is None:
            break
        run, at_time = row["parent_id"], row["created_time"]
        limit = row["parent_step"] if limit is None else min(limit, row["parent_step"])
    return found


def _lineage_at(snapshot: Snapshot, key: int, run: str, at_time: int) -> list[tuple[int, int | None]]:
    """What a run showed when another one was forked off it: a later rewind is none of the fork's."""
    row = snapshot.connection.execute("SELECT facts FROM dossier WHERE run = ?", (key,)).fetchone()
    return RunFacts.unpack(run, zstandard.decompress(row["facts"])).lineage(at_time)


def line(snapshot: Snapshot, shown: Sequence[Branch], metric: str) -> Line:
    """One metric over the branches."""
    return lines_of(snapshot, [shown], metric)[0]


def lines_of(snapshot: Snapshot, shown: Sequence[Sequence[Branch]], metric: str) -> list[Line]:
    """One metric over the branches of several runs, in one query."""
    rows = snapshot.connection.execute(
        "SELECT run, branch, id FROM series WHERE metric = (SELECT id FROM name WHERE name = ?)"
        " AND run IN (SELECT value FROM json_each(?))",
        (metric, to_json({branch.run for branches in shown for branch in branches})),
    )
    series = {(run, branch): number for run, branch, number in rows}
    return [
        tuple(
            Span(branch.run, series[branch.run, branch.branch], branch.last_step)
            for branch in branches
            if (branch.run, branch.branch) in series
        )
        for branches in shown
    ]


def lines(snapshot: Snapshot, shown: list[Branch]) -> dict[str, Line]:
    """All metrics that the branches have points of, by name."""
    found: dict[str, list[Span]] = {}
    for run, branch, last_step, _ in shown:
        rows = snapshot.connection.execute(
            "SELECT name.name, series.id FROM series JOIN name ON name.id = series.metric"
            " JOIN series_facts ON series_facts.series = series.id"
            " WHERE series.run = ? AND branch = ? AND (? IS NULL OR first_step <= ?)",
            (run, branch, last_step, last_step),
        )
        for name, series in rows:
            found.setdefault(name, []).append(Span(run, series, last_step))
    return {name: tuple(found[name]) for name in sorted(found)}


def to_json(values: Iterable[str] | Iterable[int]) -> str:
    """Values as one parameter, for json_each: any number of them."""
    return msgspec.json.encode(list(values)).decode()
