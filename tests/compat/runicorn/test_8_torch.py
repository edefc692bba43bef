"""Tensors are numbers and pictures like any others."""

from __future__ import annotations

import math

import pytest

import runstone as rs
import runstone.compat.runicorn as rn
from reading import read_points
from runstone.compat.runicorn.log_compat.imagenet import AverageMeter
from runstone.compat.runicorn.log_compat.torchvision import MetricLogger
from runstone.model.home import Home

torch = pytest.importorskip("torch")


def test_tensors_never_end_a_training(home: Home) -> None:
    weight = torch.tensor(2.0, requires_grad=True)
    with rn.init("p") as run:
        run.log({"loss": weight * 2, "half": torch.tensor(0.5, dtype=torch.bfloat16), "count": torch.tensor(3)})
        run.log({"loss": torch.tensor(math.nan)}, stage="end")
        run.summary({"best": torch.tensor(0.25)})
        run.log_config(extra={"gain": torch.tensor(1.5)})
        run.log_image("val/chw", torch.rand(3, 8, 6))
    points = read_points(home, run.id)
    assert (points["loss"][0], points["half"], points["count"]) == ((1, 4.0), [(1, 0.5)], [(1, 3.0)])
    assert math.isnan(points["loss"][1][1])
    found = rs.Api().run(run.id)
    assert (found.summary["best"], found.config["gain"]) == (0.25, 1.5)
    (image,) = found.media()
    assert (image.item.facts["width"], image.item.facts["height"]) == (6, 8)
    assert [alert.title for alert in found.alerts()] == ["loss is NAN"]


def test_meters_take_tensors(home: Home) -> None:
    meter, logger = AverageMeter("acc", ":.1f"), MetricLogger()
    with rn.init("p") as run:
        meter.update(torch.tensor(90.0))
        logger.update(loss=torch.tensor([0.5], requires_grad=True))
    assert str(meter) == "acc 90.0 (90.0)"
    with pytest.raises(ValueError, match="numbers"):
        meter.update(torch.rand(3))
    assert meter.count == 1
    assert read_points(home, run.id)["loss"] == [(1, 0.5)]
