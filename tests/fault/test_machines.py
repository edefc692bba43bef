"""Machines that fail: processes that are killed at any moment, a disk that is full, a clock that is wrong."""

from __future__ import annotations

import random
import resource
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import runstone as rs
from fault.arena import TRAINING, Box, has_all, points, state
from runstone.model.home import Home
from runstone.sync.upload_status import read_status
from upload_agents import end_agents

Eventually = Callable[..., None]

WRONG = """
import time
off_ns = {hours} * 3600 * 10**9
right, right_ns = time.time, time.time_ns
time.time, time.time_ns = lambda: right() + off_ns / 1e9, lambda: right_ns() + off_ns
"""


@pytest.fixture(autouse=True)
def _sent(box: Box, monkeypatch: pytest.MonkeyPatch) -> object:
    monkeypatch.setenv("RUNSTONE_URL", box.url)
    monkeypatch.setenv("RUNSTONE_FINISH_TIMEOUT_SECS", "0.1")
    yield
    end_agents(box.url, signal.SIGKILL)


def expected(count: int) -> list[tuple[int, float]]:
    return [(step, step / 8) for step in range(count)]


@pytest.mark.crash
@pytest.mark.parametrize("victims", [("agent", "server"), ("server",)], ids="-".join)
def test_agent_and_server_are_killed_at_random_moments(
    box: Box, home: Home, victims: tuple[str, ...], eventually: Eventually
) -> None:
    chance = random.Random(len(victims))
    run = f"killed {len(victims)}"
    with subprocess.Popen(
        [sys.executable, "-c", TRAINING, run, "1000000", "0.2"], stdout=subprocess.PIPE, text=True
    ) as trainer:
        assert trainer.stdout is not None
        assert trainer.stdout.readline() == "ready\n"
        wanted = 50 * chance.randint(1, 3)
        eventually(lambda: len(points(box.url, run)) > wanted)
        for victim in chance.sample(victims, len(victims)):
            if victim == "agent":
                end_agents(box.url, signal.SIGKILL)
            else:
                box.end(signal.SIGKILL)
                box.begin()
        trainer.kill()
    rs.init("cv", id=f"after {len(victims)}").finish()  # its agent takes up what is left, if none is at work
    eventually(lambda: has_all(box, home, run))
    recorded = len(rs.Api(home.path).run(run).series("loss").steps)
    eventually(lambda: points(box.url, run) == expected(recorded))


@pytest.mark.crash
def test_a_full_disk_on_the_server(box: Box, home: Home, eventually: Eventually) -> None:
    unlimited = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
    resource.prlimit(box.pid, resource.RLIMIT_FSIZE, (200_000, resource.RLIM_INFINITY))
    try:
        with rs.init("cv", id="full disk") as run:
            run.update_config({"large": [str(number) * 10 for number in range(10_000)]})
            for step in range(300):
                run.log({"loss": step / 8}, step=step)
        status = eventually(lambda: (told := read_status(home, box.url)) and told.trouble and told)
        assert "takes no more bytes" in status.trouble
    finally:
        resource.prlimit(box.pid, resource.RLIMIT_FSIZE, unlimited)
    eventually(lambda: has_all(box, home, "full disk"))
    eventually(lambda: points(box.url, "full disk") == expected(300))


@pytest.mark.parametrize("hours", [-30, 30])
def test_a_clock_that_is_wrong(
    box: Box, home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, hours: int, eventually: Eventually
) -> None:
    (tmp_path / "sitecustomize.py").write_text(WRONG.format(hours=hours))
    package = str(Path(rs.__file__).parents[1])
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path}:{package}")
    run = f"clock {hours}"
    with subprocess.Popen(
        [sys.executable, "-c", TRAINING, run, "1000000", "0.01"], stdout=subprocess.PIPE, text=True
    ) as trainer:
        eventually(lambda: len(points(box.url, run)) > 100)
        eventually(lambda: state(box.url, run) == "running")
        trainer.send_signal(signal.SIGINT)
    eventually(lambda: has_all(box, home, run))
    recorded = len(rs.Api(home.path).run(run).series("loss").steps)
    eventually(lambda: points(box.url, run) == expected(recorded))
    eventually(lambda: state(box.url, run) == "killed")
