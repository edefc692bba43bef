"""Pages of others can ask a browser to ask this server; it does not answer them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from runstone.model.home import Home
from runstone.server.app import create_app
from server.conftest import Client


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:7860", "[::1]:7860", "LOCALHOST:1", "runs.localhost"])
def test_this_machine_is_answered(client: Client, host: str) -> None:
    assert client.get("/api/home", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "localhost.evil.example",
        "evil.example:7860",
        "",
        "10.0.0.1",
        "[::2]",
        "localhost:80@evil.example",
        "localhost:80/evil.example",
        "[::1].evil.example",
        "localhost:x",
        "localhost#evil.example",
    ],
)
def test_a_foreign_host_is_refused(client: Client, host: str) -> None:
    for path in ("/", "/api/home", "/assets/x.js"):
        assert client.refusal(path, headers={"host": host}) == (403, "foreign_host")


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://localhost:9999", "file://", ""])
def test_a_foreign_origin_is_refused(client: Client, origin: str) -> None:
    assert client.refusal("/api/home", headers={"origin": origin}) == (403, "foreign_origin")


def test_a_frame_of_no_origin_gets_code_and_nothing_else(client: Client) -> None:
    for path, code in (
        ("/assets/gone.js", "not_found"),
        ("/", "foreign_origin"),
        ("/api/home", "foreign_origin"),
        ("/api/runs/assets/", "foreign_origin"),
    ):
        assert client.refusal(path, headers={"origin": "null"})[1] == code
    assert client.refusal("/assets/gone.js", headers={"origin": "https://evil.example"}) == (403, "foreign_origin")


def test_the_own_pages_are_answered(client: Client) -> None:
    assert client.get("/api/home", headers={"origin": "http://localhost:7860"}).status_code == 200


def test_what_another_site_embeds_is_refused(client: Client) -> None:
    elsewhere = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors"}
    assert client.refusal("/api/home", headers=elsewhere) == (403, "foreign_origin")
    link = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}
    assert client.get("/api/home", headers=link).status_code == 200


def test_a_server_for_the_network_is_known_by_address_and_by_allowed_names(
    home: Home, serve: Callable[..., Client]
) -> None:
    client = serve(create_app(home, bound_host="0.0.0.0", allowed_hosts=["Proxy.example"]))
    for host in ("10.0.0.1:7860", "[fe80::1]", "proxy.example"):
        assert client.get("/api/home", headers={"host": host}).status_code == 200
    assert client.refusal("/api/home", headers={"host": "evil.example"}) == (403, "foreign_host")
