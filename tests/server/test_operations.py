"""What machines that look after a server ask it: whether it lives, whether it can work, its figures and its logs."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

import runstone as rs
from runstone.access.accounts import Accounts
from runstone.access.role import Role
from runstone.index.index import Index
from runstone.model.home import Home
from runstone.server import readiness
from runstone.server.app import create_app
from runstone.server.exposition import Family, Sample, expose, histogram
from runstone.server.live import Live
from runstone.server.meter import BOUNDS_SECS, Meter
from runstone.server.readiness import try_out
from runstone.sync.home_replica import HomeReplica
from runstone.sync.progress import Progress
from runstone.sync.push import Push
from runstone.sync.server_replica import ServerReplica
from server.conftest import Client, Server, serving

Start = Callable[..., Server]
Eventually = Callable[..., Any]
Labels = frozenset[tuple[str, str]]

_SAMPLE = re.compile(r'([a-z_]+)(?:\{((?:[a-z]+="(?:[^"\\]|\\.)*",?)+)\})? (-?[0-9.e+-]+)')
_LABEL = re.compile(r'([a-z]+)="((?:[^"\\]|\\.)*)"')


def read_figures(text: str) -> dict[str, dict[Labels, float]]:
    """The samples by name and labels, as whoever keeps to the format reads them."""
    found: dict[str, dict[Labels, float]] = {}
    typed = ""
    for line in text.splitlines():
        if line.startswith("# TYPE "):
            typed = line.split()[2]
            continue
        if line.startswith("# HELP "):
            continue
        match = _SAMPLE.fullmatch(line)
        assert match, line
        name, labels, value = match.groups()
        assert name.startswith(typed), f"{name} stands below {typed}"
        pairs = frozenset(
            (key, re.sub(r"\\(.)", lambda found: "\n" if found[1] == "n" else found[1], said))
            for key, said in _LABEL.findall(labels or "")
        )
        assert pairs not in found.setdefault(name, {}), f"{line} stands there twice"
        found[name][pairs] = float(value)
    return found


def figures(url: str) -> dict[str, dict[Labels, float]]:
    answer = httpx.get(f"{url}metrics")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    return read_figures(answer.text)


def only(found: dict[str, dict[Labels, float]], name: str) -> float:
    (value,) = found[name].values()
    return value


def test_a_server_says_that_it_lives_and_that_it_is_ready(start: Start, eventually: Eventually) -> None:
    url = start().url
    assert httpx.get(f"{url}healthz").text == "ok\n"
    eventually(lambda: httpx.get(f"{url}readyz").status_code == 200)
    checks = httpx.get(f"{url}readyz").json()["checks"]
    assert set(checks) == {"home_writable", "disk_space", "index_current"}


def test_a_server_that_cannot_work_is_not_ready_and_says_why(
    client: Client, eventually: Eventually, monkeypatch: pytest.MonkeyPatch
) -> None:
    eventually(lambda: client.get("/readyz").status_code == 200)
    monkeypatch.setattr(readiness, "LEAST_FREE_BYTES", 1 << 62)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["ready"] is False
    assert "MiB are free" in answer.json()["checks"]["disk_space"]["trouble"]
    assert client.get("/healthz").status_code == 200


def test_a_home_that_takes_no_bytes_and_an_index_that_stands_still_are_told(home: Home, index: Index) -> None:
    live = Live(index)
    assert not try_out(home, live).checks["index_current"].ok  # nobody looked yet
    live._looked.set()
    assert try_out(home, live).checks["index_current"].ok
    live.looked -= 100
    assert "100 s ago" in try_out(home, live).checks["index_current"].trouble
    assert "takes no bytes" in try_out(Home("/proc/runstone"), live).checks["home_writable"].trouble


def test_figures_tell_what_was_asked_what_arrived_and_what_there_is(
    home: Home, start: Start, tmp_path: Path, eventually: Eventually
) -> None:
    url = start().url
    other = Home(tmp_path / "other")
    with rs.init("a secret project", id="a-secret-run", dir=other.path) as run:
        for step in range(1000):
            run.log({"a secret metric": float(step)}, step=step)
    replica, progress = ServerReplica(url.rstrip("/")), Progress(other, url)
    with progress.working():
        Push(other, replica, progress).round(HomeReplica(other).sizes())
    replica.close()
    eventually(lambda: httpx.get(f"{url}api/runs/a-secret-run").status_code == 200)
    assert httpx.get(f"{url}api/runs/nobody").status_code == 404
    assert httpx.get(f"{url}healthz", headers={"host": "evil.example"}).status_code == 403
    found = eventually(lambda: (now := figures(url))["runstone_index_behind_bytes"] == {frozenset(): 0.0} and now)
    asked = found["runstone_http_requests_total"]

    def count(method: str, route: str, status: int) -> float:
        return asked[frozenset({("method", method), ("route", route), ("status", str(status))})]

    assert count("GET", "/api/runs/{run}", 200) == 1
    assert count("GET", "/api/runs/{run}", 404) >= 1
    assert count("GET", "", 403) == 1
    pieces = frozenset({("route", "/api/sync/pieces")})
    assert found["runstone_http_request_body_bytes_total"][pieces] > 1000
    lasted = found["runstone_http_request_duration_seconds_count"]
    assert lasted[frozenset({("route", "/api/runs/{run}")})] == count("GET", "/api/runs/{run}", 200) + count(
        "GET", "/api/runs/{run}", 404
    )
    assert only(found, "runstone_runs") == 1
    assert only(found, "runstone_runs_running") == 0
    assert only(found, "runstone_journal_bytes") >= sum(path.stat().st_size for path in home.journals("a-secret-run"))
    assert only(found, "runstone_ingest_lag_seconds") >= 0
    assert 0 < only(found, "runstone_disk_free_bytes") < only(found, "runstone_disk_bytes")
    assert "secret" not in httpx.get(f"{url}metrics").text


def test_figures_are_for_admins_of_the_server_and_probes_for_everybody(home: Home) -> None:
    accounts = Accounts(home)
    tokens = {}
    for name, project in (("root", ""), ("ada", "cv")):
        accounts.users.add(name)
        accounts.grants.give(Role.ADMIN, project, user=name)
        tokens[name] = accounts.tokens.create(name, "probe", Role.ADMIN).text
    with serving(create_app(home, accounts=accounts)) as client:

        def ask(name: str) -> int:
            return client.get("/metrics", headers={"authorization": f"Bearer {tokens[name]}"}).status_code

        assert (ask("root"), ask("ada"), client.get("/metrics").status_code) == (200, 403, 401)
        assert client.get("/healthz").status_code == 200
        assert str(home.path) not in client.get("/readyz").text


def test_pages_that_follow_changes_are_counted_while_they_do(start: Start, eventually: Eventually) -> None:
    url = start().url
    assert only(figures(url), "runstone_event_streams") == 0
    with httpx.stream("GET", f"{url}api/events") as one, httpx.stream("GET", f"{url}api/events") as two:
        assert (one.status_code, two.status_code) == (200, 200)
        assert only(figures(url), "runstone_event_streams") == 2
    eventually(lambda: only(figures(url), "runstone_event_streams") == 0)
    lasted = figures(url)["runstone_http_request_duration_seconds_count"]
    assert frozenset({("route", "/api/events")}) not in lasted


def test_logs_as_json_have_a_line_for_each_request_and_nothing_that_is_secret(start: Start) -> None:
    server = start("--log-format", "json")
    secret = {"authorization": "Bearer s3cr3t", "cookie": "runstone_session=s3cr3t"}
    assert httpx.get(f"{server.url}api/runs/s3cr3t?key=s3cr3t", headers=secret).status_code == 404
    assert httpx.get(f"{server.url}healthz").status_code == 200
    told = server.end()
    lines = [json.loads(line) for line in told.splitlines()]
    asked = {line["route"]: line for line in lines if line["logger"] == "runstone.access"}
    assert set(asked) == {"/api/runs/{run}", "/healthz"}
    one = asked["/api/runs/{run}"]
    assert (one["method"], one["status"], one["level"], one["client"]) == ("GET", 404, "info", "127.0.0.1")
    assert one["ms"] > 0
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00", one["time"])
    assert "s3cr3t" not in told


def test_without_being_asked_a_server_logs_nothing(start: Start) -> None:
    server = start()
    assert httpx.get(f"{server.url}healthz").status_code == 200
    assert server.end() == ""


@given(st.lists(st.floats(0, 100)))
def test_each_bucket_has_what_took_at_most_as_long(times: list[float]) -> None:
    meter = Meter()
    for secs in times:
        meter.count("GET", "/x", 200, secs, 0)
    found = read_figures(expose([Family("t_seconds", "histogram", "How long.", histogram(meter.latencies.items()))]))
    for bound in BOUNDS_SECS if times else ():
        labels = frozenset({("route", "/x"), ("le", f"{bound:g}")})
        assert found["t_seconds_bucket"][labels] == sum(secs <= bound for secs in times)


@given(st.text())
def test_labels_come_back_as_they_were(text: str) -> None:
    said = expose([Family("n", "gauge", text, [Sample(1.5, (("route", text),))])])
    # Whoever reads lines ends them by line feeds alone.
    line = said.split("\n")[2]
    match = _LABEL.search(line)
    assert match
    assert re.sub(r"\\(.)", lambda found: "\n" if found[1] == "n" else found[1], match[2]) == text
    assert len(said.split("\n")) == 4


def test_the_lag_is_that_of_the_oldest_bytes_that_no_look_has_seen() -> None:
    meter = Meter()
    assert meter.lag_secs(looked=0.0, now=5.0) == 0
    for time in (10.0, 10.01, 11.0):
        meter.arrived(time)
    assert meter.lag_secs(looked=9.0, now=12.0) == 2.0
    assert meter.lag_secs(looked=10.5, now=12.0) == 1.0
    assert meter.lag_secs(looked=11.5, now=12.0) == 0.0
