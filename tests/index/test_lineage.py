"""Rewinds, their undoing, and forks of forks are stitched when they are read."""

from __future__ import annotations

from collections.abc import Callable

from recorder import Recorder
from runstone.index.index import Index
from runstone.model.home import Home
from runstone.model.records import HeadMoved, MediaLogged, TextLogged
from runstone.query import media, metrics, runs, series, texts

Begin = Callable[..., Recorder]


def points(index: Index, run: str, metric: str = "loss") -> dict[int, float]:
    found = series.points(index, run, metric)
    return dict(zip(found.steps.tolist(), found.values.tolist(), strict=True))


def log(run: Recorder, first: int, last: int, value: float) -> None:
    for step in range(first, last + 1):
        run.log({"loss": value}, step)


def test_a_rewind_hides_and_its_undoing_shows_again(index: Index, home: Home, record: Begin) -> None:
    first = record("a1")
    log(first, 0, 100, 1.0)
    second = first.rewind(step=50, branch=1)
    index.refresh()
    assert runs.get_run(index, "a1").summary == {"loss": 1.0}
    assert max(points(index, "a1")) == 50
    log(second, 51, 80, 2.0)
    third = second.rewind(step=60, branch=2, onto=1)
    log(third, 61, 62, 3.0)
    index.refresh()
    expected = dict.fromkeys(range(51), 1.0) | dict.fromkeys(range(51, 61), 2.0) | {61: 3.0, 62: 3.0}
    assert points(index, "a1") == expected
    assert runs.get_run(index, "a1").summary == {"loss": 3.0}
    (stats,) = metrics.stats(index, "a1")
    assert (stats.count, stats.last_step, stats.min, stats.max) == (63, 62, 1.0, 3.0)
    assert [(rewind.step, rewind.undone) for rewind in runs.get_run(index, "a1").rewinds] == [(50, False), (60, False)]
    panel = series.panel(index, series.PanelAsk("loss", ["a1"], buckets=10))
    assert int(panel.runs[0].values[4][~(panel.runs[0].values[4] != panel.runs[0].values[4])].sum()) == 63

    editor = Recorder(home, "a1", start=False, role="editor")
    editor.event(HeadMoved, branch=0)
    index.refresh()
    assert points(index, "a1") == dict.fromkeys(range(101), 1.0)
    assert runs.get_run(index, "a1").summary == {"loss": 1.0}
    assert [rewind.undone for rewind in runs.get_run(index, "a1").rewinds] == [True, True]


def test_a_fork_of_a_fork_shows_what_it_inherits(index: Index, record: Begin) -> None:
    grandparent = record("g")
    log(grandparent, 0, 100, 1.0)
    grandparent.event(TextLogged, key="phase", step=10, text="early")
    grandparent.event(TextLogged, key="phase", step=90, text="late")
    for step in (10, 90):
        grandparent.event(MediaLogged, key="x", step=step, type="image", sha256="ab", size_bytes=1, mime="image/png")
    parent = record("p", parent=("g", 60))
    log(parent, 61, 100, 2.0)
    child = record("c", parent=("p", 70))
    log(child, 71, 80, 3.0)
    index.refresh()
    expected = dict.fromkeys(range(61), 1.0) | dict.fromkeys(range(61, 71), 2.0) | dict.fromkeys(range(71, 81), 3.0)
    assert points(index, "c") == expected
    assert [found.name for found in metrics.list_names(index, ["c"])] == ["loss"]
    assert [text.text for text in texts.page(index, "c").texts] == ["early"]
    assert [item.step for item in media.items(index, "c")] == [10]
    panel = series.panel(index, series.PanelAsk("loss", ["c", "g"]))
    assert [run.inherited_until for run in panel.runs] == [70, None]
    detail = runs.get_run(index, "c")
    assert detail.parent is not None
    assert (detail.parent.id, detail.parent.step) == ("p", 70)
    assert [found.id for found in runs.get_run(index, "g").children] == ["p"]


def test_a_fork_keeps_what_its_parent_hid_later(index: Index, record: Begin) -> None:
    parent = record("p")
    log(parent, 0, 100, 1.0)
    child = record("c", parent=("p", 90))
    log(child, 91, 95, 2.0)
    rewound = parent.rewind(step=10, branch=1)
    log(rewound, 11, 100, 9.0)
    index.refresh()
    assert points(index, "c") == dict.fromkeys(range(91), 1.0) | dict.fromkeys(range(91, 96), 2.0)
    assert points(index, "p")[50] == 9.0


def test_a_fork_whose_parent_is_gone_shows_its_own(index: Index, record: Begin) -> None:
    child = record("c", parent=("nobody", 90))
    log(child, 91, 95, 2.0)
    index.refresh()
    assert len(points(index, "c")) == 5
    assert runs.get_run(index, "c").parent is not None


def test_late_and_repeated_steps_the_later_write_wins(index: Index, home: Home, record: Begin) -> None:
    run = record("a1")
    log(run, 0, 50, 1.0)
    index.refresh()
    log(run, 20, 30, 2.0)
    run.log({"loss": 3.0}, 25)
    index.refresh()
    other = Recorder(home, "a1", start=False, role="worker")
    log(other, 28, 60, 4.0)
    index.refresh()
    expected = (
        dict.fromkeys(range(51), 1.0)
        | dict.fromkeys(range(20, 31), 2.0)
        | {25: 3.0}
        | dict.fromkeys(range(28, 61), 4.0)
    )
    assert points(index, "a1") == expected
    (stats,) = metrics.stats(index, "a1")
    assert (stats.count, stats.last_step, stats.last) == (61, 60, 4.0)
    assert stats.mean == sum(expected.values()) / 61
    index.maintain(10)
    assert points(index, "a1") == expected
    assert metrics.stats(index, "a1") == [stats]
