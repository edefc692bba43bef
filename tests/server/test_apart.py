"""Answers that processes beside the server make: the same as its own, whatever is asked and whoever is killed."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from typing import Any

import psutil
import pytest

import runstone as rs
from runstone.model.home import Home
from runstone.model.scope import EVERYTHING
from runstone.server.apart import ApartAnswers
from runstone.server.app import ENDPOINTS, create_app
from runstone.server.endpoint import Endpoint
from runstone.server.routes.runs import ListAsk
from server.conftest import Client, serving
from server.test_contract import JSON_URLS

PANELS = {
    "panels": [
        {"metric": "loss", "run": ["base", "child", "other"], "buckets": 20, "smoothing": "ema:0.5"},
        {"metric": "odd", "run": ["base"], "x": "metric", "x_metric": "loss"},
        {"metric": "loss", "run": ["nobody"]},
        {"expression": "loss +", "run": ["base"]},
    ]
}
REFUSED = ["/api/runs/nobody", "/api/runs?filter=state%20%3D", "/api/runs?sort=%20", "/api/runs/base/points"]
BY_INDEX = {each.path for each in ENDPOINTS if isinstance(each, Endpoint) and each.by_index}
BYTES = {
    "/api/series": "/api/series?metric=loss&run=base&run=child",
    "/api/runs/{run}/points.bin": "/api/runs/base/points.bin?metric=loss",
    "/api/runs/{run}/derived.bin": "/api/runs/base/derived.bin?expression=loss%2B1",
}


@pytest.fixture
def answered(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, bool]]:
    """Which questions were brought to the processes, and whether they answered."""
    found: list[tuple[str, bool]] = []
    answer = ApartAnswers.answer

    def answer_noted(self: ApartAnswers, path: str, *rest: Any) -> Any:
        response = answer(self, path, *rest)
        found.append((path, response is not None))
        return response

    monkeypatch.setattr(ApartAnswers, "answer", answer_noted)
    return found


@pytest.fixture
def beside(home: Home, serve: Callable[..., Client]) -> Client:
    """A server with processes beside it."""
    return serve(create_app(home, is_apart=True))


def processes() -> list[int]:
    return [child.pid for child in psutil.Process().children() if "runstone.server.answering" in child.cmdline()]


@pytest.mark.usefixtures("runs")
def test_the_answers_are_those_of_the_server_itself(
    client: Client, beside: Client, answered: list[tuple[str, bool]]
) -> None:
    urls = {**JSON_URLS, **BYTES}
    for url in sorted(urls[path] for path in BY_INDEX - {"/api/panels"}):
        own, other = client.get(url), beside.get(url)
        assert other.status_code == own.status_code == 200, url
        kept = ("content-type", "cache-control", "content-encoding", "vary")
        assert [other.headers.get(name) for name in kept] == [own.headers.get(name) for name in kept], url
        assert other.content == own.content, url
    assert beside.post("/api/panels", json=PANELS).content == client.post("/api/panels", json=PANELS).content
    assert {path for path, _ in answered} == BY_INDEX
    assert [path for path, is_answered in answered if not is_answered] == ["/api/panels"]  # of a run that is not there


@pytest.mark.usefixtures("runs")
def test_what_cannot_be_answered_is_refused_in_the_same_words(client: Client, beside: Client) -> None:
    for url in REFUSED:
        own, other = client.get(url), beside.get(url)
        assert (other.status_code, other.content) == (own.status_code, own.content), url
        assert other.status_code >= 400


def test_a_run_that_began_a_moment_ago_is_found_and_followed(beside: Client, home: Home) -> None:
    with rs.init("cv", id="young", dir=home.path) as run:
        assert beside.json("/api/runs/young")["state"] == "running"
        for step in range(3):
            run.log({"loss": float(step)}, step=step)
    assert beside.json("/api/runs/young")["state"] in ("running", "finished")


@pytest.mark.usefixtures("runs")
def test_who_is_killed_is_begun_again_and_the_answer_comes_all_the_same(
    beside: Client, answered: list[tuple[str, bool]]
) -> None:
    whole = beside.json("/api/runs")
    for pid in processes():
        os.kill(pid, signal.SIGKILL)
        psutil.Process(pid).wait()
    for _ in range(4):
        assert beside.json("/api/runs") == whole
    assert answered[-1] == ("/api/runs", True)
    assert any(not is_answered for _, is_answered in answered)


@pytest.mark.usefixtures("runs")
def test_where_all_are_busy_the_server_answers(
    beside: Client, answered: list[tuple[str, bool]], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = beside.json("/api/runs")
    with monkeypatch.context() as patch:
        patch.setattr(ApartAnswers, "_next", lambda _: None)
        assert beside.json("/api/runs") == whole
    assert beside.json("/api/runs") == whole
    assert [is_answered for _, is_answered in answered] == [True, False, True]


def test_a_process_that_is_free_is_waited_for_only_a_moment(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("runstone.server.apart._PATIENCE_SECS", 0.01)
    answers = ApartAnswers(home)
    while answers._next() is not None:
        pass
    assert answers.answer("/api/runs", ListAsk(), EVERYTHING, "") is None
    answers.close()


@pytest.mark.usefixtures("runs")
def test_they_end_with_the_server(home: Home) -> None:
    with serving(create_app(home, is_apart=True)) as client:
        client.json("/api/runs")
        begun = [psutil.Process(pid) for pid in processes()]
        assert len(begun) >= 2
    assert not any(process.is_running() for process in begun)
