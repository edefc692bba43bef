"""`runstone ui` on a home, in a process of its own."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def serve(home: Path) -> Iterator[str]:
    """Serve it, and give its address without a slash at the end."""
    command = [sys.executable, "-m", "runstone.cli.app", "ui", "--no-open", "--port", "0", "--home", str(home)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        try:
            if not line.startswith("http"):
                raise SystemExit(f"The server did not start: {line or 'see `runstone ui`'}")
            yield line.split()[0].rstrip("/")
        finally:
            process.send_signal(signal.SIGINT)
