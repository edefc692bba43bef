"""A server for many in the browser: the page that one is sent to, what one sees then, and that nothing of it stays when one leaves."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

import runstone as rs
from e2e.accessibility import AXE
from e2e.problems import Problems
from e2e.served import path_of, serve
from oidc_provider import real_provider
from runstone.access.accounts import Accounts
from runstone.access.oidc.settings import login_settings_path
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


def test_one_logs_in_by_a_provider_where_one_was_and_is_told_what_went_wrong(
    open_tab: Callable[..., Page], problems: Problems, tmp_path: Path, axe: str
) -> None:
    problems.forgive("status of 401")
    home = tmp_path / "home"
    rs.init("cv", "of-cv", id="of-cv", dir=home).finish()
    accounts = Accounts(Home(home))
    accounts.users.add("root", PASSWORD)
    accounts.grants.give(Role.ADMIN, "", user="root")
    accounts.invitations.create(Role.VIEWER, "cv", email="ada@example.org")
    accounts.close()
    secret = tmp_path / "secret"
    secret.write_text("a secret")
    ada = {"sub": "ada", "email": "ada@example.org", "email_verified": True, "preferred_username": "ada"}
    bob = {"sub": "bob", "email": "bob@example.org", "email_verified": True}
    with real_provider(tmp_path / "log", ada, bob) as issuer:
        login_settings_path(Home(home)).write_text(
            f"[oidc]\nissuer = '{issuer}'\nclient_id = 'runstone'\nclient_secret_file = '{secret}'\nlabel = 'Log in with Example'\n"
        )
        with serve(home, logins=True) as served:
            page = open_tab(served.url, width=390)
            # The provider's pages have a style from elsewhere.
            page.route(re.compile("^https:"), lambda route: route.fulfill(body="", content_type="text/css"))
            page.goto(path_of("cv", "runs?sort=name"))
            page.get_by_role("button", name="Log in with Example").click()
            page.get_by_role("button", name="bob", exact=True).click()
            expect(page.get_by_role("alert")).to_contain_text("bob@example.org, whom nobody invited")
            page.evaluate(axe)
            assert page.evaluate(AXE) == []
            page.get_by_role("button", name="Log in with Example").click()
            page.get_by_role("button", name="ada", exact=True).click()
            expect(page.get_by_text("of-cv").first).to_be_visible()
            expect(page).to_have_url(f"{served.url}{path_of('cv', 'runs?sort=name')}")

            page.get_by_role("button", name="Logged in as ada").click()
            expect(page.get_by_text("You may also come by")).to_be_visible()
            page.get_by_role("button", name="Log out").click()
            page.get_by_label("Name").fill("root")
            page.get_by_label("Password").fill(PASSWORD)
            page.get_by_role("button", name="Log in", exact=True).click()
            page.get_by_role("button", name="Logged in as root").click()
            page.get_by_role("button", name="Link “Log in with Example”").click()
            page.get_by_role("button", name="ada", exact=True).click()
            expect(page.get_by_role("alert")).to_contain_text("linked to the user 'ada' already")
            page.evaluate(axe)
            assert page.evaluate(AXE) == []
            page.close()
