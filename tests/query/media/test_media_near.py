"""What runs show near a step: snapping, branches, and that it follows a run that goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest

from recorder import Recorder
from runstone.index.index import Index
from runstone.model.errors import BadQuery, RunNotFound
from runstone.model.records import MediaLogged
from runstone.query import media

Begin = Callable[..., Recorder]


def images(run: Recorder, steps: Iterable[int], key: str = "x", count: int = 1, kind: str = "image") -> None:
    for step in steps:
        for at in range(count):
            run.event(MediaLogged, key=key, step=step, index=at, type=kind, caption=f"{run.run} {step} {at}")


def near(index: Index, step: int | None, snap: media.Snap = "nearest", *runs: str) -> list[int | None]:
    return [found.step for found in media.items_near(index, runs or ["a"], "x", step, snap)]


def test_the_nearest_step_is_shown_and_of_two_the_lower(index: Index, record: Begin) -> None:
    images(record("a"), [0, 10, 20], count=3)
    images(record("b"), [5], key="other")
    index.refresh()
    assert [near(index, step)[0] for step in (-7, 4, 5, 6, 15, 16, 99, None)] == [0, 0, 0, 10, 10, 20, 20, 20]
    assert [near(index, step, "before")[0] for step in (-1, 0, 19, 20, None)] == [None, 0, 10, 20, 20]
    assert [near(index, step, "exact")[0] for step in (9, 10, None)] == [None, 10, 20]
    found = media.items_near(index, ["b", "a", "a"], "x", 12)
    assert [(own.run, own.step, [item.index for item in own.items]) for own in found] == [
        ("b", None, []),
        ("a", 10, [0, 1, 2]),
    ]


def test_the_ends_of_what_a_step_can_be_are_steps(index: Index, record: Begin) -> None:
    low, high = -(1 << 63), (1 << 63) - 1
    images(record("a"), [low, high])
    index.refresh()
    assert [near(index, step)[0] for step in (low, -1, 0, high)] == [low, low, high, high]
    assert near(index, high, "before") == [high]


def test_a_fork_shows_what_it_inherits_and_a_rewind_hides_what_came_after(index: Index, record: Begin) -> None:
    run = record("a")
    images(run, [0, 10, 20, 30], kind="file")
    run = run.rewind(10, 1)
    images(run, [40])
    images(record("b", parent=("a", 25)), [26])
    index.refresh()
    assert [(own.run, own.steps) for own in media.list_steps(index, ["a", "b"], "x")] == [
        ("a", [0, 10, 40]),
        ("b", [0, 10, 26]),
    ]
    assert near(index, 22, "nearest", "a", "b") == [10, 26]
    (key,) = media.list_keys(index, ["a", "b"])
    assert (key.type, key.runs, key.steps) == ("image", 2, [0, 10, 26, 40])


def test_what_is_logged_later_shows_at_once(index: Index, record: Begin) -> None:
    run = record("a")
    images(run, [0])
    index.refresh()
    assert media.list_keys(index, ["a"])[0].steps == [0]
    assert media.list_steps(index, ["a"], "x")[0].steps == [0]
    images(run, [10], count=2)
    images(run, [3], key="y")
    index.refresh()
    assert [(key.key, key.steps) for key in media.list_keys(index, ["a"])] == [("x", [0, 10]), ("y", [3])]
    assert near(index, None) == [10]


def test_what_cannot_be_asked_is_refused(index: Index, record: Begin) -> None:
    record("a")
    index.refresh()
    with pytest.raises(BadQuery):
        media.items_near(index, ["a"], "x", 0, "after")  # type: ignore[arg-type]
    with pytest.raises(RunNotFound):
        media.items_near(index, ["z"], "x")
    with pytest.raises(RunNotFound):
        media.list_steps(index, ["a", "z"], "x")


def test_a_step_with_many_items_is_told_page_by_page(index: Index, record: Begin) -> None:
    run = record("a")
    images(run, [0], count=7)
    run = run.rewind(0, 1)
    images(run, [0], count=3)
    images(record("b"), [0], count=2)
    index.refresh()
    whole = media.items_near(index, ["a"], "x")[0].items
    assert [item.index for item in whole] == list(range(7))
    for offset in range(9):
        a, b = media.items_near(index, ["a", "b"], "x", offset=offset, limit=3)
        first = offset if offset < 7 else 6
        assert (a.items, a.total, a.offset) == (whole[first : first + 3], 7, first)
        first = offset if offset < 2 else 0
        assert (len(b.items), b.total, b.offset) == (2 - first, 2, first)
