"""A home whose runs keep their code, their data and their outputs.

In `lab/net` the runs `first` and `second` have snapshots of code that differ, fingerprints of data that differ, checkpoints with a metric, and stages; `bare` has
nothing of it.
"""

from __future__ import annotations

import logging
import shutil
import subprocess
import sys
from pathlib import Path

import runstone as rs
from e2e.pictures import QUIET
from e2e.served import environment

PROJECT = "lab/net"
DOTTED = "lab/größe v1.0/日本"

LINES = 400

TRAIN = '''"""Trains the net."""

import torch

LEARNING_RATE = 0.001


def train(model: torch.nn.Module, epochs: int = 3) -> float:
    # One epoch at a time.
    for epoch in range(epochs):
        print(f"epoch {epoch}")
    return LEARNING_RATE * epochs
'''


def record(home: Path) -> None:
    """Record all of it."""
    beside = home.parent
    code, data, out = beside / "code", beside / "digits", beside / "out"
    write_code(code)
    write_data(data)
    for name in ("first", "second"):
        config = {"lr": 0.001}
        with rs.init(PROJECT, name, id=name, dir=home, config=config, snapshot_code=code, settings=QUIET) as run:
            speak(run)
            run.set_primary_metric("val/acc", "max")
            for use in run.log_dataset("digits", data, context="train"):
                use.wait(60)
            run.log_pretrained("bert", "hf://bert-base-uncased@main", source_type="huggingface")
            best = 2 if name == "first" else 3
            for step in range(5):
                accuracy = 0.9 - abs(step - best) / 10
                run.log(
                    {"val/acc": accuracy, "loss": 1 / (step + 1)}, step=step, stage="warmup" if step < 2 else "main"
                )
                out.mkdir(exist_ok=True)
                (out / "model.pt").write_bytes(f"{name} {step}".encode() * 100)
                (out / "notes.yaml").write_text(f"step: {step}\n")
                run.scan_outputs_once(out, ["*.pt"], keep_best=2, keep_last=1)
                run.scan_outputs_once(out, ["*.yaml"], mode="rolling")
        shutil.rmtree(out)
        change_code(code)
        change_data(data)
    with rs.init(PROJECT, "bare", id="bare", dir=home, settings=QUIET) as run:
        run.log({"loss": 1.0})
    with rs.init(DOTTED, "far", id="far", dir=home, settings=QUIET) as run:
        run.set_primary_metric("val/acc", "max")
        run.log({"val/acc": 0.5})


def speak(run: rs.Run) -> None:
    """Lines of every kind: printed ones, and what `logging` says, LINES of them."""
    logger = logging.getLogger("net.train")
    logger.propagate = False
    logger.setLevel(logging.DEBUG)
    handler = run.logging_handler(logging.DEBUG)
    logger.addHandler(handler)
    for at in range(LINES // 2):
        run.write_logs(f"printed {at}")
        if at == 70:
            logger.error("it broke at %d", at)
        elif at % 50 == 0:
            logger.warning("careful at %d", at)
        else:
            logger.info("step %d", at)
    logger.removeHandler(handler)


def write_code(folder: Path) -> None:
    """A small source tree, with a secret and a file that is too large."""
    (folder / "conf").mkdir(parents=True)
    (folder / "train.py").write_text(TRAIN)
    (folder / "conf/base.yaml").write_text("lr: 0.001\nlayers: [64, 128]\n")
    (folder / "start.sh").write_text("#!/bin/sh\npython train.py\n")
    (folder / "start.sh").chmod(0o755)
    (folder / "notes.txt").write_text("To be removed.\n")
    (folder / ".env").write_text("TOKEN=abc\n")
    (folder / "weights.bin").write_bytes(bytes(11 << 20))
    (folder / "latest.yaml").symlink_to("conf/base.yaml")


def change_code(folder: Path) -> None:
    """A file changed, one came, one went."""
    (folder / "train.py").write_text(TRAIN.replace("0.001", "0.01"))
    (folder / "evaluate.py").write_text("print('evaluated')\n")
    (folder / "notes.txt").unlink(missing_ok=True)


def write_data(folder: Path) -> None:
    """Files of a data set."""
    folder.mkdir()
    for number in range(6):
        (folder / f"part {number}.csv").write_text(f"{number},1\n" * 50)


def change_data(folder: Path) -> None:
    """A file changed, one came, one went."""
    (folder / "part 1.csv").write_text("7,7\n" * 60)
    (folder / "part 6.csv").write_text("6,1\n")
    (folder / "part 0.csv").unlink(missing_ok=True)


def make(home: Path) -> None:
    """Record it in a process of its own."""
    command = [sys.executable, "-c", "import sys; from pathlib import Path; from e2e import lab; lab.record(Path(sys.argv[1]))"]  # fmt: skip
    subprocess.run([*command, str(home)], env=environment(), check=True)
