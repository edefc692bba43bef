"""Histograms: of values, which are counted where they are, or of counts that somebody has already."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, ClassVar

from runstone.encoding.bins import even_edges, is_wide
from runstone.model.errors import BadValue
from runstone.sdk.media.arrays import is_torch, to_array
from runstone.sdk.media.media import Encoded, Media

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

MAX_BINS = 512
# So many values are compared with the edges at a time: beside a tensor that fills its device there is little room.
_CHUNK = 1 << 22


class Histogram(Media):
    """A distribution. Counted when it is made, so that the values may change afterwards; it has no blob."""

    type: ClassVar[str] = "histogram"

    def __init__(
        self,
        data: Any = None,
        *,
        bins: int = 64,
        counts: Any = None,
        edges: Any = None,
        np_histogram: Any = None,
        caption: str | None = None,
    ) -> None:
        """
        Args:
            data: numbers in an array of any library and shape, or a sequence. A tensor of PyTorch is counted on its own device. NaN and
                infinities are counted apart.
            bins: how many, from the least to the greatest finite value, 1 to 512.
            counts: instead of data: how many fell into each bin; not negative.
            edges: of those bins, ascending, one more than there are counts. Uneven ones stay as they are.
            np_histogram: instead of both: what `numpy.histogram` gives, `(counts, edges)`.
            caption: shown below it.

        Raises:
            BadValue: there is not exactly one of data, counts with edges, and np_histogram; or they are not as said above.
        """
        super().__init__(caption)
        given = [data is not None, counts is not None or edges is not None, np_histogram is not None]
        if sum(given) != 1:
            raise BadValue(
                "a Histogram takes values, or counts= with edges=, or np_histogram=(counts, edges), exactly one of them."
            )
        if np_histogram is not None:
            try:
                counts, edges = np_histogram
            except (TypeError, ValueError) as error:
                raise BadValue("np_histogram= takes the pair (counts, edges) that numpy.histogram gives.") from error
        if data is None:
            self._facts = _given(counts, edges)
        elif isinstance(bins, bool) or not isinstance(bins, int) or not 1 <= bins <= MAX_BINS:
            raise BadValue(f"bins={bins!r}: expected a whole number from 1 to {MAX_BINS}.")
        else:
            # NumPy is quicker where it reaches the values.
            is_elsewhere = is_torch(data) and data.device.type != "cpu"
            self._facts = of_tensor(data, bins) if is_elsewhere else _of_array(_dense(data), bins)

    def encode(self) -> Encoded:
        """The counts and edges, as facts."""
        return Encoded(None, "", self._facts)


def _given(counts: Any, edges: Any) -> dict[str, Any]:
    import numpy as np

    if counts is None or edges is None:
        raise BadValue("counts= and edges= belong together; give both.")
    try:
        numbers, places = to_array(counts).astype(np.float64), to_array(edges).astype(np.float64)
    except (TypeError, ValueError) as error:
        raise BadValue(f"the counts and edges of a Histogram are numbers ({error}).") from error
    if numbers.ndim != 1 or places.ndim != 1 or len(places) != len(numbers) + 1:
        raise BadValue(
            f"counts of shape {numbers.shape} do not fit edges of shape {places.shape}: there is one edge more than there are counts."
        )
    if not 1 <= len(numbers) <= MAX_BINS:
        raise BadValue(f"a Histogram has 1 to {MAX_BINS} bins, not {len(numbers)}. Join neighbours.")
    if not (np.isfinite(places).all() and (np.diff(places) > 0).all()):
        raise BadValue("the edges of a Histogram are finite and ascend.")
    if not (np.isfinite(numbers).all() and (numbers >= 0).all()):
        raise BadValue("the counts of a Histogram are finite and not negative.")
    whole = bool((numbers == np.rint(numbers)).all())
    listed = [int(number) for number in numbers] if whole else numbers.tolist()
    return {"counts": listed, "edges": _as_fact(places), "count": sum(listed)}


def _of_array(data: Any, bins: int) -> dict[str, Any]:
    import numpy as np

    try:
        values = to_array(data).reshape(-1)
    except (TypeError, ValueError) as error:
        raise BadValue(f"a Histogram takes numbers, not {type(data).__qualname__} ({error}).") from error
    if values.dtype.kind not in "buif":
        raise BadValue(f"a Histogram takes real numbers, not values of {values.dtype}.")
    if values.dtype.kind != "f" or values.dtype.itemsize < 4:
        values = values.astype(np.float64)
    is_finite = np.isfinite(values)
    finite, facts = values, {"nan": 0, "below_inf": 0, "above_inf": 0}
    if not is_finite.all():
        finite, rest = values[is_finite], values[~is_finite]
        facts = {
            "nan": int(np.isnan(rest).sum()),
            "below_inf": int(np.isneginf(rest).sum()),
            "above_inf": int(np.isposinf(rest).sum()),
        }
    if not len(finite):
        return _nothing(bins, facts)
    low, high = float(finite.min()), float(finite.max())
    edges = _edges(low, high, bins)
    counts = np.zeros(bins, np.int64)
    mean = 0.0
    for start in range(0, len(finite), _CHUNK):
        chunk = finite[start : start + _CHUNK].astype(np.float64)
        # No dot product: BLAS would wake all its threads for it, and the training needs the cores.
        mean += float((chunk / len(finite)).sum())
        if is_wide(edges[0], edges[-1]):
            counts += np.bincount(np.searchsorted(edges[1:-1], chunk, "right"), minlength=bins)
        else:
            counts += np.histogram(chunk, bins, (edges[0], edges[-1]))[0]
    return _facts(counts.tolist(), edges, low, high, mean, facts)


def _dense(data: Any) -> Any:
    if is_torch(data) and (data.is_quantized or str(data.layout) != "torch.strided"):
        raise BadValue("a Histogram takes a dense tensor: give tensor.dequantize() or tensor.to_dense().")
    return data


def of_tensor(tensor: Any, bins: int) -> dict[str, Any]:
    """The facts of a tensor of PyTorch, counted on its own device: nothing but the counts comes from there.

    Raises:
        BadValue: it is complex, or not dense.
    """
    import torch

    values = _dense(tensor).detach().reshape(-1)
    if values.is_complex():
        raise BadValue(f"a Histogram takes real numbers, not values of {values.dtype}.")
    # The only one of PyTorch's devices without float64 is that of Macs.
    wide = torch.float32 if values.device.type == "mps" else torch.float64

    def chunks() -> Iterator[Any]:
        for start in range(0, values.numel(), _CHUNK):
            yield values[start : start + _CHUNK].to(wide)

    nan = below = above = finite = 0
    low, high, total = float("inf"), float("-inf"), 0.0
    for chunk in chunks():
        is_finite = torch.isfinite(chunk)
        known = chunk[is_finite]
        here = int(known.numel())
        finite += here
        if here:
            low, high = min(low, float(known.min())), max(high, float(known.max()))
            total += float((known / values.numel()).sum())
        if here < chunk.numel():
            nan += int(torch.isnan(chunk).sum())
            below += int(torch.isneginf(chunk).sum())
            above += int(torch.isposinf(chunk).sum())
    facts = {"nan": nan, "below_inf": below, "above_inf": above}
    if not finite:
        return _nothing(bins, facts)
    edges = _edges(low, high, bins)
    inner = torch.as_tensor(edges[1:-1], dtype=wide, device=values.device)
    counts = torch.zeros(bins, dtype=torch.int64, device=values.device)
    for chunk in chunks():
        counts += torch.bincount(torch.bucketize(chunk[torch.isfinite(chunk)], inner, right=True), minlength=bins)
    return _facts(counts.tolist(), edges, low, high, total * (values.numel() / finite), facts)


def _edges(low: float, high: float, bins: int) -> Floats:
    """Even edges from the least to the greatest value, wider where both are so close that the edges would not differ."""
    import numpy as np

    largest = max(abs(low), abs(high))
    # Downwards: there is no float above the largest one.
    resolved = 8.0 * bins * max(float(largest - np.nextafter(largest, 0.0)), 5e-324)
    if high - low < resolved:
        middle, half = low / 2 + high / 2, max(0.5 if low == high else 0.0, resolved / 2)
        greatest = sys.float_info.max
        low, high = max(middle - half, -greatest), min(middle + half, greatest)
    return even_edges(low, high, bins)


def _facts(
    counts: list[int], edges: Floats, low: float, high: float, mean: float, apart: dict[str, int]
) -> dict[str, Any]:
    return {
        "counts": counts,
        "edges": {"low": float(edges[0]), "high": float(edges[-1])},
        "count": sum(counts),
        **apart,
        "min": low,
        "max": high,
        "mean": mean,
    }


def _nothing(bins: int, apart: dict[str, int]) -> dict[str, Any]:
    return {"counts": [0] * bins, "edges": {"low": 0.0, "high": 1.0}, "count": 0, **apart}


def _as_fact(edges: Floats) -> Any:
    """Even edges by their ends alone, if that gives all of them again."""
    import numpy as np

    low, high = float(edges[0]), float(edges[-1])
    if np.allclose(edges, even_edges(low, high, len(edges) - 1), rtol=1e-12, atol=1e-12 * (high / 2 - low / 2)):
        return {"low": low, "high": high}
    return edges.tolist()
