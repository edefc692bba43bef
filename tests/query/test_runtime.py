"""Runtime: time without the pauses in which no process of a run was at work."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hands import HOUR, SECOND, Hands
from recorder import Recorder
from runstone.index.index import Index
from runstone.model.home import Home
from runstone.model.records import Staged
from runstone.query import series
from runstone.query.runtime import _runtime
from runstone.query.series import PanelAsk
from runstone.query.stages import list_stages


@pytest.fixture
def hands() -> Iterator[Hands]:
    with Hands() as hands:
        yield hands


def log(run: Recorder, hands: Hands, steps: range) -> None:
    """A point a second, of the metric `loss`."""
    for step in steps:
        hands.now += SECOND
        run.log({"loss": float(step)}, step)


def resumed(home: Home, **facts: Any) -> Recorder:
    return Recorder(home, "r", start=False, **facts)


def seconds_of(index: Index, x: Any, **ask: Any) -> list[float]:
    panel = series.panel(index, PanelAsk("loss", ["r"], x, **ask))
    assert panel.x == x
    return [float(at) for at in panel.grid / SECOND]


def test_what_lies_between_a_process_and_the_next_is_cut_out(home: Home, index: Index, hands: Hands) -> None:
    run = Recorder(home, "r")
    log(run, hands, range(3))
    run.writer.close()
    hands.now += 5 * HOUR
    run = resumed(home)
    log(run, hands, range(3, 5))
    run.writer.close()
    hands.now += HOUR
    log(resumed(home), hands, range(5, 7))
    index.refresh()
    assert seconds_of(index, "runtime") == [1, 2, 3, 4, 5, 6, 7]
    assert seconds_of(index, "relative") == [1, 2, 3, 18004, 18005, 21606, 21607]
    assert seconds_of(index, "runtime", lo=3 * SECOND, hi=5 * SECOND) == [3, 4, 5]
    assert len(seconds_of(index, "runtime", buckets=3)) <= 3
    derived = series.panel(index, PanelAsk(None, ["r"], "runtime", expression="loss * 2"))
    assert (derived.grid / SECOND).tolist() == [1, 2, 3, 4, 5, 6, 7]


def test_a_run_that_never_paused_has_its_relative_time(home: Home, index: Index, hands: Hands) -> None:
    run = Recorder(home, "r")
    log(run, hands, range(3))
    hands.now += HOUR  # it thought for long
    log(run, hands, range(3, 5))
    run.finish()
    index.refresh()
    assert seconds_of(index, "runtime") == seconds_of(index, "relative") == [1, 2, 3, 3604, 3605]


def test_it_runs_while_any_of_its_processes_does_but_not_while_somebody_edits(
    home: Home, index: Index, hands: Hands
) -> None:
    run = Recorder(home, "r")
    worker = resumed(home, role="worker")
    log(run, hands, range(2))
    run.writer.close()
    hands.now += 100 * SECOND
    worker.log({"rank1": 1.0}, 0)
    worker.writer.close()
    hands.now += HOUR
    resumed(home, role="editor").writer.close()
    hands.now += HOUR
    log(resumed(home), hands, range(2, 4))
    index.refresh()
    assert seconds_of(index, "runtime") == [1, 2, 103, 104]


def test_stages_tell_theirs(home: Home, index: Index, hands: Hands) -> None:
    run = Recorder(home, "r")
    run.event(Staged, step=0, stage="warmup")
    log(run, hands, range(3))
    run.writer.close()
    hands.now += HOUR
    run = resumed(home)
    log(run, hands, range(3, 4))
    run.event(Staged, step=4, stage="train")
    index.refresh()
    (told,) = list_stages(index, ["r"])
    assert [(stage.stage, stage.runtime) for stage in told.stages] == [("warmup", 0), ("train", 4 * SECOND)]


TIMES = st.integers(0, 60)
STRETCHES = st.lists(
    st.tuples(TIMES, st.integers(0, 10)).map(lambda each: (each[0], sum(each))), min_size=1, max_size=8
)


@given(stretches=STRETCHES, times=st.lists(st.integers(0, 80), min_size=1, max_size=20))
def test_the_runtime_is_the_time_so_far_that_is_in_no_pause(stretches: list[tuple[int, int]], times: list[int]) -> None:
    first, last = min(begin for begin, _ in stretches), max(end for _, end in stretches)
    paused = [moment for moment in range(first, last) if not any(begin <= moment < end for begin, end in stretches)]
    found = _runtime(first, stretches).at(np.array(times, np.int64))
    for time, runtime in zip(times, found.tolist(), strict=True):
        assert runtime == time - first - sum(moment < time for moment in paused)
