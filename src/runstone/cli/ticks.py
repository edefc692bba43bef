"""Round numbers along an axis, and how they are written."""

from __future__ import annotations

import math
from datetime import datetime

from runstone.cli.output import format_secs

_ROUND_SECS = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 21600, 43200, 86400)


def round_ticks(low: float, high: float, count: int) -> list[float]:
    """Multiples of 1, 2 or 5 times a power of ten between two numbers, at most about `count` of them."""
    span = high - low
    if not (span > 0 and math.isfinite(span)):
        return [low]
    rough = span / max(count, 1)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next((power * factor for factor in (1, 2, 5, 10) if power * factor >= rough), power * 10)
    return _multiples(low, high, step)


def power_ticks(low: float, high: float, count: int) -> list[float]:
    """Exponents of round numbers between two exponents: of powers of ten, with 2 and 5 times these where there is room."""
    decades = high - low
    if decades < 0.5:
        return [math.log10(mark) for mark in round_ticks(10.0**low, 10.0**high, count)]
    factors = (1.0, 2.0, 5.0) if decades * 3 <= count else (1.0, 3.0) if decades * 2 <= count else (1.0,)
    every = max(1, math.ceil(decades / max(count, 1)))
    exponents = range(math.floor(low) // every * every, math.ceil(high) + 1, every)
    marks = [power + math.log10(factor) for power in exponents for factor in factors]
    return [mark for mark in marks if low <= mark <= high]


def duration_ticks(low_secs: float, high_secs: float, count: int) -> list[float]:
    """Round durations between two."""
    rough = (high_secs - low_secs) / max(count, 1)
    if rough <= 1:
        return round_ticks(low_secs, high_secs, count)
    days = 86400 * math.ceil(rough / 86400)
    return _multiples(low_secs, high_secs, next((step for step in _ROUND_SECS if step >= rough), days))


def format_number(value: float) -> str:
    """`0.05`, `12k`, `1.5M`, `1e-07`."""
    for unit, factor in (("G", 1e9), ("M", 1e6), ("k", 1e3)):
        if factor * 10 <= abs(value) < 1e13 or (unit != "k" and factor <= abs(value) < 1e13):
            return f"{value / factor:.6g}{unit}"
    return f"{value:.6g}"


def format_power(exponent: float) -> str:
    """Ten to a power, also where no float can hold it."""
    return format_number(10.0**exponent) if abs(exponent) < 300 else f"1e{exponent:.0f}"


def format_tick_moment(secs: float, span_secs: float) -> str:
    """A moment in the time of this machine, as exact as the span of the axis asks for."""
    moment = datetime.fromtimestamp(secs).astimezone()
    form = "%H:%M:%S" if span_secs < 600 else "%H:%M" if span_secs < 86400 else "%d %b %H:%M"
    return moment.strftime(form)


def format_duration(secs: float) -> str:
    """A duration; whole ones below a minute without a fraction."""
    return f"{secs:g}s" if secs < 60 else format_secs(secs)


def _multiples(low: float, high: float, step: float) -> list[float]:
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [number * step for number in range(first, last + 1)]
