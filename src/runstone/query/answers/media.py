"""Media items."""

from __future__ import annotations

from typing import Any, Literal

import msgspec


class MediaKey(msgspec.Struct, frozen=True):
    """A key with media, the union of its steps over the asked runs."""

    key: str
    type: str
    runs: int
    steps: list[int]


class MediaPart(msgspec.Struct, frozen=True):
    """A further blob of a media item: a mask of an image, a picture in a cell of a table."""

    sha256: str
    size_bytes: int
    mime: str


class MediaItem(msgspec.Struct, frozen=True):
    """One media item: its blob with caption and facts, and further blobs by name. `sha256` is empty where the facts are all of it."""

    key: str
    step: int
    index: int
    time: int
    type: str
    caption: str | None
    sha256: str
    size_bytes: int
    mime: str
    facts: dict[str, Any]
    parts: dict[str, MediaPart]


class MediaNear(msgspec.Struct, frozen=True):
    """What a run has nearest to a step: the step that it is at, null where the run has nothing there, and a page of its items by index: those behind
    `offset`, of `total` in all."""

    run: str
    step: int | None
    items: list[MediaItem]
    total: int = 0
    offset: int = 0


class MediaSteps(msgspec.Struct, frozen=True):
    """The steps at which a run has media of a key, ascending."""

    run: str
    steps: list[int]


class MediaPin(msgspec.Struct, frozen=True):
    """The media that stand nearest to where a metric is best. `value` is the metric's at `metric_step`, `distance` how many steps `step` is away from
    there. `tied_step` has media that are as near, at the earlier step. `tied_values` counts the steps with that very value among those that were
    considered, this one included. `key` is null where no media were asked for: then `step` is the metric's.
    """

    run: str
    key: str | None
    step: int
    metric_step: int
    value: float
    distance: int
    tied_step: int | None
    tied_values: int


class Unpinned(msgspec.Struct, frozen=True):
    """Why nothing of a run, or of one of its keys, can be pinned, and what would help. `distance` is that between where the metric is best and the nearest
    media, where both are there."""

    run: str
    key: str | None
    reason: Literal["no_metric", "no_finite_value", "no_media", "too_far"]
    hint: str
    distance: int | None = None


class BestMedia(msgspec.Struct, frozen=True):
    """The best step of each run and key, and of which there is none."""

    pins: list[MediaPin]
    without: list[Unpinned]


class Histograms(msgspec.Struct, frozen=True):
    """Histograms of a key at some of its steps, all on the same edges. `counts` has a list for each step, one number for each bin. `total` is how many
    steps there are. `rebinned` is true where some of them had other edges: a bin that an edge divides is shared out by its width. `nan`, `below_inf`
    and `above_inf` count the values of each step that are NaN, -Infinity and Infinity, which lie in no bin.
    """

    key: str
    steps: list[int]
    total: int
    edges: list[float]
    rebinned: bool
    counts: list[list[float]]
    nan: list[int]
    below_inf: list[int]
    above_inf: list[int]
