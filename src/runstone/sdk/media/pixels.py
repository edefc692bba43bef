"""Pixels: arrays as pictures of 8 bits a channel, by rules that one can predict.

Which dimension is which: 2 are HW; 3 are HWC if the last is 1, 3 or 4, else CHW if the first is, else the same with 2 channels (grey and
alpha); 4 are N pictures, NHWC or NCHW by the same rule. `layout` settles what could be both.

Which value is which grey: uint8 as it is; bool as 0 and 255; uint16 divided by 257; other integers must lie in 0..255. Floats of 0..1 are
multiplied by 255, those of -1..1 moved to 0..1 first; those of 0..255 that go beyond 2 are rounded; all others are stretched from their
lowest to their highest. NaN becomes 0, infinities become the ends of the range. A thousandth beyond 0, 1, -1 or 255 is an error of rounding.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from runstone.model.errors import BadValue
from runstone.sdk.media.arrays import to_array

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

Layout = Literal["HW", "HWC", "CHW", "NHW", "NHWC", "NCHW"]
ValueRange = tuple[float, float] | None | Literal["auto"]
LAYOUTS = ("HW", "HWC", "CHW", "NHW", "NHWC", "NCHW")
ACCEPTED = "Accepted are HW, HWC and CHW arrays with 1 to 4 channels, or N of them, of uint8, bool, uint16, integers in 0..255 or floats."
_LIKELY_CHANNELS = (1, 3, 4)
_CHANNELS = (1, 2, 3, 4)
_TOLERANCE = 1e-3
_LEAST_8_BITS = 2.0


class Pixels(NamedTuple):
    """A picture of 8 bits a channel, (H, W) or (H, W, 2 to 4), with the range of values that became 0..255 if it was scaled, and how many
    values were NaN."""

    array: npt.NDArray[np.uint8]
    value_range: tuple[float, float] | None
    nan: int = 0


def to_numpy(data: Any) -> npt.NDArray[Any]:
    """An array of NumPy, PyTorch (of any device, with or without gradient), JAX or anything that NumPy understands.

    Raises:
        BadValue: its values are no numbers, or its rows are of different lengths.
    """
    try:
        array = to_array(data)
    except (TypeError, ValueError) as error:
        raise BadValue(f"a {type(data).__qualname__} that is no array ({error}) is no picture. {ACCEPTED}") from error
    if array.dtype.kind not in "buif":
        raise BadValue(f"an array of {array.dtype} is no picture. {ACCEPTED}")
    return array


def layout_of(shape: tuple[int, ...], layout: Layout | None) -> Layout:
    """Which dimension is which, as told or by the rule above.

    Raises:
        BadValue: this is no shape of a picture, or not of that layout.
    """
    if layout is None:
        layout = _guess(shape)
    if layout not in LAYOUTS:
        raise BadValue(f"layout={layout!r}: expected one of {', '.join(LAYOUTS)}.")
    if len(layout) != len(shape) or 0 in shape:
        raise BadValue(f"an array of shape {shape} is no picture of layout {layout}. {ACCEPTED}")
    if "C" in layout and shape[layout.index("C")] not in _CHANNELS:
        channels = shape[layout.index("C")]
        raise BadValue(f"an array of shape {shape} has {channels} channels as {layout}. {ACCEPTED}")
    return layout


def _guess(shape: tuple[int, ...]) -> Layout:
    if len(shape) == 2:
        return "HW"
    for channels in (_LIKELY_CHANNELS, (2,)):
        if len(shape) == 3 and shape[2] in channels:
            return "HWC"
        if len(shape) == 3 and shape[0] in channels:
            return "CHW"
        if len(shape) == 4 and shape[3] in channels:
            return "NHWC"
        if len(shape) == 4 and shape[1] in channels:
            return "NCHW"
    raise BadValue(f"an array of shape {shape} is no picture. {ACCEPTED} Of N grey pictures, say layout='NHW'.")


def settle_range(array: npt.NDArray[Any], value_range: ValueRange) -> ValueRange:
    """What `auto` means for all of these values: of floats it depends on them, and pictures of one array are scaled alike."""
    if value_range != "auto" or array.dtype.kind != "f":
        return value_range
    low, high, _ = _finite_range(array)
    within_unit, within_bytes = high <= 1 + _TOLERANCE, high <= 255 + _TOLERANCE
    if low >= -_TOLERANCE and within_unit:
        return (0.0, 1.0)
    if low >= -1 - _TOLERANCE and within_unit:
        return (-1.0, 1.0)
    if low >= -_TOLERANCE and high > _LEAST_8_BITS and within_bytes:
        return None
    return (low, high) if high > low else (low - 0.5, low + 0.5)


def to_pixels(array: npt.NDArray[Any], layout: Layout, value_range: ValueRange = "auto") -> Pixels:
    """One picture of an array, as `layout_of` told its layout.

    Raises:
        BadValue: the values are none of a picture's.
    """
    import numpy as np

    if layout == "CHW":
        array = np.moveaxis(array, 0, -1)
    if array.ndim == 3 and array.shape[2] == 1:
        array = array[:, :, 0]
    value_range = settle_range(array, value_range)
    if value_range == "auto":
        if array.dtype == np.uint8:
            return Pixels(array, None)
        if array.dtype.kind == "b":
            return Pixels(array.astype(np.uint8) * 255, None)
        if array.dtype == np.uint16:
            return Pixels((array // 257).astype(np.uint8), None)
        value_range = None
    return _rounded(array) if value_range is None else _scaled(array, value_range)


def _rounded(array: npt.NDArray[Any]) -> Pixels:
    """Values of 0..255 as they are."""
    import numpy as np

    if array.dtype == np.uint8:
        return Pixels(array, None)
    low, high, nan = _finite_range(array)
    if low < -_TOLERANCE or high > 255 + _TOLERANCE:
        raise BadValue(
            f"values from {low:g} to {high:g} do not fit into 0..255. Give value_range=(low, high), or floats to be scaled."
        )
    if array.dtype.kind != "f":
        return Pixels(array.astype(np.uint8), None)
    return Pixels(_to_bytes(array.astype(_wide(array))), None, nan)


def _scaled(array: npt.NDArray[Any], value_range: tuple[float, float]) -> Pixels:
    import numpy as np

    try:
        low, high = (float(bound) for bound in value_range)
    except (TypeError, ValueError):
        low = high = math.nan
    if not -math.inf < low < high < math.inf:
        raise BadValue(f"value_range={value_range!r}: expected two finite numbers, the second above the first.")
    nan = int(np.isnan(array).sum()) if array.dtype.kind == "f" else 0
    values = array.astype(_wide(array))
    # By halves first, since the span of floats may be more than a float.
    half_span = high / 2 - low / 2
    with np.errstate(all="ignore"):
        if half_span > np.finfo(values.dtype).max / 4 or low:
            values /= 2
            values -= low / 2
            values /= half_span
        else:
            values /= high
        values *= 255
    return Pixels(_to_bytes(values), (low, high), nan)


def _wide(array: npt.NDArray[Any]) -> type[np.floating[Any]]:
    """Floats that tell 256 greys apart: of 32 bits for what has no more."""
    import numpy as np

    return np.float32 if array.dtype.kind == "f" and array.dtype.itemsize <= 4 else np.float64


def _to_bytes(values: npt.NDArray[Any]) -> npt.NDArray[np.uint8]:
    import numpy as np

    np.nan_to_num(values, copy=False, nan=0.0, posinf=255.0, neginf=0.0)
    np.clip(values, 0.0, 255.0, out=values)
    np.rint(values, out=values)
    return values.astype(np.uint8)


def _finite_range(array: npt.NDArray[Any]) -> tuple[float, float, int]:
    """The lowest and the highest finite value, and how many are NaN; 0 and 0 where none is finite."""
    import numpy as np

    low, high = float(array.min()), float(array.max())
    if math.isfinite(low) and math.isfinite(high):
        return low, high, 0
    finite = array[np.isfinite(array)]
    nan = int(np.isnan(array).sum())
    return (float(finite.min()), float(finite.max()), nan) if finite.size else (0.0, 0.0, nan)
