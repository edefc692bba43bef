"""Metrics and their points."""

from __future__ import annotations

from typing import Literal

import msgspec


class MetricName(msgspec.Struct, frozen=True):
    """A metric, how many of the asked runs have it, and what the newest of them that said something of it did (`define_metric`): the metric on
    its x axis, whether it has a panel only where somebody asks for one, and which values are better. Empty texts where nothing was said."""

    name: str
    runs: int
    step_metric: str = ""
    hidden: bool = False
    goal: Literal["minimize", "maximize", ""] = ""


class MetricStats(msgspec.Struct, frozen=True):
    """A series in figures. `min`, `max` and `mean` are over finite values and None where there are none; `last` is the value at the last step, whatever it is.
    The last four are what `define_metric` said of it."""

    name: str
    count: int
    first_step: int
    last_step: int
    last_time: int
    last: float
    min: float | None
    min_step: int | None
    max: float | None
    max_step: int | None
    mean: float | None
    nonfinite: int
    step_metric: str = ""
    hidden: bool = False
    goal: Literal["minimize", "maximize", ""] = ""
    summary: tuple[str, ...] = ()


class BestPoint(msgspec.Struct, frozen=True):
    """Where a run stood best."""

    run: str
    step: int
    time: int
    value: float


class MetricDefinition(msgspec.Struct, frozen=True):
    """What a script said of a metric, or of all whose names begin with what stands before a final `*` (`define_metric`)."""

    name: str
    step_metric: str
    step_sync: bool
    hidden: bool
    summary: tuple[str, ...]
    goal: Literal["minimize", "maximize", ""]
