"""Texts and stages."""

from __future__ import annotations

import msgspec


class TextPoint(msgspec.Struct, frozen=True):
    """One point of a string series."""

    key: str
    step: int
    time: int
    text: str


class Stage(msgspec.Struct, frozen=True):
    """The run was in a stage from this step on, until the next one; `time` is when it began, `runtime` how long the run had been at work by
    then, in microseconds without its pauses."""

    step: int
    time: int
    runtime: int
    stage: str | int | float | bool


class RunStages(msgspec.Struct, frozen=True):
    """The stages that a run went through, by step; relative times are counted from `created_time`."""

    run: str
    created_time: int
    stages: list[Stage]


class StageFigures(msgspec.Struct, frozen=True):
    """A metric while the run was in a stage, from `begin_step` on; null as `stage` before the first one. `min`, `max` and `mean` are over finite values and
    null where there are none; `last` is the value at the last step, whatever it is; `nonfinite` counts the others."""

    stage: str | int | float | bool | None
    begin_step: int
    first_step: int
    last_step: int
    count: int
    min: float | None
    max: float | None
    mean: float | None
    last: float
    nonfinite: int


class RunStageFigures(msgspec.Struct, frozen=True):
    """A metric of a run in each of its stages, by step; stages without a point are left out."""

    run: str
    stages: list[StageFigures]


class TextsPage(msgspec.Struct, frozen=True):
    """Points of string series; `next_cursor` asks for the following ones."""

    texts: list[TextPoint]
    next_cursor: str | None
