"""The order of a list of runs: by a column or a flat key, page after page, walking the index of the sort key.

A page is taken in phases: runs with a number under the key, runs with a text, runs without a value. The cursor remembers the phase, the
sort value and the key of the last run, so a page costs the same wherever it is.
"""

from __future__ import annotations

import base64
import binascii
import sqlite3
from collections.abc import Sequence
from typing import Any, NamedTuple

import msgspec

from runstone.index.catalog import CONFIG, SUMMARY
from runstone.model.errors import BadQuery

_COLUMNS = ("created_time", "ended_time", "updated_time", "duration_secs", "name", "number", "state")
_SOURCES = {"config": CONFIG, "summary": SUMMARY}


class _Phase(NamedTuple):
    """One stretch of the list: a FROM clause that binds `value`, a condition, and their parameters."""

    source: str
    value: str
    key: str
    condition: str
    parameters: list[Any]


class _Cursor(msgspec.Struct, array_like=True):
    sort: str
    phase: int
    value: Any
    key: int


class Order(NamedTuple):
    """A sort key and its direction."""

    sort: str
    name: str
    descending: bool

    @classmethod
    def parse(cls, sort: str) -> Order:
        """The order that a text like `-summary.val/acc` asks for.

        Raises:
            BadQuery: it names no column.
        """
        name = sort.removeprefix("-")
        source, _, key = name.partition(".")
        if name not in _COLUMNS and not (source in _SOURCES and key):
            raise BadQuery(
                f"Runs cannot be sorted by {name!r}. Sort by {', '.join(_COLUMNS)}, config.<key> or summary.<key>; "
                "put - before it for descending."
            )
        return cls(sort, name, sort.startswith("-"))

    def page(
        self,
        connection: sqlite3.Connection,
        condition: str,
        parameters: Sequence[Any],
        limit: int,
        cursor: str | None,
    ) -> tuple[list[sqlite3.Row], str | None]:
        """Rows of `run` that meet a condition, and the cursor of the next page.

        Raises:
            BadQuery: the cursor is of another question.
        """
        after = self._decode(cursor) if cursor else None
        direction, beyond = ("DESC", "<") if self.descending else ("ASC", ">")
        found: list[sqlite3.Row] = []
        reached = 0
        for number, phase in enumerate(self._phases(connection)):
            if after is not None and number < after.phase:
                continue
            conditions, bound = [phase.condition, condition], [*phase.parameters, *parameters]
            way, sign = (
                (direction, beyond)
                if phase.value != "run.created_time" or self.name == "created_time"
                else ("DESC", "<")
            )
            if after is not None and number == after.phase:
                conditions.append(f"({phase.value}, {phase.key}) {sign} (?, ?)")
                bound += [after.value, after.key]
            rows = connection.execute(
                f"SELECT run.*, {phase.value} AS sort_value FROM {phase.source} WHERE {' AND '.join(conditions)}"
                f" ORDER BY {phase.value} {way}, {phase.key} {way} LIMIT ?",
                [*bound, limit - len(found) + 1],
            ).fetchall()
            more = len(found) + len(rows) > limit
            rows = rows[: limit - len(found)]
            if rows:
                found += rows
                reached = number
            if more:
                return found, self._encode(reached, found[-1]) if found else None
        return found, None

    def _phases(self, connection: sqlite3.Connection) -> list[_Phase]:
        by_creation = ("run", "run.created_time", "run.key")
        if self.name in _COLUMNS:
            column = f"run.{self.name}"
            phases = [_Phase("run", column, "run.key", f"{column} IS NOT NULL", [])]
            if self.name == "ended_time":
                phases.append(_Phase(*by_creation, f"{column} IS NULL", []))
            return phases
        source, _, key = self.name.partition(".")
        row = connection.execute("SELECT id FROM name WHERE name = ?", (key,)).fetchone()
        place = [_SOURCES[source], row[0] if row else -1]
        # CROSS JOIN keeps SQLite from turning the walk along the sort key into a sort of everything.
        return [
            *(
                _Phase(
                    "kv CROSS JOIN run ON run.key = kv.run",
                    f"kv.{kind}",
                    "kv.run",
                    f"kv.source = ? AND kv.key = ? AND kv.{kind} IS NOT NULL",
                    place,
                )
                for kind in ("num", "txt")
            ),
            _Phase(
                *by_creation,
                "NOT EXISTS (SELECT 1 FROM kv WHERE kv.run = run.key AND kv.source = ? AND kv.key = ?"
                " AND (kv.num IS NOT NULL OR kv.txt IS NOT NULL))",
                place,
            ),
        ]

    def _encode(self, phase: int, row: sqlite3.Row) -> str:
        cursor = msgspec.msgpack.encode(_Cursor(self.sort, phase, row["sort_value"], row["key"]))
        return base64.urlsafe_b64encode(cursor).decode().rstrip("=")

    def _decode(self, cursor: str) -> _Cursor:
        try:
            data = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
            decoded = msgspec.msgpack.decode(data, type=_Cursor)
        except (binascii.Error, ValueError, msgspec.DecodeError):
            decoded = None
        if decoded is None or decoded.sort != self.sort:
            raise BadQuery("The cursor is of another question. Ask without one for the first page.")
        return decoded
