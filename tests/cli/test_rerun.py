"""`runstone rerun`: a run is done again in a folder of its own, and compared."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from runstone.api import Api
from runstone.journal.writer import JournalWriter
from runstone.model.home import Home
from runstone.model.records import EnvironmentCaptured

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


@pytest.mark.slow
@pytest.mark.timeout(300)  # pip makes itself at home in a new environment first
def test_the_packages_of_the_run_are_installed(tmp_path: Path, runstone: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    wheels = tmp_path / "wheels"
    for version in ("1.0", "2.0"):
        _wheel(wheels, version)
    work, then = tmp_path / "work", tmp_path / "then"
    work.mkdir()
    (work / "train.py").write_text(
        "import runstone as rs, tinything\n"
        "run = rs.init('cv', id='chosen', resume='allow', snapshot_code=True)\n"
        "run.log({'version': tinything.VERSION})\n"
        "run.finish()\n"
    )
    # What all others of this environment come from in both environments; only the one package is what the run had.
    shared = os.pathsep.join([os.environ["PYTHONPATH"], *(path for path in sys.path if path.endswith("site-packages"))])
    pip = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-index",
        "--find-links",
        str(wheels),
        "--target",
        str(then),
    ]
    subprocess.run([*pip, "tinything==1.0"], check=True, timeout=200)
    subprocess.run(
        [sys.executable, "train.py"],
        cwd=work,
        check=True,
        env={**os.environ, "RUNSTONE_HOST": "1", "PYTHONPATH": f"{then}{os.pathsep}{shared}"},
        timeout=60,
    )
    with Api() as api:
        run = api.run("chosen")
    home = Home(os.environ["RUNSTONE_DIR"])
    writer = JournalWriter(home, run.id, role="worker")
    writer.event(EnvironmentCaptured(time=writer.now(), parts={"packages": {"tinything": "1.0"}}))
    writer.close()

    monkeypatch.setenv("PYTHONPATH", shared)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(wheels))
    said = runstone("rerun", "chosen", "--install", "--folder", str(tmp_path / "again"), "--json")
    assert said.code == 0, said.err
    assert said.json["verdict"] == "same"
    assert (tmp_path / "again" / "requirements.lock.txt").read_text() == "tinything==1.0\n"
    assert list((tmp_path / "again" / "venv").glob("lib/python*/site-packages/tinything.py"))


def _wheel(folder: Path, version: str) -> None:
    """A package of one module, as pip installs it."""
    folder.mkdir(exist_ok=True)
    info = f"tinything-{version}.dist-info"
    with ZipFile(folder / f"tinything-{version}-py3-none-any.whl", "w") as wheel:
        wheel.writestr("tinything.py", f"VERSION = {version}\n")
        wheel.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: tinything\nVersion: {version}\n")
        wheel.writestr(
            f"{info}/WHEEL", "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        wheel.writestr(f"{info}/RECORD", "")
