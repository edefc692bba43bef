"""Where a server listens, what it calls that, and when another one is as good."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest

from runstone.cli.ui import _is_elsewhere
from runstone.model.errors import HomeUnusable
from runstone.server.serving import browser_url, listen
from server.conftest import Server


def test_a_port_that_is_taken_is_passed_over() -> None:
    with listen("127.0.0.1", 0) as first:
        taken = first.getsockname()[1]
        with listen("127.0.0.1", taken) as second:
            assert second.getsockname()[1] > taken


def test_an_answer_does_not_wait_for_the_client_to_acknowledge_its_head(start: Callable[..., Server]) -> None:
    at = urlsplit(start().url)
    connection = HTTPConnection(at.hostname or "", at.port, timeout=20)
    quickest_secs = 1.0
    for count in range(60):
        began = time.monotonic()
        connection.request("GET", "/api/home")
        connection.getresponse().read()
        if count >= 30:  # the kernel acknowledges at once on a young connection
            quickest_secs = min(quickest_secs, time.monotonic() - began)
    connection.close()
    assert quickest_secs < 0.035


@pytest.mark.parametrize("host", ["192.0.2.1", "no-such-host.invalid"])
def test_an_address_of_no_interface_of_this_machine_is_named(host: str) -> None:
    with pytest.raises(HomeUnusable, match="must be an address of this machine"):
        listen(host, 7860)


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("127.0.0.1", "http://127.0.0.1:7860/"),
        ("0.0.0.0", "http://localhost:7860/"),
        ("::1", "http://[::1]:7860/"),
        ("::", "http://localhost:7860/"),
    ],
)
def test_a_browser_can_open_the_url(host: str, url: str) -> None:
    assert browser_url(host, 7860) == url


@pytest.mark.skipif(not socket.has_ipv6, reason="this machine has no IPv6")
def test_ipv6_is_listened_on() -> None:
    with listen("::1", 0) as listener:
        assert listener.family == socket.AF_INET6


@pytest.mark.parametrize(
    ("host", "port", "elsewhere"),
    [
        (None, None, False),
        (None, 0, False),
        (None, 7860, False),
        ("127.0.0.1", None, False),
        (None, 9000, True),
        ("0.0.0.0", None, True),
    ],
)
def test_who_names_another_address_gets_a_server_there(host: str | None, port: int | None, elsewhere: bool) -> None:
    assert _is_elsewhere("http://127.0.0.1:7860/", host, port) is elsewhere
