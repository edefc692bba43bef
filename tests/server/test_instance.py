"""A server tells where it is, and others believe it only while it is."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator

import pytest

from ports import free_ports
from runstone.model.home import Home
from runstone.server.instance import announce, find, running, withdraw


@pytest.fixture
def url() -> Iterator[str]:
    """Where somebody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/"


def test_what_is_announced_is_found_until_it_is_withdrawn(home: Home, url: str) -> None:
    assert find(home) is None
    announce(home, url)
    found = find(home)
    assert found is not None
    assert running(home) == found
    assert (found.url, found.pid) == (url, os.getpid())
    assert [path.name for path in home.path.iterdir()] == ["server.json"]
    withdraw(home)
    assert find(home) is None
    withdraw(home)


def test_a_server_that_is_no_more_is_not_found(home: Home, url: str) -> None:
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    announce(home, url)
    path = home.path / "server.json"
    path.write_text(path.read_text().replace(f'"pid":{os.getpid()}', f'"pid":{dead.pid}'))
    assert find(home) is None


def test_another_process_with_its_number_is_not_taken_for_it(home: Home) -> None:
    (port,) = free_ports(1)
    announce(home, f"http://127.0.0.1:{port}/")
    assert running(home) is None


@pytest.mark.parametrize(
    "text", ["", "{", '{"url": 3}', "[]", '{"url": "nowhere", "pid": 0}', '{"url": "", "pid": -1}']
)
def test_nonsense_is_no_server(home: Home, text: str) -> None:
    home.path.mkdir()
    (home.path / "server.json").write_text(text)
    assert find(home) is None


def test_only_the_own_announcement_is_withdrawn(home: Home, url: str) -> None:
    other = f'{{"url": "{url}", "pid": {os.getppid()}}}'
    announce(home, url)
    (home.path / "server.json").write_text(other)
    withdraw(home)
    assert (home.path / "server.json").read_text() == other


def test_a_home_that_cannot_be_written_is_served_all_the_same(tmp_path: object) -> None:
    home = Home(type(tmp_path)(str(tmp_path)) / "file" / "home")
    home.path.parent.write_text("in the way")
    announce(home, "http://localhost/")
    withdraw(home)
    assert find(home) is None
