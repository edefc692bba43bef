"""Where two runs part beyond their noise: never where they are the same, at the step where they do, and hardly ever by chance."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hands import HOUR, SECOND, Hands
from property_settings import examples
from recorder import Recorder
from runstone.index.index import Index
from runstone.model.errors import BadQuery, RunNotFound
from runstone.model.home import Home
from runstone.query.answers.compare import Parting
from runstone.query.compare.parting import PartingAsk, part_groups, part_runs, parting

Begin = Callable[..., Recorder]
Curve = npt.NDArray[np.float64]

KINDS: dict[str, Callable[[np.random.Generator, int], Curve]] = {
    "normal": lambda random, size: random.normal(size=size),
    "heavy tails": lambda random, size: random.standard_t(3, size),
    "one-sided": lambda random, size: random.exponential(size=size),
    "few values": lambda random, size: random.integers(0, 3, size).astype(float),
    "rare spikes": lambda random, size: (random.random(size) < 0.03).astype(float),
    "a falling loss": lambda random, size: np.exp(-3 * np.arange(size) / size) * (1 + 0.1 * random.normal(size=size)),
}
CURVES = st.builds(
    lambda kind, seed, size, scale: KINDS[kind](np.random.default_rng(seed), size) * scale,
    st.sampled_from(sorted(KINDS)),
    st.integers(0, 1 << 32),
    st.integers(64, 600),
    st.sampled_from([1e-9, 1.0, 1e12]),
)


@given(CURVES)
def test_the_same_curve_never_parts(curve: Curve) -> None:
    assert part_runs(curve, curve.copy()) is None


@given(CURVES, st.floats(0.0, 0.9), st.sampled_from([-1, 1]))
def test_a_shifted_copy_parts_where_it_is_shifted(curve: Curve, share: float, side: int) -> None:
    begin = int(share * len(curve))
    shift = side * 12 * max(float(np.ptp(curve)), float(np.abs(curve).max()), 1e-12)
    shifted = curve.copy()
    shifted[begin:] += shift
    place = part_runs(curve, shifted)
    assert place is not None
    assert place.at == begin
    assert place.difference == pytest.approx(shift, rel=1e-3)
    assert place.chance < 0.05


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("size", [64, 300])
def test_noise_alone_hardly_ever_parts(kind: str, size: int) -> None:
    random = np.random.default_rng(7)
    trials = 200
    parted = sum(part_runs(KINDS[kind](random, size), KINDS[kind](random, size)) is not None for _ in range(trials))
    assert parted <= 0.05 * trials


@pytest.mark.parametrize("sizes", [(2, 2), (5, 5), (1, 4)])
def test_groups_of_seeds_hardly_ever_part_by_chance(sizes: tuple[int, int]) -> None:
    random = np.random.default_rng(11)

    def seeds(count: int) -> Curve:
        # A seed that begins lower stays lower: its points are not independent.
        return np.stack([random.normal() + KINDS["a falling loss"](random, 200) for _ in range(count)])

    parted = sum(part_groups(seeds(sizes[0]), seeds(sizes[1])) is not None for _ in range(200))
    assert parted <= 10


def test_curves_without_noise_part_at_their_first_difference() -> None:
    steps = np.arange(200.0)
    schedule = 0.1 * 0.99**steps
    other = np.where(steps < 50, schedule, 0.5 * schedule)
    place = part_runs(schedule, other)
    assert place is not None
    assert place.at == 50


def test_one_spike_parts_nobody() -> None:
    curve = np.random.default_rng(1).normal(size=500)
    spiked = curve.copy()
    spiked[250] += 1e6
    assert part_runs(curve, spiked) is None


@settings(max_examples=examples(20))
@given(st.integers(0, 1 << 32), st.integers(0, 180), st.integers(3, 6))
def test_groups_part_where_they_are_shifted(seed: int, begin: int, count: int) -> None:
    random = np.random.default_rng(seed)
    group = random.normal(size=(count, 1)) + 0.1 * random.normal(size=(count, 200))
    shifted = group.copy()
    shifted[:, begin:] += 300
    place = part_groups(group, shifted)
    assert place is not None
    assert place.at == begin
    assert place.difference == pytest.approx(300)


@pytest.fixture
def filled(index: Index, record: Begin) -> Index:
    """`a` and its copy; `late`, shifted from step 300 on; `sparse`, the same with every third step; `short`, with few points."""
    noise = np.random.default_rng(3).normal(size=600)
    for name, every, shift, last in (
        ("a", 1, 0.0, 600),
        ("copy", 1, 0.0, 600),
        ("late", 1, 8.0, 600),
        ("sparse", 3, 8.0, 600),
        ("short", 1, 8.0, 20),
    ):
        run = record(name)
        for step in range(0, last, every):
            value = noise[step] + (shift if step >= 300 or name == "short" else 0.0)
            run.log({"loss": float("nan") if step == 17 else value}, step)
        run.finish()
    index.refresh()
    return index


def asked(index: Index, *names: str, **more: Any) -> Parting:
    return parting(index, PartingAsk("loss", names, **more))


def test_recorded_runs(filled: Index) -> None:
    assert asked(filled, "a", "copy") == Parting(points=599)
    found = asked(filled, "a", "late")
    assert (found.step, found.x, found.first_difference) == (300, 300.0, 300)
    assert found.difference == pytest.approx(8.0)
    assert found.confidence is not None
    assert 0.95 < found.confidence <= 1.0
    back = asked(filled, "late", "a")
    assert (back.step, back.difference) == (300, pytest.approx(-8.0))


def test_runs_that_log_at_other_steps(filled: Index) -> None:
    found = asked(filled, "sparse", "a")
    assert found.points == 200
    assert found.step == 300


def test_the_place_is_told_on_the_axis_that_was_asked_for(filled: Index) -> None:
    relative, time = asked(filled, "a", "late", x="relative").x, asked(filled, "a", "late", x="time").x
    assert relative is not None
    assert time is not None
    (created,) = filled.ask(
        lambda snapshot: snapshot.connection.execute("SELECT created_time FROM run WHERE id = 'a'").fetchone()
    )
    assert time - relative == created


def test_on_runtime_it_is_told_without_the_pauses_before_it(home: Home, index: Index) -> None:
    with Hands() as hands:
        for run, shift in (("a", 0.0), ("late", 8.0)):
            recorder = Recorder(home, run)
            for step in range(600):
                if step == 200:
                    recorder.writer.close()
                    hands.now += HOUR
                    recorder = Recorder(home, run, start=False)
                hands.now += SECOND
                recorder.log({"loss": math.sin(step) + (shift if step >= 300 else 0.0)}, step)
            recorder.finish()
    index.refresh()
    relative = parting(index, PartingAsk("loss", ["a", "late"], x="relative"))
    runtime = parting(index, PartingAsk("loss", ["a", "late"], x="runtime"))
    assert (relative.step, relative.x) == (300, HOUR + 301 * SECOND)
    assert (runtime.step, runtime.x) == (300, 301 * SECOND)


def test_what_cannot_be_known_is_not_said(filled: Index) -> None:
    assert asked(filled, "a", "short") == Parting(points=19, first_difference=0)
    assert parting(filled, PartingAsk("nothing", ["a", "copy"])) == Parting(points=0)


def test_groups_of_recorded_runs(filled: Index) -> None:
    found = asked(filled, "a", "late", "copy", "sparse", groups=["x", "y", "x", "y"])
    assert found.step == 300
    assert found.first_difference is None


def test_what_cannot_be_asked(filled: Index) -> None:
    for names, groups in (
        (["a"], []),
        (["a", "copy", "late"], []),
        (["a", "copy"], ["x"]),
        (["a", "copy"], ["x", "x"]),
    ):
        with pytest.raises(BadQuery):
            asked(filled, *names, groups=groups)
    with pytest.raises(RunNotFound):
        asked(filled, "a", "nobody")
