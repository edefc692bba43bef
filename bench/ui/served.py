"""`runstone ui` on a home, in a process of its own."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Served:
    """The address of a server, without a slash at the end, and its process."""

    url: str
    pid: int

    def resident_mb(self) -> float:
        """The memory of the server that is really in use (Linux)."""
        for line in Path(f"/proc/{self.pid}/status").read_text().splitlines():
            if line.startswith("RssAnon:"):
                return int(line.split()[1]) / 1024
        raise SystemExit("This system does not tell how much memory a process uses; leave the measure out with --only")


@contextmanager
def serve(home: Path, *, brisk: bool = False) -> Iterator[Served]:
    """Serve a home.

    Args:
        home: the home.
        brisk: without the pauses between updates, so that an hour of them takes minutes.
    """
    program = "bench.ui.brisk" if brisk else "runstone.cli.app"
    command = [sys.executable, "-m", program, "ui", "--no-open", "--port", str(_free_port()), "--home", str(home)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        try:
            if not line.startswith("http"):
                raise SystemExit(f"The server did not start: {line or 'see `runstone ui`'}")
            yield Served(line.split()[0].rstrip("/"), process.pid)
        finally:
            process.send_signal(signal.SIGINT)


def _free_port() -> int:
    """A port of our own: asked for any, a second server on a home would point to the first."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
