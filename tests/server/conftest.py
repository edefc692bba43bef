"""A home with runs of the real SDK, the server in this process to ask it by HTTP, and servers of their own process."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest
from anyio.from_thread import BlockingPortal, start_blocking_portal
from starlette.applications import Starlette

import runstone as rs
from runstone.model.home import Home
from runstone.server.app import create_app

AT = "http://localhost:7860"


class Client:
    """Asks a server; an answer that is none (500) is an answer, too."""

    def __init__(self, portal: BlockingPortal, http: httpx.AsyncClient) -> None:
        self._portal = portal
        self._http = http

    def forget(self) -> None:
        """Forget all cookies."""
        self._http.cookies.clear()

    def get(self, url: str, **options: Any) -> httpx.Response:
        """The answer to a GET, read whole."""
        return self._portal.call(partial(self._http.get, url, **options))

    def post(self, url: str, **options: Any) -> httpx.Response:
        """The answer to a POST, read whole."""
        return self._portal.call(partial(self._http.post, url, **options))

    def delete(self, url: str, **options: Any) -> httpx.Response:
        """The answer to a DELETE, read whole."""
        return self._portal.call(partial(self._http.delete, url, **options))

    def posted(self, url: str, body: Any) -> Any:
        """The JSON of an answer to a POST that must be one."""
        answer = self.post(url, json=body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def json(self, url: str, **options: Any) -> Any:
        """The JSON of an answer that must be one."""
        answer = self.get(url, **options)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def refusal(self, url: str, **options: Any) -> tuple[int, str]:
        """The status and the code of an error, which must have the one shape of errors."""
        return self.refused(self.get(url, **options))

    def refused(self, answer: httpx.Response) -> tuple[int, str]:
        """The status and the code of an error, which must have the one shape of errors."""
        body = answer.json()
        assert list(body) == ["error"]
        assert list(body["error"]) == ["code", "message", "hint", "text", "start", "end"]
        assert body["error"]["message"].endswith(".")
        return answer.status_code, body["error"]["code"]


@contextmanager
def serving(app: Starlette) -> Iterator[Client]:
    """The application, begun and ended as a server would."""

    @asynccontextmanager
    async def lifespan() -> Any:
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with app.router.lifespan_context(app), httpx.AsyncClient(transport=transport, base_url=AT) as http:
            yield http

    with start_blocking_portal() as portal, portal.wrap_async_context_manager(lifespan()) as http:
        yield Client(portal, http)


@pytest.fixture
def client(home: Home) -> Iterator[Client]:
    """The server of the home, in this process."""
    with serving(create_app(home)) as client:
        yield client


@pytest.fixture
def serve(home: Home) -> Iterator[Callable[..., Client]]:
    """Another server in this process: `serve(create_app(...))`, by default of the home."""
    with ExitStack() as stack:
        yield lambda app=None: stack.enter_context(serving(app or create_app(home)))


@pytest.fixture
def runs(home: Home) -> None:
    """`base`, finished, with all that a run may hold; its fork `child`; and `other` in another project."""
    with rs.init("cv/resnet", "base", id="base", config={"lr": 0.1, "model": {"width": 64}}, tags=["baseline"]) as run:
        for step in range(100):
            run.log({"loss": 1.0 / (step + 1), "odd": float("nan") if step == 7 else float(step)}, step=step)
        run.log({"phase": "warm-up", "picture": rs.Image(np.eye(8), caption="an eye")}, step=10)
        run.log({"cells": rs.Table(["class", "recall"], [[0, 0.98], [1, float("nan")]])}, step=10)
        data = rs.Artifact("data", type="dataset", metadata={"odd": float("nan")})
        data.add_bytes(b"1", "train/a.txt")
        data.add_bytes(b"digit,seen\n2,3\n", "seen.csv")
        run.log_artifact(data)
        run.link_artifact(data, "registry/data/best", aliases="production")
    with rs.init("cv/resnet", "child", fork_run_id="base", fork_step=49, id="child") as run:
        for step in range(50, 80):
            run.log({"loss": 0.5}, step=step)
    with rs.init("nlp", "other", id="other", config={"lr": float("inf"), "seed": float("nan")}) as run:
        run.log({"loss": 2.0}, step=0)
        run.summary["best"] = float("-inf")


class Server:
    """`runstone ui` in a process of its own."""

    def __init__(self, home: Path, *arguments: str) -> None:
        command = [sys.executable, "-m", "runstone.cli.app", "ui", "--no-open", "--port", "0", "--home", str(home)]
        self.process = subprocess.Popen(
            [*command, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        assert self.process.stdout is not None
        self.url = self.process.stdout.readline().split(" ")[0]

    def end(self) -> str:
        """End it as a service manager does; what it had to say on stderr."""
        self.process.terminate()
        return self.process.communicate(timeout=20)[1]


@pytest.fixture
def start(home: Home) -> Iterator[Callable[..., Server]]:
    """Start a server: `start()`, `start("--host", "0.0.0.0")`. Ended with the test at the latest."""
    servers: list[Server] = []

    def begin(*arguments: str) -> Server:
        servers.append(Server(home.path, *arguments))
        return servers[-1]

    yield begin
    for server in servers:
        server.end()
