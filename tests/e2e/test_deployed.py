"""A server as people run it: behind a reverse proxy under a prefix, and by HTTPS with a certificate of one's own authority."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

import runstone as rs
from e2e.live import LiveRun
from e2e.nginx import NGINX, PREFIX, free_port, nginx
from e2e.problems import Problems
from e2e.proxy import proxy
from e2e.served import environment, path_of, path_of_run, serve
from oidc_provider import real_provider
from runstone.access.accounts import Accounts
from runstone.access.oidc.settings import login_settings_path
from runstone.access.role import Role
from runstone.model.home import Home

pytestmark = pytest.mark.browser

PASSWORD = "correct horse battery"
# More than nginx takes of a request unless it is told otherwise.
FILE = os.urandom(2 << 20)


def open_home(home: Path) -> str:
    """A home with a user; their token."""
    accounts = Accounts(Home(home))
    accounts.users.add("ada", PASSWORD)
    accounts.grants.give(Role.ADMIN, "", user="ada")
    token = accounts.tokens.create("ada", "the trainer").text
    accounts.close()
    return token


@contextmanager
def recording(url: str, token: str, trainer: Path, **more: str) -> Iterator[LiveRun]:
    """A run on another machine, as far as its home is concerned, that is sent while it is recorded."""
    told = {**environment(), "RUNSTONE_URL": url, "RUNSTONE_API_KEY": token, **more}
    run = LiveRun(trainer, "cv", "far", told)
    try:
        yield run
    finally:
        run.end()


def walk_through(page: Page, url: str, run: LiveRun, tmp_path: Path) -> None:
    """Log in at the run's page, see what it logs, and download a file of it."""
    run.log({"loss": 0.5}, step=0)
    run.save("weights.bin", FILE)
    page.goto(url + path_of_run("cv", run.id, "charts"))
    page.get_by_label("Name").fill("ada")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    panel = page.get_by_role("article", name="loss")
    expect(panel).to_contain_text("0.5")
    run.log({"loss": 0.125}, step=1)
    expect(panel).to_contain_text("0.125")
    page.get_by_role("tab", name="Files").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download weights.bin").click()
    download.value.save_as(tmp_path / "weights.bin")
    assert (tmp_path / "weights.bin").read_bytes() == FILE


def test_behind_a_proxy_under_a_prefix_one_logs_in_records_looks_and_shares(
    open_tab: Callable[..., Page], problems: Problems, tmp_path: Path
) -> None:
    problems.forgive("status of 401")
    problems.forgive("status of 404")  # the run has not arrived yet
    home = tmp_path / "home"
    token = open_home(home)
    port = free_port()
    with ExitStack() as stack:
        options = ["--behind-proxy", "127.0.0.1", "--root-path", PREFIX]
        served = stack.enter_context(serve(home, logins=True, options=options))
        before = nginx(served.url, port, tmp_path / "nginx") if NGINX else proxy(served.url, PREFIX)
        url = stack.enter_context(before)
        run = stack.enter_context(recording(url, token, tmp_path / "trainer"))
        page = open_tab(url)
        walk_through(page, url, run, tmp_path)
        assert {cookie["path"] for cookie in page.context.cookies()} == {PREFIX}
        page.get_by_role("button", name="Share this run").click()
        page.get_by_role("button", name="Make a link").click()
        link = page.get_by_role("dialog").locator("code").inner_text()
        assert link.startswith(f"{url}/share/")
        guest = open_tab(url)
        guest.goto(link)
        expect(guest.get_by_role("link", name="Download weights.bin")).to_be_visible()
        expect(guest.get_by_text("Shared with you, read-only")).to_be_visible()
        guest.close()
        page.close()


def test_behind_a_proxy_under_a_prefix_one_comes_by_a_provider_and_lands_where_one_was(
    open_tab: Callable[..., Page], problems: Problems, tmp_path: Path
) -> None:
    problems.forgive("status of 401")
    home = tmp_path / "home"
    rs.init("cv", "of-cv", id="of-cv", dir=home).finish()
    open_home(home)
    accounts = Accounts(Home(home))
    accounts.invitations.create(Role.EDITOR, "cv", email="ada@example.org")
    accounts.close()
    ada = {"sub": "ada", "email": "ada@example.org", "email_verified": True, "preferred_username": "ada.l"}
    bob = {"sub": "bob", "email": "bob@example.org", "email_verified": True}
    secret = tmp_path / "secret"
    secret.write_text("a secret")
    with ExitStack() as stack:
        issuer = stack.enter_context(real_provider(tmp_path / "log", ada, bob))
        login_settings_path(Home(home)).write_text(
            f"[oidc]\nissuer = '{issuer}'\nclient_id = 'runstone'\nclient_secret_file = '{secret}'\nlabel = 'Log in with Example'\n"
        )
        port = free_port()
        options = ["--behind-proxy", "127.0.0.1", "--root-path", PREFIX]
        served = stack.enter_context(serve(home, logins=True, options=options))
        url = stack.enter_context(nginx(served.url, port, tmp_path / "nginx") if NGINX else proxy(served.url, PREFIX))
        page = open_tab(url)
        # The provider's pages have a style from elsewhere.
        page.route(re.compile("^https:"), lambda route: route.fulfill(body="", content_type="text/css"))
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        there = f"{url}{path_of('cv', 'runs?sort=name')}"
        page.goto(there)
        page.get_by_role("button", name="Log in with Example").click()
        page.get_by_role("button", name="bob", exact=True).click()
        expect(page.get_by_role("alert")).to_contain_text("bob@example.org, whom nobody invited")
        expect(page).to_have_url(there)
        page.get_by_role("button", name="Log in with Example").click()
        page.get_by_role("button", name="ada", exact=True).click()
        expect(page.get_by_text("of-cv").first).to_be_visible()
        expect(page).to_have_url(there)
        assert {cookie["path"] for cookie in page.context.cookies(url)} == {PREFIX}
        (way, *_) = [each for each in asked if each.startswith(f"{issuer}/oauth2/authorize?")]
        assert parse_qs(urlsplit(way).query)["redirect_uri"] == [f"{url}/api/oidc/callback"]
        page.get_by_role("button", name="Logged in as ada.l").click()
        page.get_by_role("button", name="Log out").click()
        page.get_by_label("Name").fill("ada")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Log in", exact=True).click()
        page.get_by_role("button", name="Logged in as ada").click()
        page.get_by_role("button", name="Link “Log in with Example”").click()
        page.get_by_role("button", name="ada", exact=True).click()
        expect(page.get_by_role("alert")).to_contain_text("linked to the user 'ada.l' already")
        expect(page).to_have_url(there)
        page.close()


def test_by_https_with_a_certificate_of_ones_own(
    open_tab: Callable[..., Page], problems: Problems, tmp_path: Path
) -> None:
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("It takes openssl to make a certificate.")
    problems.forgive("status of 401")
    problems.forgive("status of 404")  # the run has not arrived yet
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        [
            *(openssl, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"),
            *("-keyout", key, "-out", certificate, "-days", "30", "-subj", "/CN=127.0.0.1"),
            *("-addext", "subjectAltName=IP:127.0.0.1", "-addext", "basicConstraints=critical,CA:TRUE"),
        ],
        check=True,
        capture_output=True,
    )
    home = tmp_path / "home"
    token = open_home(home)
    options = ["--tls-cert", str(certificate), "--tls-key", str(key)]
    with ExitStack() as stack:
        served = stack.enter_context(serve(home, logins=True, options=options))
        assert served.url.startswith("https://")
        # The agent believes this authority alone; the browser of the test cannot be told of one.
        run = stack.enter_context(recording(served.url, token, tmp_path / "trainer", SSL_CERT_FILE=str(certificate)))
        page = open_tab(served.url, ignore_https_errors=True)
        walk_through(page, served.url, run, tmp_path)
        assert all(cookie["secure"] and cookie["httpOnly"] for cookie in page.context.cookies())
        page.close()
