"""The module itself: `wandb.run`, `wandb.config` and `wandb.summary` are those of the run that is open at the moment."""

from __future__ import annotations

from types import ModuleType
from typing import Any

from runstone.compat.wandb import current
from runstone.compat.wandb.config_source import as_config
from runstone.compat.wandb.of_the_run import OfTheRun
from runstone.compat.wandb.run import Run

_CONFIG, _SUMMARY = OfTheRun("config"), OfTheRun("summary")


class Door(ModuleType):
    """A module with attributes that live."""

    @property
    def run(self) -> Run | None:
        """The run that is open; None if none is."""
        return current.run()

    @run.setter
    def run(self, value: Any) -> None:
        """Scripts that set it to None mean that they are through with it."""

    @property
    def config(self) -> Any:
        """Its config."""
        run = current.run()
        return _CONFIG if run is None else run.config

    @config.setter
    def config(self, values: Any) -> None:
        run = current.run()
        if run is not None:
            run.config.update(as_config(values), allow_val_change=True)

    @property
    def summary(self) -> Any:
        """Its summary."""
        run = current.run()
        return _SUMMARY if run is None else run.summary
