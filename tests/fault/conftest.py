"""One server for the tests of a module, a process of its own as people start it, and a network before it that can be broken."""

from __future__ import annotations

import signal
from collections.abc import Iterator

import pytest

from fault.arena import Box
from fault.faulty_proxy import FaultyProxy, faulty
from upload_agents import end_agents


@pytest.fixture(scope="module")
def box(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Box]:
    """The machine where people look."""
    place = Box(tmp_path_factory.mktemp("box"))
    place.begin()
    yield place
    place.end()


@pytest.fixture
def network(box: Box, monkeypatch: pytest.MonkeyPatch) -> Iterator[FaultyProxy]:
    """What lies between this test's agent and the server; runs of this test are sent through it."""
    with faulty(box.url) as proxy:
        monkeypatch.setenv("RUNSTONE_URL", proxy.url)
        monkeypatch.setenv("RUNSTONE_FINISH_TIMEOUT_SECS", "0.1")
        monkeypatch.setenv("RUNSTONE_UPLOAD_TIMEOUT_SECS", "1")
        yield proxy
        end_agents(proxy.url, signal.SIGKILL)
