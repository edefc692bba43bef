"""The bins of histograms."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt


def even_edges(low: float, high: float, bins: int) -> npt.NDArray[np.float64]:
    """The edges of bins that are equally wide, one more than there are bins; what `facts["edges"]` stands for if it has `low` and `high`."""
    import numpy as np

    if np.isfinite(high - low):
        return np.linspace(low, high, bins + 1)
    # The width of nearly all of float64 is no float64, but its half is.
    return np.linspace(low / 2, high / 2, bins + 1) * 2
