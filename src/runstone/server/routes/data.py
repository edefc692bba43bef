"""Data that runs work with."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from runstone.blobs.store import BlobStore
from runstone.query import data
from runstone.query.answers.data import DataDiff, DataGroups, DataUses
from runstone.server.endpoint import Endpoint, get
from runstone.server.routes.blobs import missing_blob
from runstone.server.routes.runs import Run
from runstone.server.service import Service
from runstone.server.shown import shows_blob


class DataAsk(msgspec.Struct, frozen=True):
    """Which data."""

    project: Annotated[str, Meta(description="Only of runs in this project and below it.")] | None = None
    run: Run | None = None
    name: Annotated[str, Meta(description="Only data of this name.")] | None = None
    digest: Annotated[str, Meta(description="Only data with a digest that begins so.")] | None = None


Listing = Annotated[
    str, Meta(pattern="^[0-9a-f]{64}$", description="The blob with the files, as a use of data names it.")
]


class DiffAsk(msgspec.Struct, frozen=True):
    """From which fingerprint to which."""

    before: Listing
    after: Listing
    limit: Annotated[int, Meta(ge=1, le=10_000, description="List so many changes at most; all are counted.")] = 1000


@get("/api/data")
def list_data(service: Service, ask: DataAsk) -> DataUses:
    """Datasets and pretrained models that runs work with, the newest first; those of runs in the bin are left out."""
    return DataUses(data.list_data(service.index, ask.project, ask.run, ask.name, ask.digest))


@get("/api/data/groups")
def list_data_groups(service: Service, ask: DataAsk) -> DataGroups:
    """The same, what is the same data together: uses that share a digest, or an address of which nothing is known."""
    uses = data.list_data(service.index, ask.project, ask.run, ask.name, ask.digest)
    return DataGroups(data.same_data(uses))


@get("/api/data/diff")
def diff_data(service: Service, ask: DiffAsk) -> DataDiff:
    """Which files were added, changed or gone from one fingerprint to another."""
    for listing in (ask.before, ask.after):
        if not shows_blob(service, listing):
            raise missing_blob(listing)
    return data.data_diff(BlobStore(service.home), ask.before, ask.after, ask.limit)


ENDPOINTS: list[Endpoint] = [list_data, list_data_groups, diff_data]
