"""Pixels: from whatever array holds a picture to 8 bits a channel, by rules that one can predict.

Layout: `HW`, `HWC` or `CHW` with 1 (grey), 3 (RGB) or 4 (RGBA) channels. Without `layout=`, an array of three dimensions is HWC if its
last dimension is 1, 3 or 4, else CHW if its first is.

Values: uint8 as they are; bool as 0 and 255; uint16 divided by 257; other integers must lie in 0..255. Floats that lie in 0..1 are
multiplied by 255, those that lie in -1..1 are first moved to 0..1, and all others are stretched from their lowest to their highest value:
`facts["range"]` tells which range became 0..255. `value_range=(low, high)` fixes the range, `value_range=None` does not scale: floats must
then lie in 0..255. NaN becomes 0.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from runstone.model.errors import BadValue

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

Layout = Literal["HW", "HWC", "CHW"]
ValueRange = tuple[float, float] | None | Literal["auto"]
CHANNELS = (1, 3, 4)
ACCEPTED = (
    "Accepted are HW, HWC and CHW arrays with 1, 3 or 4 channels, of uint8, bool, uint16, integers in 0..255 or floats."
)


class Pixels(NamedTuple):
    """A picture of 8 bits a channel: (H, W) or (H, W, 3 or 4), and the range of values that became 0..255 if it was scaled."""

    array: npt.NDArray[np.uint8]
    value_range: tuple[float, float] | None


def to_pixels(data: Any, layout: Layout | None = None, value_range: ValueRange = "auto") -> Pixels:
    """An array of any library as pixels.

    Raises:
        BadValue: the shape or the values are none of a picture's.
    """
    array = _in_order(to_numpy(data), layout)
    return _scaled(array, value_range)


def to_numpy(data: Any) -> npt.NDArray[Any]:
    """An array of NumPy, PyTorch (of any device, with or without gradient), JAX or anything that NumPy understands."""
    import numpy as np

    if type(data).__module__.partition(".")[0] == "torch":
        data = data.detach().cpu()
        if str(data.dtype) == "torch.bfloat16":
            data = data.float()
        data = data.numpy()
    array = np.asarray(data)
    if array.dtype.kind not in "buif":
        raise BadValue(f"an array of {array.dtype} is no picture. {ACCEPTED}")
    return array


def _in_order(array: npt.NDArray[Any], layout: Layout | None) -> npt.NDArray[Any]:
    import numpy as np

    shape = array.shape
    if layout is None:
        layout = _guess(shape)
    if layout not in ("HW", "HWC", "CHW"):
        raise BadValue(f"layout={layout!r}: expected 'HW', 'HWC' or 'CHW'.")
    if len(layout) != len(shape) or 0 in shape:
        raise BadValue(f"an array of shape {shape} is no picture of layout {layout}. {ACCEPTED}")
    if layout == "CHW":
        array = np.moveaxis(array, 0, -1)
    if array.ndim == 3:
        if array.shape[-1] not in CHANNELS:
            raise BadValue(f"an array of shape {shape} has {array.shape[-1]} channels as {layout}. {ACCEPTED}")
        if array.shape[-1] == 1:
            array = array[:, :, 0]
    return array


def _guess(shape: tuple[int, ...]) -> Layout:
    if len(shape) == 2:
        return "HW"
    if len(shape) == 3 and shape[-1] in CHANNELS:
        return "HWC"
    if len(shape) == 3 and shape[0] in CHANNELS:
        return "CHW"
    raise BadValue(f"an array of shape {shape} is no picture. {ACCEPTED} Log several pictures as a list of Images.")


def _scaled(array: npt.NDArray[Any], value_range: ValueRange) -> Pixels:
    import numpy as np

    kind = array.dtype.kind
    if value_range == "auto":
        if array.dtype == np.uint8:
            return Pixels(array, None)
        if kind == "b":
            return Pixels(array.astype(np.uint8) * 255, None)
        if array.dtype == np.uint16:
            return Pixels((array // 257).astype(np.uint8), None)
        value_range = None if kind in "ui" else float_range(array)
    if value_range is None:
        finite = array[np.isfinite(array)] if kind == "f" else array
        if finite.size and (finite.min() < 0 or finite.max() > 255):
            raise BadValue(
                f"values from {finite.min()} to {finite.max()} do not fit into 0..255. Give value_range=(low, high), or floats to be scaled."
            )
        return Pixels(np.nan_to_num(array, nan=0.0, posinf=255.0, neginf=0.0).astype(np.uint8), None)
    low, high = value_range
    if not high > low:
        raise BadValue(f"value_range={value_range!r}: the second value must be above the first.")
    unit = (array.astype(np.float64) - low) / (high - low)
    bytes_ = np.rint(np.clip(np.nan_to_num(unit, nan=0.0, posinf=1.0, neginf=0.0), 0.0, 1.0) * 255)
    return Pixels(bytes_.astype(np.uint8), (float(low), float(high)))


def float_range(array: npt.NDArray[Any]) -> tuple[float, float]:
    """Which values of these floats become 0 and 255."""
    import numpy as np

    finite = array[np.isfinite(array)]
    if not finite.size:
        return (0.0, 1.0)
    low, high = float(finite.min()), float(finite.max())
    if low >= 0.0 and high <= 1.0:
        return (0.0, 1.0)
    if low >= -1.0 and high <= 1.0:
        return (-1.0, 1.0)
    return (low, high) if high > low else (low - 0.5, low + 0.5)
