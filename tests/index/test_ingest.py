"""Journals become answers: the same ones however often, and from however many processes, they are read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from recorder import Recorder
from runstone.index.index import Index
from runstone.model.home import Home
from runstone.model.records import (
    ConfigUpdated,
    ConsoleWritten,
    Described,
    EnvironmentCaptured,
    MediaLogged,
    SummaryUpdated,
    TagsChanged,
    TextLogged,
    Trouble,
)
from runstone.model.states import State
from runstone.query import changes, console, media, metrics, projects, runs, series, texts

Begin = Callable[..., Recorder]


def test_a_recorded_run_is_shown_whole(index: Index, record: Begin) -> None:
    run = record("a1", config={"lr": 0.1, "model": {"width": 64}}, tags=["baseline"], notes="try", group="wide")
    for step in range(100):
        run.log({"train/loss": 1 / (step + 1), "lr": 0.1}, step)
    run.event(ConfigUpdated, changes={"model": {"depth": 3}})
    run.event(SummaryUpdated, changes={"best": {"acc": 0.9}})
    run.event(TagsChanged, added=["later"], removed=["baseline"])
    run.event(Described, name="renamed")
    run.event(TextLogged, key="phase", step=3, text="warm-up")
    run.event(
        MediaLogged, key="val/x", step=10, type="image", sha256="ab", size_bytes=3, mime="image/png", facts={"width": 2}
    )
    run.event(ConsoleWritten, stream="stdout", lines=["one", "two"])
    run.event(ConsoleWritten, stream="stderr", lines=["three"])
    run.event(EnvironmentCaptured, parts={"host": "box"})
    run.event(Trouble, kind="points_lost", message="the disk was full")
    run.finish(exit_code=0)
    assert index.refresh()

    detail = runs.get_run(index, "DM-1")
    assert detail.id == "a1"
    assert (detail.state, detail.name, detail.exit_code, detail.group) == (State.FINISHED, "renamed", 0, "wide")
    assert detail.config == {"lr": 0.1, "model": {"width": 64, "depth": 3}}
    assert detail.summary == {"best": {"acc": 0.9}, "train/loss": 0.01, "lr": 0.1, "phase": "warm-up"}
    assert detail.tags == ["later"]
    assert detail.environment == {"host": "box"}
    assert [trouble.kind for trouble in detail.troubles] == ["points_lost"]
    assert [(writer.alive, writer.role) for writer in detail.writers] == [(False, "primary")]
    (listed,) = runs.list_runs(index, runs.RunsAsk(project="demo")).runs
    assert listed.summary["best/acc"] == 0.9
    assert listed.config["model/depth"] == 3
    found = series.points(index, "a1", "train/loss")
    np.testing.assert_array_equal(found.values, 1 / np.arange(1, 101))
    (loss,) = [stats for stats in metrics.stats(index, "1") if stats.name == "train/loss"]
    assert (loss.count, loss.min, loss.min_step, loss.max, loss.last) == (100, 0.01, 99, 1.0, 0.01)
    assert [(line.line, line.stream, line.text) for line in console.read(index, "a1", first=-2).lines] == [
        (1, "stdout", "two"),
        (2, "stderr", "three"),
    ]
    assert [line.line for line in console.read(index, "a1", stream="stderr").lines] == [2]
    assert [(text.key, text.step, text.text) for text in texts.page(index, "a1").texts] == [("phase", 3, "warm-up")]
    assert media.list_keys(index, ["a1"])[0].steps == [10]
    assert media.items(index, "a1", key="val/x")[0].facts == {"width": 2}
    assert [(project.project, project.runs, project.running) for project in projects.list_projects(index)] == [
        ("demo/mlp", 1, 0)
    ]
    assert [column.key for column in runs.columns(index).config] == ["lr", "model/depth", "model/width"]
    panel = series.panel(index, series.PanelAsk("train/loss", ["a1"]))
    assert panel.exact
    np.testing.assert_array_equal(panel.runs[0].values[0], 1 / np.arange(1, 101))
    assert panel.encode()


def everything(index: Index, home: Home) -> list[Any]:
    """All that can be asked, but revisions, which tell when and not what."""
    found: list[Any] = []
    for run in sorted(home.run_ids()):
        detail = runs.get_run(index, run)
        found.append({name: getattr(detail, name) for name in detail.__struct_fields__ if name != "revision"})
        found.append(metrics.stats(index, run))
        found.append([series.points(index, run, stats.name).values.tolist() for stats in metrics.stats(index, run)])
        found.append((texts.page(index, run).texts, media.items(index, run), console.read(index, run)))
    found.append((projects.list_projects(index), runs.columns(index)))
    return found


def write_much(record: Begin) -> None:
    for number in range(5):
        run = record(f"r{number}", config={"n": number})
        for step in range(300):
            run.log({"a": step * number, "b": float(step)}, step)
            if step % 10 == 0:
                run.log({"a": -1.0, "val": 0.5}, step * 2)
                run.event(ConsoleWritten, stream="stdout", lines=[f"step {step}"])
        run.event(TextLogged, key="t", step=number, text="x")
        run.finish()


def test_a_rebuilt_index_gives_the_same_answers(index: Index, home: Home, record: Begin) -> None:
    write_much(record)
    index.refresh()
    before = everything(index, home)
    index.rebuild()
    assert everything(index, home) == before


def test_an_index_that_follows_says_what_one_made_at_the_end_says(index: Index, home: Home, record: Begin) -> None:
    run = record("a1")
    for step in range(200):
        run.log({"loss": step / 7, f"only/{step % 5}": 1.0}, step if step % 9 else step - 50)
        if step % 7 == 0:
            index.refresh()
    run.finish()
    index.refresh()
    before = everything(index, home)
    index.rebuild()
    assert everything(index, home) == before


def test_refreshing_again_changes_nothing(index: Index, home: Home, record: Begin) -> None:
    write_much(record)
    index.refresh()
    revision = changes.revision(index)
    for _ in range(3):
        index.refresh()
    other = Index(home)
    other.refresh()
    assert changes.revision(index) == changes.revision(other) == revision
    other.close()


def test_a_summary_may_follow_its_curve_later_and_then_does(home: Home, record: Begin) -> None:
    def shown() -> tuple[float, int]:
        detail = runs.get_run(index, "a1")
        return detail.summary["loss"], len(series.points(index, "a1", "loss").steps)

    run = record("a1")
    run.log({"loss": 1.0}, 0)
    index = Index(home)
    index.refresh()
    before = changes.revision(index)
    run.log({"loss": 2.0}, 1)
    index.refresh(drawn_every_secs=3600.0)
    assert shown() == (1.0, 2)
    assert changes.since(index, before).runs == ["a1"]

    run.log({"loss": 3.0}, 2)
    index.refresh(drawn_every_secs=3600.0)
    assert shown() == (1.0, 3)
    index.refresh()
    assert shown() == (3.0, 3)

    # Whoever took the points in may be gone.
    run.log({"loss": 4.0}, 3)
    index.refresh(drawn_every_secs=3600.0)
    assert shown() == (3.0, 4)
    index.close()
    index = Index(home)
    index.refresh(drawn_every_secs=3600.0)
    assert shown() == (4.0, 4)

    # And what is no point is shown at once.
    run.log({"loss": 5.0}, 4)
    run.event(Described, notes="look")
    run.finish()
    index.refresh(drawn_every_secs=3600.0)
    assert shown() == (5.0, 5)
    assert runs.get_run(index, "a1").notes == "look"
    index.close()
