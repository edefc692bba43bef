"""What times and durations mean."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from runstone.query.language.moments import parse_duration, parse_time, parse_time_span

BERLIN = ZoneInfo("Europe/Berlin")


def berlin(*parts: int) -> int:
    return round(datetime(*parts, tzinfo=BERLIN).timestamp() * 1_000_000)  # type: ignore[arg-type,misc]


NOW = berlin(2026, 11, 20, 12, 30)
DAY = 86_400_000_000


@pytest.fixture(autouse=True)
def _in_berlin(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "Europe/Berlin")
        time.tzset()
        yield
    time.tzset()


@pytest.mark.parametrize(
    ("text", "secs"),
    [
        ("90", 90),
        ("-1.5e1", -15),
        ("90s", 90),
        ("1h30m", 5400),
        ("1h 30min", 5400),
        ("2d", 172_800),
        ("1w", 604_800),
        ("1.5 days", 129_600),
        ("250ms", 0.25),
        ("-2H", -7200),
        ("inf", float("inf")),
    ],
)
def test_a_duration(text: str, secs: float) -> None:
    assert parse_duration(text) == secs


@pytest.mark.parametrize("text", ["", "-", "h", "1x", "1h30", "nan", "1 h m", "--1h", "fast", "2026-11-20"])
def test_what_is_no_duration(text: str) -> None:
    assert parse_duration(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026", berlin(2026, 1, 1)),
        ("2026-11", berlin(2026, 11, 1)),
        ("2026-11-20", berlin(2026, 11, 20)),
        ("2026-07-01", berlin(2026, 7, 1)),
        ("2026-11-20T12:30", berlin(2026, 11, 20, 12, 30)),
        ("2026-11-20 12:30:15.25", berlin(2026, 11, 20, 12, 30, 15) + 250_000),
        ("2026-11-20T12:30Z", berlin(2026, 11, 20, 13, 30)),
        ("2026-11-20T12:30+05:30", berlin(2026, 11, 20, 8, 0)),
        ("2026-11-20t12:30:00-0100", berlin(2026, 11, 20, 14, 30)),
        ("now", NOW),
        ("Today", berlin(2026, 11, 20)),
        ("yesterday", berlin(2026, 11, 19)),
        ("7d", NOW - 7 * DAY),
        ("-7d", NOW - 7 * DAY),
        ("1h30m", NOW - 5_400_000_000),
        ("1700000000", 1_700_000_000_000_000),
        ("1700000000.5", 1_700_000_000_500_000),
        ("1700000000000", 1_700_000_000_000_000),
        ("1700000000000001", 1_700_000_000_000_001),
        ("inf", (1 << 63) - 1),
        ("99999999999999w", -(1 << 63)),
    ],
)
def test_a_time(text: str, expected: int) -> None:
    assert parse_time(text, NOW) == expected


@pytest.mark.parametrize("text", ["", "soon", "2026-13", "2026-02-30", "2026-11-20T25:00", "0000", "20-11-2026", "nan"])
def test_what_is_no_time(text: str) -> None:
    assert parse_time(text, NOW) is None


@pytest.mark.parametrize(
    ("text", "lasts"),
    [
        ("2026", 365 * DAY),
        ("2028-02", 29 * DAY),
        ("2026-12", 31 * DAY),
        ("today", DAY),
        ("2026-10-25", DAY + 3_600_000_000),  # The clock is set back.
        ("2026-11-20T12:30", 60_000_000),
        ("2026-11-20T12:30:01", 1_000_000),
        ("2026-11-20T12:30:01.5", 100_000),
        ("1700000000", 1_000_000),
        ("now", 1),
    ],
)
def test_a_date_lasts_as_long_as_it_is_coarse(text: str, lasts: int) -> None:
    span = parse_time_span(text, NOW)
    assert span is not None
    assert span[1] - span[0] == lasts


@given(st.text(st.sampled_from("0123456789-+:.TtZ wdhms")) | st.text())
@example("9999")
@example("0001-01-01")
@example("9999-12-31")
@example("1" * 400)
@example("1" * 400 + "w")
def test_any_text_is_a_time_that_fits_64_bits_or_none(text: str) -> None:
    span = parse_time_span(text, NOW)
    assert span is None or -(1 << 63) <= span[0] <= span[1] < 1 << 63
    parse_duration(text)
