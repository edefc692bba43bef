"""A table much longer than what a browser holds of it: any place of it is there at once, and its keys reach everywhere."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from e2e.many import MODELS, PROJECT, RUNS
from e2e.served import Served, path_of
from e2e.table import filter_box
from recorder import Recorder
from runstone.model.home import Home

pytestmark = pytest.mark.browser

BY_NUMBER = path_of(PROJECT, "runs") + "?sort=number"
BY_MODEL = path_of(PROJECT, "runs") + "?group=config.model"


def run(page: Page, number: int) -> Locator:
    return page.locator(f"[data-run=r{number:04d}]")


def group(page: Page, number: int) -> Locator:
    return page.locator(f"[data-group='[\"model-{number:03d}\"]']")


def expect_rows(page: Page, rows: int) -> None:
    expect(page.get_by_label("Runs", exact=True)).to_have_attribute("aria-rowcount", str(rows + 1))


def drag_scrollbar(page: Page, part: float) -> None:
    page.get_by_label("Runs", exact=True).evaluate(
        "(grid, part) => { grid.scrollTop = part * (grid.scrollHeight - grid.clientHeight); }", part
    )


def test_every_place_of_a_long_list_is_reached_and_picked(open_tab: Callable[..., Page], many_site: Served) -> None:
    page = open_tab(many_site.url)
    page.goto(BY_NUMBER)
    expect_rows(page, RUNS)
    expect(run(page, 0)).to_have_attribute("aria-rowindex", "2")

    page.keyboard.press("End")
    expect(run(page, RUNS - 1)).to_be_in_viewport()
    expect(run(page, RUNS - 1)).to_have_attribute("aria-rowindex", str(RUNS + 1))
    page.keyboard.press("k")
    page.keyboard.press("x")
    expect(run(page, RUNS - 2).get_by_role("checkbox", name="Pick")).to_be_checked()
    expect(page.get_by_text("1 run picked")).to_be_visible()
    page.keyboard.press("x")
    expect(page.get_by_text("1 run picked")).to_be_hidden()

    drag_scrollbar(page, 0.5)
    middle = run(page, RUNS // 2)
    expect(middle).to_be_in_viewport()
    expect(middle).to_have_attribute("aria-rowindex", str(RUNS // 2 + 2))

    # From the first row to one near the end: those between were never here.
    page.keyboard.press("Home")
    run(page, 0).get_by_role("checkbox", name="Pick").click()
    drag_scrollbar(page, 1)
    run(page, RUNS - 2).get_by_role("checkbox", name="Pick").click(modifiers=["Shift"])
    expect(page.get_by_text(re.compile(r"^1.199 runs picked$"))).to_be_visible()

    # Another list begins at its top.
    filter_box(page).fill("config.seed = 3")
    page.keyboard.press("Enter")
    expect_rows(page, RUNS // 4)
    expect(run(page, 3)).to_be_in_viewport()
    expect(run(page, 3)).to_have_attribute("aria-rowindex", "2")


def test_every_group_of_many_is_reached_and_opened(open_tab: Callable[..., Page], many_site: Served) -> None:
    page = open_tab(many_site.url)
    page.goto(BY_MODEL)
    expect_rows(page, MODELS)
    page.get_by_label("Runs", exact=True).focus()
    page.keyboard.press("End")
    last = group(page, MODELS - 1)
    expect(last).to_be_in_viewport()
    expect(last).to_have_attribute("aria-rowindex", str(MODELS + 1))
    page.keyboard.press("Enter")
    expect_rows(page, MODELS + 4)
    page.keyboard.press("End")
    expect(page.locator("[data-run]")).to_have_count(4)
    drag_scrollbar(page, 0)
    expect(group(page, 0)).to_be_in_viewport()
    group(page, 0).get_by_role("button", name=re.compile("^model-000")).click()
    expect_rows(page, MODELS + 8)
    expect(run(page, 0)).to_be_in_viewport()
    expect(group(page, 1)).to_have_attribute("aria-rowindex", "7")


def test_a_new_run_stands_at_the_end_of_a_long_list(open_tab: Callable[..., Page], many_site: Served) -> None:
    page = open_tab(many_site.url)
    page.goto(path_of("many", "runs") + "?sort=created_time")
    expect_rows(page, RUNS)
    expect(run(page, 0)).to_be_in_viewport()
    page.keyboard.press("End")
    expect(run(page, RUNS - 1)).to_be_in_viewport()
    # In a project of its own, beside the one that other tests count the runs of.
    Recorder(Home(many_site.home), "late", project="many/later").finish()
    expect_rows(page, RUNS + 1)
    expect(run(page, RUNS - 1)).to_be_in_viewport()
    page.keyboard.press("End")
    expect(page.locator("[data-run=late]")).to_be_in_viewport()
    expect(page.locator("[data-run=late]")).to_have_attribute("aria-rowindex", str(RUNS + 2))
