"""What projects and runs take up on the disk, before anybody removes them."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from runstone.query.answers.space import Space, SpaceTree
from runstone.query.space import bin_space, project_space, run_space
from runstone.server.endpoint import Endpoint, get
from runstone.server.service import Service


class SpaceAsk(msgspec.Struct, frozen=True):
    """Of which project."""

    project: Annotated[str, Meta(description="This project and all below it; the whole home if not given.")] | None = (
        None
    )


class RunSpaceAsk(msgspec.Struct, frozen=True):
    """Of which runs."""

    runs: Annotated[list[str], Meta(description="Ids of runs; repeat it.")] = msgspec.field(
        name="run", default_factory=list
    )
    binned_project: (
        Annotated[str, Meta(description="Instead: those in the bin, of this project and all below it.")] | None
    ) = None


@get("/api/space", guests=False)
def read_space(service: Service, ask: SpaceAsk) -> SpaceTree:
    """What a project takes up, each project below it by itself, and what removing them would free."""
    return project_space(service.index, ask.project)


@get("/api/space/runs", guests=False)
def read_run_space(service: Service, ask: RunSpaceAsk) -> Space:
    """What some runs take up with the artifacts that they logged, and what removing them would free."""
    if ask.binned_project is not None:
        return bin_space(service.index, ask.binned_project)
    return run_space(service.index, ask.runs)


ENDPOINTS: list[Endpoint] = [read_space, read_run_space]
