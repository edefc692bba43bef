"""What the mouse does on a page is in the palette, too."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from e2e.scene import BASELINE
from e2e.served import Served, path_of

pytestmark = pytest.mark.browser


def do(page: Page, what: str) -> None:
    """Find an action in the palette by its whole name, and take it."""
    page.keyboard.press("Control+k")
    palette = page.get_by_role("dialog", name="Do or jump to")
    palette.get_by_role("combobox").fill(f"^{re.escape(what)}$")
    expect(palette.get_by_role("option").first).to_contain_text(what)
    page.keyboard.press("Enter")
    expect(palette).to_have_count(0)


def test_charts_are_set_up_by_the_palette(tab: Page) -> None:
    tab.goto(path_of(BASELINE))
    expect(tab.locator("[data-metric='train/loss']")).to_be_visible()
    do(tab, "X axis: time since the run began")
    expect(tab).to_have_url(re.compile(r"[?&]x=relative"))
    do(tab, "Logarithmic y axis")
    expect(tab.get_by_role("button", name="Log y")).to_have_attribute("aria-pressed", "true")
    do(tab, "Smoothing: more")
    expect(tab.get_by_role("slider", name="Smoothing")).to_have_value("0.1")
    do(tab, "Collapse all sections")
    expect(tab.locator("[data-metric='train/loss']")).to_have_count(0)
    do(tab, "Expand all sections")
    expect(tab.locator("[data-metric='train/loss']")).to_be_visible()
    do(tab, "Settings of all charts")
    expect(tab.get_by_role("dialog", name="Settings of all charts")).to_be_visible()
    tab.keyboard.press("Escape")
    expect(tab.get_by_role("dialog")).to_have_count(0)
    do(tab, "Search metrics")
    expect(tab.get_by_role("textbox", name="Search metrics")).to_be_focused()
    do(tab, "Full screen: train/loss")
    full = tab.get_by_role("dialog", name="train/loss")
    expect(full).to_be_visible()
    with tab.expect_download() as saved:
        do(tab, "Save shown values as CSV: train/loss")
    assert saved.value.suggested_filename.endswith(".csv")
    tab.keyboard.press("Escape")
    expect(full).to_have_count(0)
    do(tab, "Add a panel: text")
    expect(tab.get_by_role("article")).not_to_have_count(0)
    expect(tab.get_by_role("heading", name="panels")).to_be_visible()


def test_the_palette_finds_by_words_and_its_field_stays_where_it_is(tab: Page) -> None:
    tab.goto(path_of(BASELINE))
    expect(tab.locator("[data-metric='train/loss']")).to_be_visible()
    tab.keyboard.press("Control+k")
    palette = tab.get_by_role("dialog", name="Do or jump to")
    field = palette.get_by_role("combobox")
    expect(palette.get_by_role("option").nth(20)).to_be_attached()
    before = field.bounding_box()
    field.fill("4 sweep")
    expect(palette.get_by_role("option", name="sweep-4 ·")).to_be_visible()
    assert field.bounding_box() == before
    field.fill("loss val")
    expect(palette.get_by_role("option", name="val/loss metric")).to_be_visible()


def test_the_table_is_set_up_by_the_palette(tab: Page) -> None:
    tab.goto(path_of(BASELINE, "runs"))
    expect(tab.locator("[data-run]").first).to_be_visible()
    do(tab, "Group by: State")
    expect(tab.locator("[data-group]").first).to_be_visible()
    do(tab, "Do not group")
    expect(tab.locator("[data-run]").first).to_be_visible()
    do(tab, "Sort by: Name")
    expect(tab).to_have_url(re.compile(r"[?&]sort=name"))
    do(tab, "Choose columns")
    expect(tab.get_by_role("dialog", name="Columns")).to_be_visible()
    tab.keyboard.press("Escape")
    expect(tab.get_by_role("dialog")).to_have_count(0)
    do(tab, "Filter runs")
    expect(tab.get_by_role("combobox", name="Filter runs")).to_be_focused()


def test_a_view_that_was_removed_beside_the_table_comes_back(tab: Page, site: Served) -> None:
    tab.goto(path_of(BASELINE, "runs") + "?group=state")
    expect(tab.locator("[data-group]").first).to_be_visible()
    do(tab, "Saved views: show, save, rename, remove")
    views = tab.get_by_role("dialog", name="Saved views")
    views.get_by_role("textbox", name="Name of the new view").fill("Gone")
    views.get_by_role("button", name="Save as").click()
    views.get_by_role("button", name="Remove Gone").click()
    expect(tab.get_by_text("The view Gone was removed.")).to_be_visible()
    expect(views.get_by_role("button", name="Remove Gone")).to_have_count(0)
    tab.keyboard.press("Escape")
    expect(views).to_have_count(0)
    tab.get_by_role("button", name="Undo").click()
    do(tab, "Saved views: show, save, rename, remove")
    views.get_by_role("button", name="Remove Gone").click()
    expect(views.get_by_role("button", name="Remove Gone")).to_have_count(0)
