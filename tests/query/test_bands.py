"""Bands hold, bucket by bucket, what NumPy says of the runs that have something there."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from runstone.query.bands import BAND_COLUMNS, bands
from runstone.query.statistics import t_quantile


@given(runs=st.integers(0, 12), buckets=st.integers(0, 6), seed=st.integers(0, 1 << 16))
def test_each_bucket_of_each_group_is_the_spread_of_its_runs(runs: int, buckets: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    mean = random.normal(size=(runs, buckets))
    mean[random.random(mean.shape) < 0.4] = np.nan
    low, high = mean - random.random(mean.shape), mean + random.random(mean.shape)
    codes = random.integers(0, 3, runs)
    found = bands(codes, 3, mean, low, high)
    assert found.shape == (3, len(BAND_COLUMNS), buckets)
    for group in range(3):
        for bucket in range(buckets):
            own = (codes == group) & ~np.isnan(mean[:, bucket])
            told = dict(zip(BAND_COLUMNS, found[group, :, bucket], strict=True))
            values = mean[own, bucket]
            if not len(values):
                assert np.isnan(list(told.values())).all()
                continue
            expected = {
                "count": len(values),
                "mean": values.mean(),
                "min": low[own, bucket].min(),
                "max": high[own, bucket].max(),
                "median": np.median(values),
                "q25": np.quantile(values, 0.25),
                "q75": np.quantile(values, 0.75),
            } | dict.fromkeys(("std", "stderr", "ci_low", "ci_high"), np.nan)
            if len(values) > 1:
                std = values.std(ddof=1)
                reach = float(t_quantile(len(values) - 1)) * std / np.sqrt(len(values))
                expected |= {"std": std, "stderr": std / np.sqrt(len(values))}
                expected |= {"ci_low": values.mean() - reach, "ci_high": values.mean() + reach}
            np.testing.assert_allclose([told[name] for name in expected], [*expected.values()], rtol=1e-9, atol=1e-12)
