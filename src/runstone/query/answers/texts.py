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
    """The run was in a stage from this step on, until the next one; `time` is when it began."""

    step: int
    time: int
    stage: str | int | float | bool


class RunStages(msgspec.Struct, frozen=True):
    """The stages that a run went through, by step; relative times are counted from `created_time`."""

    run: str
    created_time: int
    stages: list[Stage]


class TextsPage(msgspec.Struct, frozen=True):
    """Points of string series; `next_cursor` asks for the following ones."""

    texts: list[TextPoint]
    next_cursor: str | None
