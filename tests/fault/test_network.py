"""A network that does its worst between an agent and its server: nothing is lost, nothing comes twice, and no run waits."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable

import pytest

import runstone as rs
from fault import faulty_proxy as network_faults
from fault.arena import TRAINING, Box, has_all, points, silent_time, state
from fault.faulty_proxy import Fault, FaultyProxy
from runstone.model.home import Home
from runstone.sync.upload_status import read_status

Eventually = Callable[..., None]

# A run that a fault held up would be held up for as long as the fault goes on: until the test is over.
LONGEST_SECS = 10.0

BROKEN = [
    network_faults.reset_in_mid_body,
    network_faults.answer_lost,
    network_faults.hang,
    network_faults.failing,
    network_faults.slow_loris,
    network_faults.truncated,
    network_faults.garbage,
    network_faults.garbage_as_json,
    network_faults.foreign_names,
    network_faults.boasting,
    network_faults.endless,
]
STRANGE = [network_faults.twice, network_faults.out_of_order]


def train(run: str) -> None:
    """A run of 200 points, of which none is held up."""
    begun = time.monotonic()
    with rs.init("cv", id=run) as live:
        for step in range(200):
            live.log({"loss": step / 8}, step=step)
        live.log({"page": rs.Html(f"<p>{run}</p>")}, step=200)
    assert time.monotonic() - begun < LONGEST_SECS


def expect_all(box: Box, home: Home, run: str, eventually: Eventually) -> None:
    """Wait until the server has all of a run, each point once."""
    eventually(lambda: has_all(box, home, run))
    eventually(lambda: points(box.url, run) == [(step, step / 8) for step in range(200)])


@pytest.mark.parametrize("fault", BROKEN, ids=lambda fault: fault.__name__)
def test_a_fault_that_passes_costs_nothing(
    box: Box, home: Home, network: FaultyProxy, fault: Fault, eventually: Eventually
) -> None:
    network.suffer(fault)
    train(fault.__name__)
    eventually(lambda: network.faulted >= 2)
    network.heal()
    expect_all(box, home, fault.__name__, eventually)


@pytest.mark.parametrize("fault", STRANGE, ids=lambda fault: fault.__name__)
def test_a_network_that_repeats_and_reorders_changes_nothing(
    box: Box, home: Home, network: FaultyProxy, fault: Fault, eventually: Eventually
) -> None:
    network.suffer(fault)
    with rs.init("cv", id=fault.__name__) as live:
        for part in range(4):
            for step in range(50 * part, 50 * part + 50):
                live.log({"loss": step / 8}, step=step)
            eventually(lambda: has_all(box, home, fault.__name__))
    expect_all(box, home, fault.__name__, eventually)
    assert network.faulted > 4


def test_a_server_that_refuses_connections_for_a_while(
    box: Box, home: Home, network: FaultyProxy, eventually: Eventually
) -> None:
    network.refuse()
    train("refused")
    status = eventually(lambda: read_status(home, network.url))
    assert (status.state, status.left_bytes > 0) == ("waiting", True)
    network.begin()
    expect_all(box, home, "refused", eventually)


def test_a_partition_in_the_middle_of_a_run(box: Box, home: Home, network: FaultyProxy, eventually: Eventually) -> None:
    with rs.init("cv", id="partition") as live:
        for part, fault in enumerate([None, network_faults.hang, None, network_faults.failing]):
            seen = network.faulted
            if fault is not None:
                network.suffer(fault)
            for step in range(50 * part, 50 * part + 50):
                live.log({"loss": step / 8}, step=step)
            if fault is not None:
                eventually(lambda seen=seen: network.faulted > seen)  # type: ignore[misc]
                network.heal()
    expect_all(box, home, "partition", eventually)


def test_a_partition_is_silence_and_no_crash(
    box: Box, home: Home, network: FaultyProxy, monkeypatch: pytest.MonkeyPatch, eventually: Eventually
) -> None:
    monkeypatch.setenv("RUNSTONE_HEARTBEAT_SECS", "0.25")
    with subprocess.Popen(
        [sys.executable, "-c", TRAINING, "apart", "1000000", "0.05"], stdout=subprocess.PIPE, text=True
    ) as process:
        eventually(lambda: len(points(box.url, "apart")) > 50)
        network.refuse()
        eventually(lambda: silent_time(box.url, "apart") is not None)
        assert state(box.url, "apart") == "running"
        network.begin()
        eventually(lambda: silent_time(box.url, "apart") is None)
        network.refuse()
        process.kill()
        process.wait()
        # Nobody there can tell this from the partition before.
        eventually(lambda: silent_time(box.url, "apart") is not None)
        assert state(box.url, "apart") == "running"
    network.begin()
    eventually(lambda: state(box.url, "apart") == "crashed")
    assert silent_time(box.url, "apart") is None
    eventually(lambda: has_all(box, home, "apart"))
