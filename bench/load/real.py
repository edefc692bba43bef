"""A real training beside the simulated ones: the SDK with an agent of its own, and a picture now and then.

python -m bench.load.real ID METRICS HERTZ SECS
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

import runstone as rs
from bench.load.plan import Plan

_PICTURE_SECS = 2.0


def begin(plan: Plan, folder: Path, url: str, token: str) -> list[subprocess.Popen[bytes]]:
    """Start the real trainings of a plan, each on a home of its own."""
    environment = {name: text for name, text in os.environ.items() if not name.startswith("RUNSTONE_")}
    environment |= {"RUNSTONE_URL": url, "RUNSTONE_API_KEY": token, "PYTHONPATH": os.pathsep.join(sys.path)}
    trainings = []
    for number in range(plan.real):
        home = {"RUNSTONE_DIR": str(folder / f"machine-{number}")}
        command = [sys.executable, "-m", "bench.load.real", f"real-{number}"]
        command += [str(plan.metrics), str(plan.hertz), str(plan.secs)]
        trainings.append(subprocess.Popen(command, env=environment | home))
    return trainings


def main() -> None:
    """Log until the time is up; see above."""
    name, metrics, hertz, secs = sys.argv[1], int(sys.argv[2]), float(sys.argv[3]), float(sys.argv[4])
    names = [f"m/{column:03d}" for column in range(metrics)]
    settings = {"system": False, "quiet": True, "finish_timeout_secs": 60.0}
    with rs.init("real", id=name, settings=settings) as run:
        begins = time.monotonic()
        for step in range(round(secs * hertz)):
            run.log(dict.fromkeys(names, 1.0 / (1 + step)), step=step)
            if step % max(1, round(_PICTURE_SECS * hertz)) == 0:
                run.log({"sample": rs.Image(np.full((64, 64, 3), step % 255, np.uint8))}, step=step)
            time.sleep(max(0.0, begins + (step + 1) / hertz - time.monotonic()))


if __name__ == "__main__":
    main()
