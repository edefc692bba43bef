"""A server in a process of its own, while others record: what is logged shows at once, and ending it takes no time."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from queue import SimpleQueue
from typing import Any

import httpx
import pytest

import runstone as rs
from runstone.model.home import Home
from server.conftest import Server
from server.frames import read_frame

LOG_ON_REQUEST = """
import sys, time, runstone
run = runstone.init("live", id="live")
run.log({"loss": 0.0}, step=0)
print("ready", flush=True)
for line in sys.stdin:
    at = time.time()
    run.log({"loss": 1.0}, step=int(line))
    print(at, flush=True)
"""

Start = Callable[..., Server]
Eventually = Callable[..., Any]


class Events:
    """An open event stream: its fields as they come, each with the time of its coming."""

    def __init__(self, response: httpx.Response) -> None:
        self._arrived: SimpleQueue[tuple[float, dict[str, str]]] = SimpleQueue()
        self.ended = threading.Event()
        self.began = threading.Event()
        threading.Thread(target=self._read, args=(response,), daemon=True).start()

    def _read(self, response: httpx.Response) -> None:
        fields: dict[str, str] = {}
        try:
            for line in response.iter_lines():
                self.began.set()
                if line:
                    name, _, value = line.partition(": ")
                    fields[name] = value
                elif "event" in fields:
                    fields = {}  # a heartbeat
                elif "data" in fields:
                    self._arrived.put((time.time(), fields))
                    fields = {}
        except (httpx.HTTPError, httpx.StreamError):
            pass
        self.ended.set()

    def until(self, run: str) -> tuple[float, dict[str, Any]]:
        """Wait until a run is announced, or everything anew; when that was, and the whole announcement with its id."""
        while True:
            at, fields = self._arrived.get(timeout=30)
            found = {**json.loads(fields["data"]), "id": fields["id"]}
            if run in found["runs"] or found["reset"]:
                return at, found


@pytest.fixture
def listen() -> Iterator[Callable[..., Any]]:
    """Open an event stream: `with listen(server, **headers) as events`."""

    @contextmanager
    def open_stream(server: Server, query: str = "", **headers: str) -> Iterator[Events]:
        timeout = httpx.Timeout(30, read=None)
        with (
            httpx.Client(timeout=timeout, trust_env=False) as http,
            http.stream(
                "GET",
                f"{server.url}api/events{query}",
                headers={name.replace("_", "-"): value for name, value in headers.items()},
            ) as answer,
        ):
            assert answer.headers["content-type"].startswith("text/event-stream")
            assert answer.headers["cache-control"] == "no-store"
            events = Events(answer)
            assert events.began.wait(30)
            yield events

    return open_stream


@pytest.fixture
def trainer() -> Iterator[Callable[[int], float]]:
    """A run in another process: called with a step it logs a point there, and tells when."""
    process = subprocess.Popen(
        [sys.executable, "-c", LOG_ON_REQUEST], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdin is not None
    assert process.stdout is not None
    stdin, stdout = process.stdin, process.stdout
    assert stdout.readline() == "ready\n"

    def log(step: int) -> float:
        stdin.write(f"{step}\n")
        stdin.flush()
        return float(stdout.readline())

    yield log
    process.communicate(timeout=20)


def get(server: Server, path: str, **options: Any) -> httpx.Response:
    return httpx.get(server.url + path, trust_env=False, timeout=30, **options)


def last_step(server: Server) -> float:
    return float(read_frame(get(server, "api/series?metric=loss&run=live").content).grid[-1])


def test_a_point_of_another_process_shows_at_once(
    start: Start,
    listen: Callable[..., Any],
    trainer: Callable[[int], float],
    eventually: Eventually,
    record_property: Callable[..., None],
) -> None:
    server = start()
    eventually(lambda: get(server, "api/runs/live").status_code == 200)
    announced, shown = [], []
    with listen(server) as events:
        for step in range(1, 6):
            at = trainer(step)
            announced.append(events.until("live")[0] - at)
            eventually(lambda step=step: last_step(server) == step)
            shown.append(time.time() - at)
    for name, secs in (("announced_secs", announced), ("shown_secs", shown)):
        record_property(name, sorted(secs)[2])
        print(name, [round(sec, 3) for sec in secs])


def test_a_client_that_was_away_learns_what_it_missed(start: Start, listen: Callable[..., Any]) -> None:
    server = start()
    before = get(server, "api/home").json()["revision"]
    rs.init("live", id="missed").close()
    with listen(server, f"?since={before}") as events:
        found = events.until("missed")[1]
    assert int(found["id"]) == found["revision"] > before
    assert found["reset"] is False
    with listen(server, "?since=1", Last_Event_ID=str(before)) as events:
        assert events.until("missed")[1]["reset"] is False


def test_a_dozen_pages_hear_of_every_run(start: Start, listen: Callable[..., Any]) -> None:
    server = start()
    with ExitStack() as stack:
        pages = [stack.enter_context(listen(server)) for _ in range(12)]
        rs.init("live", id="heard").close()
        assert all(page.until("heard") for page in pages)


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
def test_ending_waits_for_no_page(start: Start, listen: Callable[..., Any], home: Home, ending: signal.Signals) -> None:
    server = start()
    with ExitStack() as stack:
        pages = [stack.enter_context(listen(server)) for _ in range(3)]
        server.process.send_signal(ending)
        _, said = server.process.communicate(timeout=30)
        assert all(page.ended.wait(30) for page in pages)
    assert said == "", "it would say that it gave up waiting"
    assert server.process.returncode in (0, 130, 143, -ending)
    assert not (home.path / "server.json").exists()


def test_a_second_server_is_sent_to_the_first(start: Start) -> None:
    first = start()
    second = start()
    assert second.url.startswith("A")
    assert second.process.wait(20) == 0
    assert get(first, "api/home").status_code == 200


def test_a_home_that_is_not_there_yet_fills(start: Start, home: Home, eventually: Eventually) -> None:
    server = start()
    assert get(server, "api/projects").json() == {"projects": []}
    with rs.init("new", id="first") as run:
        run.log({"loss": 1.0})
    eventually(lambda: get(server, "api/home").json()["runs"] == 1)


def test_an_index_that_is_deleted_is_made_anew(
    start: Start, home: Home, listen: Callable[..., Any], eventually: Eventually
) -> None:
    rs.init("kept", id="kept").close()
    server = start()
    eventually(lambda: get(server, "api/runs/kept").status_code == 200)
    before = get(server, "api/home").json()["revision"]
    for path in home.index_path.glob("*.db*"):
        path.unlink(missing_ok=True)  # the server may tidy up meanwhile
    eventually(lambda: get(server, "api/runs/kept").status_code == 200)
    eventually(lambda: get(server, f"api/changes?since={before}").json()["reset"])
    with listen(server, Last_Event_ID=str(before)) as events:
        rs.init("kept", id="later").close()
        assert events.until("later")
    assert get(server, "api/runs/later").status_code == 200
    assert server.process.poll() is None


def test_a_run_is_there_for_who_asks_as_soon_as_it_has_begun(start: Start) -> None:
    server = start()
    for number in range(5):
        run = rs.init("prompt", id=f"prompt-{number}")
        assert get(server, f"api/runs/prompt-{number}").status_code == 200
        run.close()


def test_two_servers_share_a_home(start: Start, home: Home, listen: Callable[..., Any], eventually: Eventually) -> None:
    first = start()
    os.unlink(home.path / "server.json")
    second = start()
    with listen(first) as one, listen(second) as two:
        rs.init("shared", id="shared").close()
        heard = [events.until("shared")[1]["revision"] for events in (one, two)]
        # Either may have looked between two records of the run; in the end both are as far.
        seen = [lambda server=server: get(server, "api/home").json()["revision"] for server in (first, second)]
        eventually(lambda: seen[0]() == seen[1]() >= max(heard))
    first.end()
    assert (home.path / "server.json").exists(), "the first one withdrew the second"
    assert get(second, "api/runs/shared").status_code == 200


def test_foreigners_are_refused_by_a_real_server_too(start: Start) -> None:
    server = start()
    for headers in ({"host": "evil.example"}, {"origin": "https://evil.example"}):
        for path in ("api/home", "api/events", ""):
            assert get(server, path, headers=headers).status_code == 403
