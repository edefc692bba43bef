"""A share link in the browser: made where one is, opened by somebody without a login, and over when it is revoked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

import runstone as rs
from e2e.accessibility import AXE
from e2e.problems import Problems
from e2e.served import path_of_run, serve
from runstone.access.accounts import Accounts
from runstone.access.role import Role
from runstone.model.home import Home

pytestmark = pytest.mark.browser

PASSWORD = "correct horse battery"
STATUS = """([method, path, body]) => fetch(new URL(path, document.baseURI), {method, headers: {"Content-Type": "application/json"}, body})
  .then((answer) => answer.status)"""


def test_who_is_given_a_link_sees_the_run_changes_nothing_and_is_told_when_it_is_over(
    open_tab: Callable[..., Page], problems: Problems, tmp_path: Path, axe: str
) -> None:
    for status in (401, 403, 404, 410):
        problems.forgive(f"status of {status}")
    home = tmp_path / "home"
    for name in ("shown", "kept"):
        with rs.init("cv", name, id=name, notes=f"notes of {name}", dir=home) as run:
            run.log({"loss": 1.0})
            run.log({"loss": 0.5})
    accounts = Accounts(Home(home))
    accounts.users.add("ada", PASSWORD)
    accounts.grants.give(Role.EDITOR, "cv", user="ada")
    accounts.close()
    with serve(home, logins=True) as served:
        page = open_tab(served.url)
        page.goto(path_of_run("cv", "shown", "charts"))
        page.get_by_label("Name").fill("ada")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Log in").click()
        page.get_by_role("button", name="Share this run").click()
        page.get_by_label("What it is for").fill("for the reviewers")
        page.evaluate(axe)
        assert page.evaluate(AXE) == []
        page.get_by_role("button", name="Make a link").click()
        link = page.get_by_role("dialog").locator("code").inner_text()
        page.keyboard.press("Escape")

        guest = open_tab(served.url)
        guest.goto(link)
        expect(guest.get_by_text("Shared with you, read-only, until")).to_be_visible()
        expect(guest.get_by_role("article", name="loss")).to_be_visible()
        # What opens it does not stay where it could be read.
        assert "#" not in guest.url
        assert link.rpartition("#")[2] not in guest.evaluate("document.cookie + JSON.stringify(localStorage)")
        for name in ("Share", "Rename", "Stop", "Comment", "Compare"):
            expect(guest.get_by_role("button", name=name)).to_have_count(0)
        for name in ("Compare", "Reports", "Sweeps"):
            expect(guest.get_by_role("link", name=name, exact=True)).to_have_count(0)
        guest.get_by_role("tab", name="Overview").click()
        expect(guest.get_by_text("notes of shown")).to_be_visible()
        guest.evaluate(axe)
        assert guest.evaluate(AXE) == []
        for method, path, body, status in (
            ("POST", "api/edits", '{"runs": ["shown"], "changes": {"notes": "mine"}}', 403),
            ("POST", "api/comments", '{"run": "shown", "text": "mine"}', 403),
            ("POST", "api/shares", '{"runs": ["shown"]}', 403),
            ("GET", "api/runs/kept", None, 404),
            ("GET", "/api/runs/shown", None, 401),
        ):
            assert guest.evaluate(STATUS, [method, path, body]) == status, path
        guest.get_by_role("link", name="Runs", exact=True).click()
        expect(guest.locator("[data-run]")).to_have_count(1)

        page.get_by_role("button", name="Logged in as ada").click()
        page.get_by_role("button", name="Share links").click()
        expect(page.get_by_text("opened 1 time")).to_be_visible()
        page.get_by_role("button", name="Revoke for the reviewers").click()
        expect(page.get_by_role("button", name="Revoke")).to_have_count(0)
        guest.reload()
        expect(guest.get_by_role("alert")).to_contain_text("This share link was revoked.")
        guest.goto("about:blank")
        guest.goto(link)
        expect(guest.get_by_role("alert")).to_contain_text("Ask who gave it to you for another one.")
        guest.close()
        page.close()
