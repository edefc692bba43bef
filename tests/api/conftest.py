"""A home with runs of every kind, and a real server of it on loopback."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import numpy as np
import pytest

import runstone as rs
from recorder import Recorder
from runstone.api import Api
from runstone.model.home import Home
from runstone.model.records import ConsoleWritten
from servers import serving

Open = Callable[[], Api]

LINES = 2_000
"""So many were printed by `said`, before one on its standard error."""


@pytest.fixture
def serve(home: Home) -> Iterator[Callable[[], str]]:
    """Start a server of the home, `serve()`; its URL."""
    with ExitStack() as stack:
        yield lambda: stack.enter_context(serving(home))


@pytest.fixture
def open_home(home: Home) -> Iterator[Open]:
    """An Api of the home itself."""
    with ExitStack() as stack:
        yield lambda: stack.enter_context(Api(home.path))


@pytest.fixture
def open_server(serve: Callable[[], str]) -> Iterator[Open]:
    """An Api of a server of the home. To be opened when everything is recorded."""
    with ExitStack() as stack:
        yield lambda: stack.enter_context(Api(url=serve()))


@pytest.fixture(params=["home", "server"])
def open_api(request: pytest.FixtureRequest) -> Open:
    """Either of them."""
    found: Open = request.getfixturevalue(f"open_{request.param}")
    return found


@pytest.fixture
def runs(home: Home) -> None:
    """`base` with all that a run may hold; its fork `child`; `a/b` in another project, with numbers that JSON has no word for."""
    with rs.init("cv/resnet", "base", id="base", config={"lr": 0.1, "model": {"width": 64}}, tags=["baseline"]) as run:
        for step in range(100):
            run.log({"loss": 1.0 / (step + 1), "odd": float("nan") if step == 7 else float(step)}, step=step)
            if step % 10 == 0:
                run.log({"val/acc": step / 100}, step=step)
        run.log({"phase": "warm-up", "picture": rs.Image(np.eye(8), caption="an eye")}, step=10, stage=1)
        run.log({"phase": "cooling"}, step=90, stage="cooling")
    with rs.init("cv/resnet", "child", fork_run_id="base", fork_step=49, id="child") as run:
        for step in range(50, 80):
            run.log({"loss": 0.5}, step=step)
    with rs.init("nlp", "other", id="a/b", config={"lr": float("inf"), "seed": (1 << 62) + 1}) as run:
        run.log({"loss": float("-inf"), "step": 3.0}, step=-5)
        run.log({"loss": float("inf")}, step=(1 << 62))
        run.summary["best"] = float("nan")
    said = Recorder(home, "said", name="talker")
    said.event(ConsoleWritten, stream="stdout", lines=[f"line {number}" for number in range(LINES)])
    said.event(ConsoleWritten, stream="stderr", lines=["ouch"])
    said.finish()
