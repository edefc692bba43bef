"""A row of the catalog as a run, with those of its fields that are wanted."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any, NamedTuple

import msgspec

from runstone.index.columns import Column as Values
from runstone.index.index import Snapshot
from runstone.model.states import State
from runstone.model.values import flatten, pick
from runstone.query import fields
from runstone.query.answers.runs import Best, ParentRun, Run
from runstone.query.language.fields import parse_field
from runstone.query.language.syntax import Field

STAGE = Field("run", "stage")


class Wanted(NamedTuple):
    """The fields of runs that were asked for: flat keys of config and summary, and columns of metrics by their names. `stages` are there if they
    were asked for."""

    config: frozenset[str]
    summary: frozenset[str]
    metrics: dict[str, Values]
    stages: Values | None = None

    @property
    def is_in_documents(self) -> bool:
        return bool(self.config or self.summary)

    @classmethod
    def parse(cls, snapshot: Snapshot, texts: Sequence[str]) -> Wanted:
        wanted: list[Field] = [parse_field(text) for text in texts]
        keys = {
            source: frozenset(
                key for field in wanted if field.source == source for key in (field.key, field.key.replace(".", "/"))
            )
            for source in ("config", "summary")
        }
        metrics = {field.key: fields.column(snapshot, field) for field in wanted if field.source == "metrics"}
        stages = next((fields.column(snapshot, field) for field in wanted if field[:2] == STAGE[:2]), None)
        return cls(keys["config"], keys["summary"], metrics, stages)

    def of_stages(self, key: int) -> list[str] | None:
        """The stages that a run was in; None if nobody asked."""
        if self.stages is None:
            return None
        text = self.stages.value(key) if key < len(self.stages) else None
        return [] if text is None else fields.values_of(STAGE, text)

    def of_metrics(self, key: int) -> dict[str, float]:
        """The figures of the metrics that a run has."""
        found = {name: values.value(key) for name, values in self.metrics.items() if key < len(values)}
        return {name: value for name, value in found.items() if value is not None}


def read_rows(snapshot: Snapshot, keys: Sequence[int], with_documents: bool) -> dict[int, Any]:
    """The rows of runs by key, with config and summary where those are asked for. What is no run any more is left out."""
    source = "run JOIN document ON document.run = run.key" if with_documents else "run"
    found: dict[int, Any] = {}
    for first in range(0, len(keys), 500):
        some = keys[first : first + 500]
        rows = snapshot.connection.execute(f"SELECT * FROM {source} WHERE key IN ({','.join('?' * len(some))})", some)
        found.update((row["key"], row) for row in rows)
    return found


class Bests:
    """The best values of the metrics that runs are judged by, read once for all runs of a page, and only if one has such a metric."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot

    @cached_property
    def _columns(self) -> tuple[Values, Values]:
        value, step = (fields.column(self._snapshot, Field("run", name)) for name in ("best", "best_step"))
        return value, step

    def of(self, row: Any) -> Best | None:
        """That of a run; None if nobody said what it is judged by."""
        if row["primary_metric"] is None:
            return None
        value, step = (own.value(row["key"]) if row["key"] < len(own) else None for own in self._columns)
        return Best(row["primary_metric"], row["primary_goal"], value, step)


def run_of_row(
    snapshot: Snapshot, row: Any, wanted: Wanted | None = None, nested: bool = False, bests: Bests | None = None
) -> Run:
    """A row as a run: with the `wanted` fields alone, or with all of config and summary, flat unless `nested`. `bests` are those of its page."""
    parent = None
    if row["parent_id"] is not None:
        known = snapshot.connection.execute("SELECT display_id FROM run WHERE id = ?", (row["parent_id"],)).fetchone()
        parent = ParentRun(row["parent_id"], known["display_id"] if known else "", row["parent_step"])
    ended_time, updated_time, duration_secs = row["ended_time"], row["updated_time"], row["duration_secs"]
    if ended_time is None:
        # Heartbeats are no change of the run, but they show how long it has lived.
        (last_time,) = snapshot.connection.execute(
            "SELECT max(last_time) FROM journal WHERE run = ?", (row["key"],)
        ).fetchone()
        updated_time = max(updated_time, last_time or 0)
        duration_secs = max(duration_secs, (updated_time - row["created_time"]) / 1e6)
    config: dict[str, Any] = {}
    summary: dict[str, Any] = {}
    if wanted is None or wanted.is_in_documents:
        config, summary = (msgspec.msgpack.decode(row[name]) for name in ("config_doc", "summary_doc"))
    if wanted is not None:
        config, summary = _picked(config, wanted.config), _picked(summary, wanted.summary)
    elif not nested:
        config, summary = flatten(config), flatten(summary)
    return Run(
        id=row["id"],
        number=row["number"],
        display_id=row["display_id"],
        name=row["name"],
        project=row["project"],
        state=State(row["state"]),
        created_time=row["created_time"],
        ended_time=ended_time,
        updated_time=updated_time,
        duration_secs=duration_secs,
        tags=msgspec.msgpack.decode(row["tags_doc"]),
        notes=row["notes"],
        group=row["group_name"],
        job_type=row["job_type"],
        host=row["host"],
        exit_code=row["exit_code"],
        parent=parent,
        colour=row["colour"],
        starred=bool(row["starred"]),
        archived=bool(row["archived"]),
        binned_time=row["binned_time"],
        binned_by=row["binned_by"],
        config=config,
        summary=summary,
        metrics=wanted.of_metrics(row["key"]) if wanted is not None else {},
        revision=row["revision"],
        stages=wanted.of_stages(row["key"]) if wanted is not None else None,
        silent_time=row["silent_time"],
        stop_asked_time=row["stop_asked_time"] if ended_time is None else None,
        stop_asked_by=row["stop_asked_by"] if ended_time is None else None,
        best=(bests or Bests(snapshot)).of(row),
    )


def _picked(document: dict[str, Any], keys: frozenset[str]) -> dict[str, Any]:
    """The flat keys that a nested document has."""
    found: dict[str, Any] = {}
    for key in keys:
        value = document.get(key)
        # Nearly all stand at the top, and are no mappings.
        if value is not None and type(value) is not dict:
            found[key] = value
            continue
        try:
            found[key] = pick(document, key)
        except KeyError:
            continue
    return found
