"""What values mean beside times and durations: `1h30m`, `2026-11-20`, `yesterday`, `7d`.

A time without a zone is in the local one.
"""

from __future__ import annotations

import math
import re
from datetime import UTC, date, datetime, timedelta

from runstone.query.language.tokens import to_number

_UNIT_SECS = {
    **dict.fromkeys(("ms", "milliseconds"), 0.001),
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds"), 1.0),
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes"), 60.0),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), 3600.0),
    **dict.fromkeys(("d", "day", "days"), 86400.0),
    **dict.fromkeys(("w", "week", "weeks"), 604800.0),
}
_PART = r"([0-9]++(?:\.[0-9]++)?+)\s*+([a-z]++)\s*+"
_DURATION_PART = re.compile(_PART)
_DURATION = re.compile(rf"(?P<sign>[+-]?)(?P<parts>(?:{_PART})++)")
_DATE = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d)"
    r"(?:[Tt ](?P<hour>\d\d):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,](?P<fraction>\d{1,6})\d*)?)?"
    r"\s?(?P<zone>[Zz]|[+-]\d\d:?\d\d)?)?)?)?",
    re.ASCII,
)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_LEAST, _MOST = -(1 << 63), (1 << 63) - 1


def parse_duration(text: str) -> float | None:
    """The seconds of `90s`, `1h30m`, `1.5 days`, `2d`, `1w`, or a plain number of seconds; None if the text is no duration."""
    number = to_number(text)
    if number is not None:
        return None if math.isnan(number) else number
    found = _DURATION.fullmatch(text.strip().lower())
    if found is None:
        return None
    parts = _DURATION_PART.findall(found["parts"])
    if any(unit not in _UNIT_SECS for _, unit in parts):
        return None
    return (-1 if found["sign"] == "-" else 1) * sum(float(count) * _UNIT_SECS[unit] for count, unit in parts)


def parse_time(text: str, now: int) -> int | None:
    """The time that a text means, in microseconds since the epoch; None if it means none.

    `2026`, `2026-11`, `2026-11-20`, `2026-11-20T12:30` with seconds and an offset or Z if one likes; `now`, `today`, `yesterday`; a
    duration, with or without a minus, which is so long ago; a number of seconds (or milli- or microseconds, from the size that they have
    since 1973) since the epoch. Of a day, a month, a minute, … it is the beginning.

    Args:
        now: microseconds since the epoch.
    """
    span = parse_time_span(text, now)
    return span and span[0]


def parse_time_span(text: str, now: int) -> tuple[int, int] | None:
    """From when until when lasts what a text means, as `parse_time` reads it: a day for `2026-11-20` and `today`, a minute for `12:30`, a
    microsecond for `now`. The end is excluded.

    Args:
        now: microseconds since the epoch.
    """
    word = text.strip().lower()
    if word == "now":
        return now, now + 1
    if word in ("today", "yesterday"):
        day = (_EPOCH + now * _MICROSECOND).astimezone().date()
        return _days(day - timedelta(days=word == "yesterday"), 1)
    found = _DATE.fullmatch(word)
    if found:
        return _calendar(found)
    number = to_number(word)
    if number is not None:
        return _epoch(number)
    ago = parse_duration(word)
    if ago is None:
        return None
    start = _clamped(now - abs(ago) * 1e6)
    return start, min(start + 1, _MOST)


def _calendar(found: re.Match[str]) -> tuple[int, int] | None:
    """The span of a date, None if the calendar lacks it."""
    year, month, day, hour, minute, second = (
        int(found[name]) if found[name] else None for name in ("year", "month", "day", "hour", "minute", "second")
    )
    assert year is not None
    try:
        if month is None:
            return _span(datetime(year, 1, 1), datetime(year + 1, 1, 1))
        if day is None:
            return _span(datetime(year, month, 1), datetime(year + month // 12, month % 12 + 1, 1))
        if hour is None:
            return _days(date(year, month, day), 1)
        fraction = (found["fraction"] or "").ljust(6, "0")
        start = datetime(year, month, day, hour, minute or 0, second or 0, int(fraction))
        if found["zone"]:
            start = datetime.fromisoformat(start.isoformat() + found["zone"].upper())
        begin = _micros(start)
    except (ValueError, OverflowError, OSError):
        return None
    lasts = 60_000_000 if second is None else 1_000_000 if not found["fraction"] else 10 ** (6 - len(found["fraction"]))
    return begin, begin + lasts


def _days(first: date, count: int) -> tuple[int, int] | None:
    try:
        start = datetime(first.year, first.month, first.day)
        return _span(start, start + timedelta(days=count))
    except (ValueError, OverflowError, OSError):
        return None


def _span(start: datetime, end: datetime) -> tuple[int, int]:
    return _micros(start), _micros(end)


def _micros(moment: datetime) -> int:
    return (moment.astimezone(UTC) - _EPOCH) // _MICROSECOND


def _epoch(number: float) -> tuple[int, int] | None:
    if math.isnan(number):
        return None
    size = abs(number)
    scale = 1e6 if size < 1e11 else 1e3 if size < 1e14 else 1
    start = _clamped(number * scale)
    return start, min(start + int(scale), _MOST)


def _clamped(micros: float) -> int:
    """Whole microseconds that fit 64 bits: what is further away is still before or after everything."""
    if micros <= _LEAST:
        return _LEAST
    return _MOST if micros >= _MOST else round(micros)
