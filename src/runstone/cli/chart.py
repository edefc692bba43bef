"""A chart in a terminal: curves of several runs with axes and a legend."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt
from rich.cells import cell_len
from rich.text import Text

from runstone.cli.canvas import Canvas
from runstone.cli.output import cut, format_value, one_line
from runstone.cli.ticks import (
    duration_ticks,
    format_duration,
    format_number,
    format_power,
    format_tick_moment,
    power_ticks,
    round_ticks,
)

Float64 = npt.NDArray[np.float64]
XKind = Literal["step", "time", "relative", "runtime"]

# The colours of Okabe and Ito, which people with any kind of colour vision can tell apart; the lightest last.
PALETTE = ("#56b4e9", "#e69f00", "#009e73", "#cc79a7", "#d55e00", "#0072b2", "#999999", "#f0e442")
LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
MIN_WIDTH, MIN_HEIGHT = 20, 3
_LEAST_COLUMNS = 8
_ROWS_A_TICK = 3
# Farther apart, two floats have no distance that is one.
_FARTHEST = 8e307
_COLUMNS_A_TICK = 14


class Curve(NamedTuple):
    """One run's line, only where it has finite points. `x` counts steps, or seconds for the other kinds; `low` and `high` are equal to `last` where nothing was
    thinned."""

    name: str
    x: Float64
    last: Float64
    low: Float64
    high: Float64
    nonfinite: int


class Look(NamedTuple):
    """How charts are drawn: size in characters with axes and without title and legend."""

    width: int
    height: int
    x: XKind
    log: bool
    coloured: bool


def draw(title: str, curves: Sequence[Curve], look: Look) -> list[Text]:
    """A chart as lines of text.

    Args:
        title: what stands above it.
        curves: in the order of the legend.
        look: size and scales.
    """
    shown = [_on_scale(curve, look.log) for curve in curves]
    lines = [Text(cut(one_line(title) + ("  (log)" if look.log else ""), look.width), "bold")]
    if not any(len(curve.x) for curve in shown):
        why = "no positive points for a logarithmic scale" if look.log else "no finite points yet"
        lines.append(Text(cut(f"  {why}", look.width), "dim"))
    else:
        lines += _picture(shown, look)
    return lines + _legend(curves, look)


def style_of(number: int) -> str:
    """The colour of a run in all charts of a picture."""
    return PALETTE[number % len(PALETTE)]


def _on_scale(curve: Curve, log: bool) -> Curve:
    if not log:
        last, low, high = (np.clip(values, -_FARTHEST, _FARTHEST) for values in (curve.last, curve.low, curve.high))
        return curve._replace(last=last, low=low, high=high)
    good = curve.last > 0
    with np.errstate(divide="ignore", invalid="ignore"):
        last, high, low = (np.log10(values[good]) for values in (curve.last, curve.high, curve.low))
    return curve._replace(x=curve.x[good], last=last, high=high, low=np.where(curve.low[good] > 0, low, last))


def _picture(curves: Sequence[Curve], look: Look) -> list[Text]:
    low, high = _limits(np.concatenate([np.concatenate([curve.low, curve.high]) for curve in curves]))
    left, right = _limits(np.concatenate([curve.x for curve in curves]))
    if 0 < left < (right - left) / look.width:
        left = 0.0  # the middle of the first bucket is a little to the right of where the run began
    rows = max(MIN_HEIGHT, look.height - 2)
    marks = (power_ticks if look.log else round_ticks)(low, high, max(1, rows // _ROWS_A_TICK))
    longest = look.width // 2 - 2
    labels = [cut(format_power(mark) if look.log else format_number(mark), longest) for mark in marks]
    margin = max(map(len, labels), default=0)
    columns = max(_LEAST_COLUMNS, look.width - margin - 2)
    canvas = Canvas(columns, rows)
    wide, tall = canvas.dots

    def across(x: Float64) -> Float64:
        return (x - left) / (right - left) * (wide - 1)

    def up(y: Float64) -> Float64:
        return (y - low) / (high - low) * (tall - 1)

    for number, curve in enumerate(curves):
        if (curve.low < curve.high).any():
            canvas.bars(across(curve.x), up(curve.low), up(curve.high), number)
    for number, curve in enumerate(curves):
        canvas.line(across(curve.x), up(curve.last), number)
    letters = None if look.coloured or len(curves) < 2 else [LETTERS[at % len(LETTERS)] for at in range(len(curves))]
    drawn = canvas.lines([style_of(at) for at in range(len(curves))], letters)
    label_of_row = {
        rows - 1 - int((mark - low) / (high - low) * (rows - 1) + 0.5): label
        for mark, label in zip(marks, labels, strict=True)
    }
    found = []
    for row, line in enumerate(drawn):
        label = label_of_row.get(row)
        axis = Text(f"{label or '':>{margin}} {'┤' if label else '│'}", "dim")
        found.append(Text.assemble(axis, line))
    return found + _x_axis(left, right, columns, margin, look.x)


def _x_axis(left: float, right: float, columns: int, margin: int, kind: XKind) -> list[Text]:
    count = max(1, columns // _COLUMNS_A_TICK)
    span = right - left
    marks = (round_ticks if kind == "step" else duration_ticks)(left, right, count)
    if kind == "time":
        # Round hours are those of this place.
        marks = [left + span * at / count for at in range(count + 1)]
    axis, labels = ["─"] * columns, [" "] * columns
    free = 0
    for mark in marks:
        column = round((mark - left) / span * (columns - 1))
        match kind:
            case "step":
                text = format_number(mark)
            case "time":
                text = format_tick_moment(mark, span)
            case "relative" | "runtime":
                text = format_duration(mark)
        begin = min(max(0, column - len(text) // 2), columns - len(text))
        if begin < free or not 0 <= column < columns:
            continue
        axis[column] = "┬"
        labels[begin : begin + len(text)] = text
        free = begin + len(text) + 1
    name = kind if columns - free > len(kind) else ""
    if name:
        labels[columns - len(name) :] = name
    edge = " " * margin
    return [Text(f"{edge} └{''.join(axis)}", "dim"), Text(f"{edge}  {''.join(labels).rstrip()}", "dim")]


def _limits(values: Float64) -> tuple[float, float]:
    """The least and the greatest, with room between them."""
    low, high = float(values.min()), float(values.max())
    if low < high:
        return low, high
    room = abs(low) / 10 or 1.0
    return low - room, high + room


def _legend(curves: Sequence[Curve], look: Look) -> list[Text]:
    found = []
    for number, curve in enumerate(curves):
        sign = "━━" if look.coloured or len(curves) < 2 else LETTERS[number % len(LETTERS)]
        facts = f"  {format_value(float(curve.last[-1]))}" if len(curve.last) else "  no points"
        if curve.nonfinite:
            facts += f"  ({curve.nonfinite} not finite)"
        name = cut(one_line(curve.name), max(8, look.width - cell_len(sign) - len(facts) - 1))
        found.append(Text.assemble((sign, style_of(number)), f" {name}", (facts, "dim")))
    return found
