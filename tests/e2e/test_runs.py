"""The table of runs."""

from __future__ import annotations

import re
from urllib.parse import unquote_plus

import pytest
from playwright.sync_api import Page, Request, expect

from e2e.charts import expect_runs
from e2e.scene import BASELINE, SWEEP
from e2e.served import path_of
from e2e.table import header, ids
from e2e.until import until

pytestmark = pytest.mark.browser

ALL = SWEEP + 3
RUNS = path_of(BASELINE, "runs")


def asks_to_sort(column: str) -> re.Pattern[str]:
    return re.compile(rf"/api/runs\?.*sort=-?{re.escape(column)}(&|$)")


def sort(page: Page, header: str, column: str) -> str:
    """Sort by a column's head; gives what the server was asked."""
    wanted = asks_to_sort(column)

    def is_it(request: Request) -> bool:
        return wanted.search(unquote_plus(request.url)) is not None

    with page.expect_request(is_it) as asked:
        page.get_by_role("columnheader", name=header).get_by_role("button", name=header, exact=True).click()
    asked.value.response()
    return unquote_plus(asked.value.url)


def test_the_server_sorts_by_a_column_both_ways(tab: Page) -> None:
    tab.goto(RUNS)
    expect(tab.get_by_role("grid", name="Runs")).to_have_attribute("aria-rowcount", str(ALL + 1))
    first = sort(tab, "val/acc", "summary.val/acc")
    expect(tab.get_by_role("columnheader", name="val/acc")).to_have_attribute(
        "aria-sort", "descending" if "sort=-" in first else "ascending"
    )
    until(tab, lambda: ids(tab)[0] == ("sweep3" if "sort=-" in first else "sweep0"))
    down = ids(tab)
    sort(tab, "val/acc", "summary.val/acc")
    until(tab, lambda: ids(tab)[:SWEEP] == down[:SWEEP][::-1])
    up = ids(tab)
    # Those without a value stay last either way.
    assert {*up[SWEEP:]} == {*down[SWEEP:]} == {"forked", "failed", "notfinite"}
    tab.reload()
    expect(tab.locator("[data-run]").first).to_be_visible()
    assert ids(tab) == up


def test_what_is_shown_here_is_charted_there(tab: Page) -> None:
    tab.goto(RUNS)
    tab.get_by_role("checkbox", name="Show sweep-1 in charts").click()
    expect(tab.get_by_role("checkbox", name="Show sweep-1 in charts")).not_to_be_checked()
    tab.get_by_role("navigation", name="Pages of the project").get_by_role("link", name="Charts").click()
    expect_runs(tab, "train/loss", ALL - 1)
    expect(tab.get_by_role("checkbox", name="Show sweep-1 in charts")).not_to_be_checked()


def test_the_heads_of_columns_stay_in_sight(tab: Page) -> None:
    tab.set_viewport_size({"width": 1440, "height": 280})
    tab.goto(RUNS)
    expect(tab.locator("[data-run]").first).to_be_visible()
    assert (
        tab.get_by_label("Runs", exact=True).evaluate("grid => { grid.scrollTop = 60; return grid.scrollTop; }") == 60
    )
    expect(header(tab, "State")).to_be_in_viewport()


def test_states_and_values_are_in_the_table(tab: Page) -> None:
    tab.goto(RUNS)
    expect(tab.locator("[data-run=failed]")).to_contain_text("failed")
    expect(tab.locator("[data-run=failed]")).to_contain_text("broken")
    expect(tab.locator("[data-run=sweep2]")).to_contain_text("finished")
    expect(tab.locator("[data-run=sweep2]")).to_contain_text("0.9715")
    tab.locator("[data-run=sweep2]").get_by_role("link", name="sweep-2").click()
    expect(tab.get_by_role("heading", name="sweep-2")).to_be_visible()


def test_keys_move_through_the_table(tab: Page) -> None:
    tab.goto(RUNS)
    expect(tab.locator("[data-run]")).to_have_count(ALL)
    order = ids(tab)
    tab.keyboard.press("j")
    tab.keyboard.press("j")
    row = tab.locator(f'[data-run="{order[1]}"]')
    tab.keyboard.press("v")
    expect(row.get_by_role("checkbox", name="in charts")).not_to_be_checked()
    tab.keyboard.press("x")
    expect(row.get_by_role("checkbox", name="Pick")).to_be_checked()
    tab.keyboard.press("x")
    tab.keyboard.press("Enter")
    expect(tab).to_have_url(re.compile(f"/r/{order[1]}"))
