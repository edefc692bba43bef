"""The columns of the table: which travel, how they are sorted, and where they stand."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, Page, Request, expect

from e2e.scene import BASELINE, SWEEP
from e2e.served import Served, path_of
from e2e.table import bring, header, ids, open_menu

pytestmark = pytest.mark.browser

ALL = SWEEP + 3
RUNS = path_of(BASELINE, "runs")


def asked_fields(request: Request) -> list[str]:
    return parse_qs(urlsplit(request.url).query).get("fields", [])


def heads(page: Page) -> list[str]:
    """The fields of the columns from left to right."""
    return page.locator("[data-column]").evaluate_all(
        """heads => heads.sort((a, b) => a.getBoundingClientRect().left - b.getBoundingClientRect().left)
             .map(head => head.dataset.column)"""
    )


def middle(head: Locator) -> tuple[float, float]:
    box = head.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_only_columns_in_the_table_travel(tab: Page) -> None:
    with tab.expect_request(lambda request: "summary.val/acc" in asked_fields(request)):
        tab.goto(RUNS)
    expect(tab.locator("[data-run]")).to_have_count(ALL)
    hide = open_menu(tab, "val/acc").get_by_role("button", name="Hide")
    with tab.expect_request(lambda request: "summary.val/acc" not in asked_fields(request) != []) as asked:
        hide.click()
    assert "summary.val/loss" in asked_fields(asked.value)


def test_columns_are_picked_and_stay_picked(tab: Page) -> None:
    tab.goto(RUNS)
    expect(header(tab, "val/acc")).to_be_attached()
    tab.get_by_role("button", name="Columns").click()
    picker = tab.get_by_role("dialog", name="Columns")
    picker.get_by_role("textbox").fill("val/acc")
    picker.get_by_role("button", name=f"val/acc summary · {SWEEP}").click()
    expect(tab.get_by_role("columnheader", name="val/acc", include_hidden=True)).to_have_count(0)
    tab.keyboard.press("Escape")
    tab.keyboard.press("Escape")
    tab.reload()
    expect(header(tab, "val/loss")).to_be_attached()
    expect(header(tab, "val/acc")).to_have_count(0)


def test_a_figure_of_a_metric_is_a_column(tab: Page) -> None:
    tab.goto(RUNS + "?col=state")
    tab.get_by_role("button", name="Columns").click()
    picker = tab.get_by_role("dialog", name="Columns")
    picker.get_by_role("textbox").fill("val/acc · max")
    picker.get_by_role("button", name="val/acc · max metrics").click()
    tab.keyboard.press("Escape")
    tab.keyboard.press("Escape")
    expect(tab.locator("[data-column='metrics.val/acc.max']")).to_be_visible()
    expect(tab.locator("[data-run=sweep2]")).to_contain_text("0.9802")


def test_shift_sorts_by_a_second_column(tab: Page) -> None:
    tab.goto(RUNS)
    expect(tab.locator("[data-run]")).to_have_count(ALL)
    header(tab, "State").get_by_role("button", name="State", exact=True).click()
    with tab.expect_response(lambda answer: "sort=state&sort=-config.seed" in answer.url):
        header(tab, "seed").get_by_role("button", name="seed", exact=True).first.click(modifiers=["Shift"])
    tab.reload()
    expect(tab.locator("[data-run]")).to_have_count(ALL)
    found = ids(tab)
    assert found[0] == "failed"
    assert found[1:SWEEP] == [f"sweep{seed}" for seed in range(SWEEP - 1, 0, -1)]
    expect(header(tab, "State")).to_have_attribute("aria-sort", "ascending")
    expect(header(tab, "seed")).to_have_attribute("aria-sort", "descending")


def test_a_column_is_dragged_to_another_place(tab: Page) -> None:
    tab.goto(RUNS)
    expect(tab.locator("[data-run]")).to_have_count(ALL)
    assert heads(tab)[:4] == ["state", "created_time", "duration_secs", "tag"]
    x, y = middle(header(tab, "Tags"))
    tab.mouse.move(x, y)
    tab.mouse.down()
    to, _ = middle(header(tab, "Created"))
    tab.mouse.move(to, y, steps=4)
    tab.mouse.move(to - 20, y)
    tab.mouse.up()
    expect(header(tab, "Tags")).to_have_attribute("aria-colindex", "3")
    assert heads(tab)[:4] == ["state", "tag", "created_time", "duration_secs"]
    expect(header(tab, "Tags")).to_have_attribute("aria-sort", "none")
    tab.reload()
    expect(header(tab, "Tags")).to_have_attribute("aria-colindex", "3")


def test_a_column_is_moved_by_its_menu(tab: Page) -> None:
    tab.goto(RUNS)
    expect(tab.locator("[data-run]")).to_have_count(ALL)
    open_menu(tab, "State").get_by_role("button", name="Move right").click()
    expect(header(tab, "State")).to_have_attribute("aria-colindex", "3")
    tab.keyboard.press("Escape")
    open_menu(tab, "State").get_by_role("button", name="Move left").click()
    expect(header(tab, "State")).to_have_attribute("aria-colindex", "2")


def test_an_edge_is_dragged_to_another_width_that_this_browser_remembers(tab: Page) -> None:
    tab.goto(RUNS)
    expect(tab.locator("[data-run]")).to_have_count(ALL)
    box = header(tab, "State").bounding_box()
    assert box is not None
    tab.mouse.move(box["x"] + box["width"] - 3, box["y"] + 10)
    tab.mouse.down()
    tab.mouse.move(box["x"] + box["width"] + 57, box["y"] + 10, steps=3)
    tab.mouse.up()
    expect(header(tab, "State")).to_have_css("width", "164px")
    expect(header(tab, "State")).to_have_attribute("aria-sort", "none")
    tab.reload()
    expect(header(tab, "State")).to_have_css("width", "164px")


def test_a_pinned_column_stays_in_sight(open_tab: Callable[..., Page], site: Served) -> None:
    tab = open_tab(site.url, width=900)
    tab.goto(RUNS)
    expect(tab.locator("[data-run]")).to_have_count(ALL)
    open_menu(tab, "val/acc").get_by_role("button", name="Pin to the left").click()
    expect(header(tab, "val/acc")).to_have_attribute("aria-colindex", "2")
    tab.get_by_label("Runs", exact=True).evaluate("grid => grid.scrollTo(100000, 0)")
    expect(header(tab, "val/acc")).to_be_in_viewport(ratio=1)
    expect(header(tab, "State")).not_to_be_in_viewport()
    tab.reload()
    expect(header(tab, "val/acc")).to_have_attribute("aria-colindex", "2")


def test_the_best_step_of_a_metric_is_found_and_led_to(tab: Page) -> None:
    tab.goto(RUNS)
    menu = open_menu(tab, "val/acc")
    menu.get_by_role("button", name="Find best step").click()
    expect(menu).to_contain_text("Highest: 0.98")
    menu.get_by_role("link", name="step").click()
    tab.wait_for_url("**tab=charts**")
    expect(tab.get_by_role("tab", name="Charts")).to_have_attribute("aria-selected", "true")
    tab.go_back()
    menu = open_menu(tab, "val/loss")
    menu.get_by_role("button", name="Best as columns").click()
    tab.keyboard.press("Escape")
    bring(tab, "val/loss · min_step")
    expect(header(tab, "val/loss · min_step")).to_be_attached()


def test_rows_are_as_high_as_the_reader_likes(tab: Page) -> None:
    tab.goto(RUNS)
    expect(tab.locator("[data-run]")).to_have_count(ALL)
    tab.get_by_role("button", name="Columns").click()
    tab.get_by_role("button", name="Compact").click()
    expect(tab.locator("[data-run]").first).to_have_css("height", "22px")
    tab.reload()
    expect(tab.locator("[data-run]").first).to_have_css("height", "22px")


def test_widths_are_in_the_address(tab: Page) -> None:
    tab.goto(RUNS + "?width=state:200&col=state")
    expect(header(tab, "State")).to_have_css("width", "200px")
    open_menu(tab, "State").get_by_role("button", name="Wider").click()
    expect(header(tab, "State")).to_have_css("width", "224px")
    expect(tab).to_have_url(re.compile("width=state%3A224"))


def test_a_tag_that_does_not_fit_ends_in_an_ellipsis_within_its_cell(tab: Page) -> None:
    tab.goto(RUNS + "?width=tag:48&col=tag")
    cell = tab.locator('[data-run="sweep0"] [data-cell="tag"]')
    tag = cell.get_by_text("sweep", exact=True)
    expect(tag).to_have_css("text-overflow", "ellipsis")
    cut, within, whole = tag.evaluate(
        "tag => [tag.scrollWidth > tag.clientWidth, tag.getBoundingClientRect().right, tag.closest('[data-cell]').getBoundingClientRect().right]"
    )
    assert cut
    assert within <= whole


def test_ids_stay_in_line_whatever_row_the_pointer_was_over(tab: Page) -> None:
    tab.goto(RUNS)
    rows = tab.locator("[data-run]")
    expect(rows).to_have_count(ALL)
    rows.nth(3).hover()
    expect(rows.nth(3).get_by_role("button", name="Actions for")).to_be_visible()
    ends = rows.evaluate_all(
        "rows => rows.map(row => [...row.querySelectorAll('[role=rowheader] span')].find(one => /^[A-Z]+-\\d+$/.test(one.textContent)).getBoundingClientRect().right)"
    )
    assert len(set(ends)) == 1


def test_a_setting_says_how_much_it_explains_of_the_result(tab: Page) -> None:
    tab.goto(path_of(BASELINE, "runs") + "?sort=-summary.train/loss")
    open_menu(tab, "optimizer/lr")
    expect(tab.get_by_text(re.compile(r"explains \d+ % of train/loss over \d runs"))).to_be_visible()
