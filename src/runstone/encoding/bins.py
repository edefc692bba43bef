"""The bins of histograms."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt


def even_edges(low: float, high: float, bins: int) -> npt.NDArray[np.float64]:
    """The edges of bins that are equally wide, one more than there are bins; what `facts["edges"]` stands for if it has `low` and `high`."""
    import numpy as np

    if not is_wide(low, high):
        return np.linspace(low, high, bins + 1)
    edges = np.linspace(low / 4, high / 4, bins + 1) * 4
    edges[0] = low
    return edges


def is_wide(low: float, high: float) -> bool:
    """Whether a range is so much of float64 that its width, or a sum of its bins' widths, may be no float64."""
    return high / 2 - low / 2 >= sys.float_info.max / 4


def counted(values: npt.NDArray[np.float64], bins: int) -> list[tuple[float, float, int]]:
    """The least and the greatest value of each of so many even bins, and how many of some finite values it has.

    One bin alone where the values are too close together, or too far apart, to be told from each other by its edges.
    """
    import numpy as np

    low, high = float(values.min()), float(values.max())
    if low == high or is_wide(low, high) or low + (high - low) / bins <= low:
        return [(low, high, len(values))]
    counts, edges = np.histogram(values, bins)
    return list(zip(edges[:-1].tolist(), edges[1:].tolist(), counts.tolist(), strict=True))
