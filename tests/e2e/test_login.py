"""A server for many in the browser: the page that one is sent to, what one sees then, and that nothing of it stays when one leaves."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

import runstone as rs
from e2e.accessibility import AXE
from e2e.problems import Problems
from e2e.served import path_of, serve
from runstone.access.accounts import Accounts
from runstone.access.role import Role
from runstone.model.home import Home

PASSWORD = "correct horse battery"


def test_one_logs_in_where_one_was_and_sees_the_projects_of_ones_roles(
    open_tab: Callable[..., Page], problems: Problems, tmp_path: Path, axe: str
) -> None:
    problems.forgive("status of 401")
    home = tmp_path / "home"
    for project in ("cv", "nlp"):
        rs.init(project, f"of-{project}", id=f"of-{project}", dir=home).finish()
    accounts = Accounts(Home(home))
    accounts.users.add("ada", PASSWORD)
    accounts.grants.give(Role.ADMIN, "", user="ada")
    link = accounts.invitations.create(Role.EDITOR, "cv")
    accounts.close()
    with serve(home, logins=True) as served:
        page = open_tab(served.url, width=390)
        page.goto(path_of("cv", "runs"))
        page.get_by_label("Name").fill("bob")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Log in").click()
        expect(page.get_by_role("alert")).to_contain_text("no user of this name")
        page.evaluate(axe)
        assert page.evaluate(AXE) == []

        page.goto(f"/invitation#{link.text}")
        page.get_by_label("Name").fill("bob")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Begin").click()
        me = page.get_by_role("button", name="Logged in as bob")
        expect(me).to_be_visible()
        page.goto(path_of("cv", "runs"))
        expect(page.get_by_text("of-cv").first).to_be_visible()
        assert page.evaluate("fetch('/api/run-ids').then(answer => answer.json())")["ids"] == ["of-cv"]

        me.click()
        page.get_by_role("button", name="Tokens").click()
        page.get_by_label("What it is for").fill("the cluster")
        page.get_by_role("button", name="Make a token").click()
        expect(page.get_by_text("Copy it now")).to_be_visible()
        page.get_by_role("button", name="Revoke").click()
        expect(page.get_by_role("button", name="Revoke")).to_have_count(0)
        page.keyboard.press("Escape")

        me.click()
        page.get_by_role("button", name="Log out").click()
        page.get_by_label("Name").fill("bob")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Log in").click()
        expect(page.get_by_text("of-cv").first).to_be_visible()
        page.close()

        page = open_tab(served.url)
        page.goto("/members")
        page.get_by_label("Name").fill("ada")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Log in").click()
        page.get_by_role("button", name="Give bob a role").click()
        page.get_by_label("Project for bob").fill("nlp")
        page.get_by_role("button", name="Give", exact=True).click()
        page.get_by_role("button", name="Take editor in cv from bob").click()
        expect(page.get_by_role("button", name="Take editor in cv from bob")).to_have_count(0)
        expect(page.get_by_role("button", name="Take viewer in nlp from bob")).to_be_visible()
        expect(page.get_by_text("grant taken")).to_be_visible()
        page.evaluate(axe)
        assert page.evaluate(AXE) == []
        page.close()
