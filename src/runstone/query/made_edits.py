"""What was changed about a run by whom: its edits, each with what stood there before."""

from __future__ import annotations

from itertools import groupby
from typing import Any

import msgspec
import zstandard

from runstone.edits.edit import NOTHING, Edit, Standing
from runstone.index.index import Snapshot
from runstone.model.facts import RunFacts
from runstone.model.records import Described, Marked, StopAsked, StopWithdrawn, TagsChanged
from runstone.query.answers.edits import MadeEdit
from runstone.query.asking import question
from runstone.query.runs.naming import find

_decode = msgspec.msgpack.Decoder(Described | Marked | StopAsked | StopWithdrawn | TagsChanged).decode


@question
def list_edits(snapshot: Snapshot, run: str) -> list[MadeEdit]:
    """The edits of a run, the newest first; of two writers in one microsecond that of the writer whose id sorts later stands. What changed nothing
    is left out.

    Raises:
        RunNotFound: no run has that name.
    """
    connection = snapshot.connection
    run = find(snapshot, run)
    (key,) = connection.execute("SELECT key FROM run WHERE id = ?", (run,)).fetchone()
    dossier = connection.execute("SELECT facts FROM dossier WHERE run = ?", (key,)).fetchone()
    standing = _began(run, dossier[0] if dossier else None)
    rows = connection.execute(
        "SELECT time, writer, author, record_doc FROM edit WHERE run = ? ORDER BY time, writer, id", (key,)
    )
    found: list[MadeEdit] = []
    # What one person does at once may be several records.
    for (time, _, author), group in groupby(rows, lambda row: (row["time"], row["writer"], row["author"])):
        changes = _edit([_decode(row["record_doc"]) for row in group]).needed(standing)
        if changes != NOTHING:
            found.append(MadeEdit(time, author, changes, changes.inverse(standing)))
            standing = _after(standing, changes)
    return found[::-1]


def _began(run: str, packed: bytes | None) -> Standing:
    started = RunFacts.unpack(run, zstandard.decompress(packed)).started if packed is not None else None
    if started is None:
        return Standing(run, 0, "", "", is_open=True)
    return Standing(
        *(run, 0, started.name, started.project),
        notes=started.notes,
        group=started.group,
        job_type=started.job_type,
        tags=tuple(started.tags),
        is_open=True,  # whoever asked it to stop saw it go on
    )


def _edit(records: list[Described | Marked | StopAsked | StopWithdrawn | TagsChanged]) -> Edit:
    said: dict[str, Any] = {}
    for record in records:
        facts = msgspec.structs.asdict(record)
        del facts["time"]
        if isinstance(record, StopAsked | StopWithdrawn):
            facts = {"stop": isinstance(record, StopAsked)}
        elif isinstance(record, TagsChanged):
            facts = {"tags_added": tuple(record.added), "tags_removed": tuple(record.removed)}
        said.update({fact: value for fact, value in facts.items() if value is not None})
    return Edit(**said)


def _after(standing: Standing, changes: Edit) -> Standing:
    facts = {fact: value for fact in standing._fields if (value := getattr(changes, fact, None)) is not None}
    tags = (*(tag for tag in standing.tags if tag not in changes.tags_removed), *changes.tags_added)
    return standing._replace(tags=tags, **facts)
