"""A sweep that was recorded."""

from __future__ import annotations

from typing import Any

from runstone.api.stored_sweep import StoredSweep
from runstone.compat.wandb.apis.run import Run

_STATES = {"running": "RUNNING", "paused": "PAUSED", "finished": "FINISHED", "cancelled": "CANCELED"}


class Sweep:
    """A sweep, as it stands whenever it is asked."""

    def __init__(self, sweep: StoredSweep, entity: str = "") -> None:
        self._sweep = sweep
        self.entity = entity

    @property
    def id(self) -> str:
        """The id."""
        return self._sweep.id

    @property
    def name(self) -> str:
        """What people call it; its id if nobody did."""
        return self._sweep.name

    @property
    def project(self) -> str:
        """The project of its runs."""
        return self._sweep.project

    @property
    def path(self) -> list[str]:
        """Entity, project and id."""
        return [self.entity, self.project, self.id]

    @property
    def config(self) -> dict[str, Any]:
        """The definition."""
        return self._sweep.definition

    @property
    def state(self) -> str:
        """`RUNNING`, `PAUSED`, `FINISHED` or `CANCELED`."""
        return _STATES[self._sweep.state]

    @property
    def runs(self) -> list[Run]:
        """The runs of its trials."""
        return [Run(run, self.entity) for run in self._sweep.runs]

    @property
    def order(self) -> str | None:
        """What runs are ordered by: the metric, the best first."""
        metric = self._sweep.detail.metric
        return None if metric is None else f"{'+' if metric.goal == 'minimize' else '-'}summary_metrics.{metric.name}"

    @property
    def expected_run_count(self) -> int | None:
        """How many trials there will be; None where that is open."""
        return self._sweep.detail.planned

    @property
    def url(self) -> str | None:
        """Where a browser finds it; None while no `runstone ui` shows this home."""
        return self._sweep.url

    def best_run(self, order: str | None = None) -> Run | None:
        """The run of the best trial by the sweep's metric; `order` is accepted."""
        found = self._sweep.best_run()
        return None if found is None else Run(found, self.entity)

    def load(self, force: bool = False) -> None:
        """Nothing to do: what is asked for is read."""

    def __repr__(self) -> str:
        return f"<Sweep {'/'.join(part for part in self.path if part)} ({self.state})>"
