"""Fields of runs as columns: where the values of `config.lr`, `state` or `metrics.loss.min` are read."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

import msgspec
import numpy as np

from runstone.index.catalog import CONFIG, SUMMARY, Place, place_of
from runstone.index.columns import Cell, Column, Kind, Mask, nothing
from runstone.index.index import Snapshot
from runstone.index.points import SeriesFacts
from runstone.query import lineage
from runstone.query.language.syntax import LIST_FIELDS, Field
from runstone.query.stage_steps import stage_steps

_SOURCES = {"config": CONFIG, "summary": SUMMARY}
_IN_TABLE = {
    "name": Kind.TEXT,
    "id": Kind.TEXT,
    "display_id": Kind.TEXT,
    "number": Kind.INTEGER,
    "project": Kind.TEXT,
    "state": Kind.TEXT,
    "group": Kind.TEXT,
    "job_type": Kind.TEXT,
    "host": Kind.TEXT,
    "notes": Kind.TEXT,
    "exit_code": Kind.INTEGER,
    "parent": Kind.TEXT,
    "created_time": Kind.INTEGER,
    "ended_time": Kind.INTEGER,
    "silent_time": Kind.INTEGER,
    "updated_time": Kind.INTEGER,
    "duration_secs": Kind.FLOAT,
    "colour": Kind.TEXT,
    "starred": Kind.TRUTH,
    "archived": Kind.TRUTH,
    "binned_time": Kind.INTEGER,
    "primary_metric": Kind.TEXT,
}
# Of the primary metric, whichever that is of a run: where the figure is read, by the goal.
_OF_PRIMARY = {
    "best": {"maximize": "max", "minimize": "min"},
    "best_step": {"maximize": "max_step", "minimize": "min_step"},
}
# What goes on growing while a run only lives.
_GROWING = ("duration_secs", "updated_time")
# Where the column of the table has another name than the field.
_COLUMNS = {"group": "group_name", "parent": "parent_id"}

SEPARATOR = "\x1f"
"""Between the values of a field of LIST_FIELDS."""
_MOST_BOUND = 500


class _Reader(NamedTuple):
    """Reads one field of runs from a snapshot."""

    snapshot: Snapshot
    field: Field

    def _select(self, statement: str, bound: Sequence[Any]) -> list[Any]:
        """Rows as tuples: they take half the time of named ones."""
        cursor = self.snapshot.connection.cursor()
        cursor.row_factory = None
        return cursor.execute(statement, bound).fetchall()

    def run_column(self, runs: Sequence[int] | None) -> Iterator[Cell]:
        """A field that every run has."""
        column, kind = _COLUMNS.get(self.field.key, self.field.key), int(_IN_TABLE[self.field.key])
        is_text = kind == Kind.TEXT
        for condition, bound in _among("key", runs):
            rows = self._select(f"SELECT key, {column} FROM run WHERE {column} IS NOT NULL AND {condition}", bound)
            if is_text:
                yield from ((key, kind, None, value) for key, value in rows)
            else:
                yield from ((key, kind, value, None) for key, value in rows)

    def place(self, runs: Sequence[int] | None) -> Iterator[Cell]:
        """The place of the runs that are not active."""
        for condition, bound in _among("key", runs):
            # The condition is written as that of the index that has just these.
            rows = self._select(
                f"SELECT key, archived, binned_time FROM run WHERE (archived OR binned_time IS NOT NULL) AND {condition}",
                bound,
            )
            for key, archived, binned_time in rows:
                yield key, Kind.TEXT, None, place_of(archived, binned_time)

    def tags(self, runs: Sequence[int] | None) -> Iterator[Cell]:
        """All tags of a run as one text, SEPARATOR between them."""
        for condition, bound in _among("key", runs):
            rows = self._select(f"SELECT key, tags_doc FROM run WHERE tags_doc != x'90' AND {condition}", bound)
            for key, tags in rows:
                yield key, Kind.TEXT, None, SEPARATOR.join(msgspec.msgpack.decode(tags))

    def tag_count(self, runs: Sequence[int] | None) -> Iterator[Cell]:
        """How many tags each run has."""
        for condition, bound in _among("key", runs):
            for key, tags in self._select(f"SELECT key, tags_doc FROM run WHERE {condition}", bound):
                yield key, Kind.INTEGER, float(len(msgspec.msgpack.decode(tags))), None

    def stages(self, runs: Sequence[int] | None) -> Iterator[Cell]:
        """All stages that a run was in as one text, SEPARATOR between them. What a rewind or a fork shows is not all in rows of its own."""
        odd: dict[int, str] = {}
        for condition, bound in _among("key", runs):
            odd.update(
                self._select(
                    f"SELECT key, id FROM run WHERE (parent_id IS NOT NULL OR length(lineage_doc) > 4) AND {condition}",
                    bound,
                )
            )
        for condition, bound in _among("run", runs):
            rows = self._select(f"SELECT run, stage_json FROM stage WHERE {condition} ORDER BY run, step", bound)
            for run, own in groupby(rows, itemgetter(0)):
                if run not in odd:
                    names = dict.fromkeys(_stage_text(msgspec.json.decode(stage)) for _, stage in own)
                    yield run, Kind.TEXT, None, SEPARATOR.join(names)
        shown = lineage.branches_of(self.snapshot, odd.values())
        for run, name in odd.items():
            names = dict.fromkeys(_stage_text(each.stage) for each in stage_steps(self.snapshot, shown[name]))
            if names:
                yield run, Kind.TEXT, None, SEPARATOR.join(names)

    def fact(self, source: int, number: int, runs: Sequence[int] | None) -> Iterator[Cell]:
        """A flat key of config or summary."""
        for condition, bound in _among("run", runs):
            yield from self._select(
                f"SELECT run, kind, num, txt FROM kv WHERE source = ? AND key = ? AND {condition}",
                (source, number, *bound),
            )

    def metric(self, number: int, figure: str, runs: Sequence[int] | None) -> Iterator[Cell]:
        """A figure of a metric. What a rewind, a fork or a late point touches is not in one row, and is reckoned."""
        connection, metric = self.snapshot.connection, self.field.key.rpartition(".")[0]
        is_whole = figure not in ("last", "min", "max", "mean")
        kind = int(Kind.INTEGER if is_whole else Kind.FLOAT)
        odd: set[int] = set()
        for condition, bound in _among("key", runs):
            odd.update(
                key
                # The lineage of one branch that shows whole takes four bytes.
                for (key,) in self._select(
                    f"SELECT key FROM run WHERE (parent_id IS NOT NULL OR length(lineage_doc) > 4) AND {condition}",
                    bound,
                )
            )
        for condition, bound in _among("series.run", runs):
            rows = self._select(
                f"SELECT series.run, {_FIGURES[figure]}, tidy FROM series JOIN series_facts ON series_facts.series = series.id"
                f" WHERE metric = ? AND {condition}",
                (number, *bound),
            )
            for run, value, tidy in rows:
                if not tidy:
                    odd.add(run)
                elif run not in odd and (value is not None or figure == "last"):
                    yield run, kind, value, None
        for run in sorted(odd):
            row = connection.execute("SELECT id FROM run WHERE key = ?", (run,)).fetchone()
            line = lineage.line(self.snapshot, lineage.branches(self.snapshot, row[0]), metric) if row else ()
            (facts,) = self.snapshot.series.summary([line]) if line else (None,)
            value = _figure(facts, figure) if facts is not None else None
            if value is not None:
                yield run, kind, None if math.isnan(value) else value, None


def column(snapshot: Snapshot, field: Field) -> Column:
    """The values of a field for all runs, by key of the run. Of a key that no run has, nothing.

    A key of config or summary is looked for as it is written, and then with `/` for each `.`, since nested keys are joined by `/`.
    """
    reader = _Reader(snapshot, field)
    match field.source:
        case "run" if field.key == "tag":
            return snapshot.column("tag", reader.tags)
        case "run" if field.key == "tag_count":
            return snapshot.column("tag_count", reader.tag_count)
        case "run" if field.key == "stage":
            return snapshot.column("stage", reader.stages)
        case "run" if field.key in _OF_PRIMARY:
            return _of_primary(snapshot, _OF_PRIMARY[field.key])
        case "run" if field.key in _GROWING:
            return _with_heartbeats(snapshot, field, snapshot.column(field.key, reader.run_column))
        case "run":
            return snapshot.column(field.key, reader.run_column)
        case "metrics":
            metric, _, figure = field.key.rpartition(".")
            number = _name_number(snapshot, metric)
            if number is None:
                return nothing(0)
            return snapshot.column(("metrics", number, figure), partial(reader.metric, number, figure))
        case _:
            source = _SOURCES[field.source]
            for key in dict.fromkeys((field.key, field.key.replace(".", "/"))):
                number = _name_number(snapshot, key)
                if number is not None and _has_facts(snapshot, source, number):
                    return snapshot.column((source, number), partial(reader.fact, source, number))
            return nothing(0)


def _of_primary(snapshot: Snapshot, figures: dict[str, str]) -> Column:
    """A figure of the metric that each run is judged by; nothing for runs of which nobody said."""
    connection = snapshot.connection
    chosen = connection.execute(
        "SELECT primary_metric, primary_goal, group_concat(key) FROM run WHERE primary_metric IS NOT NULL GROUP BY 1, 2"
    ).fetchall()
    found = nothing(0)
    for metric, goal, keys in chosen:
        values = column(snapshot, Field("metrics", f"{metric}.{figures.get(goal, figures['maximize'])}"))
        own = np.array([int(key) for key in keys.split(",")], np.int64)
        own = own[own < len(values)]
        found = found.resized(max(len(found), len(values)))
        kinds, numbers = found.kinds.copy(), found.numbers.copy()
        kinds[own], numbers[own] = values.kinds[own], values.numbers[own]
        found = Column(kinds, numbers, found.codes, found.words)
    return found


def _with_heartbeats(snapshot: Snapshot, field: Field, known: Column) -> Column:
    """The times of runs that go on, as their heartbeats have them: those are no change of a run, so no kept column has them."""
    ended = snapshot.column("ended_time", _Reader(snapshot, Field("run", "ended_time")).run_column)
    alive = np.flatnonzero(known.is_there & ~ended.resized(len(known)).is_there).tolist()
    if not alive:
        return known
    numbers = known.numbers.copy()
    for condition, bound in _among("key", alive):
        rows = snapshot.connection.execute(
            "SELECT key, created_time, updated_time, duration_secs,"
            f" (SELECT max(last_time) FROM journal WHERE journal.run = run.key) FROM run WHERE {condition}",
            bound,
        )
        for key, created, updated, duration, last in rows:
            updated = max(updated, last or 0)
            numbers[key] = updated if field.key == "updated_time" else max(duration, (updated - created) / 1e6)
    return Column(known.kinds, numbers, known.codes, known.words)


def present(snapshot: Snapshot) -> Mask:
    """By key, whether there is a run with that key."""
    reader = _Reader(snapshot, Field("run", "number"))
    return snapshot.column("number", reader.run_column).is_there


def lies_in(snapshot: Snapshot, place: Place, size: int) -> Mask:
    """By key, whether a run is in a place; for keys up to a size. Of a key that no run has, true for `active`."""
    column = snapshot.column("place", _Reader(snapshot, Field("run", "archived")).place).resized(size)
    if place == "active":
        return ~column.is_there
    return np.asarray(column.is_there & (column.codes == column.words.known(place)))


def values_of(field: Field, text: str) -> list[str]:
    """The values that a text of the field's column stands for: several where the field is one of LIST_FIELDS."""
    return text.split(SEPARATOR) if field.source == "run" and field.key in LIST_FIELDS else [text]


def _stage_text(stage: Any) -> str:
    return stage if isinstance(stage, str) else msgspec.json.encode(stage).decode()


def _name_number(snapshot: Snapshot, name: str) -> int | None:
    row = snapshot.connection.execute("SELECT id FROM name WHERE name = ?", (name,)).fetchone()
    return int(row[0]) if row else None


def _has_facts(snapshot: Snapshot, source: int, number: int) -> bool:
    found = snapshot.connection.execute("SELECT 1 FROM kv WHERE source = ? AND key = ? LIMIT 1", (source, number))
    return found.fetchone() is not None


def _among(column: str, runs: Sequence[int] | None) -> Iterator[tuple[str, Sequence[int]]]:
    """Conditions that a key is one of these, with what they bind; few enough at once for SQLite."""
    if runs is None:
        yield "1", ()
        return
    for first in range(0, len(runs), _MOST_BOUND):
        some = runs[first : first + _MOST_BOUND]
        yield f"{column} IN ({','.join('?' * len(some))})", some


_FIGURES = {
    "last": "last",
    "min": "min",
    "max": "max",
    "mean": "CASE WHEN count > nonfinite THEN sum / (count - nonfinite) END",
    "count": "count",
    "first_step": "first_step",
    "last_step": "last_step",
    "min_step": "min_step",
    "max_step": "max_step",
}


def _figure(facts: SeriesFacts, figure: str) -> float | None:
    known = not math.isnan(facts.min)
    match figure:
        case "last":
            return facts.last
        case "count":
            return facts.points
        case "first_step":
            return facts.first_step
        case "last_step":
            return facts.last_step
        case "mean":
            return facts.sum / (facts.points - facts.nonfinite) if known else None
        case _:
            return float(getattr(facts, figure)) if known else None
