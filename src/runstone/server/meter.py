"""Meter: what a server counts of its own work, since it began."""

from __future__ import annotations

import threading
import time
from bisect import bisect_left
from collections import Counter, deque
from dataclasses import dataclass, field

BOUNDS_SECS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""The upper bounds of the histogram; one more bucket has what took longer."""

# How finely it is told when bytes came that no index has yet.
_GRAIN_SECS = 0.1
_MOST_ARRIVALS = 36_000


@dataclass
class Latency:
    """How long the requests of a route took: how many within each bound, and all seconds together."""

    counts: list[int] = field(default_factory=lambda: [0] * (len(BOUNDS_SECS) + 1))
    total_secs: float = 0.0


class Meter:
    """May be shared by threads."""

    def __init__(self) -> None:
        self.began = time.time()
        self.requests: Counter[tuple[str, str, int]] = Counter()
        """By method, route and status."""
        self.body_bytes: Counter[str] = Counter()
        """What came in bodies, by route."""
        self.latencies: dict[str, Latency] = {}
        self.streams = 0
        """Open event streams."""
        self._arrivals: deque[float] = deque(maxlen=_MOST_ARRIVALS)
        self._lock = threading.Lock()

    def count(self, method: str, route: str, status: int, secs: float | None, body_bytes: int) -> None:
        """One request was answered.

        Args:
            method: of HTTP.
            route: its path with names in braces in the place of what was asked for; empty where there is none.
            status: of the answer.
            secs: how long it took; None of one that lasts as long as its client likes.
            body_bytes: what came with it.
        """
        with self._lock:
            self.requests[method, route, status] += 1
            if body_bytes:
                self.body_bytes[route] += body_bytes
            if secs is not None:
                latency = self.latencies.setdefault(route, Latency())
                latency.counts[bisect_left(BOUNDS_SECS, secs)] += 1
                latency.total_secs += secs

    def arrived(self, now: float) -> None:
        """Journals grew by what was sent here, at a time of the monotonic clock."""
        with self._lock:
            if not self._arrivals or now - self._arrivals[-1] >= _GRAIN_SECS:
                self._arrivals.append(now)

    def lag_secs(self, looked: float, now: float) -> float:
        """For how long the oldest bytes wait that came since the index was brought up to date.

        Args:
            looked: when the last look at the home that is done began, by the monotonic clock.
            now: by the same clock.
        """
        with self._lock:
            while self._arrivals and self._arrivals[0] < looked:
                self._arrivals.popleft()
            return now - self._arrivals[0] if self._arrivals else 0.0
