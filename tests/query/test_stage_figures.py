"""A metric in the stages of runs, as a naive look at its points has it."""

from __future__ import annotations

import math

import runstone as rs


def test_each_stage_has_its_figures() -> None:
    with rs.init("cv", id="a") as run:
        run.log({"loss": 9.0}, step=0)
        run.log({"loss": 5.0}, step=1, stage="warmup")
        run.log({"loss": math.nan}, step=2)
        run.log({"loss": 3.0}, step=3)
        run.log({"other": 1.0}, step=4, stage="empty")
        run.log({"loss": math.inf}, step=5, stage=1)
    with rs.init("cv", id="b", fork_from="a?_step=2") as run:
        run.log({"loss": 7.0}, step=3)
    found = rs.Api().run("a").stage_figures("loss")
    told = [(each.stage, each.count, each.min, each.max, each.mean, each.last, each.nonfinite) for each in found]
    assert told[0] == (None, 1, 9.0, 9.0, 9.0, 9.0, 0)
    assert told[1] == ("warmup", 3, 3.0, 5.0, 4.0, 3.0, 1)
    assert told[2] == (1, 1, None, None, None, math.inf, 1)
    assert [(each.begin_step, each.first_step, each.last_step) for each in found] == [(0, 0, 0), (1, 1, 3), (5, 5, 5)]
    assert [(each.stage, each.max) for each in rs.Api().run("b").stage_figures("loss")] == [
        (None, 9.0),
        ("warmup", 7.0),
    ]
    assert rs.Api().run("b").stage_figures("nothing") == []
