"""Runs beside each other."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from runstone.query.answers.compare import Comparison, Parting
from runstone.query.compare import comparison, parting
from runstone.query.compare.comparison import SECTIONS, Section
from runstone.query.compare.parting import PartingX
from runstone.server.endpoint import Endpoint, get
from runstone.server.service import Indexed, Service
from runstone.server.shown import shows_blob


class CompareAsk(msgspec.Struct, frozen=True):
    """Which runs, and what of them."""

    runs: Annotated[list[str], Meta(description="Ids of 2 to 100 runs; repeat it.")] = msgspec.field(
        name="run", default_factory=list
    )
    reference: (
        Annotated[str, Meta(description="The run that the others are compared with; by default the first.")] | None
    ) = None
    differences: Annotated[bool, Meta(description="Leave out what is the same in all runs.")] = False
    sections: Annotated[list[Section], Meta(description="Only this section; repeat it. By default all.")] = (
        msgspec.field(name="section", default_factory=list)
    )


class PartingAskOfRuns(msgspec.Struct, frozen=True):
    """Which metric of which two runs or groups."""

    metric: Annotated[str, Meta(description="The metric.")]
    runs: Annotated[list[str], Meta(description="Ids of two runs, or of more with groups; repeat it.")] = msgspec.field(
        name="run", default_factory=list
    )
    groups: Annotated[list[str], Meta(description="One of two labels for each run, in the same order; repeat it.")] = (
        msgspec.field(name="group", default_factory=list)
    )
    x: Annotated[PartingX, Meta(description="The axis on which the place is told.")] = "step"


@get("/api/compare")
def compare_runs(service: Service, ask: CompareAsk) -> Comparison:
    """What is the same in runs, and what differs."""
    question = comparison.CompareAsk(ask.runs, ask.reference, ask.differences, ask.sections or SECTIONS)
    return comparison.compare(service.index, question, lambda sha256: shows_blob(service, sha256))


@get("/api/compare/parting", post=True)
def find_parting(service: Indexed, ask: PartingAskOfRuns) -> Parting:
    """The first step at which a metric of two runs, or of two groups of runs, parts beyond their noise."""
    return parting.parting(service.index, parting.PartingAsk(ask.metric, ask.runs, ask.groups, ask.x))


ENDPOINTS: list[Endpoint] = [compare_runs, find_parting]
