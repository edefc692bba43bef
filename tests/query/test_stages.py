"""The stages of a run: what `log(stage=…)` leaves, over rewinds, forks and resumes."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import runstone as rs
from reading import read_records
from recorder import Recorder
from runstone.index.index import Index
from runstone.model.errors import RunNotFound
from runstone.model.home import Home
from runstone.model.records import Parent, Staged
from runstone.query import runs
from runstone.query.column_facts import ColumnAsk, describe
from runstone.query.completion import complete
from runstone.query.runs import RunsAsk
from runstone.query.stages import list_stages

LISTING = ("ls", "--filter", "stage = eval", "--columns", "stage")


def stages(index: Index, run: str) -> list[tuple[int, Any]]:
    index.refresh()
    return [(stage.step, stage.stage) for stage in list_stages(index, [run])[0].stages]


def test_a_stage_begins_where_it_is_named_first(home: Home, index: Index) -> None:
    run = rs.init("p", id="r")
    for step in range(30):
        run.log({"loss": 1.0}, stage="warmup" if step < 10 else "epoch_1")
        run.log({"loss": 1.0}, step=step)  # says nothing of a stage
    run.close()
    assert stages(index, "r") == [(0, "warmup"), (10, "epoch_1")]
    assert sum(isinstance(record, Staged) for record in read_records(home, "r")) == 2


def test_runs_are_found_by_the_stages_that_they_were_in(home: Home, index: Index, python: Any) -> None:
    for name, stages_of_run in {"a": ["warmup", "fine tune"], "b": ["warmup"], "c": [1, 2], "d": []}.items():
        with rs.init("p", dir=home.path, id=name) as run:
            run.log({"loss": 1.0})
            for stage in stages_of_run:
                run.log({"loss": 1.0}, stage=stage)
    with rs.init("p", dir=home.path, id="child", fork_from="a?_step=1") as run:
        run.log({"loss": 1.0}, stage="distill")
    index.refresh()

    def found(text: str) -> set[str]:
        return set(runs.list_ids(index, RunsAsk(filter=text)).ids)

    assert found("stage = warmup") == {"a", "b", "child"}
    assert found("stage = 'fine tune'") == {"a"}  # the child went another way before it
    assert found("stage = warmup and stage = distill") == {"child"}
    assert found("stages in (1, distill)") == {"c", "child"}
    assert found("stage != warmup") == {"c", "d"}
    assert found("exists(stage)") == {"a", "b", "c", "child"}
    assert found("stage ~ tune") == {"a"}
    with rs.init("p", dir=home.path, id="b", resume=True) as run:
        run.log({"loss": 1.0}, stage="eval")
    index.refresh()
    assert found("stage = eval") == {"b"}

    offered = complete(index, "stage = ", 8).items
    assert [each.text for each in offered][:1] == ["warmup"]
    assert offered[0].detail == "3 runs"
    facts = describe(index, ColumnAsk(field="stage"))
    assert (facts.top[0].value, facts.top[0].runs) == ("warmup", 3)
    listed = {run.id: run.stages for run in runs.list_runs(index, RunsAsk(fields=["stage"])).runs}
    assert listed == {
        "a": ["warmup", "fine tune"],
        "b": ["warmup", "eval"],
        "c": ["1", "2"],
        "d": [],
        "child": ["warmup", "distill"],
    }
    assert runs.list_runs(index, RunsAsk()).runs[0].stages is None
    listing = python("import sys; from runstone.cli.app import main; main(sys.argv[1:])", *LISTING)
    assert "warmup, eval" in listing.stdout, listing.stderr


def test_a_metric_beside_a_stage_is_recorded_on_every_path(home: Home, index: Index) -> None:
    run = rs.init("p", id="r")
    for step in range(4):
        run.log({"loss": step}, step=step, stage=step // 2)
    run.close()
    index.refresh()
    assert rs.Api().run("r").series("loss").values.tolist() == [0, 1, 2, 3]
    assert stages(index, "r") == [(0, 0), (2, 1)]


@pytest.mark.parametrize(
    ("stage", "recorded"),
    [
        ("é" * 200, "é" * 200),
        (1, 1),
        (1.5, 1.5),
        (True, True),
        (np.int64(3), 3),
        (np.str_("a"), "a"),
        (np.float32(0.5), 0.5),
    ],
)
def test_every_kind_of_stage(home: Home, index: Index, stage: Any, recorded: Any) -> None:
    with rs.init("p", id="r") as run:
        run.log({"a": 1}, stage=stage)
        run.log({"a": 1}, stage=stage)
    ((step, found),) = stages(index, "r")
    assert (step, found, type(found)) == (0, recorded, type(recorded))


@pytest.mark.parametrize("stage", ["", "x" * 201, float("nan"), float("inf"), 1 << 70, [1], {}, object(), np.zeros(3)])
def test_what_is_no_stage_is_refused_and_the_values_are_recorded(home: Home, index: Index, stage: Any) -> None:
    with rs.init("p", id="r") as run:
        for _ in range(2):
            with pytest.raises(rs.BadValue, match=r"is none: a stage is.*Everything else of this call was recorded"):
                run.log({"a": 1}, stage=stage)
    assert stages(index, "r") == []
    assert len(rs.Api().run("r").series("a").values) == 2


def test_a_rewind_takes_back_the_stages_after_its_step(home: Home, index: Index) -> None:
    recorder = Recorder(home, "r")
    for step, stage in ((0, "warmup"), (10, "epoch_1"), (20, "epoch_2")):
        recorder.event(Staged, step=step, stage=stage)
    resumed = recorder.rewind(15, branch=1)
    assert stages(index, "r") == [(0, "warmup"), (10, "epoch_1")]
    resumed.event(Staged, step=18, stage="cooldown")
    resumed.finish()
    assert stages(index, "r") == [(0, "warmup"), (10, "epoch_1"), (18, "cooldown")]


def test_a_resumed_run_that_goes_on_in_its_stage_does_not_begin_it_again(home: Home, index: Index) -> None:
    for _ in range(2):
        run = rs.init("p", id="r", resume=True)
        run.log({"a": 1}, stage="epoch_1")
        run.close()
    assert stages(index, "r") == [(0, "epoch_1")]


def test_a_fork_shows_the_stages_of_its_parent_up_to_where_it_left(home: Home, index: Index) -> None:
    parent = Recorder(home, "parent")
    for step, stage in ((0, "warmup"), (10, "epoch_1"), (20, "epoch_2")):
        parent.event(Staged, step=step, stage=stage)
    parent.finish()
    child = Recorder(home, "child", parent=Parent("parent", 15))
    child.event(Staged, step=16, stage="finetune")
    child.finish()
    assert stages(index, "child") == [(0, "warmup"), (10, "epoch_1"), (16, "finetune")]


def test_of_two_stages_at_one_step_the_later_stands(home: Home, index: Index) -> None:
    run = rs.init("p", id="r")
    for stage in ("warmup", "epoch_1"):
        run.log({"a": 1}, step=5, stage=stage)
    run.close()
    assert stages(index, "r") == [(5, "epoch_1")]


def test_no_such_run(index: Index) -> None:
    with pytest.raises(RunNotFound):
        list_stages(index, ["nobody"])


def test_api_and_sql_tell_them(home: Home) -> None:
    with rs.init("p", id="r") as run:
        run.log({"a": 1}, stage="warmup")
        run.log({"a": 1}, stage=True)
    api = rs.Api()
    assert [(stage.step, stage.stage) for stage in api.run("r").stages()] == [(0, "warmup"), (1, True)]
    assert api.sql("SELECT step, stage FROM stages ORDER BY step").rows == [[0, "warmup"], [1, "1"]]
