"""A project of a thousand runs and more, each as short as a run can be."""

from __future__ import annotations

from pathlib import Path

from recorder import Recorder
from runstone.index.index import Index
from runstone.model.home import Home

PROJECT = "many/short"
RUNS = 1_200
MODELS = 300


def make(home: Path) -> None:
    """Record them: run 0 has seed 0 of model 0, and every model has four seeds."""
    place = Home(home)
    for number in range(RUNS):
        config = {"model": f"model-{number // 4:03d}", "seed": number % 4}
        run = Recorder(place, f"r{number:04d}", project=PROJECT, config=config)
        run.log({"loss": number / RUNS}, 0)
        run.finish()
    # A browser's patience is not to be spent on reading them.
    index = Index(place)
    index.refresh(600)
    index.close()
