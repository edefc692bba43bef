"""Logged tables: pages, facts of columns, and tables of several runs side by side."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from runstone.query.answers.tables import JoinedTables, TableColumnFacts, TablePage
from runstone.query.tables.column_facts import describe
from runstone.query.tables.joining import MAX_TABLES, JoinAsk, side_by_side
from runstone.query.tables.opened import TableName
from runstone.query.tables.page import MAX_PAGE, TableAsk, page
from runstone.server.endpoint import Endpoint, get
from runstone.server.errors import Refused
from runstone.server.routes.blobs import shown_path
from runstone.server.service import Service

Offset = Annotated[int, Meta(ge=0, le=1 << 53, description="So many rows before the page.")]
Limit = Annotated[int, Meta(ge=1, le=MAX_PAGE, description="The most rows in one page.")]


class TableOfAsk(msgspec.Struct, frozen=True, kw_only=True):
    """Which table."""

    sha256: Annotated[str, Meta(description="SHA-256 of its blob.")]
    run: (
        Annotated[
            str,
            Meta(
                description="The run that logged it; with `key` all parts of a table that was logged in parts, up to this one."
            ),
        ]
        | None
    ) = None
    key: Annotated[str, Meta(description="The key that it was logged under.")] | None = None

    @property
    def name(self) -> TableName:
        """The table."""
        return TableName(self.sha256, self.run, self.key)


class TablePageAsk(TableOfAsk, frozen=True, kw_only=True):
    """Which rows of a table."""

    offset: Offset = 0
    limit: Limit = 100
    sort: Annotated[
        list[str], Meta(description="Columns, the first one first; `-` before one for descending. Nulls come last.")
    ] = []
    filter: (
        Annotated[str, Meta(description="Only rows that meet this filter: `loss < 0.3 and label = cat`.")] | None
    ) = None
    search: Annotated[str, Meta(description="Only rows with these words in a cell, or with this number.")] | None = None


class TableColumnAsk(TableOfAsk, frozen=True, kw_only=True):
    """Which column of a table."""

    name_of_column: Annotated[str, Meta(description="The name of the column.")] = msgspec.field(name="name")


class JoinOfAsk(msgspec.Struct, frozen=True, kw_only=True):
    """Which tables, and by which column."""

    tables: Annotated[list[str], Meta(description="2 to 20 tables, each as `<run>:<sha256>`; repeat it.")] = (
        msgspec.field(name="table", default_factory=list)
    )
    on: Annotated[str, Meta(description="The column whose values rows have in common.")]
    key: (
        Annotated[str, Meta(description="The key that they were logged under, for tables that were logged in parts.")]
        | None
    ) = None
    only_differing: Annotated[
        bool, Meta(description="Only rows that a table lacks, or in which a column that several tables have differs.")
    ] = False
    filter: (
        Annotated[str, Meta(description="Only rows of which the row of some table meets this filter: `loss < 0.3`.")]
        | None
    ) = None
    sort: Annotated[str, Meta(description="A column; `-` before it for descending. Nulls come last.")] | None = None
    sort_table: Annotated[
        int, Meta(ge=0, le=MAX_TABLES - 1, description="The place of the table whose column it is, from 0.")
    ] = 0
    offset: Offset = 0
    limit: Limit = 100


@get("/api/tables/join", long=True)
def join_tables(service: Service, ask: JoinOfAsk) -> JoinedTables:
    """Tables side by side: a row for each value of a column."""
    names = []
    for table in ask.tables:
        run, colon, sha256 = table.rpartition(":")
        if not colon:
            raise Refused(400, "bad_parameter", f"{table[:100]!r} is no table.", "Write <run>:<sha256>.")
        shown_path(service, sha256)
        names.append(TableName(sha256, run or None, ask.key))
    question = JoinAsk(names, ask.on, ask.offset, ask.limit, ask.only_differing, ask.filter, ask.sort, ask.sort_table)
    return side_by_side(service.tables, question)


@get("/api/tables/{sha256}", long=True)
def read_table(service: Service, ask: TablePageAsk) -> TablePage:
    """A page of a logged table, sorted, filtered and searched."""
    shown_path(service, ask.sha256)
    return page(service.tables, TableAsk(ask.name, ask.offset, ask.limit, ask.sort, ask.filter, ask.search))


@get("/api/tables/{sha256}/column", long=True)
def describe_table_column(service: Service, ask: TableColumnAsk) -> TableColumnFacts:
    """What a column of a logged table holds."""
    shown_path(service, ask.sha256)
    return describe(service.tables, ask.name, ask.name_of_column)


ENDPOINTS: list[Endpoint] = [join_tables, read_table, describe_table_column]
