"""`log_compat`: meters and writers with only the import changed, with a run and without one."""

from __future__ import annotations

import math

import numpy as np
import pytest

import runstone as rs
import runstone.compat.runicorn as rn
from reading import read_points
from runstone.compat.runicorn.log_compat import tensorboard, tensorboardX
from runstone.compat.runicorn.log_compat.imagenet import AverageMeter, ProgressMeter, Summary
from runstone.compat.runicorn.log_compat.torchvision import MetricLogger, SmoothedValue
from runstone.compat.tensorboard import SummaryWriter
from runstone.model.home import Home


def test_the_writers_are_ours() -> None:
    assert tensorboard.SummaryWriter is tensorboardX.SummaryWriter is SummaryWriter


def test_a_writer_writes_into_the_active_run(home: Home) -> None:
    with rn.init("p") as run:
        writer = tensorboard.SummaryWriter()
        writer.add_scalar("loss", 0.5, 3)
        writer.add_histogram("weights", np.arange(9.0), 3)
        writer.add_hparams({"lr": 0.1}, {"acc": 0.9})
        writer.close()
        assert rn.get_active_run() is run
        run.log(loss=1.0)
    assert read_points(home, run.id)["loss"] == [(3, 0.5), (4, 1.0)]
    found = rs.Api().run(run.id)
    assert found.config["lr"] == 0.1
    assert [item.item.key for item in found.media()] == ["weights"]


@pytest.mark.parametrize("is_newer", [False, True])
def test_imagenet(home: Home, capsys: pytest.CaptureFixture[str], is_newer: bool) -> None:
    losses = AverageMeter("Loss", False, ":.4e") if is_newer else AverageMeter("Loss", ":.4e")
    top1 = AverageMeter("Acc@1", ":6.2f", Summary.SUM)
    hidden = AverageMeter("Time", ":6.3f", Summary.NONE)
    progress = ProgressMeter(120, [losses, top1, hidden], prefix="Epoch: [0]")
    with rn.init("p") as run:
        losses.update(np.float32(2.0), 4)
        losses.update(1.0, 4)
        top1.update(50, 2)
        progress.display(7)
        losses.all_reduce()
        progress.display_summary()
    progress.display(8)
    assert read_points(home, run.id) == {"Loss": [(1, 1.0)], "Acc@1": [(1, 50.0)], "Time": [(1, 0.0)]}
    assert (losses.avg, losses.count) == (1.5, 8)
    line, summary, after = capsys.readouterr().out.splitlines()
    assert line == "Epoch: [0][  7/120]\tLoss 1.0000e+00 (1.5000e+00)\tAcc@1  50.00 ( 50.00)\tTime  0.000 ( 0.000)"
    assert summary == " * Loss 1.500 Acc@1 100.000"
    assert after.startswith("Epoch: [0][  8/120]")
    losses.reset()
    assert (losses.val, losses.avg, losses.sum, losses.count) == (0.0, 0.0, 0.0, 0)


def test_torchvision(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    logger = MetricLogger(delimiter="  ")
    logger.add_meter("lr", SmoothedValue(window_size=1, fmt="{value:.6f}"))
    with rn.init("p") as run:
        for item in logger.log_every([4.0, 2.0, 3.0], 2, header="Epoch: [0]"):
            logger.update(loss=np.float32(item), lr=0.1, note="none")
    assert read_points(home, run.id) == {
        "loss": [(1, 4.0), (2, 2.0), (3, 3.0)],
        "lr": [(1, 0.1), (2, 0.1), (3, 0.1)],
    }
    loss = logger.loss
    assert (loss.median, loss.avg, loss.global_avg, loss.max, loss.value) == (3.0, 3.0, 3.0, 4.0, 3.0)
    assert str(logger) == "lr: 0.100000  loss: 3.0000 (3.0000)"
    printed = capsys.readouterr()
    lines = printed.out.splitlines()
    assert [line[:17] for line in lines] == ["Epoch: [0]  [0/3]", "Epoch: [0]  [2/3]", "Epoch: [0] Total "]
    assert "note" in printed.err
    with pytest.raises(AttributeError, match="absent"):
        logger.absent  # noqa: B018


def test_a_meter_without_values_and_a_loop_without_a_length(capsys: pytest.CaptureFixture[str]) -> None:
    meter = SmoothedValue()
    assert (meter.median, meter.avg, meter.global_avg, meter.max, meter.value) == (0.0, 0.0, 0.0, 0.0, 0.0)
    logger = MetricLogger()
    assert list(logger.log_every(iter("ab"), 1)) == ["a", "b"]
    logger.update(loss=1)
    logger.synchronize_between_processes()
    assert logger.loss.value == 1.0
    assert "[1]" in capsys.readouterr().out


def test_rules_of_the_monitor_raise_alerts(home: Home) -> None:
    told: list[tuple[str, float]] = []
    with rn.init("p") as run:
        run.monitor.add_rule(
            rn.AlertRule("acc", "lt", 0.2, consecutive_count=2, callback=lambda *said: told.append(said))
        )
        run.monitor.add_rule(rn.AlertRule("lr", "eq", 0.0))
        for value in (0.1, 0.5, 0.1, 0.1, 0.1):
            run.log({"acc": value, "lr": value, "note": "x"})
        run.log({"lr": 0.0, "loss": math.nan})
        with pytest.raises(ValueError, match="threshold"):
            run.monitor.add_rule(rn.AlertRule("acc", "gt"))
        with pytest.raises(ValueError, match="condition"):
            run.monitor.add_rule(rn.AlertRule("acc", "near", 1.0))
    assert told == [("acc=0.1 lt 0.2", 0.1)]
    assert {alert.title for alert in rs.Api().run(run.id).alerts()} == {"acc=0.1 lt 0.2", "lr=0 eq 0", "loss is NAN"}
    assert run.monitor.get_statistics("acc") == {
        "mean": pytest.approx(0.18),
        "min": 0.1,
        "max": 0.5,
        "last": 0.1,
        "count": 5,
        "valid_count": 5,
    }
    assert run.monitor.get_statistics("absent") == {}
