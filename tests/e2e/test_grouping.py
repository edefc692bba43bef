"""Groups of runs in the table."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from e2e.scene import BASELINE, SWEEP
from e2e.served import path_of
from e2e.table import filter_box, group_ids, ids, open_menu

pytestmark = pytest.mark.browser

RUNS = path_of(BASELINE, "runs")
BY_NAME = RUNS + "?group=config.optimizer%2Fname"
# The fork has the config of its parent.
WITH_ADAM = {"forked", *(f"sweep{seed}" for seed in range(SWEEP))}
ADAM, NONE = '["adam"]', '["null"]'


def test_runs_are_grouped_by_a_field_and_their_numbers_told(tab: Page) -> None:
    tab.goto(RUNS)
    open_menu(tab, "optimizer/name").get_by_role("button", name="Group").click()
    expect(tab.locator("[data-group]")).to_have_count(2)
    assert group_ids(tab) == [ADAM, NONE]
    adam = tab.locator(f"[data-group='{ADAM}']")
    expect(adam.get_by_role("button", name=f"adam {len(WITH_ADAM)} runs")).to_be_visible()
    expect(adam).to_contain_text(f"{len(WITH_ADAM)} finished")
    expect(adam).to_contain_text(re.compile(r"\d\.\d+ ± 0\.\d+"))
    expect(tab.get_by_text("2 groups of 9 runs")).to_be_visible()


def test_a_group_opens_to_its_runs_and_stays_open(tab: Page) -> None:
    tab.goto(BY_NAME)
    adam = tab.get_by_role("button", name=re.compile("^adam"))
    adam.click()
    expect(adam).to_have_attribute("aria-expanded", "true")
    expect(tab.locator("[data-run]")).to_have_count(len(WITH_ADAM))
    assert set(ids(tab)) == WITH_ADAM
    tab.reload()
    expect(tab.locator("[data-run]")).to_have_count(len(WITH_ADAM))
    tab.get_by_role("button", name=re.compile("^none")).click()
    expect(tab.locator("[data-run]")).to_have_count(len(WITH_ADAM) + 2)
    adam.click()
    expect(tab.locator("[data-run]")).to_have_count(2)
    assert set(ids(tab)) == {"failed", "notfinite"}


def test_several_fields_make_groups_within_groups_and_a_filter_leaves_fewer(tab: Page) -> None:
    tab.goto(BY_NAME)
    tab.get_by_role("button", name="Grouped by").click()
    picker = tab.get_by_role("dialog", name="Group runs")
    picker.get_by_role("textbox").fill("seed")
    picker.get_by_role("button", name="seed config").click()
    tab.keyboard.press("Escape")
    tab.keyboard.press("Escape")
    expect(tab.locator("[data-group]")).to_have_count(2)
    adam = tab.get_by_role("button", name=re.compile("^adam"))
    adam.click()
    # The fork has the seed of its parent.
    expect(tab.locator("[data-group]")).to_have_count(2 + SWEEP)
    filter_box(tab).fill("config.seed < 2")
    tab.keyboard.press("Enter")
    expect(tab.locator("[data-group]")).to_have_count(3)
    assert group_ids(tab) == [ADAM, '["adam","0"]', '["adam","1"]']
    inner = tab.locator('[data-group=\'["adam","1"]\']')
    expect(inner).to_have_attribute("aria-level", "2")
    inner.get_by_role("button", name=re.compile("^1 ")).click()
    expect(tab.locator("[data-run]").first).to_be_attached()
    assert "sweep1" in ids(tab)
    expect(tab.locator("[data-run]").first).to_have_attribute("aria-level", "3")
    tab.reload()
    expect(tab.locator("[data-group]")).to_have_count(3)
    expect(tab.locator("[data-run]").first).to_be_attached()
    adam.click()
    expect(tab.locator("[data-group]")).to_have_count(1)


def test_the_figure_is_chosen_and_in_the_address(tab: Page) -> None:
    tab.goto(BY_NAME)
    adam = tab.locator(f"[data-group='{ADAM}']")
    expect(adam).to_contain_text("±")
    tab.get_by_role("button", name="Grouped by").click()
    tab.get_by_role("button", name="Max", exact=True).click()
    expect(adam).not_to_contain_text("±")
    expect(adam).to_contain_text("0.9828")
    expect(tab).to_have_url(re.compile("fig=max"))
    tab.keyboard.press("Escape")
    tab.reload()
    expect(adam).to_contain_text("0.9828")


def test_only_one_group_is_a_filter(tab: Page) -> None:
    tab.goto(BY_NAME)
    row = tab.locator(f"[data-group='{NONE}']")
    row.hover()
    row.get_by_role("button", name="Only optimizer/name none").click()
    expect(filter_box(tab)).to_have_value("config.optimizer/name = null")
    expect(tab.locator("[data-group]")).to_have_count(1)
    tab.go_back()
    expect(tab.locator("[data-group]")).to_have_count(2)


def test_keys_open_groups_and_toggle_their_runs(tab: Page) -> None:
    tab.goto(BY_NAME)
    expect(tab.locator("[data-group]")).to_have_count(2)
    tab.keyboard.press("j")
    tab.keyboard.press("Enter")
    expect(tab.locator("[data-run]")).to_have_count(len(WITH_ADAM))
    first = ids(tab)[0]
    tab.keyboard.press("j")
    tab.keyboard.press("v")
    expect(tab.locator(f'[data-run="{first}"]').get_by_role("checkbox", name="in charts")).not_to_be_checked()
