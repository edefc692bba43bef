"""The relay: one address, whatever becomes of the way behind it."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import httpx
import pytest

from runstone.remote.relay import Relay


@pytest.fixture
def relay() -> Iterator[Relay]:
    """A relay without a target."""
    listener = socket.create_server(("127.0.0.1", 0))
    relay = Relay(listener, lambda: "The connection to <gpu1> is lost.")
    relay.url = f"http://127.0.0.1:{listener.getsockname()[1]}/"  # type: ignore[attr-defined]
    relay.start()
    yield relay
    relay.close()


@pytest.fixture
def echo(tmp_path: Path) -> Iterator[Path]:
    """A socket that gives back what it is sent, to its end."""
    path = tmp_path / "echo"
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(path))
        listener.listen()

        def serve() -> None:
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                with connection:
                    while chunk := connection.recv(65536):
                        connection.sendall(chunk)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield path
        listener.shutdown(socket.SHUT_RDWR)
        thread.join()


def _address(relay: Relay) -> tuple[str, int]:
    url = httpx.URL(relay.url)  # type: ignore[attr-defined]
    return url.host, url.port or 0


def test_bytes_pass_both_ways_to_their_end(relay: Relay, echo: Path) -> None:
    relay.target = echo
    sent = bytes(range(256)) * 4096
    with socket.create_connection(_address(relay), 20) as connection:
        threading.Thread(target=lambda: (connection.sendall(sent), connection.shutdown(socket.SHUT_WR))).start()
        got = b""
        while chunk := connection.recv(65536):
            got += chunk
    assert got == sent


def test_a_page_is_told_why_and_comes_back_by_itself(relay: Relay) -> None:
    answer = httpx.get(relay.url, headers={"accept": "text/html"}, timeout=30)  # type: ignore[attr-defined]
    assert answer.status_code == 503
    assert "The connection to &lt;gpu1&gt; is lost." in answer.text
    assert 'http-equiv="refresh"' in answer.text


def test_an_event_stream_sees_its_connection_end_so_that_it_tries_again(relay: Relay) -> None:
    with pytest.raises(httpx.RemoteProtocolError):
        httpx.get(relay.url, headers={"accept": "text/event-stream"}, timeout=30)  # type: ignore[attr-defined]


def test_a_target_that_is_gone_is_as_none(relay: Relay, tmp_path: Path) -> None:
    relay.target = tmp_path / "nobody"
    assert httpx.get(relay.url, headers={"accept": "text/html"}, timeout=30).status_code == 503  # type: ignore[attr-defined]


def test_closing_ends_what_is_open(relay: Relay, echo: Path) -> None:
    relay.target = echo
    with socket.create_connection(_address(relay), 20) as connection:
        connection.sendall(b"x")
        assert connection.recv(1) == b"x"
        relay.close()
        with suppress(ConnectionResetError):
            assert connection.recv(1) == b""
