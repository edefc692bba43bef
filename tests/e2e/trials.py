"""A home with two sweeps of `lab/tuning`: `rates`, random, of which TRIALS of PLANNED are done and one failed, and `empty`, without trials."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import runstone as rs
from e2e.pictures import QUIET
from e2e.served import environment

PROJECT = "lab/tuning"
TRIALS = 12
PLANNED = 20
FAILS = 5


def record(home: Path) -> None:
    """Record all of it."""
    rates = rs.sweep(
        {
            "name": "rates",
            "description": "Which rate goes with which width.",
            "method": "random",
            "run_cap": PLANNED,
            "metric": {"name": "loss", "goal": "minimize"},
            "parameters": {
                "lr": {"distribution": "log_uniform_values", "min": 1e-4, "max": 1e-1},
                "optim": {"parameters": {"name": {"values": ["sgd", "adam"]}}},
            },
        },
        PROJECT,
        dir=home,
    )
    begun = 0

    def train() -> None:
        nonlocal begun
        number, begun = begun, begun + 1
        with rs.init(dir=home, name=f"trial-{number}", settings=QUIET) as run:
            if number == FAILS:
                raise ValueError("went wrong")
            # The ninth is the best, whatever it was given.
            run.log({"loss": 1.0 if number == 8 else 2.0 + number})

    rs.agent(rates, train, count=TRIALS, dir=home)
    rs.sweep({"name": "empty", "method": "grid", "parameters": {"seed": {"values": [1, 2, 3]}}}, PROJECT, dir=home)


def make(home: Path) -> None:
    """Record it in a process of its own."""
    command = [sys.executable, "-c", "import sys; from pathlib import Path; from e2e import trials; trials.record(Path(sys.argv[1]))"]  # fmt: skip
    subprocess.run([*command, str(home)], env=environment(), check=True)
