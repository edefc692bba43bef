"""`runstone export`, called as a person would call it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from recorder import Recorder

Begin = Callable[..., Recorder]


def runstone(*arguments: str) -> subprocess.CompletedProcess[bytes]:
    """Carry out a command line."""
    command = [sys.executable, "-m", "runstone.cli.app", *arguments]
    return subprocess.run(command, capture_output=True, check=False, timeout=60)


@pytest.fixture
def two_runs(record: Begin) -> None:
    for run in ("a1", "b2"):
        recorder = record(run, project=f"p/{run}")
        for step in range(3):
            recorder.log({"train/loss": step / 2, "val/acc": float(step)}, step)
        recorder.finish()


@pytest.mark.usefixtures("two_runs")
def test_a_file_and_what_is_in_it(tmp_path: Path) -> None:
    target = tmp_path / "points.jsonl"
    said = runstone("export", str(target), "--run", "b2", "--metric", "val/*", "--lo", "1", "--iso")
    assert (said.returncode, said.stdout) == (0, b"")
    assert said.stderr.decode().replace("\n", "").endswith("points.jsonl: 2 rows of 1 run")
    rows = [msgspec.json.decode(line) for line in target.read_bytes().splitlines()]
    assert [(row["run"], row["metric"], row["step"], row["value"]) for row in rows] == [
        ("b2", "val/acc", 1, 1.0),
        ("b2", "val/acc", 2, 2.0),
    ]
    assert rows[0]["time"].endswith("Z")
    again = runstone("export", str(target))
    assert again.returncode == 1
    assert b"--force" in again.stderr
    assert runstone("export", str(target), "--force", "--project", "p/a1").returncode == 0
    assert len(target.read_bytes().splitlines()) == 6


@pytest.mark.usefixtures("two_runs")
def test_to_standard_output() -> None:
    said = runstone("export", "-", "--format", "csv", "--what", "history", "--filter", "a1")
    header, *rows = said.stdout.decode().splitlines()
    assert header == "run,step,time,train/loss,val/acc"
    assert [row.split(",")[3:] for row in rows] == [["0.0", "0.0"], ["0.5", "1.0"], ["1.0", "2.0"]]
    assert said.stderr == b"standard output: 3 rows of 1 run\n"


def test_nothing_to_export(tmp_path: Path) -> None:
    said = runstone("export", str(tmp_path / "a.csv"))
    assert said.returncode == 1
    assert b"There are no runs" in said.stderr
    said = runstone("export", str(tmp_path / "a.csv"), "--url", "http://127.0.0.1:1")
    assert said.returncode == 1
    assert b"cannot be asked" in said.stderr.replace(b"\n", b" ")
    assert list(tmp_path.glob("*a.csv*")) == []


def test_a_terminated_export_leaves_nothing(record: Begin, tmp_path: Path, eventually: Callable[..., object]) -> None:
    run = record("a1")
    for step in range(200_000):
        run.log({"loss": 0.1 * step}, step)
    run.finish()
    runstone("ls")
    folder = tmp_path / "files"
    folder.mkdir()
    command = [sys.executable, "-m", "runstone.cli.app", "export", str(folder / "points.jsonl")]
    while True:
        exporting = subprocess.Popen(command, stderr=subprocess.PIPE)
        eventually(lambda: os.listdir(folder))
        exporting.send_signal(signal.SIGSTOP)
        if all(".part-" in name for name in os.listdir(folder)):
            break
        # It was over before anybody looked.
        exporting.send_signal(signal.SIGCONT)
        exporting.communicate(timeout=30)
        (folder / "points.jsonl").unlink()
    exporting.terminate()
    exporting.send_signal(signal.SIGCONT)
    exporting.communicate(timeout=30)
    assert exporting.returncode == 128 + signal.SIGTERM
    assert os.listdir(folder) == []
