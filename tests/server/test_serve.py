"""`runstone serve` as a process: closed from its first answer on, opened by one link, once."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

import runstone as rs
from runstone.access.accounts import Accounts
from runstone.access.role import Role
from runstone.model.home import Home

PASSWORD = "correct horse battery"


class Served:
    """`runstone serve`, and the lines that it printed first."""

    def __init__(self, home: Home, lines: int, *arguments: str) -> None:
        command = [sys.executable, "-m", "runstone.cli.app", "serve", str(home.path), "--port", "0", *arguments]
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ}
        )
        assert self.process.stdout is not None
        self.said = [self.process.stdout.readline() for _ in range(lines)]
        self.url = self.said[0].split(" ")[0]

    def end(self) -> str:
        self.process.terminate()
        return self.process.communicate(timeout=30)[1]


@pytest.fixture
def serve(home: Home) -> Iterator[Any]:
    started: list[Served] = []

    def begin(lines: int, *arguments: str) -> Served:
        started.append(Served(home, lines, *arguments))
        return started[-1]

    yield begin
    for one in started:
        one.end()


def test_the_first_admin_comes_by_a_link_that_holds_once(serve: Any, home: Home) -> None:
    with rs.init("cv", "first", id="first"):
        pass
    served = serve(2)
    secret = served.said[1].split(" ")[0].partition("#")[2]
    with httpx.Client(base_url=served.url, timeout=60) as browser:
        assert browser.get("/api/runs").status_code == 401
        assert browser.get("/").status_code in (200, 503)  # the page, which knows nothing; 503 where it is not built
        body = {"invitation": secret, "name": "ada", "password": PASSWORD}
        assert browser.post("/api/invitations/accept", json=body).status_code == 200
        assert browser.get("/api/whoami").json()["keeps_users"]
        assert [run["id"] for run in browser.get("/api/runs").json()["runs"]] == ["first"]
        again = browser.post("/api/invitations/accept", json={**body, "name": "eve"})
        assert again.status_code == 400
    assert secret not in served.end()
    later = serve(1)
    with httpx.Client(base_url=later.url, timeout=60) as browser:
        assert browser.get("/api/runs").status_code == 401
        assert browser.post("/api/login", json={"name": "ada", "password": PASSWORD}).status_code == 200
        assert browser.get("/api/runs").status_code == 200


def test_events_are_of_what_one_may_see_and_end_when_the_token_does(serve: Any, home: Home) -> None:
    accounts = Accounts(home)
    accounts.users.add("ada")
    accounts.grants.give(Role.VIEWER, "cv", user="ada")
    token = accounts.tokens.create("ada", "t")
    served = serve(1)
    headers = {"authorization": f"Bearer {token.text}"}
    told: list[str] = []
    with httpx.stream("GET", f"{served.url}api/events", headers=headers, timeout=60) as stream:
        lines = stream.iter_lines()
        assert next(lines).startswith("retry")
        with rs.init("nlp", "theirs", id="theirs"):
            pass
        with rs.init("cv", "mine", id="mine"):
            pass
        for line in lines:
            told.append(line)
            if "mine" in line:
                break
        accounts.tokens.revoke(token.id)
        with rs.init("cv", "after", id="after"):
            pass
        told += list(lines)  # the stream ends
    accounts.close()
    assert not any("theirs" in line or "after" in line for line in told)
