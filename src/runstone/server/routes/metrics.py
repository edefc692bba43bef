"""Metrics, and the series of their points."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Annotated, Literal

import msgspec
from msgspec import Meta
from starlette.responses import Response

from runstone.query import metrics, points_frame, runs, series, texts
from runstone.query.answers import MetricName, MetricStats, TextsPage
from runstone.query.series import PanelAsk
from runstone.server.endpoint import Endpoint, Int64, get
from runstone.server.errors import Refused
from runstone.server.routes.runs import Run, RunAsk
from runstone.server.service import Service

# Beyond this no x can be told from another as a float, nor is there room to add a time to it.
_FARTHEST = 1 << 62

SERIES_TYPE = "application/x-runstone-series"
POINTS_TYPE = "application/x-runstone-points"

Runs = Annotated[list[str], Meta(description="Ids of runs; repeat it.")]
Metric = Annotated[str, Meta(description="The metric's name.")]
Low = Annotated[float, Meta(description="From this x on, itself included.")]
High = Annotated[float, Meta(description="Up to this x, itself included.")]


class MetricNames(msgspec.Struct, frozen=True):
    """The metrics of some runs, by name; `total` is more than there are here where a limit was given."""

    metrics: list[MetricName]
    total: int


class MetricsOfRun(msgspec.Struct, frozen=True):
    """The metrics of one run in figures."""

    metrics: list[MetricStats]


class PointsAnswer(msgspec.Struct, frozen=True):
    """Exact points; the three lists are equally long."""

    steps: list[int]
    times: list[int]
    values: list[float]
    next_cursor: str | None


class RunsAsk(msgspec.Struct, frozen=True):
    """Of which runs."""

    runs: Runs = msgspec.field(name="run", default_factory=list)


class MetricNamesAsk(RunsAsk, frozen=True):
    """Which metrics of which runs."""

    search: (
        Annotated[str, Meta(description="A regular expression (RE2) that the name must match somewhere.")] | None
    ) = None
    limit: Annotated[int, Meta(ge=1, description="At most so many.")] | None = None


class SeriesAsk(msgspec.Struct, frozen=True, kw_only=True):
    """One panel: a metric of some runs."""

    metric: Metric
    runs: Runs = msgspec.field(name="run", default_factory=list)
    x: Annotated[Literal["step", "time", "relative"], Meta(description="What lies on the x axis.")] = "step"
    buckets: Annotated[int, Meta(ge=1, le=100_000, description="At most about so many buckets.")] = 1000
    lo: Low | None = None
    hi: High | None = None


class PointsAsk(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch of one series."""

    run: Run
    metric: Metric
    lo: Annotated[Int64, Meta(description="From this step on.")] | None = None
    hi: Annotated[Int64, Meta(description="Up to this step.")] | None = None
    limit: Annotated[int, Meta(ge=1, le=1_000_000, description="The most points in one page.")] = 10_000
    cursor: Annotated[str, Meta(description="`next_cursor` of the page before.")] | None = None


class TextsAsk(msgspec.Struct, frozen=True):
    """Which string series."""

    run: Run
    key: Annotated[str, Meta(description="Only this one.")] | None = None
    limit: Annotated[int, Meta(ge=1, le=1 << 62, description="The most texts in one page; by default all.")] = 1 << 62
    cursor: Annotated[str, Meta(description="`next_cursor` of the page before.")] | None = None


@get("/api/metrics")
def list_metrics(service: Service, ask: MetricNamesAsk) -> MetricNames:
    """The union of the metrics over some runs, by name."""
    found = metrics.list_names(service.index, ask.runs, ask.search)
    return MetricNames(found[: ask.limit], len(found))


@get("/api/runs/{run}/metrics")
def list_metrics_of_run(service: Service, ask: RunAsk) -> MetricsOfRun:
    """The metrics of one run in figures."""
    return MetricsOfRun(metrics.stats(service.index, runs.find(service.index, ask.run)))


@get("/api/series", media_type=SERIES_TYPE)
def read_series(service: Service, ask: SeriesAsk) -> Response:
    """One panel as one binary frame: envelopes of all its runs on one grid of buckets."""
    question = PanelAsk(
        metric=ask.metric,
        runs=tuple(ask.runs),
        x=ask.x,
        lo=_limit("lo", ask.lo, math.floor),
        hi=_limit("hi", ask.hi, math.ceil),
        buckets=ask.buckets,
    )
    frame = series.panel(service.index, question).encode()
    return Response(frame, media_type=SERIES_TYPE, headers={"cache-control": "no-cache"})


@get("/api/runs/{run}/points")
def list_points(service: Service, ask: PointsAsk) -> PointsAnswer:
    """Exact points of one series."""
    run = runs.find(service.index, ask.run)
    points = series.points(service.index, run, ask.metric, ask.lo, ask.hi, ask.limit, ask.cursor)
    return PointsAnswer(points.steps.tolist(), points.times.tolist(), points.values.tolist(), points.next_cursor)


@get("/api/runs/{run}/points.bin", media_type=POINTS_TYPE)
def list_points_binary(service: Service, ask: PointsAsk) -> Response:
    """Exact points of one series as one binary frame."""
    points = series.points(service.index, ask.run, ask.metric, ask.lo, ask.hi, ask.limit, ask.cursor)
    return Response(points_frame.encode(points), media_type=POINTS_TYPE, headers={"cache-control": "no-cache"})


@get("/api/runs/{run}/texts")
def list_texts(service: Service, ask: TextsAsk) -> TextsPage:
    """The string series of one run, by key and step."""
    return texts.page(service.index, ask.run, ask.key, ask.limit, ask.cursor)


def _limit(name: str, x: float | None, rounded: Callable[[float], int]) -> int | None:
    """A limit on x, as a whole number that a moment of time may be added to; None where it limits nothing."""
    if x is None:
        return None
    if math.isnan(x):
        raise Refused(400, "bad_parameter", f"{name} is not a number.")
    return rounded(x) if abs(x) < _FARTHEST else None if (x < 0) == (name == "lo") else int(math.copysign(_FARTHEST, x))


ENDPOINTS: list[Endpoint] = [
    list_metrics,
    list_metrics_of_run,
    read_series,
    list_points,
    list_points_binary,
    list_texts,
]
