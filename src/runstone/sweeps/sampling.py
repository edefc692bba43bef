"""Values drawn at random, and what a trial teaches whoever learns."""

from __future__ import annotations

import random
from hashlib import sha256
from typing import Any, NamedTuple

from runstone.model.states import TrialState
from runstone.model.values import Path
from runstone.sweeps.definition import Definition
from runstone.sweeps.distribution import Place


class Tried(NamedTuple):
    """A trial to learn from: where its parameters lie on their axes, and how it went. `iterations` is how far, `value` None without any."""

    places: dict[Path, Place]
    state: TrialState
    value: float | None
    iterations: int


def draw(definition: Definition, seed: int, number: int) -> dict[Path, Any]:
    """Values drawn at random, the same for the same seed and number."""
    source = random.Random(seed_of(seed, number))
    chosen: dict[Path, Any] = {}
    for parameter in definition.parameters:
        # Drawn whether it is there or not, so that one parameter says nothing of another's draw.
        share = source.random()
        if parameter.is_there(chosen):
            chosen[parameter.path] = parameter.distribution.value(parameter.distribution.draw(share))
    return chosen


def seed_of(seed: int, number: int) -> int:
    """The seed of a trial, made of the sweep's and of the trial's number."""
    return int.from_bytes(sha256(f"{seed}:{number}".encode()).digest()[:4], "little")
