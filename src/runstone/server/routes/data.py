"""Data that runs work with."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from runstone.query import data
from runstone.query.answers.data import DataUses
from runstone.server.endpoint import Endpoint, get
from runstone.server.routes.runs import Run
from runstone.server.service import Service


class DataAsk(msgspec.Struct, frozen=True):
    """Which data."""

    project: Annotated[str, Meta(description="Only of runs in this project and below it.")] | None = None
    run: Run | None = None
    name: Annotated[str, Meta(description="Only data of this name.")] | None = None
    digest: Annotated[str, Meta(description="Only data with a digest that begins so.")] | None = None


@get("/api/data")
def list_data(service: Service, ask: DataAsk) -> DataUses:
    """Datasets and pretrained models that runs work with, the newest first; those of runs in the bin are left out."""
    return DataUses(data.list_data(service.index, ask.project, ask.run, ask.name, ask.digest))


ENDPOINTS: list[Endpoint] = [list_data]
