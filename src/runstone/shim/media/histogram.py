"""`wandb.Histogram`."""

from __future__ import annotations

from typing import Any

from runstone.compat.wandb.data_types import Histogram


def to_ours(histogram: Any) -> Histogram:
    """Its counts between its edges."""
    return Histogram(np_histogram=(histogram.histogram, histogram.bins))
