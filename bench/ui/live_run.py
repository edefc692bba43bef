"""A run that logs when it is told to: `python -m bench.ui.live_run <home> <project> <id> <metrics> <steps>`.

It logs so many steps of so many metrics and prints `ready`. Then, for each number on its standard input, it logs one step in which the first
metric has that value, and prints the time at which `log` had returned. It finishes when its input ends.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import runstone as rs
from bench.ui.recorded import QUIET, curve


class LiveRun:
    """Such a process."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def log(self, value: float) -> float:
        """Log a step; gives the time, in seconds since the epoch, at which `log` had returned."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{value}\n")
        self._process.stdin.flush()
        return float(self._process.stdout.readline())


@contextmanager
def started(home: Path, project: str, run: str, metrics: int, steps: int) -> Iterator[LiveRun]:
    """Start it; it has logged its first steps."""
    command = [sys.executable, "-m", "bench.ui.live_run", str(home), project, run, str(metrics), str(steps)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        if process.stdout.readline() != "ready\n":
            raise SystemExit("The live run did not start")
        yield LiveRun(process)
        # Leaving closes its input, which ends it.


def main(home: str, project: str, run_id: str, metrics: int, steps: int) -> None:
    """Be that process."""
    names = [f"train/loss_{metric:02d}" for metric in range(metrics)]
    with rs.init(project, run_id, id=run_id, dir=home, settings=QUIET) as run:
        for step in range(steps):
            loss = curve(step, steps, 0)
            run.log({name: loss + 0.01 * place for place, name in enumerate(names)})
        print("ready", flush=True)
        for line in sys.stdin:
            value = float(line)
            run.log({name: value + place for place, name in enumerate(names)})
            print(time.time(), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]), int(sys.argv[5]))
