"""The numbers that are logged: like a training's, and the worst there are."""

from __future__ import annotations

import math
import random
import struct
from collections.abc import Callable

Values = Callable[[int], float]


def loss(seed: int) -> Values:
    """A noisy decay, rounded to float32 as a framework's tensors are."""
    noise = random.Random(seed)

    def value(step: int) -> float:
        decayed = 2.3 * math.exp(-step / 20_000) + 0.1 + noise.gauss(0, 0.02)
        return float(struct.unpack("<f", struct.pack("<f", decayed))[0])

    return value


def noise(seed: int) -> Values:
    """Full-entropy float64: nothing to be saved."""
    source = random.Random(seed)
    return lambda step: source.random()


def steps(count: int, metrics: int, kind: Callable[[int], Values] = loss) -> list[dict[str, float]]:
    """What `count` calls of log() are given: that many metrics each, made before anything is timed."""
    sources = {f"train/metric_{number}": kind(number) for number in range(metrics)}
    return [{name: value(step) for name, value in sources.items()} for step in range(count)]
