"""The start page."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from e2e.scene import BASELINE
from e2e.served import Served

pytestmark = pytest.mark.browser


def test_the_tree_of_projects_leads_to_charts(tab: Page, site: Served) -> None:
    tab.goto("/")
    table = tab.get_by_role("table", name="Projects")
    for part in ("vision", "resnet50", "baseline", "gallery", "größe", "日本語", "audio"):
        expect(table.get_by_role("link", name=part, exact=True)).to_be_visible()
    # A parent counts what lies under it.
    expect(table.get_by_role("row").filter(has=tab.get_by_role("link", name="resnet50", exact=True))).to_contain_text(
        "9"
    )
    table.get_by_role("link", name="baseline", exact=True).click()
    expect(tab).to_have_url(f"{site.url}/p/{BASELINE}")
    expect(tab.get_by_role("heading", name=f"Charts of {BASELINE}")).to_be_attached()


def test_a_branch_of_the_tree_folds_and_stays_so(tab: Page) -> None:
    tab.goto("/")
    tab.get_by_role("button", name="What lies under vision", exact=True).click()
    expect(tab.get_by_role("link", name="baseline", exact=True)).to_have_count(0)
    tab.reload()
    expect(tab.get_by_role("link", name="audio", exact=True)).to_be_visible()
    expect(tab.get_by_role("link", name="baseline", exact=True)).to_have_count(0)


def test_slash_goes_to_the_search_which_takes_a_pattern(tab: Page) -> None:
    tab.goto("/")
    expect(tab.get_by_role("link", name="audio", exact=True)).to_be_visible()
    tab.keyboard.press("/")
    tab.keyboard.type("gall|日")
    expect(tab.get_by_role("link", name="audio", exact=True)).to_have_count(0)
    expect(tab.get_by_role("link", name="gallery", exact=True)).to_be_visible()
    expect(tab.get_by_role("link", name="日本語", exact=True)).to_be_visible()


def test_question_mark_shows_the_keys(tab: Page) -> None:
    tab.goto("/")
    expect(tab.get_by_role("heading", name="Projects")).to_be_visible()
    tab.keyboard.press("?")
    expect(tab.get_by_role("dialog", name="Keyboard and mouse")).to_be_visible()
    tab.keyboard.press("Escape")
    expect(tab.get_by_role("dialog")).to_have_count(0)
