"""The plan of a load: how much, for how long."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Plan:
    """So many runs log so many metrics so often, while so many people look. `machines` is how many agents send them; `real` are trainings of the
    SDK with agents of their own beside them."""

    runs: int = 200
    metrics: int = 50
    hertz: float = 10.0
    readers: int = 4
    secs: float = 60.0
    machines: int = 200
    real: int = 2

    @property
    def points_per_sec(self) -> float:
        """What all runs log together."""
        return self.runs * self.metrics * self.hertz

    def doubled(self) -> Plan:
        """Twice the runs, on twice the machines."""
        return Plan(2 * self.runs, self.metrics, self.hertz, self.readers, self.secs, 2 * self.machines, self.real)

    def __str__(self) -> str:
        return (
            f"{self.runs} runs × {self.metrics} metrics × {self.hertz:g} Hz = {self.points_per_sec:,.0f} points/s of {self.machines} machines,"
            f" {self.readers} readers, {self.secs:g} s"
        )
