"""Media of runs: which there are. Their bytes are blobs."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from runstone.query import media, runs
from runstone.query.answers import MediaItem, MediaKey
from runstone.server.endpoint import Endpoint, Int64, get
from runstone.server.routes.metrics import RunsAsk
from runstone.server.routes.runs import Run
from runstone.server.service import Service


class MediaKeys(msgspec.Struct, frozen=True):
    """The keys with media."""

    keys: list[MediaKey]


class MediaItems(msgspec.Struct, frozen=True):
    """Media items of one run."""

    items: list[MediaItem]


class ItemsAsk(msgspec.Struct, frozen=True):
    """Which items."""

    run: Run
    key: Annotated[str, Meta(description="Only this key.")] | None = None
    step: Annotated[Int64, Meta(description="Only this step.")] | None = None


@get("/api/media")
def list_media_keys(service: Service, ask: RunsAsk) -> MediaKeys:
    """The keys that hold media in some runs, each with the union of its steps."""
    return MediaKeys(media.list_keys(service.index, ask.runs))


@get("/api/runs/{run}/media")
def list_media(service: Service, ask: ItemsAsk) -> MediaItems:
    """The media of one run."""
    return MediaItems(media.items(service.index, runs.find(service.index, ask.run), ask.key, ask.step))


ENDPOINTS: list[Endpoint] = [list_media_keys, list_media]
