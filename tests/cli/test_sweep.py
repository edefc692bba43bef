"""`runstone sweep` and `runstone agent`: a sweep from its file to its best run."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from runstone.model.home import Home

SWEEP = """
program: train.py
method: grid
name: lamp
project: cv/lamps
metric: {name: loss, goal: minimize}
parameters:
  lr:
    values: [0.1, 0.2, 0.4]
  net:
    parameters:
      depth:
        values: [1, 2]
"""

TRAIN = """
import runstone as rs
with rs.init() as run:
    run.log({"loss": run.config.lr * run.config.net.depth})
"""


def test_a_sweep_from_its_file_to_its_end(
    runstone: Any, home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    text = SWEEP.replace("metric: {name: loss, goal: minimize}", "metric:\n  name: loss\n  goal: minimize")
    Path("sweep.yaml").write_text(text)
    Path("train.py").write_text(TRAIN)
    assert "There are no sweeps" in runstone("sweep", "ls").out
    sweep = runstone("sweep", "sweep.yaml").out.strip()
    assert (
        runstone("sweep", "show", sweep).out.splitlines()[-1] == f"No trials yet. `runstone agent {sweep}` runs some."
    )
    assert runstone("sweep", "pause", sweep).out == f"{sweep} is paused.\n"
    assert runstone("sweep", "resume", sweep).out == f"{sweep} is running.\n"
    assert runstone("agent", sweep, "--count", "2").out == f"Ran 2 trials of {sweep}.\n"
    assert runstone("sweep", "stop", sweep).out == f"{sweep} is finished.\n"
    assert runstone("agent", sweep).out == f"Ran 0 trials of {sweep}.\n"
    runstone("sweep", "resume", sweep)
    assert runstone("agent", sweep).out == f"Ran 4 trials of {sweep}.\n"
    (row,) = runstone("sweep", "ls", "cv", "--json").json
    assert (row["name"], row["state"], row["planned"], row["best"]["value"]) == ("lamp", "finished", 6, 0.1)
    assert "6 of 6" in runstone("sweep", "ls").out
    shown = runstone("sweep", "show", sweep).out
    assert "lamp  grid in cv/lamps, finished (every combination was tried)" in shown
    assert "net/depth: importance" in shown
    lines = shown.splitlines()
    assert lines[-6].split()[:1] + lines[-6].split()[2:] == ["0", "finished", "0.1", "0.1", "1"]
    assert runstone("sweep", "cancel", sweep).out == f"{sweep} is cancelled.\n"
    assert "for good" in runstone("sweep", "resume", sweep).err
    assert "no trial 9" in runstone("sweep", "stop", sweep, "9").err


def test_files_that_are_no_sweep(runstone: Any, tmp_path: Path, home: Home) -> None:
    file = tmp_path / "bad.json"
    file.write_text('{"method": "grid", "parameters": {"lr": {"min": 0.1, "max": 0.5}}}')
    assert runstone("sweep", str(file)).err.startswith(
        "runstone: parameters.lr is uniform, of which there are infinitely many"
    )
    file.write_text("{")
    assert "cannot be understood" in runstone("sweep", str(file)).err
    assert "cannot be read" in runstone("sweep", str(tmp_path / "none.yaml")).err
    assert "There is no sweep 'nobody'" in runstone("agent", "nobody").err
    assert "There is no sweep 'nobody'" in runstone("sweep", "show", "nobody").err
