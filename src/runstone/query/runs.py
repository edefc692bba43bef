"""Runs: pages of them, one whole, and the columns that they have."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from typing import Any, Literal, NamedTuple

import msgspec
import zstandard

from runstone.index.catalog import CONFIG, SUMMARY
from runstone.index.columns import Column as Values
from runstone.index.index import Snapshot
from runstone.index.sqlite_catalog import journal_of_row
from runstone.model.errors import RunNotFound
from runstone.model.facts import RunFacts
from runstone.model.states import State
from runstone.model.values import flatten, pick
from runstone.query import fields, selection
from runstone.query.answers import (
    ChildRun,
    Column,
    Columns,
    MetricDefinition,
    ParentRun,
    Rewind,
    Run,
    RunDetail,
    RunIds,
    RunsPage,
    TroubleNote,
    Writer,
)
from runstone.query.asking import question
from runstone.query.language.fields import parse_field
from runstone.query.language.syntax import Field
from runstone.query.projects import within
from runstone.query.selection import Place, Selection
from runstone.query.sorting import Order

MAX_PAGE = 10_000


class RunsAsk(Selection, frozen=True):
    """Which runs, in which order, and what of them.

    `sort` are fields, the first one first, with `-` before one for descending; runs without a value come last. `fields` are the fields of
    config, summary and metrics that are wanted; None for all of config and summary.
    """

    sort: Sequence[str] = ()
    fields: Sequence[str] | None = None
    limit: int = 100
    cursor: str | None = None


@question
def list_runs(snapshot: Snapshot, ask: RunsAsk) -> RunsPage:
    """A page of runs.

    Raises:
        BadQuery: the filter, a sort, a field or the cursor cannot be followed.
    """
    order = Order.parse(ask.sort)
    wanted = None if ask.fields is None else _Wanted.parse(snapshot, ask.fields)
    selected = selection.mask(snapshot, ask)
    keys, next_cursor = order.page(snapshot, selected, max(0, min(ask.limit, MAX_PAGE)), ask.cursor)
    rows = _rows(snapshot, keys, with_documents=wanted is None or wanted.is_in_documents)
    found = [_run(snapshot, rows[key], wanted) for key in keys if key in rows]
    return RunsPage(found, int(selected.sum()), next_cursor, snapshot.revision)


MAX_IDS = 1_000_000


@question
def list_ids(snapshot: Snapshot, ask: RunsAsk) -> RunIds:
    """The ids of runs in their order, and nothing else of them: many times as many as a page of runs could hold.

    Raises:
        BadQuery: the filter, a sort or the cursor cannot be followed.
    """
    selected = selection.mask(snapshot, ask)
    keys, next_cursor = Order.parse(ask.sort).page(snapshot, selected, max(0, min(ask.limit, MAX_IDS)), ask.cursor)
    ids = fields.column(snapshot, Field("run", "id"))
    return RunIds([ids.value(key) for key in keys], int(selected.sum()), next_cursor, snapshot.revision)


class _Wanted(NamedTuple):
    """The fields of runs that were asked for: flat keys of config and summary, and columns of metrics by their names."""

    config: frozenset[str]
    summary: frozenset[str]
    metrics: dict[str, Values]

    @property
    def is_in_documents(self) -> bool:
        return bool(self.config or self.summary)

    @classmethod
    def parse(cls, snapshot: Snapshot, texts: Sequence[str]) -> _Wanted:
        wanted: list[Field] = [parse_field(text) for text in texts]
        keys = {
            source: frozenset(
                key for field in wanted if field.source == source for key in (field.key, field.key.replace(".", "/"))
            )
            for source in ("config", "summary")
        }
        metrics = {field.key: fields.column(snapshot, field) for field in wanted if field.source == "metrics"}
        return cls(keys["config"], keys["summary"], metrics)

    def of_metrics(self, key: int) -> dict[str, float]:
        """The figures of the metrics that a run has."""
        found = {name: values.value(key) for name, values in self.metrics.items() if key < len(values)}
        return {name: value for name, value in found.items() if value is not None}


def _rows(snapshot: Snapshot, keys: Sequence[int], with_documents: bool) -> dict[int, Any]:
    source = "run JOIN document ON document.run = run.key" if with_documents else "run"
    found: dict[int, Any] = {}
    for first in range(0, len(keys), 500):
        some = keys[first : first + 500]
        rows = snapshot.connection.execute(f"SELECT * FROM {source} WHERE key IN ({','.join('?' * len(some))})", some)
        found.update((row["key"], row) for row in rows)
    return found


@question
def find(snapshot: Snapshot, name: str) -> str:
    """The id of a run by its id, display id or number.

    Raises:
        RunNotFound: no run has that name.
    """
    connection = snapshot.connection
    row = connection.execute("SELECT id FROM run WHERE id = ?", (name,)).fetchone()
    row = row or connection.execute("SELECT id FROM run WHERE display_id = ? ORDER BY key", (name.upper(),)).fetchone()
    if row is None and name.isdecimal() and int(name) > 0 and len(name) < 19:
        row = connection.execute("SELECT id FROM run WHERE number = ? ORDER BY key", (int(name),)).fetchone()
    if row is not None:
        return str(row["id"])
    rows = connection.execute("SELECT id, display_id, name FROM run ORDER BY created_time DESC LIMIT 5000")
    known = {word.lower(): row["id"] for row in rows for word in row}
    close = difflib.get_close_matches(name.lower(), known, n=3)
    hint = f" Did you mean {' or '.join(dict.fromkeys(known[word] for word in close))}?" if close else ""
    raise RunNotFound(f'No run "{name}" in this home.{hint} `runstone ls` lists the runs.')


@question
def find_all(snapshot: Snapshot, names: Sequence[str]) -> list[str]:
    """The ids of runs by their ids, display ids or numbers, in one query for all that are ids.

    Raises:
        RunNotFound: no run has that name.
    """
    rows = snapshot.connection.execute(
        "SELECT id FROM run WHERE id IN (SELECT value FROM json_each(?))", (msgspec.json.encode(list(names)).decode(),)
    )
    known = {run for (run,) in rows}
    return [name if name in known else find(snapshot, name) for name in names]


@question
def get_run(snapshot: Snapshot, run: str) -> RunDetail:
    """One run whole, by id, display id or number.

    Raises:
        RunNotFound: no run has that name.
    """
    connection = snapshot.connection
    (key,) = connection.execute("SELECT key FROM run WHERE id = ?", (find(snapshot, run),)).fetchone()
    row = _rows(snapshot, [key], with_documents=True)[key]
    dossier = connection.execute("SELECT * FROM dossier WHERE run = ?", (key,)).fetchone()
    plain = _run(snapshot, row, nested=True)
    decode = msgspec.msgpack.decode
    facts = RunFacts.unpack(row["id"], zstandard.decompress(dossier["facts"])) if dossier else RunFacts(row["id"])
    (files,) = connection.execute("SELECT count(*) FROM file WHERE run = ?", (key,)).fetchone()
    return RunDetail(
        **{name: getattr(plain, name) for name in Run.__struct_fields__},
        environment=decode(dossier["environment_doc"]) if dossier else {},
        error=dossier["error"] if dossier else None,
        children=[
            ChildRun(*child)
            for child in connection.execute(
                "SELECT id, display_id, name, parent_step FROM run WHERE parent_id = ? ORDER BY created_time, key",
                (row["id"],),
            )
        ],
        writers=_writers(snapshot, key),
        troubles=_troubles(snapshot, key, facts),
        rewinds=[Rewind(*rewind) for rewind in decode(dossier["rewinds_doc"])] if dossier else [],
        sweep=facts.sweep or None,
        pinned_config_keys=facts.pinned_config_keys,
        definitions=[
            MetricDefinition(**msgspec.structs.asdict(definition)) for definition in facts.definitions.rules.all
        ],
        files=files,
    )


@question
def columns(snapshot: Snapshot, project: str | None = None, recursive: bool = True, place: Place = "active") -> Columns:
    """The flat keys of config and summary that the runs of a project in some place have, by name."""
    condition, parameters = within(project, recursive, table="column_count")
    if place != "all":
        condition, parameters = f"{condition} AND place = ?", [*parameters, place]
    rows = snapshot.connection.execute(
        "SELECT source, name.name, sum(runs), sum(numbers), sum(texts) FROM column_count JOIN name ON name.id = key"
        f" WHERE {condition} GROUP BY source, key HAVING sum(runs) > 0 ORDER BY name.name",
        parameters,
    )
    found: dict[int, list[Column]] = {CONFIG: [], SUMMARY: []}
    for source, name, runs, numbers, texts in rows:
        if source in found:
            found[source].append(Column(name, runs, kind_of(numbers, texts)))
    return Columns(found[CONFIG], found[SUMMARY])


def kind_of(numbers: int, texts: int) -> Literal["number", "text", "mixed"]:
    """What a column is that has so many numbers and texts."""
    return "mixed" if numbers and texts else "text" if texts else "number"


def _run(snapshot: Snapshot, row: Any, wanted: _Wanted | None = None, nested: bool = False) -> Run:
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


def _writers(snapshot: Snapshot, key: int) -> list[Writer]:
    found = []
    for row in snapshot.connection.execute("SELECT * FROM journal WHERE run = ? ORDER BY opened_time, writer", (key,)):
        entry = journal_of_row(row)
        opened = entry.opened
        found.append(
            Writer(
                writer=entry.writer,
                host=opened.host if opened else "",
                pid=opened.pid if opened else 0,
                role=opened.role if opened else "primary",
                author=opened.author if opened else "",
                alive=entry.alive,
                opened_time=entry.opened_time,
                last_time=entry.last_time,
                size_bytes=entry.size_bytes,
            )
        )
    return found


def _troubles(snapshot: Snapshot, key: int, facts: RunFacts) -> list[TroubleNote]:
    found = [
        TroubleNote(*row)
        for row in snapshot.connection.execute("SELECT time, kind, message FROM trouble WHERE run = ?", (key,))
    ]
    found += [TroubleNote(trouble.time, trouble.kind, trouble.message) for trouble in facts.troubles]
    return sorted(found, key=lambda trouble: trouble.time)
