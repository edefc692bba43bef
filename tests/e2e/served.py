"""`runstone ui` in a process of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from types import TracebackType
from urllib.parse import quote

import runstone

SOURCE = Path(runstone.__file__).parents[1]


def environment() -> dict[str, str]:
    """What programs that a test starts see: this checkout, and no settings of whoever runs the tests."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("RUNSTONE_", "PLUTO_"))}
    return {**kept, "PYTHONPATH": str(SOURCE)}


def path_of(project: str, rest: str = "") -> str:
    """The page of a project, as a path."""
    return "/p/" + quote(project) + (f"/{rest}" if rest else "")


def path_of_run(project: str, run: str, tab: str = "") -> str:
    """The page of a run, as a path."""
    return path_of(project, "r/" + quote(run, safe="")) + (f"?tab={tab}" if tab else "")


class Served:
    """A home and the server that shows it."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self._log = tempfile.TemporaryFile("w+")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "runstone.cli.app", "ui", "--no-open", "--port", "0", "--home", str(home)],
            env=environment(),
            stdout=subprocess.PIPE,
            stderr=self._log,
            text=True,
        )
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line.startswith("http"), line + self.log()
        self.url = line.split()[0].rstrip("/")

    def log(self) -> str:
        """What the server has complained about so far."""
        self._log.seek(0)
        return self._log.read()

    def __enter__(self) -> Served:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.send_signal(signal.SIGINT)
        try:
            self._process.wait(10)
        finally:
            self._process.kill()
            self._process.wait()
            assert self._process.stdout is not None
            self._process.stdout.close()
        log = self.log()
        self._log.close()
        assert "Traceback" not in log, log
