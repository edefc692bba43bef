"""The line to a server: proxies, authorities and the room that uploads may take."""

from __future__ import annotations

import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import uvicorn

import runstone as rs
from line_proxy import LineProxy, line_proxy
from runstone.model.errors import Misuse, ServerUnusable
from runstone.model.home import Home
from runstone.server.app import create_app
from runstone.server.serving import listen
from runstone.sync.http import Server
from runstone.sync.server_replica import ServerReplica
from runstone.sync.uplink import Uplink
from servers import serving
from upload_agents import end_agents


@pytest.fixture(autouse=True)
def _no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "no_proxy", "all_proxy", "ssl_cert_file"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def team(tmp_path: Path) -> Home:
    return Home(tmp_path / "team")


@pytest.fixture
def proxy() -> Iterator[LineProxy]:
    with line_proxy("ada", "secret") as found:
        yield found


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """One that vouches for itself, of 127.0.0.1, with its key in the same file."""
    path = tmp_path / "certificate.pem"
    subprocess.run(
        [
            *(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:prime256v1",
                "-nodes",
                "-days",
                "36500",
            ),
            *(
                "-subj",
                "/CN=127.0.0.1",
                "-addext",
                "subjectAltName=IP:127.0.0.1",
                "-keyout",
                path,
                "-out",
                f"{path}.crt",
            ),
        ],
        check=True,
        capture_output=True,
    )
    path.write_bytes(path.read_bytes() + Path(f"{path}.crt").read_bytes())
    return path


@contextmanager
def serving_tls(home: Home, certificate: Path) -> Iterator[str]:
    listener = listen("127.0.0.1", 0)
    config = uvicorn.Config(
        create_app(home), log_level="error", access_log=False, ssl_certfile=certificate, timeout_graceful_shutdown=2
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        yield f"https://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
        listener.close()


def asked(url: str) -> int:
    """The status of a request."""
    server = Server(url, uplink=Uplink(10.0))
    try:
        return server.get("/api/home").status
    finally:
        server.close()


def test_a_server_behind_a_proxy(team: Home, proxy: LineProxy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", proxy.url)
    with serving(team) as url:
        assert asked(url) == 200
        assert proxy.targets == [f"{url}/api/home"]
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        assert asked(url) == 200
        assert len(proxy.targets) == 1


def test_a_proxy_that_refuses_says_so(team: Home, proxy: LineProxy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", proxy.url.replace("secret", "wrong"))
    with serving(team) as url, pytest.raises(ServerUnusable, match="407"):
        ServerReplica(url, Uplink()).sizes()


@pytest.mark.parametrize("address", ["socks5://box:1", "http://", "http://box:none"])
def test_what_is_no_proxy_is_told(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", address)
    with pytest.raises(Misuse, match="HTTP_PROXY"):
        asked("http://127.0.0.1:1")


@pytest.mark.parametrize("variable", ["SSL_CERT_FILE", "RUNSTONE_CA_FILE"])
def test_an_authority_of_ones_own(
    team: Home, certificate: Path, variable: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving_tls(team, certificate) as url:
        with pytest.raises(ServerUnusable, match="certificate verify failed"):
            asked(url)
        monkeypatch.setenv(variable, f"{certificate}.crt")
        assert asked(url) == 200


def test_a_tunnel_through_a_proxy(
    team: Home, certificate: Path, proxy: LineProxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", proxy.url)
    monkeypatch.setenv("RUNSTONE_CA_FILE", f"{certificate}.crt")
    with serving_tls(team, certificate) as url:
        assert asked(url) == 200
        assert proxy.targets == [url.removeprefix("https://")]


def test_what_holds_no_certificates_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RUNSTONE_CA_FILE", str(tmp_path / "nothing"))
    with pytest.raises(Misuse, match="RUNSTONE_CA_FILE"):
        asked("https://127.0.0.1:1")


def test_an_agent_takes_the_line_that_its_run_names(
    team: Home, certificate: Path, proxy: LineProxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", proxy.url)
    with serving_tls(team, certificate) as url:
        settings = {"url": url, "ca_file": f"{certificate}.crt", "finish_timeout_secs": 60.0}
        with rs.init("cv", id="far", settings=settings) as run:
            run.log({"loss": 1.0}, step=0)
        assert team.run_ids() == ["far"]
        end_agents(url)
    assert set(proxy.targets) == {url.removeprefix("https://")}


def test_uploads_take_no_more_room_than_they_may(team: Home, tmp_path: Path) -> None:
    data = bytes(range(256)) * 1024  # 256 KiB
    with serving(team) as url:
        server = Server(url, uplink=Uplink(bytes_per_sec=512 << 10))
        before = time.monotonic()
        for _ in range(2):
            server.send("POST", "/api/sync/sizes", data, "application/json")
        assert time.monotonic() - before > 0.8
        server.close()
