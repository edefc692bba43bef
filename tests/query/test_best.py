"""The best step, and the first one past a value, are those of the points: with late ones, rewinds, forks and odd values."""

from __future__ import annotations

import math
import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from property_settings import examples
from recorder import Recorder
from runstone.index.index import Index
from runstone.model.errors import BadQuery, RunNotFound
from runstone.model.home import Home
from runstone.model.records import Parent
from runstone.query import series
from runstone.query.best import BestAsk, best

VALUES = st.sampled_from([0.0, 1.0, -1.0, 0.5, 2.0, math.nan, math.inf, -math.inf])
ROWS = st.lists(st.tuples(st.integers(-20, 60), VALUES), max_size=40)


@settings(deadline=None, max_examples=examples(20))
@given(
    first=ROWS,
    rewound=ROWS,
    forked=ROWS,
    cut=st.integers(-20, 60),
    bound=st.sampled_from([-1.0, 0.0, 0.7, 2.0, math.inf]),
)
def test_it_is_the_point_that_a_scan_finds(
    first: list[tuple[int, float]],
    rewound: list[tuple[int, float]],
    forked: list[tuple[int, float]],
    cut: int,
    bound: float,
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder))
        run = Recorder(home, "a")
        for step, value in first:
            run.log({"m": value}, step)
        run = run.rewind(cut, 1)
        for step, value in rewound:
            run.log({"m": value}, step)
        run.writer.close()
        child = Recorder(home, "b", parent=Parent("a", cut + 5))
        for step, value in forked:
            child.log({"m": value}, step)
        child.writer.close()
        index = Index(home)
        index.refresh()
        points = {run: series.points(index, run, "m") for run in ("a", "b")}
        found = {
            "min": best(index, BestAsk("m", ["a", "b"], "min")),
            "max": best(index, BestAsk("m", ["a", "b"], "max")),
            "above": best(index, BestAsk("m", ["a", "b"], above=bound)),
            "below": best(index, BestAsk("m", ["a", "b"], below=bound)),
        }
        index.close()
    for at, run_id in enumerate(("a", "b")):
        steps, times, values, _ = points[run_id]
        finite = np.isfinite(values)
        for kind, answers in found.items():
            answer = answers[at]
            if kind in ("min", "max"):
                target = getattr(values[finite], kind)() if finite.any() else math.nan
                where = np.flatnonzero(values == target)
            else:
                where = np.flatnonzero(values > bound if kind == "above" else values < bound)
            if not len(where):
                assert answer is None
            else:
                assert answer is not None
                assert (answer.run, answer.step) == (run_id, steps[where[0]])
                assert (answer.time, answer.value) == (times[where[0]], values[where[0]])


def test_exactly_one_thing_is_asked_for(record, index) -> None:  # type: ignore[no-untyped-def]
    record("a").log({"m": 1.0}, 0)
    index.refresh()
    assert best(index, BestAsk("none", ["a"], "min")) == [None]
    for ask in (BestAsk("m", ["a"]), BestAsk("m", ["a"], "min", above=1.0)):
        with pytest.raises(BadQuery):
            best(index, ask)
    with pytest.raises(RunNotFound):
        best(index, BestAsk("m", ["z"], "min"))
