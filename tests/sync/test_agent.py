"""Runs that are sent to a server while they go on: nothing arrives twice, nothing is lost, and no run waits for the network."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import runstone as rs
from ports import free_ports
from runstone.model.errors import BadSetting
from runstone.model.home import Home
from runstone.sync.agent import Agent
from runstone.sync.home_replica import HomeReplica
from runstone.sync.http import Server
from runstone.sync.journal_name import JournalName
from runstone.sync.progress import Progress, Reached, place_of
from runstone.sync.push import Push
from runstone.sync.server_replica import ServerReplica
from runstone.sync.upload_status import list_run_uploads, list_status, read_status
from servers import serving
from upload_agents import end_agents

Eventually = Callable[..., None]
Python = Callable[..., subprocess.CompletedProcess[str]]

TRAINING = """
import runstone as rs
with rs.init("cv", id="far", config={"lr": 0.1}) as run:
    for step in range(200):
        run.log({"loss": 1 / (step + 1)}, step=step)
    run.log({"page": rs.Html("<p>hello</p>")}, step=200)
"""


@pytest.fixture
def team(tmp_path: Path) -> Home:
    """The home of the server."""
    return Home(tmp_path / "team")


@pytest.fixture
def url(team: Home) -> Iterator[str]:
    with serving(team) as found:
        yield found
        # One that brought all looks once more, and would then wait for a server that is gone.
        end_agents(found, signal.SIGKILL)


def bring(home: Home, url: str) -> None:
    """What `runstone sync` does: all that is left, until it is there."""
    replica = ServerReplica(url)
    Agent(home, replica, threading.Event(), patience_secs=0.0).run()
    replica.close()


def all_there(home: Home, team: Home) -> bool:
    here, there = HomeReplica(home), HomeReplica(team)
    return here.sizes() == there.sizes() and all(
        here.read(name, 0, size) == there.read(name, 0, size) for name, size in here.sizes().items()
    )


def test_a_run_is_on_the_server_when_it_ends(
    python: Python, home: Home, team: Home, url: str, eventually: Eventually
) -> None:
    done = python(TRAINING, RUNSTONE_URL=url, RUNSTONE_FINISH_TIMEOUT_SECS="60", RUNSTONE_QUIET="0")
    assert done.returncode == 0, done.stderr
    assert "not all of this run" not in done.stderr
    assert f"{url}/p/cv/r/far" in done.stderr
    with rs.Api(url=url) as api:
        eventually(lambda: api.run("far").state == "finished")  # it is there; the server looks at it a moment later
        run = api.run("far")
        assert (run.config, len(run.series("loss").steps)) == ({"lr": 0.1}, 200)
        assert api.run("far").media("page", 200)[0].read() == b"<p>hello</p>"
    assert all_there(home, team)


def test_a_server_that_is_not_there_costs_a_word_and_nothing_else(
    python: Python, home: Home, team: Home, eventually: Eventually
) -> None:
    gone = f"http://127.0.0.1:{free_ports(1)[0]}"
    done = python(TRAINING, RUNSTONE_URL=gone, RUNSTONE_FINISH_TIMEOUT_SECS="0.5")
    assert done.returncode == 0, done.stderr
    assert f"not all of this run is on {gone} yet" in done.stderr
    eventually(lambda: read_status(home, gone) is not None)
    ((status, at_work),) = list_status(home)
    assert (status.state, at_work) == ("waiting", True)
    assert status.left_bytes > 0
    assert "cannot be asked" in status.trouble
    end_agents(gone)
    with serving(team) as url:
        bring(home, url)
    assert all_there(home, team)


def test_a_server_that_never_answers_holds_up_no_end(python: Python, home: Home) -> None:
    with socket.create_server(("127.0.0.1", 0)) as hung:
        url = f"http://127.0.0.1:{hung.getsockname()[1]}"
        done = python(TRAINING, RUNSTONE_URL=url, RUNSTONE_FINISH_TIMEOUT_SECS="0.2")
        assert done.returncode == 0, done.stderr
        assert "not all of this run" in done.stderr
        assert rs.Api(home.path).run("far").state == "finished"
        end_agents(url)


def test_what_a_killed_run_recorded_arrives(
    home: Home, team: Home, url: str, tmp_path: Path, eventually: Eventually
) -> None:
    code = TRAINING.replace("range(200)", "range(10**9)").replace("step=step)", "step=step); print(step, flush=True)")
    training = subprocess.Popen(
        [sys.executable, "-c", code],
        env={**os.environ, "RUNSTONE_URL": url},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=tmp_path,
        text=True,
    )
    assert training.stdout is not None
    for line in training.stdout:
        if int(line) > 500:
            break
    eventually(lambda: len(HomeReplica(team).sizes()) == 1)  # it is on its way while it goes on
    training.kill()
    training.wait()
    training.stdout.close()
    eventually(lambda: all_there(home, team))
    here, there = rs.Api(home.path).run("far").series("loss"), rs.Api(team.path).run("far").series("loss")
    assert len(here.steps) > 500
    assert there.steps.tolist() == here.steps.tolist()
    end_agents(url)


def test_an_agent_that_is_killed_is_followed_by_another(
    python: Python, home: Home, team: Home, url: str, eventually: Eventually
) -> None:
    with rs.init("cv", id="first") as run:
        for step in range(2000):
            run.log({"loss": step}, step=step)
    for _ in range(3):
        agent = subprocess.Popen([sys.executable, "-m", "runstone.sync.agent", str(home.path), url])
        agent.send_signal(signal.SIGKILL)
        agent.wait()
    done = python(TRAINING, RUNSTONE_URL=url, RUNSTONE_FINISH_TIMEOUT_SECS="60")
    assert done.returncode == 0, done.stderr
    eventually(lambda: all_there(home, team))
    end_agents(url)


def test_an_agent_is_seen_to_until_its_run_is_closed(
    home: Home, team: Home, url: str, monkeypatch: pytest.MonkeyPatch, eventually: Eventually
) -> None:
    monkeypatch.setenv("RUNSTONE_URL", url)
    before = set(threading.enumerate())
    run = rs.init("cv", id="closed")
    run.log({"loss": 0.5}, step=0)
    (seeing,) = [thread for thread in set(threading.enumerate()) - before if thread.name == "runstone-upload"]
    eventually(lambda: end_agents(url, signal.SIGKILL))
    eventually(lambda: end_agents(url, signal.SIGKILL))  # another one followed
    run.close()
    eventually(lambda: end_agents(url, signal.SIGKILL) == 0 and not seeing.is_alive())


def test_a_server_that_begins_anew_gets_all_again(home: Home, team: Home, tmp_path: Path) -> None:
    with rs.init("cv", id="far") as run:
        run.log({"loss": 1.0}, step=0)
    port = free_ports(1)[0]
    for place in (team, Home(tmp_path / "another")):
        with serving(place, port) as url:
            bring(home, url)
        assert all_there(home, place)


def test_one_agent_works_at_a_time(home: Home, team: Home, url: str, eventually: Eventually) -> None:
    with rs.init("cv", id="far") as run:
        run.log({"loss": 1.0}, step=0)
        agents = [
            subprocess.Popen([sys.executable, "-m", "runstone.sync.agent", str(home.path), url]) for _ in range(3)
        ]
        eventually(lambda: sum(agent.poll() is None for agent in agents) == 1)
        eventually(lambda: len(HomeReplica(team).sizes()) == 1)
    eventually(lambda: all_there(home, team))
    for agent in agents:
        agent.terminate()
        agent.wait()


def test_an_agent_that_cannot_be_started_keeps_no_run_from_its_work(
    home: Home, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    monkeypatch.setenv("RUNSTONE_FINISH_TIMEOUT_SECS", "0.1")
    with rs.init("cv", id="far", settings={"url": "http://127.0.0.1:1"}) as run:
        run.log({"loss": 1.0}, step=0)
    assert "the agent cannot be started" in capsys.readouterr().err
    assert rs.Api(home.path).run("far").state == "finished"


def test_a_full_disk_forgets_how_far_it_is_and_nothing_else(home: Home) -> None:
    home.path.mkdir()
    place = place_of(home, "http://box")
    place.parent.mkdir()
    place.symlink_to("/dev/full")
    progress = Progress(home, "http://box")
    name = JournalName("runs", "far", "0123456789a-abcdef")
    progress.note(name, Reached(5, 5))
    assert progress.reached(name) == Reached(5, 5)


def test_a_journal_that_is_refused_keeps_no_other_back(home: Home, team: Home, url: str) -> None:
    for run in ("first", "last"):
        with rs.init("cv", id=run) as live:
            live.log({"loss": 1.0}, step=0)
    shutil.copytree(home.run_path("first"), home.run_path("copy"))  # its journals say that they are another run's
    bring(home, url)
    assert set(team.run_ids()) == {"first", "last"}
    status = read_status(home, url)
    assert status is not None
    assert status.left_bytes > 0
    assert "runs/copy" in status.faults[0]


def test_a_server_that_lost_its_home_gets_the_media_again(home: Home, team: Home, url: str) -> None:
    replica = ServerReplica(url)
    progress = Progress(home, url)
    with rs.init("cv", id="far") as run, progress.working():
        push = Push(home, replica, progress)
        run.log({"page": rs.Html("<p>hello</p>")}, step=0)
        push.round(HomeReplica(home).sizes())
        shutil.rmtree(team.runs_path)
        shutil.rmtree(team.blobs_path)
        run.log({"loss": 1.0}, step=1)
        for _ in range(3):
            push.round(HomeReplica(home).sizes())
    replica.close()
    with rs.Api(team.path) as api:
        assert api.run("far").media("page", 0)[0].read() == b"<p>hello</p>"


def test_online_needs_a_server(home: Home) -> None:
    with pytest.raises(BadSetting, match="RUNSTONE_URL"):
        rs.init("cv", mode="online")
    assert not home.run_ids()


def test_who_says_local_sends_nothing(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RUNSTONE_URL", "http://127.0.0.1:1")
    rs.init("cv", id="here", mode="local").finish()
    assert not list_status(home)


def test_status_tells_how_far_it_is(python: Python, home: Home, url: str) -> None:
    rs.init("cv", id="far").finish()
    assert "sent nowhere" in status(python)
    bring(home, url)
    assert "done" in status(python)
    assert json.loads(status(python, "--json"))["uploads"][0]["url"] == url


def test_the_upload_of_one_run_is_told(home: Home, team: Home, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with rs.init("cv", id="first") as run:
        run.log({"loss": 1.0})
    assert list_run_uploads(home, "first") == []
    bring(home, url)
    rs.init("cv", id="second").finish()
    with serving(home) as own:
        server = Server(own)
        told = {run: json.loads(server.get(f"/api/runs/{run}/uploads").body)["uploads"] for run in ("first", "second")}
        server.close()
    assert [(each["url"], each["state"], each["left_bytes"]) for each in told["first"]] == [(url, "done", 0)]
    assert [(each["url"], each["state"]) for each in told["second"]] == [(url, "stopped")]
    assert told["second"][0]["left_bytes"] == home.journals("second")[0].stat().st_size


def status(python: Python, *arguments: str) -> str:
    done = python("from runstone.cli.app import main; import sys; main(['status', *sys.argv[1:]])", *arguments)
    assert done.returncode == 0, done.stderr
    return done.stdout
