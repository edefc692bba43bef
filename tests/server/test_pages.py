"""The built UI: its files, and its one page wherever the browser is."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from runstone.access.accounts import Accounts
from runstone.model.home import Home
from runstone.server.app import create_app
from server.conftest import Client

PAGE = (
    '<!doctype html><base href="./" /><script>\n  pin();\n</script><script type="module" src="./assets/a.js"></script>'
)


@pytest.fixture
def ui(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A UI that was built, and a secret beside it."""
    folder = tmp_path / "ui"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text(PAGE)
    (folder / "assets" / "a.js").write_text("run()")
    (folder / "favicon.svg").write_text("<svg/>")
    (tmp_path / "secret").write_text("secret")
    (tmp_path / "ui-too").mkdir()
    (tmp_path / "ui-too" / "secret").write_text("secret")
    monkeypatch.setattr("runstone.server.static.UI.__init__.__defaults__", (folder,))
    return folder


@pytest.mark.usefixtures("ui")
@pytest.mark.parametrize(
    ("path", "base"),
    [
        ("/", "./"),
        ("/index.html", "./"),
        ("/p/cv", "../"),
        ("/p/cv/resnet", "../../"),
        ("/p/cv/r/base", "../../../"),
        ("/p/cv/r/a%2Fb", "../../../"),
        ("/p/cv/", "../../"),
        ("/p/cv%20x/r/%C3%A9%25", "../../../"),
    ],
)
def test_the_page_finds_its_files_from_every_address(client: Client, path: str, base: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["cache-control"] == "no-cache"
    assert f'<base href="{base}"' in answer.text


@pytest.mark.usefixtures("ui")
def test_only_the_scripts_of_the_page_may_run(client: Client) -> None:
    answer = client.get("/p/cv")
    policy = dict(part.strip().split(" ", 1) for part in answer.headers["content-security-policy"].split(";"))
    (script,) = re.findall(r"<script>(.*?)</script>", answer.text, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert policy["script-src"] == f"'self' 'sha256-{digest}'"
    assert policy["default-src"] == "'self'"
    assert policy["object-src"] == "'none'"


@pytest.mark.usefixtures("ui")
def test_files_are_kept_for_ever_if_their_names_say_so(client: Client) -> None:
    asset = client.get("/assets/a.js")
    assert (asset.text, asset.headers["cache-control"]) == ("run()", "public, max-age=31536000, immutable")
    assert asset.headers["x-content-type-options"] == "nosniff"
    assert client.get("/favicon.svg").headers["cache-control"] == "no-cache"
    assert client.refusal("/assets/gone.js") == (404, "not_found")


def test_scripts_come_compressed_to_whoever_takes_that(ui: Path, client: Client) -> None:
    script = "run(); " * 1000
    (ui / "assets" / "b.js").write_text(script)
    packed = client.get("/assets/b.js", headers={"accept-encoding": "gzip, br"})
    assert packed.headers["content-encoding"] == "gzip"
    assert int(packed.headers["content-length"]) < len(script) / 10
    assert packed.headers["content-type"] == "text/javascript; charset=utf-8"
    plain = client.get("/assets/b.js", headers={"accept-encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert packed.text == plain.text == script
    assert packed.headers["vary"] == plain.headers["vary"] == "accept-encoding"
    assert packed.headers["cache-control"] == plain.headers["cache-control"]


@pytest.mark.usefixtures("ui")
@pytest.mark.parametrize(
    "path",
    [
        "/../secret",
        "/..%2Fsecret",
        "/%2e%2e/secret",
        "/%2e%2e%2fsecret",
        "/assets/../../secret",
        "/assets/..%2F..%2Fsecret",
        "/..%5Csecret",
        "/%2e%2e/ui-too/secret",
        "//etc/passwd",
        "/%2Fetc%2Fpasswd",
    ],
)
def test_nothing_else_can_be_had(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code in (200, 404)
    assert "secret" not in answer.text or "/secret" in answer.text
    assert "root:" not in answer.text


def test_links_out_of_the_folder_lead_nowhere(ui: Path, client: Client) -> None:
    (ui / "link").symlink_to(ui.parent / "secret")
    assert client.get("/link").text != "secret"


def test_a_ui_that_was_not_built_is_told(ui: Path, client: Client) -> None:
    (ui / "index.html").unlink()
    answer = client.get("/p/cv")
    assert answer.status_code == 503
    assert "The UI is not built" in answer.text
    assert client.get("/api/home").status_code == 200


@pytest.mark.usefixtures("ui")
@pytest.mark.parametrize(
    ("bound_host", "ancestors"),
    [
        (
            "127.0.0.1",
            "'self' http://localhost:* http://127.0.0.1:* https://localhost:* https://127.0.0.1:*",
        ),
        ("0.0.0.0", "'self'"),
        ("192.168.1.7", "'self'"),
    ],
)
def test_only_notebooks_of_this_machine_may_frame_a_server_of_this_machine(
    home: Home, serve: Callable[..., Client], bound_host: str, ancestors: str
) -> None:
    client = serve(create_app(home, bound_host=bound_host))
    policy = client.get("/p/cv").headers["content-security-policy"]
    assert [part.strip() for part in policy.split(";") if "frame-ancestors" in part] == [f"frame-ancestors {ancestors}"]


@pytest.mark.usefixtures("ui")
def test_the_page_says_whether_who_looks_has_to_be_asked_first(home: Home, serve: Callable[..., Client]) -> None:
    told = '<meta name="runstone-rights" content="asked" />'
    assert told not in serve(create_app(home)).get("/p/cv").text
    with closing(Accounts(home)) as accounts:
        assert told in serve(create_app(home, accounts=accounts)).get("/p/cv").text
