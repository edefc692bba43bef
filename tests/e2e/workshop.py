"""A home whose runs are edited: two settings with four seeds each, and projects beside and under theirs.

| project | runs |
|---|---|
| `lab/classifier` | `slow-0` … `slow-3` and `fast-0` … `fast-3`, which differ in `lr` and `seed` |
| `lab/classifier/deep` | `deep` |
| `lab/old` | `old-0`, `old-1` |
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import runstone as rs
from e2e.served import environment

CLASSIFIER = "lab/classifier"
DEEP = "lab/classifier/deep"
OLD = "lab/old"
SEEDS = 4
SETTINGS = {"slow": (0.001, 0.80), "fast": (0.01, 0.93)}
RUNS = [f"{name}-{seed}" for name in SETTINGS for seed in range(SEEDS)]

QUIET = {"console": False, "git": False, "host": False, "packages": False, "system": False, "quiet": True}


def record(home: Path) -> None:
    """Record all of it."""
    for name in ("old-0", "old-1"):
        _run(home, OLD, name, {"lr": 0.1, "seed": 0}, 0.5)
    _run(home, DEEP, "deep", {"lr": 0.01, "seed": 0, "layers": 50}, 0.9)
    for setting, (rate, accuracy) in SETTINGS.items():
        for seed in range(SEEDS):
            config = {"lr": rate, "seed": seed, "model": "mlp"}
            _run(home, CLASSIFIER, f"{setting}-{seed}", config, accuracy + 0.01 * (seed - 1.5))


def make(home: Path) -> None:
    """Record it in a process of its own."""
    command = [
        sys.executable,
        "-c",
        "import sys; from pathlib import Path; from e2e import workshop; workshop.record(Path(sys.argv[1]))",
    ]
    subprocess.run([*command, str(home)], env=environment(), check=True)


def _run(home: Path, project: str, name: str, config: dict[str, object], accuracy: float) -> None:
    tags = ["sweep"] if project == CLASSIFIER else []
    with rs.init(project, name, id=name, dir=home, config=config, tags=tags, settings=QUIET) as run:
        for step in range(5):
            run.log({"val/acc": accuracy - 0.1 + 0.025 * step, "val/loss": 1.2 - accuracy}, step=step)
