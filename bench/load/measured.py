"""What a load did to a server, and whether everything arrived."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from bench.load.plan import Plan
from bench.load.serving import Usage
from bench.load.trainers import Sent

LAG_TARGET_SECS = 2.0
PAGE_TARGET_SECS = 0.3


@dataclass
class Measured:
    """Of one load. `lag_secs` are (when, how old the newest point was); `usages` are (when, what the server took until then), over the load."""

    plan: Plan
    lag_secs: list[tuple[float, float]] = field(default_factory=list)
    pages_secs: dict[str, list[float]] = field(default_factory=dict)
    page_failures: list[str] = field(default_factory=list)
    events: int = 0
    usages: list[tuple[float, Usage]] = field(default_factory=list)
    parts_cpu_secs: dict[str, float] = field(default_factory=dict)
    reader_cpu_secs: float = 0.0
    sent: Sent = field(default_factory=Sent)
    settle_secs: float = 0.0
    missing: list[str] = field(default_factory=list)
    real_ended: bool = True

    @property
    def cores(self) -> float:
        """Seconds of the server's processor time a second of load."""
        (began, first), (ended, last) = self.usages[0], self.usages[-1]
        return (last.cpu_secs - first.cpu_secs) / max(1e-9, ended - began)

    @property
    def lags(self) -> list[float]:
        """All lags."""
        return [secs for _, secs in self.lag_secs]

    @property
    def pages(self) -> list[float]:
        """What pages asked, all kinds together."""
        return [secs for kind in self.pages_secs.values() for secs in kind]

    @property
    def broken(self) -> list[str]:
        """What did not hold, in words."""
        found = []
        if at(self.lags, 95) > LAG_TARGET_SECS:
            found.append(f"lag p95 {at(self.lags, 95):.2f} s > {LAG_TARGET_SECS:g} s")
        if at(self.pages, 95) > PAGE_TARGET_SECS:
            found.append(f"page p95 {at(self.pages, 95) * 1000:.0f} ms > {PAGE_TARGET_SECS * 1000:.0f} ms")
        if self.sent.left_bytes:
            found.append(f"{self.sent.left_bytes:,} bytes were not taken")
        if self.missing:
            found.append(f"{len(self.missing)} runs are not as they were sent: {self.missing[0]}")
        if self.page_failures:
            found.append(f"{len(self.page_failures)} answers to pages failed: {self.page_failures[0][:200]}")
        return found

    def lines(self) -> Iterable[str]:
        """The report."""
        yield f"load: {self.plan}"
        yield f"  ingest lag     p50 {at(self.lags, 50):.2f}   p95 {at(self.lags, 95):.2f}   max {max(self.lags, default=0):.2f} s   ({len(self.lags)} looks; target p95 ≤ {LAG_TARGET_SECS:g} s)"
        yield f"  lag by time    {'  '.join(f'{secs:.2f}' for secs in self._lag_by_time())} s, p95 of each tenth of the load"
        yield f"  pages, all     {_spread(self.pages)}   (target p95 ≤ {PAGE_TARGET_SECS * 1000:.0f} ms; {len(self.page_failures)} failed, {self.events} events)"
        for kind, secs in sorted(self.pages_secs.items()):
            yield f"    {kind:<15}{_spread(secs)}"
        yield f"  sending        {_spread(self.sent.send_secs)}   ({self.sent.requests / self.plan.secs:.0f} requests/s; {self.sent.refused} told to wait, {self.sent.failed} failed)"
        yield f"  server         {self.cores:.2f} cores{''.join(f'   {part} {secs / self._secs:.2f}' for part, secs in self.parts_cpu_secs.items())}"
        yield f"  beside it      trainers {self.sent.cpu_secs / self.plan.secs:.2f}, readers {self.reader_cpu_secs / self.plan.secs:.2f} cores"
        resident = [usage.resident_bytes for _, usage in self.usages]
        yield f"  memory         {'  '.join(f'{size >> 20}' for size in _tenths(resident))} MiB over the load"
        first, last = self.usages[0][1], self.usages[-1][1]
        grown = last.journal_bytes - first.journal_bytes, last.index_bytes - first.index_bytes
        yield f"  disk           journals +{grown[0] / 1e6:.0f} MB, index +{grown[1] / 1e6:.0f} MB"
        arrived = "every point is there once" if not self.missing and not self.sent.left_bytes else "NOT ALL ARRIVED"
        yield f"  arrived        {self.sent.acknowledged_points:,} points acknowledged; {arrived}, shown {self.settle_secs:.1f} s after the end"
        yield f"  {'holds' if not self.broken else 'BREAKS: ' + '; '.join(self.broken)}"

    def as_json(self) -> str:
        """The figures for a file."""
        return json.dumps(
            {
                "plan": str(self.plan),
                "lag_p50_secs": at(self.lags, 50),
                "lag_p95_secs": at(self.lags, 95),
                "lag_max_secs": max(self.lags, default=0),
                "pages_p95_secs": {kind: at(secs, 95) for kind, secs in self.pages_secs.items()},
                "page_p95_secs": at(self.pages, 95),
                "cores": self.cores,
                "parts_cpu_secs": self.parts_cpu_secs,
                "resident_bytes": [usage.resident_bytes for _, usage in self.usages],
                "broken": self.broken,
                "time": time.time(),
            }
        )

    @property
    def _secs(self) -> float:
        return max(1e-9, self.usages[-1][0] - self.usages[0][0])

    def _lag_by_time(self) -> list[float]:
        return [at([secs for _, secs in part], 95) for part in np.array_split(np.array(self.lag_secs or [(0, 0)]), 10)]


def at(secs: Sequence[float], percent: float) -> float:
    """A percentile; 0 of nothing."""
    return float(np.percentile(secs, percent)) if len(secs) else 0.0


def _spread(secs: Sequence[float]) -> str:
    return f"p50 {at(secs, 50) * 1000:5.0f}   p95 {at(secs, 95) * 1000:5.0f}   p99 {at(secs, 99) * 1000:5.0f} ms  of {len(secs):5d}"


def _tenths(sizes: list[int]) -> list[int]:
    return [sizes[round(place)] for place in np.linspace(0, len(sizes) - 1, min(10, len(sizes)))]
