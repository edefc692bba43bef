"""The load that FastTrackML publishes: 50 projects of 1,500 runs, each with 1,500 metrics of 20 to 150 steps.

All of it would be nine billion points. One project is there whole, since that is what its questions are about; the 49 others have fewer runs.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from bench.read.journals import START_TIME, Chunk, RunHead, folder_bytes, write_registry, write_run
from bench.read.report import RUNSTONE, Answer
from bench.read.timing import Ask, say, take_turns
from runstone.index.index import Index
from runstone.model.home import Home
from runstone.query import metrics, projects, runs, series
from runstone.query.runs import RunsAsk
from runstone.query.series import PanelAsk

WHOLE = "bench/project-00"
_INDEX_EVERY_RUNS = 250


@dataclass(frozen=True)
class Load:
    """How many of everything; `runs` are those of the whole project, `few_runs` those of each other one."""

    projects: int = 50
    runs: int = 1500
    few_runs: int = 5
    metrics: int = 1500

    @property
    def all_runs(self) -> int:
        """How many runs there are."""
        return self.runs + (self.projects - 1) * self.few_runs


def build(load: Load, folder: Path) -> dict[str, Any]:
    """Fill a folder: journals and the index that they give."""
    home = Home(folder / "home")
    home.runs_path.mkdir(parents=True)
    begun = time.perf_counter()
    heads, points = [], 0
    for head, chunk in _runs(load):
        points += write_run(home, head, [chunk])
        heads.append(head)
        if len(heads) % _INDEX_EVERY_RUNS == 0:
            say(f"  journals: {len(heads):,} of {load.all_runs:,} runs, {time.perf_counter() - begun:.0f} s")
    write_registry(home, heads)
    journals_secs = time.perf_counter() - begun
    say("  index: catching up with the journals")
    begun = time.perf_counter()
    index = Index(home)
    index.refresh()
    index.close()
    return {
        "projects": load.projects,
        "runs": load.all_runs,
        "series": load.all_runs * load.metrics,
        "points": points,
        "journals_secs": journals_secs,
        "index_secs": time.perf_counter() - begun,
        "journal_bytes": folder_bytes(home.runs_path),
        "index_bytes": folder_bytes(home.index_path),
    }


def _runs(load: Load) -> Iterator[tuple[RunHead, Chunk]]:
    names = tuple(f"metric_{number:04d}" for number in range(load.metrics))
    number = 0
    for project in range(load.projects):
        for position in range(load.runs if project == 0 else load.few_runs):
            number += 1
            source = np.random.default_rng([11, number])
            steps = np.arange(source.integers(20, 151), dtype=np.int64)
            values = source.standard_normal((len(steps), len(names)), dtype=np.float32).astype(np.float64)
            times = START_TIME + number * 1_000_000 + steps * 10_000
            config = {"lr": float(source.uniform(0, 0.1)), "seed": position}
            head = RunHead(
                number,
                f"p{project:02d}-r{position:04d}",
                f"bench/project-{project:02d}",
                f"P{project}-{position + 1}",
                config,
            )
            yield head, Chunk(names, steps, times, values)


def measure(load: Load, folder: Path, budget_secs: float) -> list[Answer]:
    """What its users ask, of the whole project where it is of one."""
    index = Index(Home(folder / "home"))
    whole = [f"p00-r{position:04d}" for position in range(load.runs)]
    some = whole[:100]
    one, other = "metric_0007", f"metric_{load.metrics - 1:04d}"
    condition = f"metrics.{one}.last > 1 and metrics.{other}.max > 2"

    def page(filter_: str | None, sort: str, fields: list[str] | None) -> Ask:
        ask = RunsAsk(project=WHOLE, filter=filter_, sort=[sort], fields=fields, limit=100)
        return lambda: runs.list_runs(index, ask)

    everywhere = RunsAsk(filter=condition, sort=["-created_time"], fields=[], limit=100)
    asked: dict[str, Ask] = {
        "list the projects": lambda: projects.list_projects(index),
        f"runs of a project with conditions on two metrics ({load.runs:,} runs)": page(
            condition, f"-metrics.{one}.last", []
        ),
        f"the same over all projects ({load.all_runs:,} runs)": lambda: runs.list_runs(index, everywhere),
        f"first 100 runs of a project, {load.metrics:,} metrics in each": page(None, "-created_time", None),
        "first 100 runs of a project, three fields": page(
            None, "-created_time", ["config.lr", f"metrics.{one}.last", f"metrics.{other}.min"]
        ),
        f"the metrics that the {load.runs:,} runs of a project have": lambda: metrics.list_names(index, whole),
        f"the columns of a project ({load.metrics:,} metrics)": lambda: runs.columns(index, WHOLE),
        f"one metric of the {load.runs:,} runs of a project": lambda: series.panel(
            index, PanelAsk(one, whole)
        ).encode(),
        f"one metric of {len(some)} runs": lambda: series.panel(index, PanelAsk(one, some)).encode(),
        f"the {load.metrics:,} metrics of a run in figures": lambda: metrics.stats(index, whole[0]),
        "100 metrics of a run as curves": lambda: [
            series.panel(index, PanelAsk(f"metric_{number:04d}", whole[:1])).encode() for number in range(100)
        ],
        "one run whole": lambda: runs.get_run(index, whole[0]),
    }
    answers = []
    for name, ask in asked.items():
        say(f"  {name}")
        answers.append(Answer("FastTrackML", name, take_turns({RUNSTONE: ask}, budget_secs, least=1, warm=1)))
    index.close()
    return answers
