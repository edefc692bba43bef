"""Seventeen ways in which another tracker was seen to lose points, hold up a training, or tell of a run what is not so; each on real processes."""

from __future__ import annotations

import json
import os
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

import runstone as rs
from fault import faulty_proxy as network_faults
from fault.arena import TRAINING, Box, has_all, points, state
from fault.faulty_proxy import Exchange, FaultyProxy
from runstone.api import Edit
from runstone.model.errors import RunExists
from runstone.model.home import Home
from runstone.sync.progress import place_of
from runstone.sync.upload_status import UploadStatus, read_status
from upload_agents import agents_of, end_agents

Eventually = Callable[..., None]
Python = Callable[..., subprocess.CompletedProcess[str]]

MIB = 1 << 20
# A training that a fault held up would be held up until the fault is over, which is when the test says so.
LONGEST_SECS = 10.0


@contextmanager
def training(code: str, *arguments: str, **environment: str) -> Iterator[subprocess.Popen[str]]:
    """A training in a process of its own; it has begun its run when the block is entered."""
    with subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        try:
            assert process.stdout.readline() == "ready\n"
            yield process
        finally:
            process.kill()


def expected(count: int) -> list[tuple[int, float]]:
    return [(step, step / 8) for step in range(count)]


def test_01_a_trainer_that_is_killed(box: Box, home: Home, network: FaultyProxy, eventually: Eventually) -> None:
    with training(TRAINING, "killed", "1000000", "0.01", RUNSTONE_HEARTBEAT_SECS="0.5") as process:
        eventually(lambda: len(points(box.url, "killed")) > 200)
        process.kill()
        process.wait()
    eventually(lambda: has_all(box, home, "killed"))
    recorded = rs.Api(home.path).run("killed").series("loss").steps.tolist()
    eventually(lambda: points(box.url, "killed") == expected(len(recorded)))
    eventually(lambda: state(box.url, "killed") == "crashed")


def test_02_a_server_that_fails_for_long(box: Box, home: Home, network: FaultyProxy, eventually: Eventually) -> None:
    network.suffer(network_faults.failing)
    with rs.init("cv", id="failing") as run:
        for step in range(31):
            run.log({"loss": step / 8}, step=step)
        eventually(lambda: network.faulted >= 4)
    network.heal()
    eventually(lambda: points(box.url, "failing") == expected(31))
    eventually(lambda: state(box.url, "failing") == "finished")


def test_03_the_command_that_is_said_to_help_does(
    box: Box, home: Home, network: FaultyProxy, python: Python, eventually: Eventually
) -> None:
    network.refuse()
    done = python(TRAINING, "by hand", "20", "0")
    said = done.stderr.split("`")
    command = next(text for text in said if text.startswith("runstone sync"))
    eventually(lambda: end_agents(network.url, signal.SIGKILL))
    network.begin()
    verb = shlex.split(command)[1:]
    assert verb[1] == network.url
    sent = python("from runstone.cli.app import main; import sys; main(sys.argv[1:])", *verb)
    assert sent.returncode == 0, sent.stderr
    assert has_all(box, home, "by hand")


def test_04_a_value_that_cannot_be_costs_itself_alone(
    box: Box, home: Home, network: FaultyProxy, eventually: Eventually
) -> None:
    with rs.init("cv", id="bad values") as run:
        for step in range(-1, 30):
            run.log({"loss": step / 8}, step=step)
        for bad in ({"loss": 5.0, "odd": object()}, {"loss": 5.0, 3: 1.0}):
            with pytest.raises(rs.BadValue):
                run.log(bad, step=40)
        with pytest.raises(rs.BadStep):
            run.log({"loss": 1.0}, step=1.5)  # type: ignore[arg-type]
        run.log({"loss": 50 / 8}, step=50)
    eventually(lambda: has_all(box, home, "bad values"))
    eventually(lambda: state(box.url, "bad values") == "finished")
    assert points(box.url, "bad values") == [*((step, step / 8) for step in range(-1, 30)), (40, 5.0), (50, 50 / 8)]


def test_05_steps_of_numpy(box: Box, home: Home, network: FaultyProxy, eventually: Eventually) -> None:
    with rs.init("cv", id="numpy") as run:
        for step in np.arange(30, dtype=np.int64):
            run.log({"loss": np.float32(step / 8)}, step=step)  # type: ignore[arg-type]
    eventually(lambda: points(box.url, "numpy") == expected(30))


def test_06_a_server_that_hangs_when_a_metric_is_new(
    box: Box, home: Home, network: FaultyProxy, eventually: Eventually
) -> None:
    network.suffer(network_faults.hang)
    with rs.init("cv", id="new metrics") as run:
        eventually(lambda: network.faulted >= 1)
        begun = time.monotonic()
        for step in range(200):
            run.log({"loss": step / 8, f"new/{step}": step}, step=step)
        assert time.monotonic() - begun < LONGEST_SECS
    network.heal()
    eventually(lambda: points(box.url, "new metrics") == expected(200))
    with rs.Api(url=box.url) as api:
        assert len(api.run("new metrics").metrics()) == 201


def test_07_a_large_config(box: Box, home: Home, network: FaultyProxy, eventually: Eventually) -> None:
    config = {f"key{number}": "x" * 1000 for number in range(1000)}
    with rs.init("cv", id="large config", config=config) as run:
        run.log({"loss": 0.0}, step=0)
    eventually(lambda: points(box.url, "large config") == expected(1))
    with rs.Api(url=box.url) as api:
        assert api.run("large config").config == config


def test_08_what_a_dead_agent_left_behind(box: Box, home: Home, network: FaultyProxy, eventually: Eventually) -> None:
    left = place_of(home, network.url)
    left.parent.mkdir(parents=True)
    left.write_bytes(f"{os.getpid()}\nruns/stale/00000000000-000000\t99\t99\nruns/torn".encode())
    UploadStatus(network.url, "sending", 1, 10**6, "", []).write(home)
    with rs.init("cv", id="stale") as run:
        for step in range(30):
            run.log({"loss": step / 8}, step=step)
    eventually(lambda: points(box.url, "stale") == expected(30))


def test_09_ctrl_c(box: Box, home: Home, network: FaultyProxy, eventually: Eventually) -> None:
    with training(TRAINING, "ctrl-c", "1000000", "0.01", RUNSTONE_CONSOLE="1") as process:
        eventually(lambda: len(points(box.url, "ctrl-c")) > 50)
        begun = time.monotonic()
        process.send_signal(signal.SIGINT)
        process.communicate()
        assert time.monotonic() - begun < LONGEST_SECS
    eventually(lambda: has_all(box, home, "ctrl-c"))
    eventually(lambda: state(box.url, "ctrl-c") == "killed")
    with rs.Api(url=box.url) as api:
        assert any("KeyboardInterrupt" in line.text for line in api.run("ctrl-c").logs("stderr"))


def test_10_an_agent_that_is_killed_in_mid_batch(
    box: Box, home: Home, network: FaultyProxy, eventually: Eventually
) -> None:
    with rs.init("cv", id="killed agent") as run:
        for part, fault in enumerate([network_faults.reset_in_mid_body, network_faults.answer_lost]):
            seen = network.faulted
            network.suffer(fault)
            for step in range(50 * part, 50 * part + 50):
                run.log({"loss": step / 8}, step=step)
            eventually(lambda seen=seen: network.faulted > seen)  # type: ignore[misc]
            assert end_agents(network.url, signal.SIGKILL)
            network.heal()
            eventually(lambda: agents_of(network.url))  # while the run goes on, and by itself
    eventually(lambda: points(box.url, "killed agent") == expected(100))


def test_11_ranks_that_finish_with_a_backlog(
    box: Box, home: Home, network: FaultyProxy, eventually: Eventually
) -> None:
    rank = TRAINING.replace("id=sys.argv[1]", 'id=sys.argv[1], resume="allow"').replace(
        '"loss"', '"loss" + sys.argv[4]'
    )
    network.suffer(network_faults.failing)
    with (
        training(rank, "ranks", "100", "0", "") as first,
        training(rank, "ranks", "100", "0", "1") as second,
    ):
        assert (first.wait(), second.wait()) == (0, 0)
        for process in (first, second):
            process.communicate()
    eventually(lambda: network.faulted >= 2)
    network.heal()
    eventually(lambda: has_all(box, home, "ranks"))
    eventually(lambda: points(box.url, "ranks") == expected(100))
    with rs.Api(url=box.url) as api:
        assert api.run("ranks").series("loss1").steps.tolist() == list(range(100))
    eventually(lambda: state(box.url, "ranks") == "finished")


def test_12_a_run_that_is_stopped_from_the_ui(
    box: Box, home: Home, network: FaultyProxy, eventually: Eventually
) -> None:
    code = """
import time
import runstone as rs
run = rs.init("cv", id="stopped")
try:
    print("ready", flush=True)
    for step in range(10**9):
        run.log({"loss": step / 8}, step=step)
        time.sleep(0.01)
finally:
    run.log({"checkpoint": 1.0})
    print("checkpoint", flush=True)
"""
    with training(code) as process, rs.Api(url=box.url) as api:
        eventually(lambda: state(box.url, "stopped") == "running")
        assert api.edit(["stopped"], Edit(stop=True)).changed == 1
        said, _ = process.communicate()
        assert said == "checkpoint\n"
    eventually(lambda: state(box.url, "stopped") == "killed")
    eventually(lambda: has_all(box, home, "stopped"))
    with rs.Api(url=box.url) as api:
        assert api.run("stopped").summary["checkpoint"] == 1.0


def test_13_a_key_that_is_refused(box: Box, home: Home, network: FaultyProxy, eventually: Eventually) -> None:
    async def refusing(exchange: Exchange) -> None:
        await exchange.body()
        said = json.dumps({"error": {"code": "unauthorized", "message": "The key is unknown."}}).encode()
        head = b"HTTP/1.1 401 Unauthorized\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n"
        await exchange.answer(head % len(said) + said)

    network.suffer(refusing)
    begun = time.monotonic()
    with rs.init("cv", id="key") as run:
        for step in range(30):
            run.log({"loss": step / 8}, step=step)
    assert time.monotonic() - begun < LONGEST_SECS
    status = eventually(lambda: (told := read_status(home, network.url)) and told.trouble and told)
    assert "The key is unknown." in status.trouble
    network.heal()
    eventually(lambda: points(box.url, "key") == expected(30))


def test_14_a_python_that_records_nothing(python: Python) -> None:
    done = python("import sys; print([name for name in sys.modules if name.startswith('runstone')])")
    assert done.stdout == "[]\n"


def test_15_an_id_that_is_taken(box: Box, home: Home, network: FaultyProxy, eventually: Eventually) -> None:
    with rs.init("cv", id="taken", config={"lr": 1}) as run:
        run.log({"loss": 0.0}, step=0)
    eventually(lambda: state(box.url, "taken") == "finished")
    with pytest.raises(RunExists):
        rs.init("cv", id="taken", config={"lr": 2})
    rs.init("cv", id="other").finish()
    eventually(lambda: state(box.url, "other") == "finished")  # what had changed about the first would be there, too
    with rs.Api(url=box.url) as api:
        assert (api.run("taken").config, api.run("taken").state) == ({"lr": 1}, "finished")


def test_16_a_run_that_is_resumed_and_closed(
    box: Box, home: Home, network: FaultyProxy, eventually: Eventually
) -> None:
    rs.init("cv", id="closed").finish()
    again = rs.init("cv", id="closed", resume=True)
    again.log({"loss": 0.0}, step=0)
    eventually(lambda: state(box.url, "closed") == "running")
    again.close()
    eventually(lambda: points(box.url, "closed") == expected(1))
    eventually(lambda: state(box.url, "closed") == "finished")


def test_17_a_large_artifact(
    box: Box, home: Home, network: FaultyProxy, tmp_path: Path, eventually: Eventually
) -> None:
    large = tmp_path / "weights.bin"
    with open(large, "wb") as file:
        file.truncate(200 * MIB)
    with rs.init("cv", id="artifact") as run:
        eventually(lambda: agents_of(network.url))
        (agent,) = agents_of(network.url)
        run.log_artifact(large, "weights", "model")
        eventually(lambda: has_artifact(box, "weights"))
        assert most_memory_bytes(agent) < 120 * MIB


def has_artifact(box: Box, name: str) -> bool:
    with rs.Api(url=box.url) as api:
        return bool([found for found in api.artifact_collections("cv") if found.name == name])


def most_memory_bytes(process: int) -> int:
    """The most that a process ever held in memory."""
    text = Path(f"/proc/{process}/status").read_text()
    (line,) = [line for line in text.splitlines() if line.startswith("VmHWM")]
    return int(line.split()[1]) << 10
