"""Programs under capture: what they print, what the terminal shows, and what is recorded."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

# Records go to a file at once, so that a program that dies still shows what was recorded.
PRELUDE = """
import os, sys, time, threading, subprocess
from runstone.sdk.capture.console import ConsoleCapture

class Recorder:
    def __init__(self, path):
        self.file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    def __call__(self, record):
        import json
        if type(record).__name__ == "ConsoleUnfinished":
            return  # which of them there are is a matter of time
        os.write(self.file, "".join(json.dumps([record.stream, line]) + "\\n" for line in record.lines).encode())

recorder = Recorder(RECORDED)
capture = ConsoleCapture(recorder, lambda: 0)
"""


class Seen(NamedTuple):
    """What came of a program."""

    returncode: int
    stdout: str
    stderr: str
    recorded: list[tuple[str, str]]

    def lines(self, stream: str) -> list[str]:
        """The recorded lines of one stream."""
        return [line for name, line in self.recorded if name == stream]


def recorded_in(path: Path) -> list[tuple[str, str]]:
    """What a program recorded so far."""
    if not path.exists():
        return []
    return [(stream, text) for stream, text in map(json.loads, path.read_text().splitlines())]


@pytest.fixture
def program(tmp_path: Path) -> Callable[[str], list[str]]:
    """The command line of a program that has `capture` at hand."""

    def write(code: str) -> list[str]:
        path = tmp_path / "program.py"
        prelude = PRELUDE.replace("RECORDED", repr(str(tmp_path / "recorded")))
        path.write_text(prelude + textwrap.dedent(code))
        return [sys.executable, str(path)]

    return write


@pytest.fixture
def recorded(tmp_path: Path) -> Path:
    """Where the program's records lie."""
    return tmp_path / "recorded"


@pytest.fixture
def captured(program: Callable[[str], list[str]], recorded: Path) -> Callable[[str], Seen]:
    """Run a program with pipes as its terminal."""

    def run(code: str) -> Seen:
        done = subprocess.run(program(code), capture_output=True, timeout=100, check=False)
        return Seen(
            done.returncode,
            done.stdout.decode("utf-8", "replace"),
            done.stderr.decode("utf-8", "replace"),
            recorded_in(recorded),
        )

    return run


@pytest.fixture
def captured_in_terminal(program: Callable[[str], list[str]], recorded: Path) -> Callable[[str], Seen]:
    """Run a program in a terminal of 33 rows and 101 columns; both streams come back as stdout, as a terminal shows them."""

    def run(code: str) -> Seen:
        import fcntl
        import struct
        import termios

        ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 33, 101, 0, 0))
        process = subprocess.Popen(program(code), stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True)
        os.close(theirs)
        shown = b""
        while True:
            try:
                shown += os.read(ours, 1 << 16)
            except OSError:  # the last writer is gone
                break
        os.close(ours)
        return Seen(process.wait(100), shown.decode().replace("\r\n", "\n"), "", recorded_in(recorded))

    return run
