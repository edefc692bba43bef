"""The filter box: typing, completions, what is wrong and where, and the address."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from e2e.charts import expect_runs
from e2e.problems import Problems
from e2e.scene import BASELINE, SWEEP
from e2e.served import path_of
from e2e.table import expect_ids, filter_box, header, open_menu

pytestmark = pytest.mark.browser

ALL = SWEEP + 3
RUNS = path_of(BASELINE, "runs")


def open_table(tab: Page, query: str = "") -> None:
    tab.goto(RUNS + query)
    expect(tab.locator("[data-run]").first).to_be_attached()


def forgive_refusals(problems: Problems) -> None:
    """The browser reports each answer of 400: what half a filter gets, if typing rests in the middle of it."""
    problems.forgive("^error: Failed to load resource: the server responded with a status of 400")


def test_words_and_conditions_leave_the_runs_that_meet_them(tab: Page) -> None:
    open_table(tab)
    expect(tab.locator("[data-run]")).to_have_count(ALL)
    tab.keyboard.press("/")
    tab.keyboard.type("sweep-2")
    expect_ids(tab, {"sweep2"})
    filter_box(tab).fill('~ "sweep-[024]|broken"')
    expect_ids(tab, {"sweep0", "sweep2", "sweep4", "failed"})
    filter_box(tab).fill("config.seed <= 1 and tag = sweep")
    expect_ids(tab, {"sweep0", "sweep1"})
    filter_box(tab).fill("state in (failed, crashed)")
    expect_ids(tab, {"failed"})


def test_completions_lead_to_a_whole_condition(tab: Page, problems: Problems) -> None:
    open_table(tab)
    box = filter_box(tab)
    box.press_sequentially("config.se")
    options = tab.get_by_role("listbox", name="Completions").get_by_role("option")
    expect(options.filter(has_text="config.seed")).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    tab.keyboard.press("Tab")
    expect(box).to_have_value("config.seed ")
    expect(box).to_be_focused()
    expect(options.filter(has_text="<=")).to_be_visible()
    tab.keyboard.type("<= ")
    expect(options.filter(has_text="2 runs")).to_have_text(re.compile("^0"))
    tab.keyboard.type("0")
    expect_ids(tab, {"sweep0", "forked"})
    forgive_refusals(problems)


def test_arrows_choose_and_enter_takes_what_is_chosen(tab: Page, problems: Problems) -> None:
    open_table(tab)
    box = filter_box(tab)
    box.press_sequentially("state = ")
    options = tab.get_by_role("option")
    expect(options.filter(has_text="failed")).to_be_visible()
    expect(box).not_to_have_attribute("aria-activedescendant", re.compile("."))
    tab.keyboard.press("ArrowDown")
    chosen = options.first
    expect(chosen).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", chosen.get_attribute("id") or "")
    text = chosen.locator("span").first.inner_text()
    tab.keyboard.press("Enter")
    expect(box).to_have_value(f"state = {text} ")
    tab.keyboard.press("Escape")
    expect(tab.get_by_role("listbox")).to_have_count(0)
    expect(box).to_have_value(f"state = {text} ")
    tab.keyboard.press("Escape")
    expect(box).to_have_value("")
    forgive_refusals(problems)


def test_enter_without_a_choice_filters_and_does_not_complete(tab: Page) -> None:
    open_table(tab)
    filter_box(tab).press_sequentially("swee")
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("listbox")).to_have_count(0)
    expect(filter_box(tab)).to_have_value("swee")
    expect(tab.locator("[data-run]")).to_have_count(SWEEP)


def test_a_mouse_takes_a_completion_and_the_caret_is_where_typing_goes_on(tab: Page) -> None:
    open_table(tab)
    box = filter_box(tab)
    box.press_sequentially("config.see")
    tab.get_by_role("option").filter(has_text="config.seed").click()
    expect(box).to_be_focused()
    tab.keyboard.type("= 3")
    expect(box).to_have_value("config.seed = 3")
    expect_ids(tab, {"sweep3"})


def test_what_is_wrong_is_shown_where_it_is_and_the_last_runs_stay(tab: Page, problems: Problems) -> None:
    open_table(tab)
    box = filter_box(tab)
    box.fill("config.seed < 2 and tag = sweep")
    expect_ids(tab, {"sweep0", "sweep1"})
    box.fill("config.seed << 2 and tag = sweep")
    tab.keyboard.press("Enter")
    expect(box).to_have_attribute("aria-invalid", "true")
    expect(tab.locator("mark")).to_have_text("<")
    message = tab.locator(f"id={box.get_attribute('aria-describedby')}")
    expect(message).to_contain_text("A value is expected")
    expect_ids(tab, {"sweep0", "sweep1"})
    tab.get_by_role("button", name="Go to the place that is wrong").click()
    selected = "input => [input.selectionStart, input.selectionEnd]"
    assert box.evaluate(selected) == [13, 14]
    tab.keyboard.press("Delete")
    expect(box).to_have_attribute("aria-invalid", "false")
    expect_ids(tab, {"sweep0", "sweep1"})
    forgive_refusals(problems)


def test_a_wrong_filter_in_the_address_is_told_and_can_be_cleared(tab: Page, problems: Problems) -> None:
    tab.goto(RUNS + "?filter=tag+%3D")
    expect(tab.get_by_text("The filter cannot be read.")).to_be_visible()
    expect(filter_box(tab)).to_have_attribute("aria-invalid", "true")
    tab.get_by_role("button", name="Clear the filter").last.click()
    expect(tab.locator("[data-run]")).to_have_count(ALL)
    expect(tab).not_to_have_url(re.compile("filter="))
    forgive_refusals(problems)


def test_the_filter_is_in_the_address_and_travels_to_the_charts(tab: Page) -> None:
    open_table(tab)
    filter_box(tab).fill("config.seed >= 4")
    expect_ids(tab, {"sweep4", "sweep5"})
    tab.reload()
    expect_ids(tab, {"sweep4", "sweep5"})
    tab.get_by_role("link", name="sweep-4").click()
    expect(tab.get_by_role("heading", name="sweep-4")).to_be_visible()
    tab.go_back()
    expect(filter_box(tab)).to_have_value("config.seed >= 4")
    expect_ids(tab, {"sweep4", "sweep5"})
    tab.get_by_role("navigation", name="Pages of the project").get_by_role("link", name="Charts").click()
    expect(filter_box(tab)).to_have_value("config.seed >= 4")
    expect_ids(tab, {"sweep4", "sweep5"})
    tab.get_by_role("button", name="Show these 2").click()
    expect_runs(tab, "train/loss", 2)


def test_nothing_found_says_what_to_do(tab: Page) -> None:
    open_table(tab)
    filter_box(tab).fill("config.seed > 1000")
    expect(tab.get_by_text("No run matches the filter.")).to_be_visible()
    tab.get_by_role("main").get_by_role("button", name="Clear the filter").last.click()
    expect(tab.locator("[data-run]")).to_have_count(ALL)


def test_examples_of_the_help_can_be_tried(tab: Page, problems: Problems) -> None:
    open_table(tab)
    tab.get_by_role("button", name="What a filter can say").click()
    help_ = tab.get_by_role("dialog", name="The filter language")
    examples = help_.get_by_role("button")
    for place in range(examples.count()):
        said = examples.nth(place).inner_text()
        with tab.expect_response(lambda answer: "/api/runs" in answer.url and "filter=" in answer.url) as answered:
            examples.nth(place).click()
        assert answered.value.status == 200, said
        if not help_.is_visible():
            tab.get_by_role("button", name="What a filter can say").click()


def test_a_column_begins_and_narrows_the_filter(tab: Page) -> None:
    open_table(tab, "?filter=sweep")
    expect(tab.locator("[data-run]")).to_have_count(SWEEP)
    open_menu(tab, "seed").get_by_role("button", name="Filter").click()
    box = filter_box(tab)
    expect(box).to_be_focused()
    expect(box).to_have_value("sweep and config.seed ")
    tab.keyboard.type("= 1")
    expect_ids(tab, {"sweep1"})
    box.fill("sweep")
    expect(tab.locator("[data-run]")).to_have_count(SWEEP)
    open_menu(tab, "optimizer/name").get_by_role("button", name="adam").click()
    expect(box).to_have_value("sweep and config.optimizer/name = adam")
    tab.go_back()
    expect(box).to_have_value("sweep")


def test_a_bar_of_the_histogram_leaves_its_runs(tab: Page) -> None:
    open_table(tab)
    bars = open_menu(tab, "Created").get_by_role("group", name="Histogram").get_by_role("button", disabled=False)
    label = bars.last.get_attribute("aria-label") or ""
    found = re.search(r": (\d+) runs?$", label)
    assert found is not None, label
    bars.last.click()
    expect(filter_box(tab)).to_have_value(re.compile(r"^created_time >= 20\S+Z and created_time <= 20\S+Z$"))
    expect(tab.locator("[data-run]")).to_have_count(int(found[1]))
    expect(header(tab, "Created")).to_be_visible()


def test_a_bar_of_the_histogram_joins_a_document_as_one(tab: Page) -> None:
    document = '{"config.seed": {"$gte": 2}}'
    tab.goto(f"{RUNS}?filter={quote(document)}")
    expect_ids(tab, {f"sweep{seed}" for seed in range(2, SWEEP)})
    bars = open_menu(tab, "Created").get_by_role("group", name="Histogram").get_by_role("button", disabled=False)
    label = bars.last.get_attribute("aria-label") or ""
    found = re.search(r": (\d+) runs?$", label)
    assert found is not None, label
    bars.last.click()
    expect(filter_box(tab)).to_have_value(re.compile(r'^\{"\$and": \[\{"config.seed": .*"created_time": \{"\$gte": '))
    expect(tab.locator("[data-run]")).to_have_count(int(found[1]))
