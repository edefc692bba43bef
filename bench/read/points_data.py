"""The points that are read: the same for a given size, made run by run in bounded memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from bench.read.journals import START_TIME, Chunk, RunHead

PROJECT = "bench/points"
_CHUNK_STEPS = 1_000_000
_LONG_METRIC = "train/loss"


@dataclass(frozen=True)
class Shape:
    """How the points are spread: one run with a long series, some wide runs to compare, and many small ones that fill up.

    A tenth of the points is the long series; at a hundred million, a fifth are a hundred runs of 20 metrics, and the rest about
    9,900 runs of 10 metrics.
    """

    points: int
    wide_runs: int
    wide_metrics: int
    wide_steps: int
    narrow_metrics: int = 10

    @property
    def long_steps(self) -> int:
        """How long the long series is."""
        return self.points // 10

    @property
    def narrow_runs(self) -> int:
        """How many runs fill up."""
        return max(1, self.points // 10_000 - self.wide_runs - 1)

    @property
    def narrow_steps(self) -> int:
        """How many steps each of them has."""
        left = self.points - self.long_steps - self.wide_runs * self.wide_metrics * self.wide_steps
        return max(1, left // (self.narrow_runs * self.narrow_metrics))

    @property
    def wide_names(self) -> list[str]:
        """The runs to compare."""
        return [f"wide-{number:05d}" for number in range(self.wide_runs)]

    @property
    def metrics(self) -> list[str]:
        """The metrics of the runs to compare."""
        return metric_names(self.wide_metrics)


def shape_of(points: int) -> Shape:
    """The shape of a home of about so many points."""
    if points >= 100_000_000:
        return Shape(points, 100, 20, 10_000)
    if points >= 10_000_000:
        return Shape(points, 20, 20, 10_000)
    return Shape(points, 10, 5, points // 100)


def metric_names(count: int) -> list[str]:
    """Names of metrics, the first being the one that long and wide runs share."""
    return [_LONG_METRIC, *(f"layer_{number:02d}/norm" for number in range(1, count))]


def runs_of(shape: Shape) -> Iterator[tuple[RunHead, Iterator[Chunk]]]:
    """Each run with its rows, in the order of their numbers."""
    number = 1
    yield _head(number, "long"), _chunks(number, metric_names(1), shape.long_steps)
    for name in shape.wide_names:
        number += 1
        yield _head(number, name), _chunks(number, shape.metrics, shape.wide_steps)
    for position in range(shape.narrow_runs):
        number += 1
        names = metric_names(shape.narrow_metrics)
        yield _head(number, f"narrow-{position:05d}"), _chunks(number, names, shape.narrow_steps)


def _head(number: int, name: str) -> RunHead:
    config = {"seed": number, "lr": 10.0 ** -(1 + number % 5), "model": f"resnet{18 + number % 4}"}
    return RunHead(number, name, PROJECT, f"BNC-{number}", config)


def _chunks(number: int, names: list[str], steps: int) -> Iterator[Chunk]:
    """Losses as a framework gives them (float32), and every other metric a share of ten thousand (float64)."""
    source = np.random.default_rng(number)
    time = START_TIME + number * 1_000_000
    for first in range(0, steps, _CHUNK_STEPS):
        at = np.arange(first, min(steps, first + _CHUNK_STEPS), dtype=np.int64)
        noise = source.standard_normal((len(at), len(names)), dtype=np.float32)
        losses = 2.3 * np.exp(-at / (steps / 5 + 1))[:, None] + 0.1 + 0.02 * noise
        values = losses.astype(np.float32).astype(np.float64)
        values[:, 1::2] = np.round(losses[:, 1::2] * 4000) / 10_000
        times = time + at * 10_000 + source.integers(0, 2_000, len(at))
        yield Chunk(tuple(names), at, times, values)
