"""What the tests of verbs share: a command line in this process, and one in a terminal."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from typing import Any

import msgspec
import pytest

from runstone.cli.app import main

_ESCAPE = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]")


class Said:
    """What a command line printed, and its exit code."""

    def __init__(self, out: str, err: str, code: int) -> None:
        self.out, self.err, self.code = out, err, code

    @property
    def json(self) -> Any:
        return msgspec.json.decode(self.out)


@pytest.fixture
def runstone(capsys: pytest.CaptureFixture[str]) -> Any:
    """Carry out a command line in this process."""

    def call(*arguments: str) -> Said:
        capsys.readouterr()
        code = 0
        try:
            main(list(arguments))
        except SystemExit as exit_:
            code = exit_.code if isinstance(exit_.code, int) else 0 if exit_.code is None else 1
        out, err = capsys.readouterr()
        return Said(out, err, code)

    return call


class Terminal:
    """A program in a terminal of its own. `read` gives what it printed so far, without colours; `raw` with them."""

    def __init__(self, columns: int, lines: int, arguments: tuple[str, ...]) -> None:
        ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        environment = {**os.environ, "TERM": "xterm-256color"}
        for name in ("NO_COLOR", "COLUMNS", "LINES"):
            environment.pop(name, None)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "runstone.cli.app", *arguments],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env=environment,
            start_new_session=True,
        )
        os.close(theirs)
        self._ours = ours
        self._said = b""

    @property
    def raw(self) -> str:
        """All that it printed until its end."""
        while True:
            try:
                data = os.read(self._ours, 65536)
            except OSError:  # Linux says so when nobody holds the other end
                break
            if not data:
                break
            self._said += data
        self.process.wait(timeout=30)
        return self._said.decode().replace("\r\n", "\n")

    @property
    def text(self) -> str:
        """The same without colours."""
        return _ESCAPE.sub("", self.raw)

    def close(self) -> None:
        """End the program, if it still runs."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        os.close(self._ours)


@pytest.fixture
def terminal() -> Any:
    """Carry out a command line in a terminal: `terminal(40, 20, "ls")`."""
    opened: list[Terminal] = []

    def begin(columns: int, lines: int, *arguments: str) -> Terminal:
        opened.append(Terminal(columns, lines, arguments))
        return opened[-1]

    yield begin
    for program in opened:
        program.close()
