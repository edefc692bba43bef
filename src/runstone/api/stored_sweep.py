"""A sweep as the Api found it: its trials, its best run, and what can be done to it."""

from __future__ import annotations

from typing import Any

from runstone.api.run import StoredRun
from runstone.api.source import Source
from runstone.model.address import sweep_address
from runstone.model.states import SweepState
from runstone.query.sweeps.answers import SweepBest, SweepDetail, SweepImportance, Trial


class StoredSweep:
    """One sweep. Each property is as it stands when it is asked for."""

    def __init__(self, source: Source, sweep: str) -> None:
        """For Api."""
        self._source = source
        self.id = sweep

    @property
    def detail(self) -> SweepDetail:
        """All that is known of it."""
        return self._source.get_sweep(self.id)

    @property
    def name(self) -> str:
        """What people call it."""
        return self.detail.name

    @property
    def project(self) -> str:
        """The project of its runs."""
        return self.detail.project

    @property
    def state(self) -> str:
        """`running`, `paused`, `finished` or `cancelled`."""
        return self.detail.state.value

    @property
    def definition(self) -> dict[str, Any]:
        """What its author wrote."""
        return self.detail.definition

    @property
    def trials(self) -> list[Trial]:
        """Its trials, by number."""
        return self.detail.all_trials

    @property
    def best(self) -> SweepBest | None:
        """The best trial so far; None without one."""
        return self.detail.best

    @property
    def importance(self) -> list[SweepImportance]:
        """How much each parameter matters, the most important first; nothing while fewer than four trials have a value."""
        return self.detail.importance

    @property
    def runs(self) -> list[StoredRun]:
        """The runs of its trials that lie in the home, by number of trial."""
        return [
            StoredRun(self._source, self._source.get_run(trial.run))
            for trial in self.trials
            if trial.display_id is not None
        ]

    @property
    def url(self) -> str | None:
        """Where a browser finds it; None while no server shows this home."""
        server = self._source.server_url()
        return sweep_address(server, self.project, self.id) if server else None

    def best_run(self) -> StoredRun | None:
        """The run of the best trial; None without one in the home."""
        detail = self.detail
        best = detail.best
        if best is None or detail.all_trials[best.number].display_id is None:
            return None
        return StoredRun(self._source, self._source.get_run(best.run))

    def pause(self) -> None:
        """Begin no more trials for now; those that run go on."""
        self._source.change_sweep(self.id, SweepState.PAUSED)

    def resume(self) -> None:
        """Go on after a pause, or after `stop`.

        Raises:
            Conflict: it was cancelled, which is for good.
        """
        self._source.change_sweep(self.id, SweepState.RUNNING)

    def stop(self) -> None:
        """Begin no more trials; those that run go on to their end."""
        self._source.change_sweep(self.id, SweepState.FINISHED)

    def cancel(self) -> None:
        """Begin no more trials, and end those that run."""
        self._source.change_sweep(self.id, SweepState.CANCELLED)

    def stop_trial(self, number: int) -> None:
        """Ask one trial to end before it is through.

        Raises:
            SweepNotFound: there is no such trial.
        """
        self._source.stop_trial(self.id, number)

    def __repr__(self) -> str:
        return f"<Sweep {self.id}>"
