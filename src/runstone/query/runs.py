"""Runs: pages of them, one whole, and the columns that they have."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from typing import Any, Literal

import msgspec
import zstandard

from runstone.index.catalog import CONFIG, SUMMARY
from runstone.index.index import Snapshot
from runstone.index.sqlite_catalog import journal_of_row
from runstone.model.errors import BadQuery, RunNotFound
from runstone.model.facts import RunFacts
from runstone.model.states import State
from runstone.model.values import flatten
from runstone.query.answers import (
    ChildRun,
    Column,
    Columns,
    ParentRun,
    Rewind,
    Run,
    RunDetail,
    RunsPage,
    TroubleNote,
    Writer,
)
from runstone.query.asking import question
from runstone.query.projects import within
from runstone.query.sorting import Order

MAX_PAGE = 10_000
_SPECIAL = re.compile(r"[\\^$.|?*+()\[\]{}]")


class RunsAsk(msgspec.Struct, frozen=True):
    """Which runs, in which order.

    `search` is a regular expression or plain text over name, id, display id and tags, upper and lower case alike. A run must be in one of
    `states` and have all of `tags`. `sort` is a column, with `-` before it for descending; runs without that value come last.
    """

    project: str | None = None
    recursive: bool = True
    search: str | None = None
    states: Sequence[str] = ()
    tags: Sequence[str] = ()
    sort: str = "-created_time"
    limit: int = 100
    cursor: str | None = None


@question
def list_runs(snapshot: Snapshot, ask: RunsAsk) -> RunsPage:
    """A page of runs.

    Raises:
        BadQuery: the sort, the search, a state or the cursor cannot be followed.
    """
    condition, parameters = _condition(snapshot, ask)
    limit = max(0, min(ask.limit, MAX_PAGE))
    order = Order.parse(ask.sort)
    rows, next_cursor = order.page(snapshot.connection, condition, parameters, limit, ask.cursor)
    (total,) = snapshot.connection.execute(f"SELECT count(*) FROM run WHERE {condition}", parameters).fetchone()
    return RunsPage([_run(snapshot, row) for row in rows], total, next_cursor, snapshot.revision)


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
def get_run(snapshot: Snapshot, run: str) -> RunDetail:
    """One run whole, by id, display id or number.

    Raises:
        RunNotFound: no run has that name.
    """
    connection = snapshot.connection
    row = connection.execute("SELECT * FROM run WHERE id = ?", (find(snapshot, run),)).fetchone()
    key = row["key"]
    dossier = connection.execute("SELECT * FROM dossier WHERE run = ?", (key,)).fetchone()
    plain = _run(snapshot, row, nested=True)
    decode = msgspec.msgpack.decode
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
        troubles=_troubles(snapshot, key, dossier["facts"] if dossier else None),
        rewinds=[Rewind(*rewind) for rewind in decode(dossier["rewinds_doc"])] if dossier else [],
    )


@question
def columns(snapshot: Snapshot, project: str | None = None, recursive: bool = True) -> Columns:
    """The flat keys of config and summary that the runs of a project have, by name."""
    condition, parameters = within(project, recursive, table="column_count")
    rows = snapshot.connection.execute(
        "SELECT source, name.name, sum(runs), sum(numbers), sum(texts) FROM column_count JOIN name ON name.id = key"
        f" WHERE {condition} GROUP BY source, key HAVING sum(runs) > 0 ORDER BY name.name",
        parameters,
    )
    found: dict[int, list[Column]] = {CONFIG: [], SUMMARY: []}
    for source, name, runs, numbers, texts in rows:
        kind: Literal["number", "text", "mixed"] = "mixed" if numbers and texts else "text" if texts else "number"
        if source in found:
            found[source].append(Column(name, runs, kind))
    return Columns(found[CONFIG], found[SUMMARY])


def _condition(snapshot: Snapshot, ask: RunsAsk) -> tuple[str, list[Any]]:
    """The filters as a condition on `run`, and its parameters."""
    condition, parameters = within(ask.project, ask.recursive)
    conditions: list[str] = [condition]
    found: list[Any] = [*parameters]
    if ask.states:
        unknown = set(ask.states) - set(State)
        if unknown:
            raise BadQuery(f"No state {sorted(unknown)[0]!r}. The states are {', '.join(State)}.")
        conditions.append(f"run.state IN ({', '.join('?' * len(ask.states))})")
        found += ask.states
    for tag in ask.tags:
        conditions.append("EXISTS (SELECT 1 FROM tag WHERE tag.tag = ? AND tag.run = run.key)")
        found.append(tag)
    if ask.search:
        plain = ask.search.isascii() and not _SPECIAL.search(ask.search)
        if not plain:
            try:
                re.compile(ask.search)
            except re.error as error:
                raise BadQuery(
                    f"The search {ask.search!r} is no regular expression ({error}). Put a backslash before a sign that stands for itself."
                ) from error
        test = "instr(lower({0}), lower(?))" if plain else "{0} REGEXP ?"
        # One call for three words, each a line of its own.
        words = [test.format("(run.name || char(10) || run.id || char(10) || run.display_id)")]
        found.append(ask.search)
        # Tags are few, runs are many.
        matching = f"SELECT tag FROM (SELECT DISTINCT tag FROM tag) WHERE {test.format('tag')}"
        tags = [tag for (tag,) in snapshot.connection.execute(matching, (ask.search,))]
        if tags:
            words.append(f"run.key IN (SELECT run FROM tag WHERE tag.tag IN ({', '.join('?' * len(tags))}))")
            found += tags
        conditions.append(f"({' OR '.join(words)})")
    return " AND ".join(conditions), found


def _run(snapshot: Snapshot, row: Any, nested: bool = False) -> Run:
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
    config, summary = (msgspec.msgpack.decode(row[name]) for name in ("config_doc", "summary_doc"))
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
        config=config if nested else flatten(config),
        summary=summary if nested else flatten(summary),
        revision=row["revision"],
    )


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
                alive=entry.alive,
                opened_time=entry.opened_time,
                last_time=entry.last_time,
                size_bytes=entry.size_bytes,
            )
        )
    return found


def _troubles(snapshot: Snapshot, key: int, facts: bytes | None) -> list[TroubleNote]:
    found = [
        TroubleNote(*row)
        for row in snapshot.connection.execute("SELECT time, kind, message FROM trouble WHERE run = ?", (key,))
    ]
    if facts is not None:
        recorded = RunFacts.unpack("", zstandard.decompress(facts)).troubles
        found += [TroubleNote(trouble.time, trouble.kind, trouble.message) for trouble in recorded]
    return sorted(found, key=lambda trouble: trouble.time)
