"""Times as text."""

from __future__ import annotations

import numpy as np

from runstone.index.points import Int64


def iso_texts(times: Int64) -> list[str]:
    """Microseconds since the epoch as ISO 8601 in UTC, `2026-03-01T12:00:00.000000Z`."""
    texts: list[str] = np.datetime_as_string(times.astype("datetime64[us]"), timezone="UTC").tolist()
    return texts
