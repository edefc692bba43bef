"""Columns: which fields runs have, what those hold, and what a filter could go on with."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from runstone.query import column_facts, completion, runs
from runstone.query.answers.columns import ColumnFacts, Columns, Completion, Varying
from runstone.query.selection import Selection
from runstone.server.endpoint import Endpoint, get
from runstone.server.routes.runs import Filter, Place, Project, Recursive
from runstone.server.service import Indexed


class ColumnsAsk(msgspec.Struct, frozen=True):
    """Of which runs."""

    project: Project | None = None
    recursive: Recursive = True
    place: Place = "active"


class VaryingAsk(msgspec.Struct, frozen=True):
    """Of which runs."""

    project: Project | None = None
    recursive: Recursive = True
    filter: Filter | None = None
    place: Place = "active"


class ColumnAsk(msgspec.Struct, frozen=True, kw_only=True):
    """Which field, of which runs."""

    field: Annotated[str, Meta(description="`state`, `config.lr`, `summary.val/acc`, `metrics.val/acc.max` …")]
    project: Project | None = None
    recursive: Recursive = True
    filter: Filter | None = None
    place: Place = "active"
    bins: Annotated[int, Meta(ge=1, le=200, description="The most bins of the histogram.")] = 20
    top: Annotated[int, Meta(ge=0, le=200, description="The most values that are listed.")] = 20


class CompleteAsk(msgspec.Struct, frozen=True):
    """A filter that is being written."""

    text: Annotated[str, Meta(description="The filter so far.")] = ""
    at: Annotated[int, Meta(ge=0, description="Where the cursor stands; at the end if not given.")] | None = None
    project: Project | None = None


@get("/api/columns")
def list_columns(service: Indexed, ask: ColumnsAsk) -> Columns:
    """The flat keys of config and summary that the runs of a project have."""
    return runs.columns(service.index, ask.project, ask.recursive, ask.place)


@get("/api/columns/varying")
def list_varying(service: Indexed, ask: VaryingAsk) -> Varying:
    """The settings that are not the same in all of some runs: what tells those apart."""
    return column_facts.varying(service.index, Selection(ask.project, ask.recursive, ask.filter, ask.place))


@get("/api/column")
def describe_column(service: Indexed, ask: ColumnAsk) -> ColumnFacts:
    """The values of a field over some runs: how its numbers spread, and its most frequent values."""
    question = column_facts.ColumnAsk(
        field=ask.field,
        project=ask.project,
        recursive=ask.recursive,
        filter=ask.filter,
        place=ask.place,
        bins=ask.bins,
        top=ask.top,
    )
    return column_facts.describe(service.index, question)


@get("/api/complete")
def complete_filter(service: Indexed, ask: CompleteAsk) -> Completion:
    """What a filter could go on with where the cursor stands, and which part of it that would replace."""
    at = len(ask.text) if ask.at is None else ask.at
    return completion.complete(service.index, ask.text, at, ask.project)


ENDPOINTS: list[Endpoint] = [list_columns, list_varying, describe_column, complete_filter]
