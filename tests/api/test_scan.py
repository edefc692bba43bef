"""Reading stretch by stretch gives what reading at once gives, and does not hold a long series in memory."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from functools import partial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import runstone as rs
from api.conftest import LINES, Open
from recorder import Recorder
from runstone.api.rows import scan
from runstone.model.records import TextLogged
from runstone.query.series import Points

Begin = Callable[..., Recorder]

STEPS = st.lists(st.integers(-40, 40) | st.sampled_from([-(1 << 63), (1 << 63) - 1]), unique=True, max_size=30).map(
    sorted
)
SERIES = st.dictionaries(st.sampled_from("abcd"), STEPS, max_size=4)


def series_of(steps: list[int], seed: int) -> Points:
    at = np.array(steps, np.int64)
    values = np.where(at % 5 == 0, np.nan, at * 1.5 + seed)
    return Points(at, (at % 97) + seed, values, None)


def page(points: Points, short: bool, limit: int, cursor: str | None) -> Points:
    """A page as a source gives it; one that may be shorter than asked for, as a server's."""
    first = 0 if cursor is None else int(np.searchsorted(points.steps, int(cursor)))
    last = min(len(points.steps), first + (max(1, limit // 2) if short else limit))
    steps, times, values, _ = points
    more = str(int(steps[last])) if last < len(steps) else None
    return Points(steps[first:last], times[first:last], values[first:last], more)


@given(found=SERIES, limit=st.integers(1, 12), short=st.booleans())
@settings(deadline=None)
def test_stretches_add_up(found: dict[str, list[int]], limit: int, short: bool) -> None:
    series = {name: series_of(steps, ord(name)) for name, steps in found.items()}
    stretches = list(scan({name: partial(page, points, short) for name, points in series.items()}, limit))
    assert all(0 < len(rows) <= limit for rows in stretches)
    cells: dict[str, dict[int, float]] = {name: {} for name in series}
    times: dict[int, int] = {}
    for rows in stretches:
        assert list(rows.values) == list(rows.present) == list(series)
        for at, step in enumerate(rows.steps.tolist()):
            assert step not in times
            times[step] = int(rows.times[at])
            for name in series:
                if rows.present[name][at]:
                    cells[name][step] = float(rows.values[name][at])
                else:
                    assert np.isnan(rows.values[name][at])
    # The plainest way to put them side by side.
    wanted = {
        name: dict(zip(points.steps.tolist(), points.values.tolist(), strict=True)) for name, points in series.items()
    }
    assert {name: str(sorted(points.items())) for name, points in cells.items()} == {
        name: str(sorted(points.items())) for name, points in wanted.items()
    }
    assert list(times) == sorted({step for points in wanted.values() for step in points})
    for step, time in times.items():
        assert time == max((step % 97) + ord(name) for name, points in wanted.items() if step in points)


@pytest.mark.usefixtures("runs")
@pytest.mark.parametrize("rows", [1, 7, 1000])
def test_a_scan_is_the_history(open_api: Open, rows: int) -> None:
    run = open_api().run("child")
    whole = run.rows(["loss", "odd", "val/acc"])
    parts = list(run.scan(["loss", "odd", "val/acc"], rows=rows))
    np.testing.assert_array_equal(np.concatenate([part.steps for part in parts]), whole.steps)
    np.testing.assert_array_equal(np.concatenate([part.times for part in parts]), whole.times)
    for name in whole.values:
        np.testing.assert_array_equal(np.concatenate([part.values[name] for part in parts]), whole.values[name])
        np.testing.assert_array_equal(np.concatenate([part.present[name] for part in parts]), whole.present[name])


def test_a_scan_goes_on_where_a_run_is_still_writing(open_home: Open, record: Begin) -> None:
    recorder = record("a1")
    for step in range(10):
        recorder.log({"loss": step}, step)
    scanning = open_home().run("a1").scan(["loss"], rows=4)
    assert next(scanning).steps.tolist() == [0, 1, 2, 3]
    recorder.log({"loss": 3.5}, 2)
    recorder.log({"loss": 10}, 10)
    open_home().runs()
    assert [rows.steps.tolist() for rows in scanning] == [[4, 5, 6, 7], [8, 9, 10]]


def test_limits_patterns_and_nothing(open_home: Open, record: Begin) -> None:
    recorder = record("a1")
    for step in range(10):
        recorder.log({"train/loss": step, "train/acc": step, "val/loss": step}, step)
    run = open_home().run("a1")
    (rows,) = run.scan(["*/loss"], lo=3, hi=5)
    assert (list(rows.values), rows.steps.tolist()) == (["train/loss", "val/loss"], [3, 4, 5])
    assert list(run.scan(["nothing"])) == list(run.scan([])) == list(run.scan(["x*"])) == []
    assert list(next(run.scan()).values) == ["train/acc", "train/loss", "val/loss"]
    with pytest.raises(rs.Misuse, match="at least 1"):
        run.scan(rows=0)


def endless(length: int, limit: int, cursor: str | None) -> Points:
    """A page of a series that is nowhere as a whole."""
    first = int(cursor or 0)
    steps = np.arange(first, min(first + limit, length))
    more = str(first + limit) if first + limit < length else None
    return Points(steps, steps, steps * 0.5, more)


def test_many_metrics_come_in_smaller_stretches() -> None:
    asks = {f"m{number}": partial(endless, 600) for number in range(10_000)}
    assert [len(rows) for rows in scan(asks, 65_536)] == [400, 200]
    assert [len(rows) for rows in scan(asks, 300)] == [300, 300]


def test_memory_does_not_grow_with_the_series() -> None:
    def peak(length: int) -> int:
        asks = {"loss": partial(endless, length), "acc": partial(endless, length // 3)}
        tracemalloc.start()
        count = sum(len(rows) for rows in scan(asks, 4096))
        _, most_bytes = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert count == length
        return most_bytes

    assert peak(2_000_000) < 1.1 * peak(20_000) < 2_000_000


def test_texts_and_lines_come_page_by_page(open_api: Open, record: Begin) -> None:
    parent = record("p")
    for step in range(2500):
        parent.event(TextLogged, key="phase", step=step, text=f"early {step}")
        parent.event(TextLogged, key="a:b", step=step, text="other")
    child = record("c", parent=("p", 1999))
    for step in range(1500, 2100):
        child.event(TextLogged, key="phase", step=step, text=f"late {step}")
    parent.finish()
    child.finish()
    api = open_api()
    found = list(api.run("c").iter_texts("phase"))
    assert [text.step for text in found] == list(range(2100))
    assert [text.text for text in found] == [f"{'early' if step < 1500 else 'late'} {step}" for step in range(2100)]
    assert [(text.key, text.step) for text in api.run("p").iter_texts()] == [
        (key, step) for key in ("a:b", "phase") for step in range(2500)
    ]


@pytest.mark.usefixtures("runs")
def test_lines_come_page_by_page(open_api: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("runstone.api.run._PAGE_LINES", 700)
    lines = open_api().run("said").iter_logs("stdout")
    assert [line.text for line in lines] == [f"line {number}" for number in range(LINES)]
