"""The home as a whole, and what changed in it."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta
from starlette.requests import Request
from starlette.routing import Route

from runstone.model.version import VERSION
from runstone.query import changes, projects
from runstone.query.answers.runs import Changes, Project
from runstone.server.endpoint import Endpoint, Int64, get
from runstone.server.events import EventStream
from runstone.server.gate import Gate
from runstone.server.service import Service


class HomeAnswer(msgspec.Struct, frozen=True):
    """The home that this server shows: its folder, empty for who is not admin of the whole server. `revision` grows with every change.

    `reading` is true while an index is made of a home that has none yet: there is more than the answers say.
    """

    home: str
    version: str
    revision: int
    runs: int
    running: int
    reading: bool


class ProjectsAnswer(msgspec.Struct, frozen=True):
    """The projects that hold runs themselves; the tree is in the path."""

    projects: list[Project]


class ChangesAsk(msgspec.Struct, frozen=True):
    """Since when."""

    since: Annotated[Int64, Meta(description="The last revision that the client knows.")] = 0


@get("/api/home")
def read_home(service: Service) -> HomeAnswer:
    """Which home this is, and how much is in it."""
    found = projects.list_projects(service.index)
    return HomeAnswer(
        home=str(service.home.path) if service.identity.keeps_users else "",
        version=VERSION,
        revision=changes.revision(service.index),
        runs=sum(project.runs for project in found),
        running=sum(project.running for project in found),
        reading=service.live.reading,
    )


@get("/api/projects")
def list_projects(service: Service) -> ProjectsAnswer:
    """Every project that holds runs itself."""
    return ProjectsAnswer(projects.list_projects(service.index))


@get("/api/changes")
def list_changes(service: Service, ask: ChangesAsk) -> Changes:
    """The runs that changed after a revision. `reset` is true when the index was made anew: forget everything and ask again."""
    return changes.since(service.index, ask.since)


@get("/api/events", media_type="text/event-stream")
def follow_changes(service: Service, ask: ChangesAsk) -> Changes:
    """The changes as Server-Sent Events, as they come. `Last-Event-ID` goes on after that revision."""
    return changes.since(service.index, ask.since)


ENDPOINTS: list[Endpoint] = [read_home, list_projects, list_changes]


def stream_route(gate: Gate) -> Route:
    """The one route whose answer does not end."""

    async def handle(request: Request) -> EventStream:
        async def admit() -> Service:
            return await gate.admit(request, follow_changes.needs, guests=True)

        return EventStream(
            await admit(), admit, request.headers.get("last-event-id") or request.query_params.get("since")
        )

    return Route(follow_changes.path, handle, methods=["GET"])
