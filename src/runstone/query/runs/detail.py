"""One run whole: what a list tells of it, and its environment, writers, troubles, children and rewinds."""

from __future__ import annotations

import msgspec
import zstandard

from runstone.index.index import Snapshot
from runstone.index.sqlite_catalog import journal_of_row
from runstone.model.facts import RunFacts
from runstone.query.answers.metrics import MetricDefinition
from runstone.query.answers.runs import ChildRun, Rewind, Run, RunDetail, TroubleNote, Writer
from runstone.query.asking import question
from runstone.query.runs.naming import find
from runstone.query.runs.row import read_rows, run_of_row


@question
def get_run(snapshot: Snapshot, run: str) -> RunDetail:
    """One run whole, by id, display id or number.

    Raises:
        RunNotFound: no run has that name.
    """
    connection = snapshot.connection
    (key,) = connection.execute("SELECT key FROM run WHERE id = ?", (find(snapshot, run),)).fetchone()
    row = read_rows(snapshot, [key], with_documents=True)[key]
    dossier = connection.execute("SELECT * FROM dossier WHERE run = ?", (key,)).fetchone()
    plain = run_of_row(snapshot, row, nested=True)
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
