"""What taking a trial of a sweep costs, by how many there were: `python -m bench.claims`. CPU time, which other programs change little."""

from __future__ import annotations

import random
import tempfile
import time
from statistics import median
from typing import Any

from runstone.model.home import Home
from runstone.model.states import TrialState
from runstone.sweeps.controller import Claimed, Controller
from runstone.sweeps.sweep import Sweep

TRIALS = 1000
MARKS = (10, 100, 300, 1000)
LAST = 10
CHOICES = {"a": {"values": list(range(40))}, "b": {"values": list(range(50))}}
RANGES = {"a": {"min": 0.0, "max": 1.0}, "b": {"values": list(range(10))}, "c": {"min": 0, "max": 1000}}


def claims(method: str) -> list[float]:
    """The seconds of each claim of an agent that goes through a sweep, whose trials report from elsewhere."""
    parameters: dict[str, Any] = CHOICES if method == "grid" else RANGES
    draw, secs = random.Random(1), []
    with tempfile.TemporaryDirectory() as folder:
        definition = {"method": method, "metric": {"name": "loss"}, "parameters": parameters, "seed": 1}
        home = Home(folder)
        controller = Controller(home, Sweep.begin(home, definition, "bench"))
        for _ in range(TRIALS):
            began = time.process_time()
            claimed = controller.claim("bench", reports=True)
            secs.append(time.process_time() - began)
            assert isinstance(claimed, Claimed)
            controller.ended(claimed.number, TrialState.FINISHED, 0, draw.random())
        controller.close()
    return secs


def main() -> None:
    print("method  " + "".join(f"{f'after {mark}':>12}" for mark in MARKS))
    for method in ("random", "grid", "bayes"):
        secs = claims(method)
        print(
            f"{method:8}" + "".join(f"{median(secs[mark - LAST : mark]) * 1e3:9.1f} ms" for mark in MARKS), flush=True
        )


if __name__ == "__main__":
    main()
