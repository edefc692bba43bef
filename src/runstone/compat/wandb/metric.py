"""What `define_metric` gives back."""

from __future__ import annotations

from typing import NamedTuple


class Metric(NamedTuple):
    """What holds for a metric now."""

    name: str
    step_metric: str | None
    step_sync: bool | None
    hidden: bool | None
    summary: tuple[str, ...] | None
    goal: str | None = None
