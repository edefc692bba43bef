"""Media that cannot be read, in a script that catches nothing: training goes on, and the run tells what was lost."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

from PIL import Image

from reading import read_records
from runstone.model.home import Home
from runstone.model.records import MediaLogged, Trouble

SCRIPT = """
import sys
import numpy as np
import runstone as rs

with rs.init("cv", id="trained") as run:
    for step, data in enumerate([np.zeros((0, 0)), sys.argv[1], "/nowhere.png", np.ones((2, 3, 4, 5, 6))]):
        run.log({"eye": rs.Image(data), "loss": float(step)})
    run.log({"eye": rs.Image(np.zeros((8, 8))), "loss": 4.0})
print("trained")
"""

Python = Callable[..., subprocess.CompletedProcess[str]]


def test_training_goes_on_and_the_run_tells(home: Home, python: Python, tmp_path: Path) -> None:
    whole, cut = tmp_path / "whole.png", tmp_path / "cut.png"
    Image.effect_noise((64, 64), 50).save(whole)
    cut.write_bytes(whole.read_bytes()[:400])
    done = python(SCRIPT, str(cut), RUNSTONE_DIR=str(home.path), PYTEST_CURRENT_TEST="", RUNSTONE_STRICT="0")
    assert done.stdout == "trained\n", done.stderr
    records = read_records(home, "trained")
    lost = [record.message for record in records if isinstance(record, Trouble)]
    assert [message.partition(": ")[0] for message in lost] == [f"Not recorded at step {step}" for step in range(4)]
    for why, message in zip(
        ("shape (0, 0)", "cut short", "cannot be read", "shape (2, 3, 4, 5, 6)"), lost, strict=True
    ):
        assert why in message
        assert f"Not recorded: {message.partition(': ')[2]}" in done.stderr
    assert [record.step for record in records if isinstance(record, MediaLogged)] == [4]


def test_what_fails_at_every_step_is_said_once(home: Home, python: Python) -> None:
    script = """
import runstone as rs
with rs.init("cv", id="trained") as run:
    for step in range(3):
        run.log({"eye": rs.Image("/nowhere.png")})
"""
    done = python(script, RUNSTONE_DIR=str(home.path), PYTEST_CURRENT_TEST="", RUNSTONE_STRICT="0")
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("/nowhere.png") == 1
    assert sum(isinstance(record, Trouble) for record in read_records(home, "trained")) == 3


def test_who_is_strict_has_the_error(home: Home, python: Python) -> None:
    done = python(SCRIPT, "/nowhere.png", RUNSTONE_DIR=str(home.path), PYTEST_CURRENT_TEST="", RUNSTONE_STRICT="1")
    assert done.returncode == 1
    assert "BadValue: 'eye': an array of shape (0, 0)" in done.stderr
