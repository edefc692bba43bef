"""The home that the browser tests look at: real runs, recorded by the SDK in a process of its own.

| project | runs |
|---|---|
| `vision/resnet50/baseline` | a sweep of six, a fork, one that failed, one whose values are not finite |
| `vision/gallery` | one with everything: console, images, a table, texts, nested config, code, host, system metrics |
| `größe/日本語` | long names in many scripts |
| `audio` | one |
"""

from __future__ import annotations

import math
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import numpy as np

import runstone as rs
from e2e.served import environment
from waiting import wait_until

BASELINE = "vision/resnet50/baseline"
GALLERY = "vision/gallery"
UNICODE = "größe/日本語"
LONG_NAME = "Überlanger Name — очень длинное имя — とても長い名前 — " + "x" * 80
CONSOLE_LINES = 3_000
SWEEP = 6
STEPS = 240

QUIET = {"console": False, "git": False, "host": False, "packages": False, "system": False, "quiet": True}


def record(home: Path) -> None:
    """Record all of it."""
    everything = rs.init(
        GALLERY,
        "everything",
        id="everything",
        dir=home,
        tags=["kept", "pictures"],
        notes="# Why\n\nDoes the **whole** page work?",
        config={
            "lr": 0.003,
            "model": {"kind": "vit", "layers": [64, 128, 256], "dropout": None, "norm": {"eps": 1e-6}},
            "data": {"path": "/data/imagenet", "shuffle": True, "classes": {"first": "cat", "second": "dog"}},
        },
        settings={"system_interval_secs": 0.1, "quiet": True},
    )
    sweep(home)
    fork(home)
    failed(home)
    not_finite(home)
    other_projects(home)
    media(everything)
    console()
    wait_until(lambda: samples(home) >= 3)
    everything.finish()


def samples(home: Path) -> int:
    """How often the host was looked at for the run with everything."""
    return len(rs.Api(home=home).run("everything").series("sys/process_rss_bytes")[0])


TRAIN = """import sys
from pathlib import Path
from e2e.scene import record
LEARNING_RATE = 0.001
record(Path(sys.argv[1]))
"""


def make(home: Path) -> None:
    """Run a script that records all of it; the script lies in a repository and has a change that no commit holds."""
    folder = home.parent / "source"
    folder.mkdir(parents=True)
    script = folder / "train.py"
    script.write_text(TRAIN)
    git = ["git", "-C", str(folder), "-c", "user.name=Ada", "-c", "user.email=ada@example.org"]
    for arguments in (["init", "-q", "-b", "trunk"], ["add", "."], ["commit", "-q", "-m", "First"]):
        subprocess.run([*git, *arguments], check=True)
    script.write_text(TRAIN.replace("0.001", "0.003"))
    subprocess.run(
        [sys.executable, script, home],
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=True,
    )


def curve(step: int, rate: float, seed: int) -> float:
    """A loss that falls, with the noise of its seed."""
    return 2.3 * math.exp(-rate * step) + 0.05 * math.sin(step * 0.9 + seed) + 0.1


def sweep(home: Path) -> None:
    for seed in range(SWEEP):
        config = {"optimizer": {"name": "adam", "lr": 10 ** -(1 + seed / 2)}, "seed": seed}
        with rs.init(
            BASELINE, f"sweep-{seed}", id=f"sweep{seed}", dir=home, config=config, tags=["sweep"], settings=QUIET
        ) as run:
            for step in range(STEPS):
                loss = curve(step, 0.01 * (seed + 1), seed)
                run.log({"train/loss": loss, "train/lr": config["optimizer"]["lr"], "epoch": step // 24})
                if step % 12 == 11:
                    run.log({"val/loss": loss * 1.1, "val/acc": 1 - loss / 3}, step=step)


def fork(home: Path) -> None:
    with rs.init(BASELINE, "forked", id="forked", dir=home, fork_from="sweep0?_step=100", settings=QUIET) as run:
        for step in range(101, 180):
            run.log({"train/loss": 0.5 / step, "train/lr": 0.01})


def failed(home: Path) -> None:
    with (
        suppress(ZeroDivisionError),
        rs.init(BASELINE, "fell over", id="failed", dir=home, tags=["broken"], settings=QUIET) as run,
    ):
        for step in range(30):
            run.log({"train/loss": curve(step, 0.02, 7)})
        1 / 0  # noqa: B018


def not_finite(home: Path) -> None:
    odd = {20: math.nan, 40: math.inf, 60: -math.inf, 61: math.nan}
    with rs.init(BASELINE, "not finite", id="notfinite", dir=home, settings=QUIET) as run:
        for step in range(100):
            run.log({"train/loss": odd.get(step, curve(step, 0.03, 3))})


def other_projects(home: Path) -> None:
    with rs.init(UNICODE, LONG_NAME, id="long/näme ✓", dir=home, tags=["ünï", "длинный"], settings=QUIET) as run:
        for step in range(20):
            run.log({"потери/обучение": 1 / (step + 1), "精度": step / 20, "a" * 90: step})
    with rs.init("audio", "whisper", id="audio1", dir=home, settings=QUIET) as run:
        run.log({"wer": 0.2}, step=1)
        run.log({"wer": 0.1}, step=2)


def media(run: rs.Run) -> None:
    for step in (0, 10, 20):
        ramp = (np.arange(64 * 64).reshape(64, 64) * (1 + step) % 256).astype(np.uint8)
        pictures = [rs.Image(np.roll(ramp, 16 * index), caption=f"sample {index} at {step}") for index in range(3)]
        table = rs.Table(columns=["class", "recall"], rows=[["cat", 0.98], ["dog", float("nan")], ["bird", step / 20]])
        run.log(
            {"val/pictures": pictures, "val/per_class": table, "phase": "warm-up" if step == 0 else "training"},
            step=step,
        )
    for step in range(60):
        run.log({"train/loss": curve(step, 0.05, 1)}, step=step)


def console() -> None:
    print("\x1b[1;32mready\x1b[0m to print", flush=True)
    for line in range(CONSOLE_LINES - 3):
        print(f"\x1b[3{1 + line % 6}mline {line}\x1b[0m of the console, plain")
    sys.stdout.flush()
    print("a warning on stderr", file=sys.stderr, flush=True)
    time.sleep(0.2)  # each stream has a reader of its own
    print("the last line", flush=True)
