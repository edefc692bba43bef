"""Moving averages over the values of long series, by position: each as precise as if it were summed up alone."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

Float64 = npt.NDArray[np.float64]

# Values times the standard deviation of the Gaussian: some seconds of one core.
MAX_WORK = 1_000_000_000


def ema(values: Float64, weight: float) -> Float64:
    """Exponential moving average without the bias towards its start: `weight` is what stays of the past from point to point, below 1."""
    total = _decaying_sums(values, weight)
    # The sum of 1, weight, weight² …, up to a point.
    norm = -np.expm1(np.arange(1, len(values) + 1) * math.log(weight)) / (1 - weight) if weight > 0 else 1.0
    return total / norm


def _decaying_sums(values: Float64, weight: float) -> Float64:
    """`s[i] = weight * s[i - 1] + values[i]`: first within rows of about √n points side by side, then from row to row."""
    width = max(1, math.isqrt(len(values)))
    rows = -(-len(values) // width)
    padded = np.zeros(rows * width)
    padded[: len(values)] = values
    columns = np.ascontiguousarray(padded.reshape(rows, width).T)
    for at in range(1, width):
        columns[at] += weight * columns[at - 1]
    carried = np.zeros(rows)
    far = weight**width
    for row in range(1, rows):
        carried[row] = columns[-1, row - 1] + far * carried[row - 1]
    columns += np.power(weight, np.arange(1, width + 1))[:, None] * carried
    return np.ascontiguousarray(columns.T).reshape(-1)[: len(values)]


def gaussian(values: Float64, deviation: float) -> Float64:
    """The mean weighted by a Gaussian of this standard deviation in points; at the ends by what there is of it."""
    if not len(values):
        return values
    reach = min(len(values) - 1, math.ceil(4 * deviation))
    kernel = np.exp(-0.5 * (np.arange(-reach, reach + 1) / deviation) ** 2)
    inside = slice(reach, reach + len(values))
    ends = np.cumsum(np.concatenate([[0.0], kernel]))
    before = np.minimum(np.arange(len(values)), reach)
    after = before[::-1]
    return np.asarray(np.convolve(values, kernel)[inside] / (ends[reach + after + 1] - ends[reach - before]))


def mean(values: Float64, points: float) -> Float64:
    """The mean of so many points with each in their middle, fewer at the ends. Of an even number the middle is between two: one point less."""
    half = min((math.ceil(points) - 1) // 2, len(values))
    if half < 1:
        return values
    width = 2 * half + 1
    # Prefix and suffix sums within rows as long as the window: any window is the end of a row and the beginning of the next.
    rows = -(-(len(values) + 2 * half) // width)
    padded = np.zeros(rows * width + width)
    padded[half : half + len(values)] = values
    table = padded.reshape(-1, width)
    prefix = np.cumsum(table, axis=1).reshape(-1)
    suffix = np.cumsum(table[:, ::-1], axis=1)[:, ::-1].reshape(-1)
    first = np.arange(len(values))
    last = first + width - 1
    total = suffix[first] + np.where(first % width == 0, 0.0, prefix[last])
    inside = np.minimum(first + half, len(values) - 1) - np.maximum(first - half, 0) + 1
    return np.asarray(total / inside)
