"""Quotas: a project that has used up its own is sent no more of, it is told why, and nothing is lost."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import runstone as rs
from runstone.model.errors import QuotaExceeded
from runstone.model.home import Home
from runstone.model.policy import policy_path
from runstone.sync.agent import Agent
from runstone.sync.home_replica import HomeReplica
from runstone.sync.progress import Progress
from runstone.sync.push import Push, Pushed
from runstone.sync.replica import Piece
from runstone.sync.server_replica import ServerReplica
from runstone.sync.upload_status import read_status
from servers import serving

Eventually = Callable[..., Any]


@pytest.fixture
def team(tmp_path: Path) -> Home:
    """The home of the server."""
    return Home(tmp_path / "team")


@pytest.fixture
def replica(team: Home) -> Iterator[ServerReplica]:
    with serving(team) as url:
        found = ServerReplica(url)
        yield found
        found.close()


def rule(team: Home, text: str) -> None:
    path = policy_path(team)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def train(home: Home, project: str, run: str, pages: int = 1) -> None:
    with rs.init(project, id=run, dir=home.path) as recorded:
        for number in range(pages):
            recorded.log({"loss": 1.0, "page": rs.Html(f"{run} {number}")}, step=number)


def push(home: Home, replica: ServerReplica) -> Pushed:
    progress = Progress(home, str(replica))
    with progress.working():
        return Push(home, replica, progress).round(HomeReplica(home).sizes())


def test_a_project_without_room_is_refused_and_the_others_arrive(
    home: Home, team: Home, replica: ServerReplica
) -> None:
    rule(team, '[projects."cv"]\nquota_bytes = 0\n')
    train(home, "cv/deep", "full")
    train(home, "nlp", "free")
    pushed = push(home, replica)
    assert [fault for fault in pushed.faults if "'cv'" in fault and "quota" in fault]
    assert team.run_ids() == ["free"]
    assert len(list(team.blobs_path.glob("??/*"))) == 1, "media of what is refused came all the same"
    again = push(home, replica)
    assert again.is_nothing
    assert again.faults


def test_what_waits_for_room_is_sent_when_there_is_some(
    home: Home, team: Home, replica: ServerReplica, eventually: Eventually
) -> None:
    rule(team, "[home]\nquota_bytes = 0\n")
    train(home, "cv", "waits", pages=3)
    stop = threading.Event()
    line = ServerReplica(str(replica))
    agent = threading.Thread(target=Agent(home, line, stop, patience_secs=600.0).run)
    agent.start()
    try:
        eventually(lambda: (status := read_status(home, str(replica))) and any("quota" in one for one in status.faults))
        status = read_status(home, str(replica))
        assert status is not None
        assert status.state == "waiting" or status.left_bytes
        assert team.run_ids() == []
        rule(team, "[home]\nquota_bytes = 1_000_000_000\n")
        agent.join(100)
        assert not agent.is_alive()
    finally:
        stop.set()
        agent.join()
        line.close()
    here, there = HomeReplica(home), HomeReplica(team)
    assert here.sizes() == there.sizes()
    assert all(here.read(name, 0, size) == there.read(name, 0, size) for name, size in here.sizes().items())
    assert len(list(team.blobs_path.glob("??/*"))) == 3


def test_what_came_counts_before_it_is_measured_again(home: Home, team: Home, replica: ServerReplica) -> None:
    train(home, "cv", "long")
    name, size = next(iter(HomeReplica(home).sizes().items()))
    data = HomeReplica(home).read(name, 0, size)
    rule(team, f'[projects."cv"]\nquota_bytes = {size - 1}\n')
    assert replica.append([Piece(name, 0, data[: size - 1])]) == {name: size - 1}
    with pytest.raises(QuotaExceeded, match="'cv' has used up its quota"):
        replica.append([Piece(name, size - 1, data[size - 1 :])])
    assert replica.sizes([name]) == {name: size - 1}


def test_a_policy_that_cannot_be_read_leaves_the_one_before(
    home: Home, team: Home, replica: ServerReplica, eventually: Eventually, caplog: pytest.LogCaptureFixture
) -> None:
    rule(team, "[home]\nquota_bytes = 0\n")
    train(home, "cv", "run")
    assert push(home, replica).faults
    rule(team, "[home]\nquota_bytes = 'much'\n")
    eventually(lambda: push(home, replica).faults and "rules before hold on" in caplog.text)
    assert team.run_ids() == []
