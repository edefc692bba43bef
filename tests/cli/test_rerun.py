"""`runstone rerun`: a run is done again in a folder of its own, and compared."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

SCRIPT = """
import random, sys
import runstone as rs

run = rs.init("cv", id="chosen", resume="allow", snapshot_code=True)
lr = float(sys.argv[1])
for step in range(80):
    run.log({"loss": 1 / (step + 1) + lr * random.random(), "fixed": step * 2})
run.finish()
"""


@pytest.fixture
def trained(tmp_path: Path) -> Path:
    work = tmp_path / "work"
    (work / "jobs").mkdir(parents=True)
    (work / "jobs" / "train.py").write_text(SCRIPT)
    subprocess.run(
        [sys.executable, str(work / "jobs" / "train.py"), "0.5"],
        cwd=work / "jobs",
        check=True,
        env={**os.environ, "RUNSTONE_HOST": "1"},
        timeout=60,
    )
    return work


def test_an_unseeded_run_repeats_itself(trained: Path, tmp_path: Path, runstone: Any) -> None:
    (trained / "jobs" / "train.py").unlink()
    said = runstone("rerun", "chosen", "--folder", str(tmp_path / "again"), "--json")
    assert said.code == 0, said.err
    found = said.json
    assert found["verdict"] == "same"
    assert {metric["name"] for metric in found["metrics"]} == {"loss", "fixed"}
    listed = runstone("ls", "--json", "--filter", "tag = 'rerun:chosen'").json["runs"]
    assert [run["id"] for run in listed] == [found["run"]]


def test_a_change_is_found_at_its_step(trained: Path, tmp_path: Path, runstone: Any) -> None:
    # Another interpreter: one that lets the script run with another loss from step 40 on.
    crooked = tmp_path / "python"
    crooked.write_text(
        f'#!/bin/sh\nsed -i "s/step \\* 2/step * 2 + 5 * (step >= 40)/" "$1"\nexec {sys.executable} "$@"\n'
    )
    crooked.chmod(0o755)
    said = runstone("rerun", "chosen", "--python", str(crooked), "--metric", "fixed", "--json")
    assert said.code == 1
    (metric,) = said.json["metrics"]
    assert (metric["verdict"], metric["first_difference"], metric["step"]) == ("differs", 40, 40)


def test_a_secret_in_the_command_is_not_made_up(tmp_path: Path, runstone: Any) -> None:
    (tmp_path / "train.py").write_text(
        "import runstone as rs\nrs.init('cv', id='masked', snapshot_code=True).finish()\n"
    )
    subprocess.run(
        [sys.executable, "train.py", "--token", "abcdefghijkl"],
        cwd=tmp_path,
        check=True,
        env={**os.environ, "RUNSTONE_HOST": "1"},
        timeout=60,
    )
    said = runstone("rerun", "masked")
    assert said.code == 1
    assert "secret" in said.err
