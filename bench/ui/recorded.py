"""The home that the browser looks at, recorded by the SDK: a project of 60 metrics x 20 runs, and a run of 10,000 metrics."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import runstone as rs

GRID = "bench/grid"
WIDE = "bench/wide"
WIDE_RUN = "wide"
_QUIET = {"console": False, "git": False, "host": False, "packages": False, "system": False, "quiet": True}


@dataclass(frozen=True)
class Shape:
    """How much is recorded."""

    runs: int = 20
    metrics: int = 60
    steps: int = 2_000
    wide_metrics: int = 10_000
    wide_steps: int = 3


def record(home: Path, shape: Shape, say: Callable[[str], None]) -> None:
    """Record all of it, unless it is there."""
    done = home / f"recorded-{shape.runs}-{shape.metrics}-{shape.steps}-{shape.wide_metrics}"
    if done.exists():
        return
    say(f"recording {shape.runs} runs of {shape.metrics} metrics, and one of {shape.wide_metrics}")
    for number in range(shape.runs):
        _grid_run(home, number, shape)
    _wide_run(home, shape)
    done.touch()


def _grid_run(home: Path, number: int, shape: Shape) -> None:
    config = {"lr": 10 ** -(1 + number / 5), "model": ["mlp", "cnn", "vit"][number % 3], "seed": number}
    names = [f"train/loss_{metric:02d}" for metric in range(shape.metrics)]
    with rs.init(GRID, f"run-{number}", id=f"grid{number}", dir=home, config=config, settings=_QUIET) as run:
        for step in range(shape.steps):
            noise = 0.05 * math.sin(step * 12.9898 + number * 78.233)
            loss = (2 + number / 20) * math.exp(-3 * step / shape.steps) + 0.2 + noise
            run.log({name: loss + 0.01 * place for place, name in enumerate(names)})


def _wide_run(home: Path, shape: Shape) -> None:
    names = [f"layer_{metric // 50:03d}/weight_{metric % 50:02d}" for metric in range(shape.wide_metrics)]
    with rs.init(WIDE, WIDE_RUN, id=WIDE_RUN, dir=home, settings=_QUIET) as run:
        for step in range(shape.wide_steps):
            run.log({name: step + place / len(names) for place, name in enumerate(names)})
