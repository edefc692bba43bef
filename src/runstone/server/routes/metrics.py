"""Metrics, and the series of their points."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta
from starlette.responses import Response

from runstone.query import best, metrics, points_frame, runs, series, stages, texts
from runstone.query.answers.metrics import BestPoint, MetricName, MetricStats
from runstone.query.answers.texts import RunStageFigures, RunStages, TextsPage
from runstone.query.best import BestAsk
from runstone.query.stage_figures import stage_figures
from runstone.server.endpoint import Endpoint, Int64, get
from runstone.server.routes.runs import Run, RunAsk
from runstone.server.service import Indexed

POINTS_TYPE = "application/x-runstone-points"

Runs = Annotated[list[str], Meta(description="Ids of runs; repeat it.")]
Metric = Annotated[str, Meta(description="The metric's name.")]


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


class BestOfRuns(msgspec.Struct, frozen=True):
    """Where runs stood best, in the order of the question; null for a run without such a point."""

    best: list[BestPoint | None]


class StagesOfRuns(msgspec.Struct, frozen=True):
    """The stages of runs, in the order of the question."""

    runs: list[RunStages]


class BestAskOfMetric(RunsAsk, frozen=True, kw_only=True):
    """Which point of a metric."""

    metric: Metric
    figure: Annotated[Literal["min", "max"], Meta(description="The least or the greatest value.")] | None = None
    above: Annotated[float, Meta(description="Instead: the first value above this.")] | None = None
    below: Annotated[float, Meta(description="Instead: the first value below this.")] | None = None


class PointsAsk(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch of one series."""

    run: Run
    metric: Metric
    lo: Annotated[Int64, Meta(description="From this step on.")] | None = None
    hi: Annotated[Int64, Meta(description="Up to this step.")] | None = None
    limit: Annotated[int, Meta(ge=1, le=1_000_000, description="The most points in one page.")] = 10_000
    cursor: Annotated[str, Meta(description="`next_cursor` of the page before.")] | None = None


class DerivedAsk(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch of what an expression makes of a run's metrics."""

    run: Run
    expression: Annotated[str, Meta(description="`ema(train/loss, 0.9) - val/loss`.")]
    lo: Annotated[Int64, Meta(description="From this step on.")] | None = None
    hi: Annotated[Int64, Meta(description="Up to this step.")] | None = None


class TextsAsk(msgspec.Struct, frozen=True):
    """Which string series."""

    run: Run
    key: Annotated[str, Meta(description="Only this one.")] | None = None
    limit: Annotated[int, Meta(ge=1, le=1 << 62, description="The most texts in one page; by default all.")] = 1 << 62
    cursor: Annotated[str, Meta(description="`next_cursor` of the page before.")] | None = None


@get("/api/metrics")
def list_metrics(service: Indexed, ask: MetricNamesAsk) -> MetricNames:
    """The union of the metrics over some runs, by name."""
    found = metrics.list_names(service.index, ask.runs, ask.search)
    return MetricNames(found[: ask.limit], len(found))


@get("/api/runs/{run}/metrics")
def list_metrics_of_run(service: Indexed, ask: RunAsk) -> MetricsOfRun:
    """The metrics of one run in figures."""
    return MetricsOfRun(metrics.stats(service.index, runs.find(service.index, ask.run)))


@get("/api/best", post=True)
def list_best(service: Indexed, ask: BestAskOfMetric) -> BestOfRuns:
    """For each run the point where a metric was least or greatest, or first past a value."""
    return BestOfRuns(best.best(service.index, BestAsk(ask.metric, ask.runs, ask.figure, ask.above, ask.below)))


class StageFiguresAsk(RunsAsk, frozen=True, kw_only=True):
    """Which metric of which runs."""

    metric: Annotated[str, Meta(description="Its name.")]


class StageFiguresOfRuns(msgspec.Struct, frozen=True):
    """A metric in the stages of runs, in the order of the question."""

    runs: list[RunStageFigures]


@get("/api/stages/figures", post=True)
def list_stage_figures(service: Indexed, ask: StageFiguresAsk) -> StageFiguresOfRuns:
    """A metric in figures for each stage of each run."""
    return StageFiguresOfRuns(stage_figures(service.index, ask.metric, ask.runs))


@get("/api/stages", post=True)
def list_stages(service: Indexed, ask: RunsAsk) -> StagesOfRuns:
    """The stages that runs went through."""
    return StagesOfRuns(stages.list_stages(service.index, ask.runs))


@get("/api/runs/{run}/points")
def list_points(service: Indexed, ask: PointsAsk) -> PointsAnswer:
    """Exact points of one series."""
    run = runs.find(service.index, ask.run)
    points = series.points(service.index, run, ask.metric, ask.lo, ask.hi, ask.limit, ask.cursor)
    return PointsAnswer(points.steps.tolist(), points.times.tolist(), points.values.tolist(), points.next_cursor)


@get("/api/runs/{run}/derived.bin", media_type=POINTS_TYPE)
def read_derived(service: Indexed, ask: DerivedAsk) -> Response:
    """Exact points of an expression over the metrics of a run, as a binary frame."""
    found = series.derived(service.index, ask.run, ask.expression, ask.lo, ask.hi)
    return Response(points_frame.encode(found), media_type=POINTS_TYPE, headers={"cache-control": "no-cache"})


@get("/api/runs/{run}/points.bin", media_type=POINTS_TYPE)
def list_points_binary(service: Indexed, ask: PointsAsk) -> Response:
    """Exact points of one series as one binary frame."""
    points = series.points(service.index, ask.run, ask.metric, ask.lo, ask.hi, ask.limit, ask.cursor)
    return Response(points_frame.encode(points), media_type=POINTS_TYPE, headers={"cache-control": "no-cache"})


@get("/api/runs/{run}/texts")
def list_texts(service: Indexed, ask: TextsAsk) -> TextsPage:
    """The string series of one run, by key and step."""
    return texts.page(service.index, ask.run, ask.key, ask.limit, ask.cursor)


ENDPOINTS: list[Endpoint] = [
    list_metrics,
    list_metrics_of_run,
    list_best,
    list_stages,
    list_stage_figures,
    list_points,
    list_points_binary,
    read_derived,
    list_texts,
]
