"""Columns of the table of runs, what they hold, and completions of what is typed."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from runstone.query.answers.groups import Spread


class Column(msgspec.Struct, frozen=True):
    """A flat key that runs have, with how many have it."""

    key: str
    runs: int
    type: Literal["number", "text", "mixed"]


class Columns(msgspec.Struct, frozen=True):
    """The keys that the runs of a project have, and the metrics that some of them are judged by."""

    config: list[Column]
    summary: list[Column]
    primary_metrics: list[str] = []


class VaryingKey(msgspec.Struct, frozen=True):
    """A key of the config that is not the same in all runs. `values` is how many values it has; not having it is one more."""

    key: str
    values: int
    runs: int
    type: Literal["number", "text", "mixed"]


class Varying(msgspec.Struct, frozen=True):
    """The settings that tell runs apart, by name; `runs` is how many runs were looked at."""

    config: list[VaryingKey]
    runs: int


class Bin(msgspec.Struct, frozen=True):
    """How many runs have a value from `low` up to `high`, which belongs to the last bin alone."""

    low: float
    high: float
    runs: int


class TopValue(msgspec.Struct, frozen=True):
    """How many runs have a value."""

    value: Any
    runs: int


class ColumnFacts(msgspec.Struct, frozen=True):
    """The values of a field over some runs. `bins` are of finite numbers; `top` are the most frequent values, `distinct` counts them all."""

    field: str
    runs: int
    numbers: int
    texts: int
    nothing: int
    distinct: int
    spread: Spread
    bins: list[Bin]
    top: list[TopValue]


class Suggestion(msgspec.Struct, frozen=True):
    """One way to go on with a filter: what would be put in, what that is, and a word about it."""

    text: str
    kind: Literal["field", "operator", "value", "word"]
    detail: str


class Completion(msgspec.Struct, frozen=True):
    """Ways to go on with a filter; each would replace what is between `start` and `end`."""

    start: int
    end: int
    items: list[Suggestion]
