"""The charts of a project."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from e2e.charts import card, drag, expect_drawn, expect_runs, plot
from e2e.keys import press_in_turn
from e2e.scene import BASELINE, GALLERY, LONG_NAME, SWEEP, UNICODE
from e2e.served import path_of

pytestmark = pytest.mark.browser

ALL = SWEEP + 3  # a fork, one that failed, one that is not finite
LONG = SWEEP + 1  # those that have points in the second half


def test_each_metric_is_drawn_across_its_chart_under_its_section(tab: Page) -> None:
    tab.goto(path_of(BASELINE))
    for section in ("train", "val", "charts"):
        expect(tab.get_by_role("region", name=section, exact=True)).to_be_visible()
    expect_runs(tab, "train/loss", ALL)
    expect_runs(tab, "val/acc", SWEEP + 1)
    expect(tab.get_by_role("region", name="train", exact=True).get_by_role("article")).to_have_count(2)
    for metric in ("train/loss", "val/acc", "epoch"):
        plot(tab, metric).scroll_into_view_if_needed()
        expect_drawn(tab, metric, over=0.6)


def test_values_that_are_not_finite_are_counted_and_marked(tab: Page) -> None:
    tab.goto(path_of(BASELINE) + "?run=notfinite")
    expect_runs(tab, "train/loss", 1)
    expect(card(tab, "train/loss")).to_contain_text("4 non-finite")
    expect_drawn(tab, "train/loss", over=0.6)


def test_hiding_and_showing_runs_changes_the_charts(tab: Page) -> None:
    tab.goto(path_of(BASELINE))
    expect_runs(tab, "train/loss", ALL)
    tab.get_by_role("checkbox", name="Show sweep-0 in charts").click()
    expect_runs(tab, "train/loss", ALL - 1)
    tab.get_by_role("checkbox", name="Show forked in charts").click()
    expect_runs(tab, "train/loss", ALL - 2)
    tab.get_by_role("checkbox", name="Show sweep-0 in charts").click()
    expect_runs(tab, "train/loss", ALL - 1)
    tab.get_by_role("button", name="Show none").click()
    expect(tab.get_by_text("No run is shown.")).to_be_visible()
    expect(tab.get_by_role("article")).to_have_count(0)


def test_a_search_leaves_the_metrics_that_match(tab: Page) -> None:
    tab.goto(path_of(BASELINE))
    expect(card(tab, "val/acc")).to_be_visible()
    tab.keyboard.press("f")
    tab.keyboard.type("LOSS$")
    expect(tab.get_by_role("article")).to_have_count(2)
    expect(card(tab, "train/loss")).to_be_visible()
    expect(card(tab, "val/loss")).to_be_visible()
    tab.get_by_role("textbox", name="Search metrics").fill("nothing like it")
    expect(tab.get_by_text("No metric matches")).to_be_visible()
    tab.get_by_role("button", name="Clear the search", exact=True).click()
    expect(card(tab, "val/acc")).to_be_visible()


def test_the_view_is_in_the_address(tab: Page) -> None:
    tab.goto(path_of(BASELINE))
    expect_runs(tab, "train/loss", ALL)
    tab.get_by_role("checkbox", name="Show sweep-5 in charts").click()
    tab.get_by_role("button", name="Relative", exact=True).click()
    tab.get_by_role("button", name="Log y").click()
    tab.get_by_role("slider", name="Smoothing").fill("0.6")
    tab.get_by_role("textbox", name="Search metrics").fill("train")
    tab.get_by_role("combobox", name="Filter runs").fill("sweep")

    def is_as_set() -> None:
        expect(tab.get_by_role("article")).to_have_count(2)
        expect_runs(tab, "train/loss", ALL - 1)
        expect(plot(tab, "train/loss")).to_have_attribute("aria-label", re.compile("relative time", re.IGNORECASE))
        expect(tab.get_by_role("button", name="Log y")).to_have_attribute("aria-pressed", "true")
        expect(tab.get_by_role("slider", name="Smoothing")).to_have_value("0.6")
        expect(tab.get_by_role("checkbox", name="Show sweep-5 in charts")).not_to_be_checked()
        expect(tab.get_by_role("checkbox", name="Show forked in charts")).to_have_count(0)
        expect_drawn(tab, "train/loss", over=0.05)

    is_as_set()
    tab.reload()
    is_as_set()
    tab.get_by_role("link", name="sweep-3", exact=True).click()
    expect(tab.get_by_role("heading", name="sweep-3", exact=True)).to_be_visible()
    tab.go_back()
    is_as_set()


def test_dragging_zooms_every_chart_and_a_double_click_shows_all_again(tab: Page) -> None:
    tab.goto(path_of(BASELINE))
    expect_runs(tab, "train/loss", ALL)
    drag(tab, "train/loss", 0.5, 0.8)
    expect(tab).to_have_url(re.compile(r"[?&]zoom=\d+\.\.\d+"))
    found = re.search(r"zoom=(\d+)\.\.(\d+)", tab.url)
    assert found is not None
    low, high = map(int, found.groups())
    assert 60 < low < high < 230
    expect(tab.get_by_role("button", name="Reset zoom")).to_be_visible()
    expect_runs(tab, "train/loss", LONG)
    expect_drawn(tab, "train/loss", over=0.6)
    tab.reload()
    expect(tab.get_by_role("button", name="Reset zoom")).to_be_visible()
    expect_runs(tab, "train/loss", LONG)
    plot(tab, "train/loss").dblclick()
    expect(tab.get_by_role("button", name="Reset zoom")).to_have_count(0)
    expect(tab).not_to_have_url(re.compile("zoom="))


def test_the_tooltip_names_the_runs_and_a_click_pins_it(tab: Page) -> None:
    tab.goto(path_of(BASELINE) + "?run=sweep0&run=sweep3")
    expect_runs(tab, "train/loss", 2)
    plot(tab, "train/loss").hover()
    tooltip = tab.get_by_role("tooltip")
    expect(tooltip).to_contain_text("sweep-0")
    expect(tooltip).to_contain_text("sweep-3")
    plot(tab, "train/loss").click()
    expect(tab.get_by_role("region", name="Pinned values")).to_be_visible()
    tab.keyboard.press("Escape")
    expect(tab.get_by_role("region", name="Pinned values")).to_have_count(0)


def test_a_chart_can_fill_the_window(tab: Page) -> None:
    tab.goto(path_of(BASELINE))
    expect_runs(tab, "train/loss", ALL)
    card(tab, "train/loss").hover()
    card(tab, "train/loss").get_by_role("button", name="Enlarge train/loss").click()
    dialog = tab.get_by_role("dialog", name="train/loss")
    expect(dialog.get_by_role("img")).to_have_attribute("aria-label", re.compile(f"{ALL} runs"))
    expect(dialog.get_by_role("rowheader", name="sweep-4")).to_be_visible()
    tab.keyboard.press("Escape")
    expect(dialog).to_have_count(0)


def test_names_of_any_script_and_length_are_shown(tab: Page) -> None:
    tab.goto(path_of(UNICODE))
    expect(tab.get_by_role("link", name=LONG_NAME, exact=True)).to_be_visible()
    for metric in ("потери/обучение", "精度", "a" * 90):
        expect_runs(tab, metric, 1)
    tab.get_by_role("link", name=LONG_NAME, exact=True).click()
    expect(tab.get_by_role("heading", name=LONG_NAME)).to_be_visible()
    tab.reload()
    expect(tab.get_by_role("heading", name=LONG_NAME)).to_be_visible()


def test_a_parent_project_shows_what_lies_under_it(tab: Page) -> None:
    tab.goto(path_of("vision"))
    expect_runs(tab, "train/loss", ALL + 1)
    tab.get_by_role("navigation", name="Project", exact=True).get_by_role("link", name="vision").click()
    expect(tab.get_by_role("link", name="everything", exact=True)).to_be_visible()


def test_system_metrics_start_folded(tab: Page) -> None:
    tab.goto(path_of(GALLERY))
    section = tab.get_by_role("region", name="sys", exact=True)
    expect(section.get_by_role("article")).to_have_count(0)
    section.get_by_role("button", expanded=False).first.click()
    expect_runs(tab, "sys/cpu_percent", 1)


def test_keys_lead_everywhere(tab: Page) -> None:
    tab.goto(path_of(BASELINE))
    expect_runs(tab, "train/loss", ALL)
    tab.keyboard.press("/")
    expect(tab.get_by_role("combobox", name="Filter runs")).to_be_focused()
    tab.keyboard.press("Escape")
    expect(tab.get_by_role("combobox", name="Filter runs")).not_to_be_focused()
    tab.keyboard.press("[")
    expect(tab.get_by_role("combobox", name="Filter runs")).to_have_count(0)
    press_in_turn(tab, "g", "r")
    expect(tab.get_by_role("heading", name=f"Runs of {BASELINE}")).to_be_attached()
    press_in_turn(tab, "g", "c")
    expect(tab.get_by_role("heading", name=f"Charts of {BASELINE}")).to_be_attached()
    tab.keyboard.press("Control+k")
    tab.get_by_role("dialog").get_by_role("combobox").fill("whisper")
    expect(tab.get_by_role("option", name=re.compile("whisper"))).to_be_visible()
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("heading", name="whisper")).to_be_visible()
