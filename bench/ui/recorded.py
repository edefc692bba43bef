"""The home that the browser looks at, recorded by the SDK: a project for each thing that is measured."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

import runstone as rs
from bench.read.store import built
from runstone.index.index import Index
from runstone.journal.registry import Registry
from runstone.journal.writer import JournalWriter
from runstone.model.home import Home
from runstone.model.records import Closed, ConsoleWritten, Started, StateChanged
from runstone.model.states import State

GRID = "bench/grid"
WIDE = "bench/wide"
WIDE_RUN = "wide"
FLAT_RUN = "flat"
LONG = "bench/long"
KEYS = "bench/keys"
COLUMNS = "bench/columns"
CONSOLE = "bench/console"
CONSOLE_RUN = "talker"
QUIET = {"console": False, "git": False, "host": False, "packages": False, "system": False, "quiet": True}

_RECORD_LINES = 1_000
_SPARSE_RUNS = 25


@dataclass(frozen=True)
class Shape:
    """How much is recorded."""

    name: str = "ui-home"
    listed_runs: int = 100_000
    runs: int = 20
    metrics: int = 60
    steps: int = 2_000
    wide_metrics: int = 10_000
    flat_metrics: int = 12_345
    long_runs: int = 100
    long_metrics: int = 10
    long_steps: int = 10_000
    compared_runs: int = 100
    compared_keys: int = 1_000
    columns: int = 12_000
    lines: int = 1_000_000
    media_runs: int = 100
    images: int = 2_000
    """Of each of these runs. They are the same few pictures, over and over."""
    pictures: int = 2_000
    frames: int = 150
    points: int = 20
    ticks: int = 1_800
    """How often a page is brought up to date in an hour, at one update every two seconds."""


SMALL = Shape(
    name="ui-home-small",
    listed_runs=1_000,
    runs=3,
    metrics=12,
    steps=100,
    wide_metrics=150,
    flat_metrics=60,
    long_runs=3,
    long_steps=600,
    compared_runs=4,
    compared_keys=50,
    columns=600,
    lines=5_000,
    media_runs=6,
    images=400,
    pictures=20,
    frames=4,
    points=2,
    ticks=6,
)


def record(home: Path, shape: Shape) -> None:
    """Record all of it, unless it is there."""
    # The home itself is what is built, so that one that was left half recorded is begun anew.
    built(home, lambda part: _record(part, shape), needs=str(shape))
    index = Index(Home(home))
    index.refresh()
    index.close()


def _record(home: Path, shape: Shape) -> dict[str, int]:
    _record_grid(home, shape)
    _record_wide(home, shape)
    _record_long(home, shape)
    _record_keys(home, shape)
    _record_columns(home, shape)
    _record_console(home, shape)
    return {"steps": shape.steps}


def curve(step: int, steps: int, number: int) -> float:
    """A loss that falls, a little noisy and a little different in each run."""
    noise = 0.05 * math.sin(step * 12.9898 + number * 78.233)
    return (2 + number / 20) * math.exp(-3 * step / steps) + 0.2 + noise


def _record_grid(home: Path, shape: Shape) -> None:
    names = [f"train/loss_{metric:02d}" for metric in range(shape.metrics)]
    for number in range(shape.runs):
        config = {"lr": 10 ** -(1 + number / 5), "model": ["mlp", "cnn", "vit"][number % 3], "seed": number}
        with rs.init(GRID, f"run-{number}", id=f"grid{number}", dir=home, config=config, settings=QUIET) as run:
            for step in range(shape.steps):
                loss = curve(step, shape.steps, number)
                run.log({name: loss + 0.01 * place for place, name in enumerate(names)})


def _record_wide(home: Path, shape: Shape) -> None:
    layered = [f"layer_{metric // 50:03d}/weight_{metric % 50:02d}" for metric in range(shape.wide_metrics)]
    tagged = [f"tag_{metric:05d}" for metric in range(shape.flat_metrics)]
    for name, metrics in ((WIDE_RUN, layered), (FLAT_RUN, tagged)):
        with rs.init(WIDE, name, id=name, dir=home, settings=QUIET) as run:
            for step in range(3):
                run.log({metric: step + place / len(metrics) for place, metric in enumerate(metrics)})


def _record_long(home: Path, shape: Shape) -> None:
    names = [f"loss_{metric}" for metric in range(shape.long_metrics)]
    for number in range(shape.long_runs):
        with rs.init(LONG, f"long-{number}", id=f"long{number}", dir=home, settings=QUIET) as run:
            for step in range(shape.long_steps):
                loss = curve(step, shape.long_steps, number)
                run.log({name: loss + 0.01 * place for place, name in enumerate(names)})


def _record_keys(home: Path, shape: Shape) -> None:
    for number in range(shape.compared_runs):
        config = {
            f"group_{key // 50:02d}": {f"key_{each:04d}": each * (1 + number % 3) for each in range(key, key + 50)}
            for key in range(0, shape.compared_keys, 50)
        }
        with rs.init(KEYS, f"setting-{number}", id=f"keys{number}", dir=home, config=config, settings=QUIET) as run:
            run.log({"loss": 1 / (number + 1)})


def _record_columns(home: Path, shape: Shape) -> None:
    """Half of the columns are set, half are logged, and each run has others."""
    each = shape.columns // 2 // _SPARSE_RUNS
    for first in range(0, each * _SPARSE_RUNS, each):
        keys = range(first, first + each)
        config = {f"option_{key:05d}": key for key in keys}
        with rs.init(COLUMNS, f"sparse-{first}", id=f"sparse{first}", dir=home, config=config, settings=QUIET) as run:
            run.log({f"figure_{key:05d}": float(key) for key in keys})


def _record_console(home: Path, shape: Shape) -> None:
    """A million lines through a terminal take minutes: these are written as the console capture writes them."""
    place = Home(home)
    entry = Registry(place).enter(CONSOLE_RUN, CONSOLE)
    writer = JournalWriter(place, CONSOLE_RUN)
    writer.event(
        Started(
            time=writer.now(),
            number=entry.number,
            display_id=entry.display_id,
            project=CONSOLE,
            name=CONSOLE_RUN,
        )
    )
    Registry(place).ring(CONSOLE_RUN, writer.writer)
    for first in range(0, shape.lines, _RECORD_LINES):
        lines = [
            f"\x1b[32mstep {line}\x1b[0m loss {1 / (line + 1):.6f}" for line in range(first, first + _RECORD_LINES)
        ]
        writer.event(ConsoleWritten(time=writer.now(), stream="stdout", lines=lines))
    writer.event(StateChanged(time=writer.now(), state=State.FINISHED, exit_code=0), Closed(time=writer.now()))
    writer.close()
