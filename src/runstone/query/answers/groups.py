"""Groups of runs."""

from __future__ import annotations

from typing import Any

import msgspec


class Spread(msgspec.Struct, frozen=True):
    """How values spread over runs: None where there are too few for a figure. `std` is that of a sample; `ci_low` and `ci_high` bound the
    95 % confidence interval of the mean, by Student's t."""

    count: int
    mean: float | None
    std: float | None
    stderr: float | None
    min: float | None
    max: float | None
    median: float | None
    q25: float | None
    q75: float | None
    ci_low: float | None
    ci_high: float | None


class RunGroup(msgspec.Struct, frozen=True):
    """Runs that have the same values in some fields. `aggregates` has a spread for each field that was asked for."""

    values: list[Any]
    runs: int
    states: dict[str, int]
    aggregates: dict[str, Spread]


class RunGroups(msgspec.Struct, frozen=True):
    """A page of groups; `total` counts all groups, `runs` all runs in them."""

    groups: list[RunGroup]
    total: int
    runs: int
    next_cursor: str | None
    revision: int
