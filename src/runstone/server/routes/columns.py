"""Columns: which fields runs have, and what those hold."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from runstone.query import column_facts, runs
from runstone.query.answers import ColumnFacts, Columns
from runstone.server.endpoint import Endpoint, get
from runstone.server.routes.runs import Filter, Project, Recursive
from runstone.server.service import Service


class ColumnsAsk(msgspec.Struct, frozen=True):
    """Of which runs."""

    project: Project | None = None
    recursive: Recursive = True


class ColumnAsk(msgspec.Struct, frozen=True, kw_only=True):
    """Which field, of which runs."""

    field: Annotated[str, Meta(description="`state`, `config.lr`, `summary.val/acc`, `metrics.val/acc.max` …")]
    project: Project | None = None
    recursive: Recursive = True
    filter: Filter | None = None
    bins: Annotated[int, Meta(ge=1, le=200, description="The most bins of the histogram.")] = 20
    top: Annotated[int, Meta(ge=0, le=200, description="The most values that are listed.")] = 20


@get("/api/columns")
def list_columns(service: Service, ask: ColumnsAsk) -> Columns:
    """The flat keys of config and summary that the runs of a project have."""
    return runs.columns(service.index, ask.project, ask.recursive)


@get("/api/column")
def describe_column(service: Service, ask: ColumnAsk) -> ColumnFacts:
    """The values of a field over some runs: how its numbers spread, and its most frequent values."""
    question = column_facts.ColumnAsk(
        field=ask.field, project=ask.project, recursive=ask.recursive, filter=ask.filter, bins=ask.bins, top=ask.top
    )
    return column_facts.describe(service.index, question)


ENDPOINTS: list[Endpoint] = [list_columns, describe_column]
