"""The line that shows how far an upload is."""

from __future__ import annotations

import io
import os
import pty
import socket
import subprocess
import sys

import pytest

from runstone.sdk import progress_line
from runstone.sdk.progress_line import ProgressLine, size_words
from upload_agents import end_agents


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_on_a_terminal_the_line_is_written_over_and_gone_in_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setattr(progress_line, "_QUIET_SECS", -1.0)
    with ProgressLine("sending", 2048) as line:
        line.show(0)
        line.show(1024)
    shown = terminal.getvalue().split("\r")[1:]
    assert shown[1] == "runstone: sending [##########          ] 1.0 KiB of 2.0 KiB"
    assert not shown[2].strip()
    assert len(shown[2]) >= len(shown[1])


def test_elsewhere_it_is_not_written(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setattr(progress_line, "_QUIET_SECS", -1.0)
    with ProgressLine("sending", 0) as line:
        line.show(0)
    assert stream.getvalue() == ""


def test_sizes_in_words() -> None:
    assert [size_words(size) for size in (0, 1023, 1536, 5 << 20, 3 << 30)] == [
        "0 B",
        "1023 B",
        "1.5 KiB",
        "5.0 MiB",
        "3.0 GiB",
    ]


def test_the_end_of_a_run_shows_it_and_says_what_is_left() -> None:
    code = "import runstone as rs\nwith rs.init('cv', id='far') as run: run.log({'loss': 1.0})"
    parent, child = pty.openpty()
    with socket.create_server(("127.0.0.1", 0)) as hung:
        url = f"http://127.0.0.1:{hung.getsockname()[1]}"
        environment = {**os.environ, "RUNSTONE_URL": url, "RUNSTONE_FINISH_TIMEOUT_SECS": "1.5"}
        subprocess.run([sys.executable, "-c", code], env=environment, stderr=child, check=True)
        end_agents(url)
    os.close(child)
    with open(parent, "rb", buffering=0) as file:
        said = file.read(1 << 16).decode()
    assert f"runstone: sending to {url} [" in said
    assert f"not all of this run is on {url} yet: " in said
    assert " B left. It is safe in" in said
