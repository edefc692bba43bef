"""Panels: the curves of several runs, one panel or many in one answer."""

from __future__ import annotations

import math
import struct
import time
from collections.abc import Callable, Iterator
from http import HTTPStatus
from typing import Annotated

import msgspec
from msgspec import Meta
from starlette.responses import Response

from runstone.model.errors import RunstoneError
from runstone.model.refusal import ErrorAnswer
from runstone.query import series
from runstone.query.series import PanelAsk
from runstone.query.tracing import PanelX
from runstone.server.endpoint import PATIENCE_SECS, Endpoint, ask, get
from runstone.server.errors import Refused, describe
from runstone.server.routes.metrics import Metric, Runs
from runstone.server.service import Indexed
from runstone.server.wire import StreamedResponse, encode

SERIES_TYPE = "application/x-runstone-series"
PANELS_TYPE = "application/x-runstone-panels"

# The status of a panel's answer, and how many bytes of answer follow.
_PART_HEAD = struct.Struct("<II")

# What was read by then is sent together: on a busy machine each sending waits for its turn.
_PACE_SECS = 0.03

# Beyond this no x can be told from another as a float, nor is there room to add a time to it.
_FARTHEST = 1 << 62

Low = Annotated[float, Meta(description="From this x on, itself included.")]
High = Annotated[float, Meta(description="Up to this x, itself included.")]


class SeriesAsk(msgspec.Struct, frozen=True, kw_only=True):
    """One panel: a metric of some runs, or an expression over several."""

    metric: Metric | None = None
    expression: Annotated[str, Meta(description="Instead of a metric: `ema(train/loss, 0.9) - val/loss`.")] | None = (
        None
    )
    runs: Runs = msgspec.field(name="run", default_factory=list)
    groups: Annotated[
        list[str], Meta(description="A group for each run, in the same order: then groups are told, and no runs.")
    ] = msgspec.field(name="group", default_factory=list)
    x: Annotated[PanelX, Meta(description="What lies on the x axis.")] = "step"
    x_metric: Annotated[str, Meta(description="The metric on the x axis, with `x=metric`.")] | None = None
    buckets: Annotated[int, Meta(ge=1, le=100_000, description="At most about so many buckets.")] = 1000
    lo: Low | None = None
    hi: High | None = None
    smoothing: (
        Annotated[str, Meta(description="A smoothed line beside: `ema:0.9`, `gaussian:25`, `mean:51`.")] | None
    ) = None


class PanelsAsk(msgspec.Struct, frozen=True):
    """Several panels, each as `/api/series` is asked for one."""

    panels: Annotated[list[SeriesAsk], Meta(max_length=200)]


@get("/api/series", media_type=SERIES_TYPE, post=True)
def read_series(service: Indexed, ask: SeriesAsk) -> Response:
    """One panel as one binary frame: envelopes of all its runs, or bands of groups of them, on one grid of buckets."""
    return Response(_frame(service, ask), media_type=SERIES_TYPE, headers={"cache-control": "no-cache"})


@ask("/api/panels", media_type=PANELS_TYPE)
def read_panels(service: Indexed, ask: PanelsAsk) -> Response:
    """Several panels one after the other, soon after each is read. One that cannot be answered fails no other."""
    return StreamedResponse(_panels(service, ask), media_type=PANELS_TYPE, headers={"cache-control": "no-cache"})


def _panels(service: Indexed, asked: PanelsAsk) -> Iterator[bytes]:
    refreshed = False
    ready, since = bytearray(), time.monotonic()
    for each in asked.panels:
        status, answer = _answer(service, each)
        if status == HTTPStatus.NOT_FOUND and not refreshed:
            # A run may have begun a moment ago.
            service.index.refresh(PATIENCE_SECS)
            refreshed = True
            status, answer = _answer(service, each)
        ready += _PART_HEAD.pack(status, len(answer)) + answer
        if time.monotonic() - since > _PACE_SECS:
            yield bytes(ready)
            ready, since = bytearray(), time.monotonic()
    yield bytes(ready)


def _answer(service: Indexed, asked: SeriesAsk) -> tuple[int, bytes]:
    """The status and the body that the question alone would be answered with."""
    try:
        return HTTPStatus.OK, _frame(service, asked)
    except (RunstoneError, Refused) as error:
        refused = describe(error)
        return refused.status, encode(ErrorAnswer(refused.body))


def _frame(service: Indexed, ask: SeriesAsk) -> bytes:
    over_numbers = ask.x == "metric"
    question = PanelAsk(
        metric=ask.metric,
        runs=tuple(ask.runs),
        x=ask.x,
        lo=_real_limit("lo", ask.lo) if over_numbers else _limit("lo", ask.lo, math.floor),
        hi=_real_limit("hi", ask.hi) if over_numbers else _limit("hi", ask.hi, math.ceil),
        buckets=ask.buckets,
        x_metric=ask.x_metric,
        expression=ask.expression,
        groups=tuple(ask.groups),
        smoothing=ask.smoothing,
    )
    return series.panel(service.index, question).encode()


def _real_limit(name: str, x: float | None) -> float | None:
    if x is not None and math.isnan(x):
        raise Refused(400, "bad_parameter", f"{name} is not a number.")
    return x


def _limit(name: str, x: float | None, rounded: Callable[[float], int]) -> int | None:
    """A limit on x, as a whole number that a moment of time may be added to; None where it limits nothing."""
    x = _real_limit(name, x)
    if x is None:
        return None
    return rounded(x) if abs(x) < _FARTHEST else None if (x < 0) == (name == "lo") else int(math.copysign(_FARTHEST, x))


ENDPOINTS: list[Endpoint] = [read_series, read_panels]
