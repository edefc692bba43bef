"""The parts of a fault: a server that can be killed and begun again, a training, and the question whether all of it arrived."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import runstone as rs
from ports import free_ports
from runstone.model.errors import RunNotFound
from runstone.model.home import Home
from runstone.sync.home_replica import HomeReplica
from runstone.sync.journal_name import names_of

# Who asks as fast as he can takes from the server what the agent needs of it.
_LOOK_SECS = 0.05

# Logs so many points, or as many as it can until somebody ends it, and tells how long it was held up.
TRAINING = """
import sys, time
import runstone as rs
begun = time.monotonic()
run = rs.init("cv", id=sys.argv[1])
longest = ready = time.monotonic() - begun
print("ready", flush=True)
longest = 0.0
for step in range(int(sys.argv[2])):
    before = time.monotonic()
    run.log({"loss": step / 8, f"new/{step % 7}": step}, step=step)
    longest = max(longest, time.monotonic() - before)
    if step % 50 == 0:
        time.sleep(float(sys.argv[3]))
before = time.monotonic()
run.finish()
print(ready, longest, time.monotonic() - before, flush=True)
"""


class Box:
    """A machine with a server: `runstone ui`, on a port that stays the same."""

    def __init__(self, folder: Path) -> None:
        self.home = Home(folder / "team")
        self.port = free_ports(1)[0]
        self._folder = folder
        self._server: subprocess.Popen[str] | None = None

    @property
    def url(self) -> str:
        """Of the server."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        """Of the server."""
        assert self._server is not None
        return self._server.pid

    def begin(self) -> None:
        """Start the server; it answers when this returns."""
        environment = {name: text for name, text in os.environ.items() if not name.startswith("RUNSTONE_")}
        self._server = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "runstone.cli.app",
                "ui",
                "--no-open",
                "--home",
                self.home.path,
                "--port",
                str(self.port),
            ],
            env={**environment, "PYTHONPATH": str(Path(rs.__file__).parents[1])},
            cwd=self._folder,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._server.stdout is not None
        assert f":{self.port}/" in self._server.stdout.readline()

    def end(self, number: int = signal.SIGTERM) -> None:
        """End the server, by any signal."""
        if self._server is None:
            return
        self._server.send_signal(number)
        self._server.wait()
        assert self._server.stdout is not None
        self._server.stdout.close()
        self._server = None


def has_all(box: Box, home: Home, run: str) -> bool:
    """Whether all that a home has of a run is there, byte by byte: nothing is missing, nothing is there twice."""
    here, there = HomeReplica(home), HomeReplica(box.home)
    names = names_of(home, "runs", run)
    sizes = here.sizes(names)
    return (
        bool(sizes)
        and sizes == there.sizes(names)
        and all(here.read(name, 0, size) == there.read(name, 0, size) for name, size in sizes.items())
    )


def points(url: str, run: str) -> list[tuple[int, float]]:
    """What a server tells of the metric `loss` of a run."""
    time.sleep(_LOOK_SECS)
    with rs.Api(url=url) as api, suppress(RunNotFound):  # its first bytes came this moment
        series = api.run(run).series("loss")
        return list(zip(series.steps.tolist(), series.values.tolist(), strict=True))
    return []


def silent_time(url: str, run: str) -> int | None:
    """Since when a server has no news of a run."""
    time.sleep(_LOOK_SECS)
    with rs.Api(url=url) as api:
        return api.run(run).silent_time


def state(url: str, run: str) -> str:
    """The state of a run, as a server tells it; empty for one that it does not know yet."""
    time.sleep(_LOOK_SECS)
    with rs.Api(url=url) as api, suppress(RunNotFound):
        return api.run(run).state
    return ""
