"""Media of runs: which there are, and what to show of them. Their bytes are blobs."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from runstone.query import media, runs
from runstone.query.answers.media import BestMedia, MediaItem, MediaKey, MediaNear, MediaSteps
from runstone.query.best import Figure
from runstone.query.best_media import DEFAULT_TOLERANCE, BestMediaAsk, best_media
from runstone.server.endpoint import Endpoint, Int64, get
from runstone.server.routes.metrics import Metric, RunsAsk
from runstone.server.routes.runs import Run
from runstone.server.service import Indexed

Key = Annotated[str, Meta(description="The key.")]


class MediaKeys(msgspec.Struct, frozen=True):
    """The keys with media."""

    keys: list[MediaKey]


class MediaItems(msgspec.Struct, frozen=True):
    """Media items of one run."""

    items: list[MediaItem]


class MediaOfRuns(msgspec.Struct, frozen=True):
    """What each run has near a step, in the order of the question."""

    runs: list[MediaNear]


class StepsOfRuns(msgspec.Struct, frozen=True):
    """The steps of each run, in the order of the question."""

    runs: list[MediaSteps]


class ItemsAsk(msgspec.Struct, frozen=True):
    """Which items."""

    run: Run
    key: Annotated[str, Meta(description="Only this key.")] | None = None
    step: Annotated[Int64, Meta(description="Only this step.")] | None = None


class NearAsk(RunsAsk, frozen=True, kw_only=True):
    """Near which step."""

    key: Key
    step: Annotated[Int64, Meta(description="Near this step; by default the last one of each run.")] | None = None
    snap: Annotated[
        media.Snap,
        Meta(
            description="What is nearest to the step, of two the lower; only what is at it; or the nearest not behind it."
        ),
    ] = "nearest"
    offset: Annotated[
        int,
        Meta(
            ge=0,
            le=1 << 53,
            description="So many items of each run before the page; of a run with fewer the last page is told.",
        ),
    ] = 0
    limit: Annotated[int, Meta(ge=1, le=media.MAX_ITEMS, description="The most items of each run in one page.")] = 200


class StepsAsk(RunsAsk, frozen=True, kw_only=True):
    """Of which key."""

    key: Key


class BestMediaAskOfRuns(RunsAsk, frozen=True, kw_only=True):
    """By which metric, and of which keys."""

    metric: Metric
    figure: Annotated[Figure, Meta(description="The least or the greatest value.")]
    keys: Annotated[list[str], Meta(description="Keys of media; repeat it. By default all that a run has.")] = (
        msgspec.field(name="key", default_factory=list)
    )
    tolerance: Annotated[
        int, Meta(ge=0, le=(1 << 63) - 1, description="How many steps media may be away from the metric's.")
    ] = DEFAULT_TOLERANCE
    with_media: Annotated[
        bool, Meta(description="With false the metric's best step, whether there are media or not.")
    ] = True


@get("/api/media", post=True)
def list_media_keys(service: Indexed, ask: RunsAsk) -> MediaKeys:
    """The keys that hold media in some runs, each with the union of its steps."""
    return MediaKeys(media.list_keys(service.index, ask.runs))


@get("/api/media/items", post=True)
def list_media_near(service: Indexed, ask: NearAsk) -> MediaOfRuns:
    """What some runs have under a key nearest to a step, a page of samples at a time."""
    return MediaOfRuns(
        media.items_near(service.index, ask.runs, ask.key, ask.step, ask.snap, offset=ask.offset, limit=ask.limit)
    )


@get("/api/media/steps", post=True)
def list_media_steps(service: Indexed, ask: StepsAsk) -> StepsOfRuns:
    """The steps at which some runs have media under a key."""
    return StepsOfRuns(media.list_steps(service.index, ask.runs, ask.key))


@get("/api/media/best", post=True)
def find_best_media(service: Indexed, ask: BestMediaAskOfRuns) -> BestMedia:
    """The media nearest to where a metric is least or greatest, of each run and key."""
    question = BestMediaAsk(ask.metric, ask.figure, ask.runs, ask.keys, ask.tolerance, ask.with_media)
    return best_media(service.index, question)


@get("/api/runs/{run}/media")
def list_media(service: Indexed, ask: ItemsAsk) -> MediaItems:
    """The media of one run."""
    return MediaItems(media.items(service.index, runs.find(service.index, ask.run), ask.key, ask.step))


ENDPOINTS: list[Endpoint] = [list_media_keys, list_media_near, list_media_steps, find_best_media, list_media]
