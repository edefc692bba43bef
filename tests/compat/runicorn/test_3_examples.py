"""Whole scripts with only the import changed, and many runs of them in one folder: what is stored grows by what is new."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any

import runstone as rs
from runstone.model.home import Home

HELLO = """
import runstone.compat.runicorn as rn
with rn.init(path="cv/resnet50/baseline", alias="seed-42", capture_console=True) as run:
    run.set_primary_metric("val_acc", mode="max")
    run.log_config(extra={"lr": 1e-3})
    for e in range(1, 11):
        run.log({"train_loss": 1/e, "val_acc": .7 + e*.02}, stage=f"epoch_{e}")
    run.summary({"notes": "first stable run"})
"""

TRAIN = """
import argparse, logging, os
import numpy as np
import runstone.compat.runicorn as rn

args = argparse.Namespace(lr=0.1, epochs=3, seed=0)
run = rn.init(path="vision/digits", alias=f"seed-{args.seed}", snapshot_code=True, capture_env=True, capture_console=True)
logging.basicConfig(level=logging.INFO, handlers=[run.get_logging_handler()])
run.set_primary_metric("val/acc", mode="max")
run.log_config(args=args, extra={"optimizer": "sgd"}, config_files=["config.yaml"])
run.log_dataset("digits", "data", context="train", save=True)
run.log_pretrained("backbone", path_or_uri="weights/start.pt", save=True, source_type="local")
run.watch_outputs(output_dirs=["out"], interval_sec=600)
os.makedirs("out", exist_ok=True)
rng = np.random.default_rng(args.seed)
for epoch in range(args.epochs):
    for batch in range(10):
        run.log({"train/loss": np.float32(1 / (epoch * 10 + batch + 1)), "epoch": epoch}, stage=f"epoch_{epoch}")
    run.log({"val/acc": 0.7 + epoch / 10})
    run.log_image("val/sample", rng.random((16, 16)), caption=f"epoch {epoch}")
    logging.info("epoch %d is over", epoch)
    print("epoch", epoch)
    with open("out/last.pt", "wb") as file:
        file.write(rng.bytes(50_000))
run.summary({"notes": "done"})
run.finish()
"""

EVALUATE = """
import runstone.compat.runicorn as rn
from runstone.compat.runicorn.log_compat.imagenet import AverageMeter, ProgressMeter
from runstone.compat.runicorn.log_compat.tensorboard import SummaryWriter

with rn.init("vision/digits/eval", snapshot_code=True) as run:
    run.log_dataset("digits", "data", context="test", save=True)
    run.log_pretrained("trained", path_or_uri="weights/start.pt", save=True)
    accuracy = AverageMeter("acc", ":6.2f")
    progress = ProgressMeter(3, [accuracy], prefix="Test: ")
    for batch in range(3):
        accuracy.update(90 + batch, 32)
        progress.display(batch)
    with SummaryWriter() as writer:
        writer.add_scalar("final/acc", accuracy.avg, 3)
    print(run.scan_outputs_once(output_dirs=["out"])["scanned"])
"""

Python = Callable[..., Any]


def prepare(folder: Path) -> None:
    """A project with data of 1 MB, weights of 2 MB, and secrets that a snapshot must not have."""
    for name, content in {
        "train.py": b"print('train')\n",
        "config.yaml": b"lr: 0.1\n",
        ".gitignore": b"/data/\n/weights/\n/out/\n/secret.txt\n/home/\n",
        "pkg/.gitignore": b"generated/\n",
        "pkg/model.py": b"layers = 3\n",
        "pkg/generated/big.py": b"x = 1\n",
        "secret.txt": b"do not tell\n",
        ".env": b"PASSWORD=do-not-tell\n",
        "data/a.bin": bytes(range(256)) * 2048,
        "data/b.bin": bytes(reversed(range(256))) * 2048,
        "weights/start.pt": b"weights!" * 250_000,
    }.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def size_bytes(home: Home) -> int:
    """What the home takes."""
    return sum(path.stat().st_size for path in home.path.rglob("*") if path.is_file())


def test_hello_world(home: Home, python: Python) -> None:
    done = python(HELLO)
    assert done.returncode == 0, done.stderr
    (run,) = rs.Api().runs("cv/resnet50")
    assert (run.name, run.state, run.config, run.summary["notes"]) == (
        "seed-42",
        "finished",
        {"lr": 1e-3},
        "first stable run",
    )
    assert run.series("val_acc").steps.tolist() == list(range(1, 11))
    assert [stage.stage for stage in run.stages()] == [f"epoch_{epoch}" for epoch in range(1, 11)]


def test_it_tells_where_to_look(home: Home, python: Python) -> None:
    done = python(HELLO, RUNSTONE_QUIET="0")
    assert re.search(r"seed-42 \(CRB-1, .*\) began in project cv/resnet50/baseline", done.stderr)
    assert "runstone ui" in done.stderr


MEASURED = """
import statistics, sys
import runstone.compat.runicorn as rn

def measured():
    calls, opened = 0, []
    with rn.init(path="vision/digits", snapshot_code=True, capture_console=True) as run:
        run.log_dataset("digits", "data", save=True)
        run.set_primary_metric("val/acc")
        def count(frame, event, argument):
            nonlocal calls
            calls += event in ("call", "c_call")
        each = []
        for step in range(60):
            before = calls
            sys.setprofile(count)
            run.log({"loss": 1 / (step + 1), "val/acc": step}, stage="train")
            sys.setprofile(None)
            each.append(calls - before)
    # The first calls of a process find their way.
    return statistics.median(each[20:])

found = [measured() for _ in range(int(sys.argv[1]))]
print(found[-1])
"""


def test_logging_does_as_much_in_the_twentieth_run_as_in_the_first(tmp_path: Path, python: Python) -> None:
    prepare(tmp_path)
    first, _, last = [python(MEASURED, str(count)) for count in (1, 18, 1)]
    assert first.returncode == last.returncode == 0, first.stderr + last.stderr
    # Counted in calls of functions, of C and the system too: the clock of a busy machine says nothing.
    assert float(first.stdout) == float(last.stdout) < 100


def test_two_scripts_twenty_times_in_one_folder(home: Home, tmp_path: Path, python: Python) -> None:
    prepare(tmp_path)
    sizes = []
    rounds = textwrap.dedent(
        """
        import sys
        for count in range(int(sys.argv[1])):
            exec(compile(sys.argv[2], "train.py", "exec"), {"__name__": "__main__"})
            exec(compile(sys.argv[3], "evaluate.py", "exec"), {"__name__": "__main__"})
        """
    )
    for count in (1, 9, 10):
        done = python(rounds, str(count), TRAIN, EVALUATE)
        assert done.returncode == 0, done.stderr
        assert "Traceback" not in done.stderr
        sizes.append(size_bytes(home))
    first, tenth, twentieth = sizes
    # The second ten cost what the nine before them did, and nothing of data, weights and code again.
    assert twentieth - tenth < 1.5 * (tenth - first) * 10 / 9
    assert (twentieth - tenth) / 10 < 200_000
    trained, evaluated = rs.Api().runs(filter='project = "vision/digits"'), rs.Api().runs("vision/digits/eval")
    assert (len(trained), len(evaluated)) == (20, 20)
    for run in trained:
        assert run.state == "finished"
        assert len(run.series("train/loss").steps) == 30
        assert run.series("epoch").values.tolist()[-1] == 2.0
        assert len(run.media()) == 3
        assert [item.path for item in run.checkpoints()] == ["out/last.pt"]
        assert {use.name: use.saved for use in run.data()} == {"digits": True, "backbone": True}
        assert [line.text for line in run.logs()].count("epoch 2") == 1
        assert [file.path for file in run.files()] == ["config.yaml"]
    assert all(len(run.series("acc").steps) == 3 and run.series("final/acc").values[0] == 91 for run in evaluated)
    snapshot = trained[0].snapshot()
    assert snapshot is not None
    assert {item.version for run in trained if (item := run.snapshot())} == {"v0"}
    names = {file.path for file in snapshot.files()}
    assert {"train.py", "pkg/model.py", "config.yaml"} <= names
    assert not {name for name in names if "secret" in name or ".env" in name or name.startswith(("data/", "pkg/gen"))}
