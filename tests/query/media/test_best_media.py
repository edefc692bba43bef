"""The media of the best step: by the rules, beside a plain scan, and with words where there is none."""

from __future__ import annotations

import math
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from property_settings import examples
from recorder import Recorder
from runstone.index.index import Index
from runstone.model.errors import BadQuery, RunNotFound
from runstone.model.home import Home
from runstone.model.records import MediaLogged, Parent
from runstone.query import media, series
from runstone.query.answers.media import BestMedia, MediaPin
from runstone.query.best_media import BestMediaAsk, best_media

Begin = Callable[..., Recorder]
KEY = "val/picture"


def images(run: Recorder, steps: Iterable[int], key: str = KEY, kind: str = "image") -> None:
    for step in steps:
        run.event(MediaLogged, key=key, step=step, type=kind, sha256="a" * 64, size_bytes=1, mime="image/png")


def metric(run: Recorder, points: dict[int, float]) -> None:
    for step, value in points.items():
        run.log({"loss": value}, step)


def ask(index: Index, *runs: str, figure: str = "min", keys: tuple[str, ...] = (KEY,), **more: object) -> BestMedia:
    index.refresh()
    return best_media(index, BestMediaAsk("loss", figure, runs, keys, **more))  # type: ignore[arg-type]


def test_of_two_that_are_equally_near_the_later_one_is_pinned(index: Index, record: Begin) -> None:
    run = record("a")
    metric(run, {step: abs(step - 50) / 100 for step in range(0, 101, 10)})
    images(run, range(5, 96, 10))
    (pin,) = ask(index, "a").pins
    assert pin == MediaPin("a", KEY, 55, 50, 0.0, 5, 45, 1)


@pytest.mark.parametrize(
    ("tolerance", "pin"),
    [
        (20, MediaPin("a", KEY, 1003, 1002, 0.02, 1, 1001, 1)),
        (500, MediaPin("a", KEY, 1000, 500, 0.01, 500, 0, 1)),
        (0, None),
    ],
)
def test_a_step_counts_only_where_media_are_near(
    index: Index, record: Begin, tolerance: int, pin: MediaPin | None
) -> None:
    run = record("a")
    metric(run, {500: 0.01, 1002: 0.02})
    images(run, [0, 1000, 1001, 1003])
    answer = ask(index, "a", tolerance=tolerance)
    assert answer.pins == ([] if pin is None else [pin])
    assert [found.reason for found in answer.without] == ([] if pin else ["too_far"])


def test_who_has_none_is_told_why_and_what_to_do(index: Index, record: Begin) -> None:
    run = record("far")
    metric(run, {100: 0.5, 40: 0.9})
    images(run, [63, 140])
    metric(record("bare"), {0: 1.0})
    images(record("silent"), [0])
    odd = record("odd")
    metric(odd, {0: math.nan, 1: math.inf, 2: -math.inf})
    images(odd, [0, 1, 2])
    answer = ask(index, "far", "bare", "silent", "odd", tolerance=20)
    assert answer.pins == []
    far, bare, silent, odd_one = answer.without
    assert (far.run, far.key, far.reason, far.distance) == ("far", KEY, "too_far", 37)
    assert "minimum (step 100) are 37 steps away, at step 63; raise the tolerance to 37." in far.hint
    assert (bare.run, bare.reason, bare.key) == ("bare", "no_media", KEY)
    assert (silent.run, silent.reason, silent.key) == ("silent", "no_metric", None)
    assert (odd_one.run, odd_one.reason) == ("odd", "no_finite_value")
    assert ask(index, "far", tolerance=37).pins[0].step == 63


def test_of_equal_values_the_earliest_step_is_best_and_they_are_counted(index: Index, record: Begin) -> None:
    run = record("a")
    metric(run, {0: 0.5, 10: 0.1, 20: 0.1, 30: 0.1, 1000: 0.1, 40: 0.7})
    images(run, [21, 31])
    (pin,) = ask(index, "a", tolerance=5).pins
    assert (pin.step, pin.metric_step, pin.tied_values) == (21, 20, 2)
    (pin,) = ask(index, "a", figure="max", tolerance=20).pins
    assert (pin.step, pin.metric_step, pin.value, pin.tied_values) == (31, 40, 0.7, 1)
    (pin,) = ask(index, "a", with_media=False).pins
    assert pin == MediaPin("a", None, 10, 10, 0.1, 0, None, 4)


def test_what_is_inherited_counts_and_what_was_rewound_does_not(index: Index, record: Begin) -> None:
    run = record("a")
    metric(run, {10: 0.3, 20: 0.2, 30: 0.1})
    images(run, [10, 20, 30])
    run = run.rewind(20, 1)
    metric(run, {40: 0.4})
    images(run, [40])
    child = record("b", parent=("a", 15))
    metric(child, {16: 0.9})
    images(child, [16])
    answer = ask(index, "a", "b")
    assert [(pin.run, pin.step, pin.metric_step, pin.value) for pin in answer.pins] == [
        ("a", 20, 20, 0.2),
        ("b", 10, 10, 0.3),
    ]


def test_every_kind_and_key_has_a_pin_of_its_own(index: Index, record: Begin) -> None:
    run = record("a")
    metric(run, {0: 0.5, 100: 0.1})
    images(run, [0], "sound", "audio")
    images(run, [100], "cells", "table")
    images(run, [5, 95], "film", "video")
    answer = ask(index, "a", keys=())
    assert [(pin.key, pin.step, pin.metric_step) for pin in answer.pins] == [
        ("cells", 100, 100),
        ("film", 95, 100),
        ("sound", 0, 0),
    ]


def test_what_cannot_be_asked_is_refused(index: Index, record: Begin) -> None:
    record("a")
    with pytest.raises(BadQuery):
        ask(index, "a", figure="mean")
    with pytest.raises(BadQuery):
        ask(index, "a", tolerance=-1)
    with pytest.raises(RunNotFound):
        ask(index, "z")


STEPS = st.one_of(st.integers(-30, 60), st.sampled_from([-(1 << 63), (1 << 63) - 1]))
VALUES = st.sampled_from([0.0, -0.0, 1.0, -1.0, 0.5, math.nan, math.inf, -math.inf])
ROWS = st.lists(st.tuples(STEPS, VALUES), max_size=25)
PICTURES = st.lists(STEPS, max_size=12)


@settings(deadline=None, max_examples=examples(25))
@given(
    rows=st.tuples(ROWS, ROWS, ROWS),
    pictures=st.tuples(PICTURES, PICTURES, PICTURES),
    cut=st.integers(-30, 60),
    tolerance=st.sampled_from([0, 1, 3, 20, 1 << 62, (1 << 63) - 1]),
)
@example(rows=([((1 << 63) - 1, 1.0)], [], []), pictures=([-(1 << 63)], [], []), cut=0, tolerance=(1 << 63) - 1)
def test_it_is_what_a_plain_scan_finds(
    rows: tuple[list[tuple[int, float]], ...], pictures: tuple[list[int], ...], cut: int, tolerance: int
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder))
        run = Recorder(home, "a")
        for part in range(2):
            if part:
                run = run.rewind(cut, 1)
            for step, value in rows[part]:
                run.log({"loss": value}, step)
            images(run, pictures[part])
        run.writer.close()
        child = Recorder(home, "b", parent=Parent("a", cut + 5))
        for step, value in rows[2]:
            child.log({"loss": value}, step)
        images(child, pictures[2])
        child.writer.close()
        index = Index(home)
        index.refresh()
        for figure in ("min", "max"):
            for name in ("a", "b"):
                answer = best_media(index, BestMediaAsk("loss", figure, [name], [KEY], tolerance))  # type: ignore[arg-type]
                steps, _, values, _ = series.points(index, name, "loss")
                shown = sorted({item.step for item in media.items(index, name)})
                expected = scan(dict(zip(steps.tolist(), values.tolist(), strict=True)), shown, figure, tolerance)
                found = answer.pins[0] if answer.pins else None
                if expected is None:
                    assert found is None
                    assert len(answer.without) == 1
                else:
                    assert found == MediaPin(name, KEY, *expected)
        index.close()


def scan(points: dict[int, float], shown: list[int], figure: str, tolerance: int) -> tuple[object, ...] | None:
    """The rules, one after the other."""
    survivors = {
        step: value
        for step, value in points.items()
        if math.isfinite(value) and shown and min(abs(step - other) for other in shown) <= tolerance
    }
    if not survivors:
        return None
    value = min(survivors.values()) if figure == "min" else max(survivors.values())
    same = sorted(step for step, other in survivors.items() if other == value)
    distance = min(abs(same[0] - other) for other in shown)
    near = [other for other in shown if abs(same[0] - other) == distance]
    return near[-1], same[0], value, distance, near[0] if len(near) > 1 else None, len(same)
