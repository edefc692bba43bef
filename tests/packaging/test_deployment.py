"""What lies in packaging/ starts the server as it is today."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from runstone.cli.app import app

PACKAGING = Path(__file__).resolve().parents[2] / "packaging"


def command_of(name: str) -> list[str]:
    """What the unit or the container runs, without the program."""
    text = (PACKAGING / name).read_text()
    if found := re.search(r"^ENTRYPOINT (.*)$", text, re.MULTILINE):
        return list(json.loads(found[1]))[1:]
    found = re.search(r"^ExecStart=(.*)$", text, re.MULTILINE)
    assert found
    return shlex.split(found[1])[1:]


@pytest.mark.parametrize("name", ["Containerfile", "runstone.service"])
def test_what_it_runs_is_a_command_line_of_runstone(name: str) -> None:
    command, bound, _ = app.parse_args(command_of(name), exit_on_error=False, print_error=False)
    assert command.__name__ == "serve"
    assert bound.arguments["port"] == 7860


def test_systemd_understands_the_unit(tmp_path: Path) -> None:
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("needs systemd-analyze, which comes with systemd")
    unit = tmp_path / "runstone.service"
    unit.write_text((PACKAGING / unit.name).read_text().replace("/opt/runstone/bin/runstone", "/bin/true"))
    done = subprocess.run([program, "verify", unit], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_container_is_sent_no_environments_and_no_data_of_benchmarks() -> None:
    left_out = (PACKAGING.parent / ".dockerignore").read_text().split()
    assert {".git", ".venv", ".bench-data", "**/node_modules"} <= set(left_out)
