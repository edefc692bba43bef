"""Saved views over the two pages of a project: what is saved on one stands on the other."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from e2e.problems import Problems
from e2e.scene import BASELINE, SWEEP
from e2e.served import Served, path_of
from e2e.table import expect_ids, header

pytestmark = pytest.mark.browser

ALL = SWEEP + 3
TABLE = "?col=state&col=config.seed&pin=config.seed&group=state&filter=config.seed%20%3E%3D%200"


@pytest.fixture(autouse=True)
def without_views(tab: Page, site: Served) -> Iterator[None]:
    """Views that a test leaves would be those of others."""
    yield
    for view in tab.request.get(f"{site.url}/api/views").json()["views"]:
        revision = view["revision"]
        assert tab.request.delete(
            f"{site.url}/api/views/{view['id']}?expected_revision={revision}",
            headers={"Content-Type": "application/json"},
        ).ok


def saved_views(tab: Page, button: str) -> Locator:
    tab.get_by_role("button", name=button, exact=True).click()
    return tab.get_by_role("dialog", name="Saved views")


def save(tab: Page, name: str) -> None:
    views = saved_views(tab, "Views")
    views.get_by_role("textbox", name="Name of the new view").fill(name)
    views.get_by_role("button", name="Save as").click()
    expect(views.get_by_role("button", name=f"Rename {name}")).to_be_visible()
    tab.keyboard.press("Escape")
    expect(views).to_have_count(0)


def test_a_view_brings_the_table_back(tab: Page) -> None:
    tab.goto(path_of(BASELINE, "runs") + TABLE)
    expect(tab.locator("[data-group]").first).to_be_visible()
    save(tab, "By state")

    tab.goto(path_of(BASELINE, "runs") + "?view=none")
    expect(tab.locator("[data-run]")).to_have_count(ALL)
    saved_views(tab, "Views").get_by_role("button", name="By state", exact=True).click()
    expect(tab.locator("[data-group]").first).to_be_visible()
    expect(header(tab, "seed")).to_be_visible()
    for said in ("col=state&col=config.seed", "pin=config.seed", "group=state", "filter=config.seed"):
        expect(tab).to_have_url(re.compile(re.escape(said)))


def test_the_charts_and_the_table_are_one_view(tab: Page) -> None:
    tab.goto(path_of(BASELINE, "runs") + TABLE)
    expect(tab.locator("[data-group]").first).to_be_visible()
    save(tab, "Both")
    pages = tab.get_by_role("navigation", name="Pages of the project")
    pages.get_by_role("link", name="Charts").click()
    expect(tab.get_by_role("button", name="Both", exact=True)).to_be_visible()
    tab.get_by_role("button", name="Log y").click()
    views = saved_views(tab, "Both edited")
    views.get_by_role("button", name="Save", exact=True).click()
    expect(views.get_by_role("button", name="Save", exact=True)).to_have_count(0)
    tab.keyboard.press("Escape")
    expect(views).to_have_count(0)

    pages.get_by_role("link", name="Runs").click()
    expect(tab.locator("[data-group]").first).to_be_visible()
    expect(tab).to_have_url(re.compile("group=state"))
    pages.get_by_role("link", name="Charts").click()
    expect(tab.get_by_role("button", name="Log y")).to_have_attribute("aria-pressed", "true")


def test_a_link_to_a_view_is_enough_for_either_page(tab: Page, site: Served) -> None:
    document = {
        "page": "charts",
        "search": "filter=tag+%3D+sweep&log=1",
        "table": {"columns": ["config.seed"], "sort": ["config.seed"]},
    }
    made = tab.request.post(
        f"{site.url}/api/views", data={"project": BASELINE, "name": "Linked", "document": document}
    ).json()
    tab.goto(path_of(BASELINE, "runs") + f"?view={made['id']}")
    expect_ids(tab, {f"sweep{seed}" for seed in range(SWEEP)})
    expect(tab).to_have_url(re.compile("col=config.seed"))
    tab.goto(path_of(BASELINE) + f"?view={made['id']}")
    expect(tab.get_by_role("button", name="Log y")).to_have_attribute("aria-pressed", "true")
    expect(tab.get_by_role("combobox", name="Filter runs")).to_have_value("tag = sweep")


def test_a_link_to_a_view_that_was_removed_says_so(tab: Page, problems: Problems) -> None:
    problems.forgive("status of 404")
    for page in ("", "runs"):
        tab.goto(path_of(BASELINE, page) + "?view=removed1")
        expect(tab.get_by_text("The saved view of this address is no more.")).to_be_visible()
