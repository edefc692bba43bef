"""The metric that a run is judged by: its best value and step stand wherever the run is listed."""

from __future__ import annotations

import math

import pytest

import runstone as rs
from runstone.cli.app import main


def test_the_best_value_and_its_step_are_in_every_list(capsys: pytest.CaptureFixture[str]) -> None:
    with rs.init("cv", id="up") as run:
        run.log({"val/acc": 0.1}, step=0)
        run.set_primary_metric("val/acc")
        for step, value in ((10, 0.7), (20, 0.9), (30, math.nan), (40, math.inf), (50, 0.8)):
            run.log({"val/acc": value, "loss": 1.0 - step}, step=step)
    with rs.init("cv", id="down") as run:
        run.set_primary_metric("val/acc", "max")
        run.set_primary_metric("loss", "min")
        run.log({"loss": 3.0}, step=1)
        run.log({"loss": 2.0}, step=2)
    with rs.init("cv", id="none") as run:
        run.log({"loss": 0.0})
    with rs.init("cv", id="early") as run:
        run.set_primary_metric("never logged", "min")
    rows = {row.id: row.row for row in rs.Api().runs("cv")}
    assert (rows["up"].best.metric, rows["up"].best.value, rows["up"].best.step) == ("val/acc", 0.9, 20)
    assert (rows["down"].best.goal, rows["down"].best.value, rows["down"].best.step) == ("minimize", 2.0, 2)
    assert rows["none"].best is None
    assert (rows["early"].best.value, rows["early"].best.step) == (None, None)
    assert rs.Api().run("up").row.best == rows["up"].best
    assert [run.id for run in rs.Api().runs("cv", sort="-best")][:2] == ["down", "up"]
    assert [run.id for run in rs.Api().runs("cv", filter="best > 1")] == ["down"]
    with pytest.raises(SystemExit):
        main(["ls", "cv"])
    assert "0.9" in capsys.readouterr().out


def test_a_rewind_takes_back_what_was_best() -> None:
    with rs.init("cv", id="a") as run:
        run.set_primary_metric("acc")
        for step in range(10):
            run.log({"acc": float(step)}, step=step)
    with rs.init(resume_from="a?_step=4") as run:
        run.log({"acc": 1.0})
    best = rs.Api().run("a").row.best
    assert (best.value, best.step) == (4.0, 4)


def test_another_mode_is_refused() -> None:
    with rs.init("cv") as run, pytest.raises(ValueError, match="max"):
        run.set_primary_metric("acc", mode="biggest")
