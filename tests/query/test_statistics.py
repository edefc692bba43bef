"""The spread of groups is what NumPy says of each group alone."""

from __future__ import annotations

import math
from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from runstone.query.statistics import spread_by_group, t_quantile

# From a printed table of the 97.5 % quantile, with more digits.
T_TABLE = {
    1: 12.7062047362,
    2: 4.3026527297,
    3: 3.1824463053,
    4: 2.7764451052,
    5: 2.5705818366,
    6: 2.4469118511,
    7: 2.3646242516,
    8: 2.3060041352,
    9: 2.2621571629,
    10: 2.2281388520,
    15: 2.1314495456,
    20: 2.0859634473,
    30: 2.0422724563,
    60: 2.0002978211,
    120: 1.9799304051,
    1000: 1.9623390808,
    1 << 40: 1.9599639845,
}


@pytest.mark.parametrize(("degrees", "quantile"), T_TABLE.items())
def test_the_quantile_of_t_is_that_of_the_table(degrees: int, quantile: float) -> None:
    assert t_quantile(degrees) == pytest.approx(quantile, abs=1e-8)


def test_the_quantile_of_t_falls_without_a_jump() -> None:
    found = t_quantile(np.arange(1, 1000))
    assert (np.diff(found) < 0).all()
    assert (np.diff(found[2:], 3) < 0).all()
    assert np.isnan(t_quantile(np.array([0, -1]))).all()


@given(
    values=npst.arrays(np.float64, st.integers(0, 60), elements=st.floats(-1e6, 1e6) | st.just(math.nan)),
    data=st.data(),
)
def test_the_spread_of_each_group_is_what_numpy_says(values: np.ndarray, data: st.DataObject) -> None:
    codes = data.draw(npst.arrays(np.int64, len(values), elements=st.integers(-1, 5)))
    found = spread_by_group(codes, 6, values)
    for group in range(6):
        own = values[(codes == group) & ~np.isnan(values)]
        assert found.count[group] == len(own)
        spread = {field.name: getattr(found, field.name)[group] for field in fields(found)}
        if not len(own):
            assert all(math.isnan(figure) for name, figure in spread.items() if name != "count")
            continue
        assert (spread["min"], spread["max"]) == (own.min(), own.max())
        np.testing.assert_allclose(spread["mean"], own.mean(), rtol=1e-9, atol=1e-6)
        np.testing.assert_allclose(
            [spread["q25"], spread["median"], spread["q75"]], np.quantile(own, [0.25, 0.5, 0.75]), rtol=1e-9, atol=1e-6
        )
        if len(own) == 1:
            assert all(math.isnan(spread[name]) for name in ("std", "stderr", "ci_low", "ci_high"))
            continue
        std = own.std(ddof=1)
        reach = T_TABLE[1] if len(own) == 2 else float(t_quantile(len(own) - 1))
        np.testing.assert_allclose(spread["std"], std, rtol=1e-9, atol=1e-5)
        np.testing.assert_allclose(spread["stderr"], std / math.sqrt(len(own)), rtol=1e-9, atol=1e-5)
        np.testing.assert_allclose(spread["ci_high"] - spread["mean"], reach * spread["stderr"], rtol=1e-6, atol=1e-6)
        np.testing.assert_allclose(spread["mean"] - spread["ci_low"], reach * spread["stderr"], rtol=1e-6, atol=1e-6)


def test_equal_values_have_no_spread_and_infinities_no_warning() -> None:
    same = spread_by_group(np.zeros(3, np.int64), 1, np.full(3, 0.1))
    assert (same.mean[0], same.std[0], same.ci_low[0]) == (0.1, 0.0, 0.1)
    odd = spread_by_group(np.array([0, 0, 1, 1]), 2, np.array([math.inf, math.inf, 1.0, 1e300]))
    assert (odd.min[0], odd.median[0], odd.max[1]) == (math.inf, math.inf, 1e300)
