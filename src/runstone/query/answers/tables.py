"""Logged tables."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from runstone.query.answers.media import MediaPart


class TableColumn(msgspec.Struct, frozen=True):
    """A column of a logged table."""

    name: str
    type: Literal["number", "integer", "boolean", "text", "media", "other"]


class TablePage(msgspec.Struct, frozen=True):
    """Some rows of a logged table, which has `total`; `matched` are left by filter and search. `parts` are the blobs of the media in these rows, where
    the question says which run logged the table under which key."""

    columns: list[TableColumn]
    rows: list[list[Any]]
    total: int
    matched: int
    parts: dict[str, MediaPart]


class TableBin(msgspec.Struct, frozen=True):
    """How many rows have a value from `low` up to `high`, which belongs to the last bin alone."""

    low: float
    high: float
    rows: int


class TableTopValue(msgspec.Struct, frozen=True):
    """How many rows have a value."""

    value: Any
    rows: int


class TableColumnFacts(msgspec.Struct, frozen=True):
    """What a column of a logged table holds. `min`, `max`, `mean` and `bins` are of finite numbers; `top` are the most frequent values, `distinct` counts
    all but nulls."""

    name: str
    type: Literal["number", "integer", "boolean", "text", "media", "other"]
    rows: int
    nulls: int
    nan: int
    min: float | None
    max: float | None
    mean: float | None
    distinct: int
    bins: list[TableBin]
    top: list[TableTopValue]


class JoinedColumn(msgspec.Struct, frozen=True):
    """A column of tables side by side; `table` is the position of the table that it comes from, null for the column that they are joined on."""

    name: str
    type: Literal["number", "integer", "boolean", "text", "media", "other"]
    table: int | None


class JoinedTables(msgspec.Struct, frozen=True):
    """Logged tables side by side: a row for each value of `on`, null where a table has none. `total` counts the rows, `matched` those that all tables have, `listed` those that were
    asked for. `parts` are, table by table, the blobs of the media in these rows, where the question says under which key they were logged."""

    on: str
    columns: list[JoinedColumn]
    rows: list[list[Any]]
    total: int
    matched: int
    listed: int
    parts: list[dict[str, MediaPart]]
