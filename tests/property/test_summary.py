"""The summary says what the points say: in the index and in the process that logs, however late, twice or rewound they come."""

from __future__ import annotations

import itertools
import math
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

import runstone
from property_settings import examples
from recorder import Recorder
from runstone.index.index import Index
from runstone.model.home import Home
from runstone.model.records import MetricDefined
from runstone.query import runs
from runstone.sdk.metrics.figures import JournalFigures

FIGURES = ("min", "max", "mean", "first", "last")

values = st.one_of(
    st.floats(-1e6, 1e6).map(lambda value: round(value, 3)), st.sampled_from([math.nan, math.inf, -math.inf, 0.0])
)
points = st.lists(st.tuples(st.integers(0, 12), values), max_size=12)
# After each stretch the run is rewound to a step; the last stretch is the end.
stretches = st.lists(st.tuples(points, st.integers(0, 12)), min_size=1, max_size=3)


def oracle(stretches: Sequence[tuple[list[tuple[int, float]], int]]) -> dict[str, float] | None:
    """The figures of what is shown at the end, the plain way."""
    shown: dict[int, float] = {}
    for number, (stretch, cut) in enumerate(stretches):
        shown.update(stretch)
        if number < len(stretches) - 1:
            shown = {step: value for step, value in shown.items() if step <= cut}
    if not shown:
        return None
    in_order = [shown[step] for step in sorted(shown)]
    finite = [value for value in in_order if math.isfinite(value)]
    found = {"first": in_order[0], "last": in_order[-1]}
    if finite:
        found.update(min=min(finite), max=max(finite), mean=math.fsum(finite) / len(finite))
    return found


def same(one: Any, other: Any) -> bool:
    return one.keys() == other.keys() and all(
        math.isclose(one[name], other[name], rel_tol=1e-9, abs_tol=1e-6)
        or (math.isnan(one[name]) and math.isnan(other[name]))
        for name in one
    )


@given(stretches=stretches, define_at=st.integers(0, 12))
@settings(max_examples=examples(20))
@example(stretches=[([(5, 1.0), (3, math.nan), (5, 2.0)], 0)], define_at=1)
@example(stretches=[([(0, 1.0), (9, -5.0)], 4), ([(2, 7.0)], 0)], define_at=12)
def test_figures_are_those_of_the_points_that_are_shown(
    stretches: list[tuple[list[tuple[int, float]], int]], define_at: int
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder, "home"))
        index = Index(home)
        recorder = Recorder(home, "a1")
        figures = JournalFigures(home, "a1")
        logged = 0
        for branch, (stretch, cut) in enumerate(stretches):
            for step, value in stretch:
                if logged == define_at:
                    recorder.event(MetricDefined, name="a*", summary=list(FIGURES))
                    index.refresh()
                recorder.log({"acc": value}, step)
                logged += 1
                if logged % 5 == 0:
                    index.refresh()
                    figures.of({"acc": FIGURES})
            if branch < len(stretches) - 1:
                recorder = recorder.rewind(cut, branch=branch + 1, onto=branch)
        if logged <= define_at:
            recorder.event(MetricDefined, name="a*", summary=list(FIGURES))
        expected = oracle(stretches)
        index.refresh()
        summary = runs.get_run(index, "a1").summary
        read = figures.of({"acc": FIGURES})
        recorder.writer.close()
        index.rebuild()
        again = runs.get_run(index, "a1").summary
        index.close()
        if expected is None:
            assert summary == again == read == {}
        else:
            assert same(summary["acc"], expected)
            assert same(again["acc"], expected)
            assert same(read["acc"], expected)


said = st.fixed_dictionaries(
    {
        "name": st.sampled_from(["loss", "lo*", "*", "acc"]),
        "step_metric": st.sampled_from([None, "", "epoch"]),
        "hidden": st.sampled_from([None, True, False]),
        "summary": st.sampled_from([None, [], ["min"], ["none"]]),
        "overwrite": st.booleans(),
    }
)


@given(st.lists(said, max_size=6), st.randoms(use_true_random=False))
@settings(max_examples=100)
def test_definitions_of_many_writers_add_up_in_any_order(records: list[dict[str, Any]], random: Any) -> None:
    from runstone.model.facts import RunFacts

    stamped = [(f"w{at % 2}", MetricDefined(time=at + 1, **record)) for at, record in enumerate(records)]
    in_order, shuffled = RunFacts("a1"), RunFacts("a1")
    for writer, record in stamped:
        in_order.apply(writer, record)
    random.shuffle(stamped)
    for at, (writer, record) in enumerate(stamped):
        shuffled.apply(writer, record)
        if at % 2:
            shuffled = RunFacts.unpack("a1", shuffled.pack())
    assert in_order.definitions.rules.all == shuffled.definitions.rules.all


def test_what_the_script_reads_is_what_readers_read(tmp_path: Path) -> None:
    """By hand, by figures, with nothing: the same in `run.summary` and in the index, while it runs and after a resume."""
    run = runstone.init(id="a1")
    run.define_metric("acc", summary="min,max")
    run.define_metric("debug/*", summary="none")
    run.define_metric("late", summary="first")
    api = runstone.Api()
    for step, acc in enumerate([0.5, 0.9, math.nan, 0.7]):
        run.log({"acc": acc, "debug/x": 1.0, "loss": 1.0 - acc, "late": float(step)}, step=step)
    run.log({"late": -1.0}, step=-5)
    expected = {"acc": {"min": 0.5, "max": 0.9}, "loss": 1.0 - 0.7, "late": {"first": -1.0}}
    assert run.summary.to_dict() == expected == api.run("a1").summary
    run.summary["acc"] = 7
    run.summary["note"] = "by hand"
    assert run.summary["acc"] == 7 == api.run("a1").summary["acc"]
    run.close()
    run = runstone.init(id="a1", resume="must")
    assert run.summary.to_dict() == {**expected, "acc": 7, "note": "by hand"}
    run.log({"acc": 0.1})
    assert run.summary["acc"].to_dict() == {"min": 0.1, "max": 0.9} == api.run("a1").summary["acc"]
    run.define_metric("acc", summary="")
    assert run.summary["acc"] == 0.1 == api.run("a1").summary["acc"]
    run.finish()


def test_figures_of_a_metric_logged_in_changing_company(home: Home) -> None:
    run = runstone.init(id="a1")
    run.define_metric("x", summary="min,max,mean,first,last")
    for step, others in zip(range(100), itertools.cycle([{}, {"y": 1.0}, {"z": 2.0}]), strict=False):
        run.log({"x": float(step), **others})
        assert run.summary["x"]["max"] == step
    assert run.summary["x"].to_dict() == {"min": 0.0, "max": 99.0, "mean": 49.5, "first": 0.0, "last": 99.0}
    run.finish()
