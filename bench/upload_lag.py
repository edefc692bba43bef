"""How long after `log()` a point of another machine's run is in a chart: the agent and the server are processes of their own, on loopback.

python -m bench.upload_lag
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import runstone as rs
from runstone.edits.edit import Edit

POINTS = 40


def main() -> int:
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder) / "team") as url:
        settings = {"url": url, "system": False, "quiet": True, "finish_timeout_secs": 30.0}
        asked: list[float] = []
        run = rs.init(
            "bench", dir=Path(folder) / "home", settings=settings, on_cancel=lambda: asked.append(time.monotonic())
        )
        with rs.Api(url=url) as api:
            run.log({"loss": 0.0}, step=-1)
            while not list(api.runs()):
                time.sleep(0.05)
            lags = sorted(lag(api, run, step) for step in range(POINTS))
            began = time.monotonic()
            api.edit([run.id], Edit(stop=True))
            while not asked and time.monotonic() < began + 60:
                time.sleep(0.01)
        run.finish()
        print(f"point in a chart: p50 {lags[POINTS // 2]:.2f} s, worst of {POINTS} {lags[-1]:.2f} s")
        print(f"a person's stop is heard: {asked[0] - began:.2f} s" if asked else "a person's stop is not heard")
        print(f"load {os.getloadavg()[0]:.1f}, {os.cpu_count()} cores")
    return 0


def lag(api: rs.Api, run: rs.Run, step: int) -> float:
    """Seconds from `log` to the answer of the server that has the point."""
    run.log({"loss": float(step)}, step=step)
    began = time.monotonic()
    while not len(api.run(run.id).series("loss", lo=step).steps):
        time.sleep(0.02)
    return time.monotonic() - began


class serving:  # noqa: N801 - a context manager, as a function would be
    """`runstone ui` of a home; its URL."""

    def __init__(self, home: Path) -> None:
        command = [sys.executable, "-m", "runstone.cli.app", "ui", "--no-open", "--home", str(home), "--port", "0"]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)

    def __enter__(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().split()[0].rstrip("/")

    def __exit__(self, *error: object) -> None:
        self._process.terminate()
        self._process.communicate()


if __name__ == "__main__":
    sys.exit(main())
