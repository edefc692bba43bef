"""What runs do is told to a receiver that wants to know: once each, also after a restart, and after it was away."""

from __future__ import annotations

import json
import os
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

import runstone as rs
from runstone.alerts.webhook import post
from runstone.model.home import Home
from runstone.sdk.settings import Settings
from runstone.server.app import create_app
from runstone.server.outbox import News, Outbox
from runstone.sync.home_replica import HomeReplica
from runstone.sync.progress import Progress
from runstone.sync.push import Push
from server.conftest import serving

Eventually = Callable[..., Any]


class Receiver:
    """A web server that takes what is posted, or refuses it."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, dict[str, Any]]] = []
        self.refusals = 0
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["content-length"])))
                if receiver.refusals > 0:
                    receiver.refusals -= 1
                    self.send_error(503)
                    return
                receiver.taken.append((self.path, body))
                self.send_response(204)
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})
        self._thread.start()

    def events(self, path: str) -> list[tuple[str, str]]:
        return [(body["run"], body["event"]) for where, body in list(self.taken) if where == path]

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    receiver = Receiver()
    yield receiver
    receiver.close()


def settings(**given: str) -> dict[str, Any]:
    return {name: value for name, (value, _) in Settings(given).values.items()}


def test_runs_that_begin_and_end_are_told_once(home: Home, receiver: Receiver, eventually: Eventually) -> None:
    rs.init("cv", "old", id="old").finish()
    wanted = settings(run_webhooks=f"{receiver.url}/all, cv/a={receiver.url}/a")
    with serving(create_app(home, alerts_by=wanted)) as client:
        eventually(lambda: client.get("/api/runs/old").status_code == 200)
        eventually(lambda: (home.path / "outbox.sqlite").exists())
        one = rs.init("cv/a/b", "one", id="one")
        eventually(lambda: receiver.events("/a") == [("one", "started")])
        one.finish()
        eventually(lambda: receiver.events("/a") == [("one", "started"), ("one", "finished")])
        rs.init("nlp", "two", id="two").finish(exit_code=1)
        eventually(lambda: ("two", "failed") in receiver.events("/all"))
    # What came while nobody watched is told by the next server, and nothing of before is told again.
    rs.init("cv/a", "three", id="three").finish()
    with serving(create_app(home, alerts_by=wanted)):
        eventually(lambda: ("three", "finished") in receiver.events("/all"))
        eventually(lambda: ("three", "finished") in receiver.events("/a"))
    told = receiver.events("/all")
    assert sorted(told) == sorted(set(told))
    assert {run for run, _ in told} == {"one", "two", "three"}
    assert [run for run, _ in receiver.events("/a")] == ["one", "one", "three", "three"]
    body = next(body for _, body in receiver.taken if body["event"] == "failed")
    assert (body["project"], body["run_name"], body["state"], body["exit_code"]) == ("nlp", "two", "failed", 1)


def test_alerts_of_runs_that_arrive_are_delivered_and_others_are_not(
    home: Home, receiver: Receiver, eventually: Eventually, tmp_path: Path
) -> None:
    wanted = settings(alert_webhook=f"{receiver.url}/alerts", alert_level="warn")
    with serving(create_app(home, alerts_by=wanted)) as client:
        rs.init("cv", "here", id="here").finish()
        eventually(lambda: client.get("/api/runs/here").status_code == 200)
        eventually(lambda: (home.path / "outbox.sqlite").exists())
        with rs.init("cv", "local", id="local") as run:
            run.alert("Said where it was recorded", level="error")
        elsewhere = Home(tmp_path / "elsewhere")
        with rs.init("cv", "far", id="far", dir=elsewhere.path) as run:
            run.alert("Not so urgent", level="info")
            run.alert("Diverged", "Look at it.", level="error")
        progress = Progress(elsewhere, "there")
        with progress.working():
            Push(elsewhere, HomeReplica(home), progress).round(HomeReplica(elsewhere).sizes())
        eventually(lambda: receiver.taken)
        eventually(lambda: len(client.json("/api/alerts")["alerts"]) == 3)
    with serving(create_app(home, alerts_by=wanted)) as client:
        eventually(lambda: client.get("/api/runs/far").status_code == 200)
    assert [(path, body["title"], body["run"]) for path, body in receiver.taken] == [("/alerts", "Diverged", "far")]


def test_an_hour_without_news_is_no_crash_to_anybody(
    home: Home, receiver: Receiver, eventually: Eventually, tmp_path: Path
) -> None:
    wanted = settings(run_webhooks=f"{receiver.url}/all", alert_webhook=f"{receiver.url}/alerts", alert_rules="crash")
    elsewhere = Home(tmp_path / "elsewhere")
    progress = Progress(elsewhere, "there")

    def bring() -> None:
        with progress.working():
            Push(elsewhere, HomeReplica(home), progress).round(HomeReplica(elsewhere).sizes())

    rs.init("cv", "here", id="here").finish()
    with rs.init("cv", "far", id="far", dir=elsewhere.path):
        with serving(create_app(home, alerts_by=wanted)):
            eventually(lambda: (home.path / "outbox.sqlite").exists())
            bring()
            eventually(lambda: receiver.events("/all") == [("far", "started")])
        came = time.time() - 3600
        os.utime(home.journals("far")[0], (came, came))
        with serving(create_app(home, alerts_by=wanted)) as client:
            eventually(lambda: client.get("/api/runs/far").json().get("silent_time"))
            assert client.json("/api/runs/far")["state"] == "running"
    with serving(create_app(home, alerts_by=wanted)):
        bring()
        eventually(lambda: ("far", "finished") in receiver.events("/all"))
    assert receiver.events("/all") == [("far", "started"), ("far", "finished")]
    assert receiver.events("/alerts") == []
    assert rs.Api(home.path).run("far").alerts() == []


def test_who_was_away_hears_of_it_later_and_once(tmp_path: Path, receiver: Receiver, eventually: Eventually) -> None:
    receiver.refusals = 3
    path = tmp_path / "outbox.sqlite"
    outbox = Outbox(path, {"there": lambda body: post(receiver.url, body)}, first_pause_secs=0.01)
    outbox.start()
    for _ in range(2):  # the same news is one
        with outbox.noting() as connection:
            outbox.put(connection, [News("k", "there", {"n": 1}), News("k", "elsewhere", {"n": 2})])
        outbox.hurry()
    eventually(lambda: receiver.taken)
    outbox.close()
    assert receiver.refusals == 0
    again = Outbox(
        path, {"there": lambda body: post(receiver.url, body), "elsewhere": lambda body: post(receiver.url, body)}
    )
    again.start()
    eventually(lambda: len(receiver.taken) == 2)
    again.close()
    assert [body for _, body in receiver.taken] == [{"n": 1}, {"n": 2}]
    assert path.stat().st_mode & 0o077 == 0
