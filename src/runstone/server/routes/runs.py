"""Runs: lists of them, their columns, and one run whole."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from runstone.query import runs
from runstone.query.answers import Columns, RunDetail, RunsPage
from runstone.query.runs import RunsAsk
from runstone.server.endpoint import Endpoint, get
from runstone.server.service import Service

Run = Annotated[str, Meta(description="The run's id, display id or number.")]
Project = Annotated[str, Meta(description="Only runs of this project.")]
Recursive = Annotated[bool, Meta(description="Also those of the projects under it.")]

MAX_PAGE = 10_000


class ListAsk(msgspec.Struct, frozen=True):
    """Which runs, in which order."""

    project: Project | None = None
    recursive: Recursive = True
    search: (
        Annotated[str, Meta(description="A regular expression or plain text in name, id, display id or tags.")] | None
    ) = None
    state: Annotated[list[str], Meta(description="Only runs in one of these states.")] = []
    tag: Annotated[list[str], Meta(description="Only runs that have all of these tags.")] = []
    sort: Annotated[str, Meta(description="A column; `-` before it for descending.")] = "-created_time"
    limit: Annotated[int, Meta(ge=1, le=MAX_PAGE, description="The most runs in one page.")] = 100
    cursor: Annotated[str, Meta(description="`next_cursor` of the page before.")] | None = None


class ColumnsAsk(msgspec.Struct, frozen=True):
    """Of which runs."""

    project: Project | None = None
    recursive: Recursive = True


class RunAsk(msgspec.Struct, frozen=True):
    """Which run."""

    run: Run


@get("/api/runs")
def list_runs(service: Service, ask: ListAsk) -> RunsPage:
    """A page of runs with flat config and summary. Runs without a value in the sorted column come last."""
    question = RunsAsk(
        project=ask.project,
        recursive=ask.recursive,
        search=ask.search,
        states=tuple(ask.state),
        tags=tuple(ask.tag),
        sort=ask.sort,
        limit=ask.limit,
        cursor=ask.cursor,
    )
    return runs.list_runs(service.index, question)


@get("/api/columns")
def list_columns(service: Service, ask: ColumnsAsk) -> Columns:
    """The flat keys of config and summary that the runs of a project have."""
    return runs.columns(service.index, ask.project, ask.recursive)


@get("/api/runs/{run}")
def read_run(service: Service, ask: RunAsk) -> RunDetail:
    """One run whole, with nested config and summary."""
    return runs.get_run(service.index, runs.find(service.index, ask.run))


ENDPOINTS: list[Endpoint] = [list_runs, list_columns, read_run]
