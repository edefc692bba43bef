"""The trackers under test, each behind the same three verbs and in its most local mode. Imported only when measured."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from bench.floor import BufferedLines, WrittenThroughLines


class Tracked(Protocol):
    """An open run of some tracker. After `finish` what was logged is on the disk."""

    def log(self, values: Mapping[str, float], step: int) -> None: ...

    def finish(self) -> None: ...


@dataclass(frozen=True)
class Tracker:
    """How to open a run below a folder, and the statement that a training script imports it with.

    `beginning` is the statement after which a run can be opened, where importing alone leaves work for later.
    """

    name: str
    open: Callable[[Path], Tracked]
    importing: str
    package: str | None = None
    beginning: str | None = None


def open_runstone(folder: Path) -> Tracked:
    import runstone

    return runstone.init("bench", dir=folder, settings={"quiet": True})


def open_wandb(folder: Path) -> Tracked:
    os.environ.update(WANDB_SILENT="true", WANDB_CONFIG_DIR=str(folder), WANDB_CACHE_DIR=str(folder))
    import wandb

    run: Tracked = wandb.init(project="bench", dir=folder, mode="offline", reinit="finish_previous")
    return run


def open_trackio(folder: Path) -> Tracked:
    os.environ["TRACKIO_DIR"] = str(folder)
    import trackio

    run: Any = trackio.init(project="bench", embed=False)
    return _TrackioRun(run)


class _TrackioRun:
    def __init__(self, run: Any) -> None:
        self._run = run

    def log(self, values: Mapping[str, float], step: int) -> None:
        self._run.log(dict(values), step=step)

    def finish(self) -> None:
        self._run.finish()


class _TensorboardXRun:
    def __init__(self, folder: Path) -> None:
        from tensorboardX import SummaryWriter

        self._writer = SummaryWriter(str(folder))

    def log(self, values: Mapping[str, float], step: int) -> None:
        for name, value in values.items():
            self._writer.add_scalar(name, value, step)

    def finish(self) -> None:
        self._writer.close()


FLOOR = Tracker("json lines", BufferedLines, "import json")
TWIN = Tracker("written through", WrittenThroughLines, "import json")
RUNSTONE = Tracker("runstone", open_runstone, "import runstone", "runstone", "import runstone; runstone.init")
PEERS = (
    Tracker("trackio", open_trackio, "import trackio", "trackio"),
    Tracker("wandb offline", open_wandb, "import wandb", "wandb"),
    Tracker("tensorboardX", _TensorboardXRun, "from tensorboardX import SummaryWriter", "tensorboardX"),
)
TRACKERS = {tracker.name: tracker for tracker in (FLOOR, TWIN, RUNSTONE, *PEERS)}
