"""How runs stand before an edit."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from runstone.edits.edit import Standing
from runstone.index.index import Snapshot
from runstone.query import runs, selection
from runstone.query.asking import question
from runstone.query.selection import Selection

_COLUMNS = (
    "id, updated_time, name, project, notes, group_name, job_type, colour, tags_doc, starred, archived, binned_time, stop_asked_time, "
    "state IN ('running', 'preempting') AS is_open"
)
_MOST_BOUND = 500


@question
def of_runs(snapshot: Snapshot, names: Iterable[str]) -> list[Standing]:
    """These runs, each once, by id, display id or number.

    Raises:
        RunNotFound: one of them is none.
    """
    ids = list(dict.fromkeys(names))
    found = {standing.run: standing for standing in _by(snapshot, "id", ids)}
    for name in ids:
        if name not in found:
            (standing,) = _by(snapshot, "id", [runs.find(snapshot, name)])
            found.setdefault(standing.run, standing)
    return list(found.values())


@question
def of_known(snapshot: Snapshot, ids: Iterable[str]) -> list[Standing]:
    """Those of these runs, by id, that there are."""
    return _by(snapshot, "id", list(dict.fromkeys(ids)))


@question
def of_selection(snapshot: Snapshot, wanted: Selection) -> list[Standing]:
    """The selected runs.

    Raises:
        BadQuery: the filter is wrong; it says where.
    """
    return _by(snapshot, "key", selection.keys(snapshot, wanted).tolist())


def _by(snapshot: Snapshot, column: str, values: list[str] | list[int]) -> list[Standing]:
    found: list[Standing] = []
    for first in range(0, len(values), _MOST_BOUND):
        some = values[first : first + _MOST_BOUND]
        rows = snapshot.connection.execute(
            f"SELECT {_COLUMNS} FROM run WHERE {column} IN ({','.join('?' * len(some))}) ORDER BY key", some
        )
        found += [
            Standing(
                run=row["id"],
                time=row["updated_time"],
                name=row["name"],
                project=row["project"],
                notes=row["notes"] or "",
                group=row["group_name"] or "",
                job_type=row["job_type"] or "",
                colour=row["colour"] or "",
                tags=tuple(msgspec.msgpack.decode(row["tags_doc"])),
                starred=bool(row["starred"]),
                archived=bool(row["archived"]),
                binned=row["binned_time"] is not None,
                is_open=bool(row["is_open"]),
                stop=row["stop_asked_time"] is not None,
            )
            for row in rows
        ]
    return found
