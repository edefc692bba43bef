"""Bands: curves of several runs as one, bucket by bucket."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from runstone.query.statistics import spread_by_group

Float64 = npt.NDArray[np.float64]

BAND_COLUMNS = ["count", "mean", "std", "stderr", "min", "max", "median", "q25", "q75", "ci_low", "ci_high"]


def bands(codes: npt.NDArray[np.int64], groups: int, mean: Float64, low: Float64, high: Float64) -> Float64:
    """The spread of the runs of each group in each bucket.

    Args:
        codes: the group of each run, 0 to groups - 1.
        groups: how many groups there are.
        mean: a row for each run, a column for each bucket: the mean of its points there; NaN where it has none.
        low: their minimum, shaped alike.
        high: their maximum, shaped alike.

    Returns:
        groups × BAND_COLUMNS × buckets. `count` is that of the runs with a value in the bucket; `min` and `max` are over their points, all else
        is over their means. NaN where no run has a value, and for std, stderr and the 95 % confidence interval where only one has.
    """
    buckets = mean.shape[1]
    cells = (codes[:, None] * buckets + np.arange(buckets)).reshape(-1)
    spread = spread_by_group(cells, groups * buckets, mean.reshape(-1))
    found = np.empty((groups, len(BAND_COLUMNS), buckets))
    for row, column in enumerate(BAND_COLUMNS):
        found[:, row] = getattr(spread, column).reshape(groups, buckets)
    found[:, 0][found[:, 0] == 0] = np.nan
    for group in range(groups):
        own = codes == group
        found[group, BAND_COLUMNS.index("min")] = np.fmin.reduce(low[own], axis=0, initial=np.nan)
        found[group, BAND_COLUMNS.index("max")] = np.fmax.reduce(high[own], axis=0, initial=np.nan)
    return found
