"""Runs: lists and groups of them, and one run whole."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from runstone.query import grouping, runs, selection
from runstone.query.answers.groups import RunGroups
from runstone.query.answers.runs import RunDetail, RunIds, RunsPage
from runstone.query.grouping import MAX_LEVELS
from runstone.server.endpoint import Endpoint, get
from runstone.server.service import Indexed

Run = Annotated[str, Meta(description="The run's id, display id or number.")]
Project = Annotated[str, Meta(description="Only runs of this project.")]
Recursive = Annotated[bool, Meta(description="Also those of the projects under it.")]
Filter = Annotated[
    str, Meta(description="Only runs that meet this filter (docs/filters.md): text, or a MongoDB-style JSON document.")
]

Place = Annotated[
    selection.Place,
    Meta(description="Only active runs, archived ones, those in the bin, or `all`."),
]

MAX_PAGE = 10_000

Limit = Annotated[int, Meta(ge=1, le=MAX_PAGE, description="The most of them in one page.")]
Cursor = Annotated[str, Meta(description="`next_cursor` of the page before.")]
Offset = Annotated[
    int, Meta(ge=0, description="How many lie before the page, in the list as it is now; instead of a cursor.")
]


class ListAsk(msgspec.Struct, frozen=True):
    """Which runs, in which order."""

    project: Project | None = None
    recursive: Recursive = True
    filter: Filter | None = None
    place: Place = "active"
    sort: Annotated[list[str], Meta(description="Fields, the first one first; `-` before one for descending.")] = []
    fields: Annotated[
        list[str],
        Meta(
            description="The fields of config, summary and metrics that are wanted, or `none`; all of config and summary if not given."
        ),
    ] = []
    limit: Limit = 100
    cursor: Cursor | None = None
    offset: Offset = 0


class GroupsAsk(msgspec.Struct, frozen=True):
    """Which groups of runs, in which order."""

    project: Project | None = None
    recursive: Recursive = True
    filter: Filter | None = None
    place: Place = "active"
    by: Annotated[list[str], Meta(description=f"The fields whose values make the groups, 1 to {MAX_LEVELS}.")] = []
    aggregate: Annotated[list[str], Meta(description="Fields whose spread within each group is wanted.")] = []
    sort: (
        Annotated[
            str,
            Meta(
                description="A field of `by`, `runs`, or `<figure>:<field>` of an aggregate; `-` before it for descending."
            ),
        ]
        | None
    ) = None
    limit: Limit = 100
    cursor: Cursor | None = None
    offset: Offset = 0


class IdsAsk(msgspec.Struct, frozen=True):
    """Which runs, in which order."""

    project: Project | None = None
    recursive: Recursive = True
    filter: Filter | None = None
    place: Place = "active"
    sort: Annotated[list[str], Meta(description="Fields, the first one first; `-` before one for descending.")] = []
    limit: Annotated[int, Meta(ge=1, le=runs.MAX_IDS, description="The most of them in one page.")] = 100_000
    cursor: Cursor | None = None
    offset: Offset = 0


class RunAsk(msgspec.Struct, frozen=True):
    """Which run."""

    run: Run


@get("/api/runs", post=True)
def list_runs(service: Indexed, ask: ListAsk) -> RunsPage:
    """A page of runs with flat config and summary. Runs without a value in the sorted column come last."""
    question = runs.RunsAsk(
        project=ask.project,
        recursive=ask.recursive,
        filter=ask.filter,
        place=ask.place,
        sort=tuple(ask.sort),
        fields=tuple(field for field in ask.fields if field != "none") if ask.fields else None,
        limit=ask.limit,
        cursor=ask.cursor,
        offset=ask.offset,
    )
    return runs.list_runs(service.index, question)


@get("/api/run-ids", post=True)
def list_ids(service: Indexed, ask: IdsAsk) -> RunIds:
    """The ids of runs, and nothing else of them. For whoever does something with all that match."""
    question = runs.RunsAsk(
        project=ask.project,
        recursive=ask.recursive,
        filter=ask.filter,
        place=ask.place,
        sort=tuple(ask.sort),
        limit=ask.limit,
        cursor=ask.cursor,
        offset=ask.offset,
    )
    return runs.list_ids(service.index, question)


@get("/api/groups")
def list_groups(service: Indexed, ask: GroupsAsk) -> RunGroups:
    """Runs in groups with the same values in some fields, and how other fields spread within each."""
    question = grouping.GroupsAsk(
        project=ask.project,
        recursive=ask.recursive,
        filter=ask.filter,
        place=ask.place,
        by=tuple(ask.by),
        aggregate=tuple(ask.aggregate),
        sort=ask.sort,
        limit=ask.limit,
        cursor=ask.cursor,
        offset=ask.offset,
    )
    return grouping.list_groups(service.index, question)


@get("/api/runs/{run}")
def read_run(service: Indexed, ask: RunAsk) -> RunDetail:
    """One run whole, with nested config and summary."""
    return runs.get_run(service.index, runs.find(service.index, ask.run))


ENDPOINTS: list[Endpoint] = [list_runs, list_ids, list_groups, read_run]
