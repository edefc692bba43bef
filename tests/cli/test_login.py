"""`runstone login` and `logout`: whose token it is, who is shown it, and where it never stands."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

import runstone as rs
from runstone.access.accounts import Accounts
from runstone.access.role import Role
from runstone.model.home import Home
from runstone.shim.startup import decide
from runstone.sync.credentials import token_for
from runstone.sync.upload_status import list_status
from servers import serving

TOKEN = "rs_7Kx2_secretsecretsecret"


class Door(BaseHTTPRequestHandler):
    """A server with a login, as far as that goes: it knows one token, and refuses whoever shows another."""

    protocol_version = "HTTP/1.1"
    shown: list[str | None]
    is_open: threading.Event

    def do_GET(self) -> None:
        self.shown.append(self.headers.get("authorization"))
        self.is_open.wait(60)
        if self.headers.get("authorization") != f"Bearer {TOKEN}":
            self._answer(401, {"error": {"code": "unauthorized", "message": "Log in first."}})
        elif self.path == "/api/whoami":
            self._answer(200, {"user": "ada", "role": "editor"})
        else:
            self._answer(404, {"error": {"code": "not_found", "message": "There is nothing."}})

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("content-length") or 0))
        self.do_GET()

    def _answer(self, status: int, body: object) -> None:
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        """Not to the tests' output."""


@pytest.fixture
def door() -> Iterator[tuple[str, type[Door]]]:
    handler = type("ThisDoor", (Door,), {"shown": [], "is_open": threading.Event()})
    handler.is_open.set()
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", handler
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """What is piped into the next command."""
    return lambda text: monkeypatch.setattr(sys, "stdin", io.StringIO(text))


def test_a_server_of_many_is_read_by_who_logged_in(
    runstone: Any, home: Home, tmp_path: Path, typed: Callable[[str], None]
) -> None:
    team = Home(tmp_path / "team")
    for project in ("open", "closed"):
        with rs.init(project, id=f"{project}-run", dir=team.path):
            pass
    accounts = Accounts(team)
    accounts.users.add("ada")
    accounts.grants.give(Role.VIEWER, "open", user="ada")
    with serving(team, accounts=accounts) as url:
        typed(f"{accounts.tokens.create('ada', 'laptop').text}\n")
        assert f"Logged in to {url} as ada." in runstone("login", url).out
        with rs.Api(url=url) as api:
            assert [run.id for run in api.runs()] == ["open-run"]
        assert runstone("logout", url).code == 0
        with rs.Api(url=url) as api, pytest.raises(rs.RunstoneError, match="who asks"):
            api.runs()


def test_logging_in_and_out(
    runstone: Any, home: Home, door: tuple[str, type[Door]], typed: Callable[[str], None]
) -> None:
    url, handler = door
    typed(f"{TOKEN}\n")
    said = runstone("login", url)
    assert said.code == 0, said.err
    assert f"Logged in to {url} as ada." in said.out
    assert "credentials.json" in said.out
    assert token_for(url) == TOKEN
    assert decide({"RUNSTONE_DIR": str(home.path)}) == "dual"
    handler.shown.clear()
    with rs.Api(url=url) as api, pytest.raises(rs.ServerUnusable):
        api.projects()
    assert set(handler.shown) == {f"Bearer {TOKEN}"}
    assert TOKEN not in said.out + said.err

    assert f"The token of {url} is forgotten." in runstone("logout", url).out
    assert token_for(url) is None
    assert decide({"RUNSTONE_DIR": str(home.path)}) == "hint"
    assert f"No token of {url} was kept." in runstone("logout", url).out


def test_a_wrong_token_is_not_kept(
    runstone: Any,
    home: Home,
    door: tuple[str, type[Door]],
    typed: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    url, _ = door
    monkeypatch.setenv("RUNSTONE_URL", url)
    typed("rs_wrong_one\n")
    said = runstone("login", "--token-stdin")
    assert said.code == 1
    assert "does not know this token" in said.err
    assert "rs_wrong_one" not in said.out + said.err
    assert token_for(url) is None
    assert not home.login_path.exists()
    typed("")
    assert "is empty" in runstone("login").err


def test_a_server_without_a_login_says_so(
    runstone: Any, home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RUNSTONE_API_KEY", TOKEN)
    with serving(Home(tmp_path / "there")) as url:
        said = runstone("login", url)
    assert said.code == 0, said.err
    assert f"{url} has no login" in said.out


def test_nobody_there(runstone: Any, typed: Callable[[str], None], home: Home) -> None:
    typed(TOKEN)
    said = runstone("login", "http://127.0.0.1:9")
    assert said.code == 1
    assert "cannot be asked" in said.err
    assert not home.login_path.exists()


def test_without_a_server_it_is_for_wandb_scripts_alone(runstone: Any, home: Home) -> None:
    assert str(home.path) in runstone("login").out
    assert decide({"RUNSTONE_DIR": str(home.path)}) == "dual"
    runstone("logout")
    assert decide({"RUNSTONE_DIR": str(home.path)}) == "hint"


def test_a_prompt_that_shows_nothing(terminal: Any, door: tuple[str, type[Door]]) -> None:
    url, _ = door
    program = terminal(80, 20, "login", url)
    said = b""
    while b"(not shown)" not in said:
        said += os.read(program._ours, 4096)
    os.write(program._ours, f"{TOKEN}\n".encode())
    text = program.text
    assert "as ada" in text
    assert TOKEN not in said.decode() + text


def test_the_token_stands_nowhere(
    home: Home, door: tuple[str, type[Door]], eventually: Callable[..., Any], tmp_path: Path
) -> None:
    """Neither in the list of processes, nor in a journal, a log or an error."""
    url, handler = door
    handler.is_open.clear()
    program = subprocess.Popen(
        [sys.executable, "-m", "runstone.cli.app", "login", url],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert program.stdin is not None
    program.stdin.write(f"{TOKEN}\n")
    program.stdin.flush()
    eventually(lambda: handler.shown)
    assert TOKEN not in Path(f"/proc/{program.pid}/cmdline").read_text()
    handler.is_open.set()
    said = program.communicate(timeout=60)[0]
    assert program.returncode == 0, said

    script = (
        "import os, runstone as rs\nrun = rs.init('p')\nprint('hello', os.environ['RUNSTONE_API_KEY'])\nrun.finish()\n"
    )
    captures = {f"RUNSTONE_{name}": "1" for name in ("CONSOLE", "GIT", "HOST", "PACKAGES", "SYSTEM")}
    environment = {**os.environ, "RUNSTONE_QUIET": "", "RUNSTONE_API_KEY": TOKEN + "2"}
    ran = subprocess.run(
        [sys.executable, "-c", script],
        env={**environment, **captures},
        cwd=tmp_path,  # a repository would be recorded with what changed in it
        capture_output=True,
        text=True,
        timeout=100,
        check=True,
    )
    # The server refuses that one, and the agent writes down why nothing arrives.
    agent = subprocess.Popen([sys.executable, "-m", "runstone.sync.agent", str(home.path), url], env=environment)
    eventually(lambda: any("Log in first" in status.trouble for status, _ in list_status(home)))
    agent.terminate()
    agent.wait()
    assert TOKEN not in said + ran.stderr
    for path in home.path.rglob("*"):
        assert path.is_dir() or TOKEN.encode() not in path.read_bytes(), path
