"""From arrays of any library to pixels that a PNG can hold. Imports numpy, and is therefore imported by the first image only."""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from runstone.model.errors import BadValue

Layout = Literal["HW", "HWC", "CHW"]
Scale = Literal["auto", "none", "unit"] | tuple[float, float]

CHANNELS = (1, 3, 4)
ACCEPTED = "Accepted are HxW, HxWxC and CxHxW with 1 (grey), 3 (RGB) or 4 (RGBA) channels; name the order with layout='HWC' or layout='CHW'"


class Pixels(NamedTuple):
    """Pixels ready to encode: HxW or HxWxC, uint8, or uint16 for deep grey ones."""

    array: npt.NDArray[Any]
    facts: dict[str, Any]


def to_pixels(value: Any, layout: Layout | None, scale: Scale) -> Pixels:
    """The pixels of an array or tensor.

    Raises:
        BadValue: its shape or its values make no image.
    """
    array, prefers_chw = _to_numpy(value)
    array = _to_hwc(array, layout, prefers_chw=prefers_chw)
    pixels, facts = _to_depth(array, scale)
    height, width = pixels.shape[:2]
    channels = 1 if pixels.ndim == 2 else pixels.shape[2]
    return Pixels(np.ascontiguousarray(pixels), {"width": width, "height": height, "channels": channels, **facts})


def _to_numpy(value: Any) -> tuple[npt.NDArray[Any], bool]:
    """The values as a numpy array of our own, and whether their library puts channels first by habit."""
    is_torch = type(value).__module__.partition(".")[0] == "torch"
    if hasattr(value, "detach"):
        value = value.detach().cpu()
        if str(value.dtype) == "torch.bfloat16":
            value = value.float()  # numpy has no bfloat16
    try:
        array = np.array(value)
    except (TypeError, ValueError, RuntimeError) as error:
        raise BadValue(f"{type(value).__name__} could not be read as an array ({error}). {ACCEPTED}.") from error
    if array.dtype.kind == "V":
        array = array.astype(np.float32)  # jax's bfloat16 and its small cousins
    if array.dtype.kind not in "buif":
        raise BadValue(f"an image of {array.dtype} values is not possible; use uint8, uint16, bool or floats.")
    return array, is_torch


def _to_hwc(array: npt.NDArray[Any], layout: Layout | None, *, prefers_chw: bool) -> npt.NDArray[Any]:
    shape = "x".join(map(str, array.shape)) or "()"
    if 0 in array.shape:
        raise BadValue(f"an array of shape {shape} has no pixels.")
    if array.ndim == 4:
        raise BadValue(
            f"an array of shape {shape} is a batch. Log a list of images: [Image(one) for one in batch]. {ACCEPTED}."
        )
    if layout is None:
        layout = _guess_layout(array, prefers_chw=prefers_chw)
    expected = {"HW": 2, "HWC": 3, "CHW": 3}.get(layout or "")
    if layout is None:
        raise BadValue(f"an array of shape {shape} is not an image. {ACCEPTED}.")
    if expected is None:
        raise BadValue(f"layout={layout!r} is not known. {ACCEPTED}.")
    if array.ndim != expected:
        raise BadValue(f"layout={layout!r} needs {expected} dimensions, the array has shape {shape}.")
    if layout == "CHW":
        array = np.moveaxis(array, 0, -1)
    if array.ndim == 3 and array.shape[2] not in CHANNELS:
        raise BadValue(f"layout={layout!r} makes {array.shape[2]} channels of shape {shape}. {ACCEPTED}.")
    return array[:, :, 0] if array.ndim == 3 and array.shape[2] == 1 else array


def _guess_layout(array: npt.NDArray[Any], *, prefers_chw: bool) -> Layout | None:
    if array.ndim == 2:
        return "HW"
    if array.ndim != 3:
        return None
    last, first = array.shape[2] in CHANNELS, array.shape[0] in CHANNELS
    if first and (prefers_chw or not last):
        return "CHW"
    return "HWC" if last else None


def _to_depth(array: npt.NDArray[Any], scale: Scale) -> tuple[npt.NDArray[Any], dict[str, Any]]:
    """Values as bytes, and what was done to them: see `Image` for the rule."""
    if array.dtype == bool:
        return array.astype(np.uint8) * np.uint8(255), {}
    if scale == "auto":
        if array.dtype == np.uint8:
            return array, {}
        if array.dtype == np.uint16:
            return (array, {}) if array.ndim == 2 else ((array // 257).astype(np.uint8), {})
    finite = np.isfinite(array)
    nonfinite = int(array.size - np.count_nonzero(finite))
    values = array[finite] if nonfinite else array
    lowest, highest = (float(values.min()), float(values.max())) if values.size else (0.0, 0.0)
    low, high = _range(scale, lowest, highest, is_float=array.dtype.kind == "f")
    facts: dict[str, Any] = {"value_range": [lowest, highest], "shown_range": [low, high]}
    if nonfinite:
        facts["nonfinite"] = nonfinite
    wide = array.astype(np.float64 if array.dtype.itemsize > 4 else np.float32)
    if nonfinite:
        wide = np.nan_to_num(wide, nan=low, posinf=high, neginf=low)
    span = high - low
    shown = (np.clip(wide, low, high) - low) * (255.0 / span) if span > 0 else np.zeros_like(wide)
    return np.rint(shown).astype(np.uint8), facts


def _range(scale: Scale, lowest: float, highest: float, *, is_float: bool) -> tuple[float, float]:
    """The values that become black and white."""
    if scale == "none":
        return 0.0, 255.0
    if scale == "unit":
        return 0.0, 1.0
    if scale == "auto":
        natural = 1.0 if is_float else 255.0
        return (0.0, natural) if lowest >= 0 and highest <= natural else (lowest, highest)
    try:
        low, high = (float(limit) for limit in scale)
    except (TypeError, ValueError) as error:
        raise BadValue(
            f"scale={scale!r} is not known: 'auto', 'none', 'unit' or two numbers (black, white)."
        ) from error
    if not low < high or not np.isfinite([low, high]).all():
        raise BadValue(f"scale={scale!r}: black must be below white, and both finite.")
    return low, high
