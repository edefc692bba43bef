"""Runs beside each other: what differs, what can be done with the columns, and where curves part."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

import runstone as rs
from e2e.charts import expect_drawn
from e2e.problems import Problems
from e2e.scene import BASELINE, GALLERY, QUIET
from e2e.served import Served, path_of, path_of_run, serve
from runstone.index.index import Index
from runstone.model.home import Home

pytestmark = pytest.mark.browser

KEYS, RUNS = 1_000, 100


def compare(tab: Page, *runs: str, more: str = "", project: str = BASELINE) -> Locator:
    """Open the page; gives the table."""
    tab.goto(path_of(project, "compare?" + "&".join(f"run={run}" for run in runs) + more))
    table = tab.get_by_role("table", name="Runs beside each other")
    expect(table).to_be_visible()
    return table


def heads(table: Locator) -> list[str]:
    """The runs from left to right."""
    return table.evaluate(
        """table => [...table.querySelectorAll("[role=columnheader][data-run]")]
             .sort((a, b) => a.ariaColIndex - b.ariaColIndex).map(head => head.dataset.run)"""
    )


def row(table: Locator, key: str) -> Locator:
    """The row of a key."""
    return table.locator(f'[data-key="{key}"]').first


def test_differences_come_with_their_direction_and_ratio(tab: Page) -> None:
    table = compare(tab, "sweep0", "sweep2")
    expect(row(table, "optimizer/lr")).to_contain_text("−0.09 · ×0.1")
    expect(row(table, "optimizer/lr")).to_contain_text("▼")
    expect(row(table, "optimizer/name")).to_have_count(0)
    tab.get_by_role("button", name="Only differences").click()
    expect(row(table, "optimizer/name")).to_contain_text("adam")
    expect(tab).to_have_url(re.compile("same=1"))


def test_two_runs_share_the_whole_width(tab: Page) -> None:
    table = compare(tab, "sweep0", "sweep2")
    frame = tab.get_by_role("group", name="Comparison")
    expect(table.locator("[role=columnheader][data-run]")).to_have_count(2)
    table_box, frame_box = table.bounding_box(), frame.bounding_box()
    assert table_box is not None
    assert frame_box is not None
    assert abs(table_box["width"] - frame_box["width"]) <= 2


def test_the_reference_and_the_order_are_in_the_address(tab: Page) -> None:
    table = compare(tab, "sweep0", "sweep1", "sweep2")
    table.get_by_role("button", name="Make sweep-2 the reference").click()
    expect(row(table, "optimizer/lr")).to_contain_text("+0.09 · ×10")
    table.get_by_role("button", name="More of sweep-2").click()
    tab.get_by_role("button", name="To the front").click()
    expect(table.get_by_role("columnheader").nth(1)).to_contain_text("sweep-2")
    tab.keyboard.press("Escape")
    table.get_by_role("button", name="Remove sweep-0").click()
    expect(table.get_by_role("columnheader")).to_have_count(3)
    tab.reload()
    expect(table.get_by_role("columnheader").nth(2)).to_contain_text("sweep-1")
    assert heads(table) == ["sweep2", "sweep1"]
    expect(table.get_by_role("button", name="sweep-2 is the reference")).to_be_visible()


def test_a_head_is_dragged_to_another_place(tab: Page) -> None:
    table = compare(tab, "sweep0", "sweep1", "sweep2")
    first = table.get_by_role("columnheader", name=re.compile("sweep-0")).bounding_box()
    last = table.get_by_role("columnheader", name=re.compile("sweep-2")).bounding_box()
    assert first is not None
    assert last is not None
    tab.mouse.move(first["x"] + 60, first["y"] + 12)
    tab.mouse.down()
    tab.mouse.move(last["x"] + last["width"] / 2, last["y"] + 12)
    tab.mouse.move(last["x"] + last["width"] - 20, last["y"] + 12)
    tab.mouse.up()
    expect(tab).to_have_url(re.compile("run=sweep1&run=sweep2&run=sweep0"))


def test_keys_are_searched_and_rows_opened(tab: Page) -> None:
    table = compare(tab, "sweep0", "failed")
    tab.keyboard.press("/")
    tab.keyboard.type("^optim")
    expect(table.locator("[data-key]")).to_have_count(2)
    table.get_by_role("button", name="optimizer/name", exact=True).click()
    expect(table.get_by_role("button", name="optimizer/name", exact=True)).to_have_attribute("aria-expanded", "true")
    tab.reload()
    expect(table.get_by_role("button", name="optimizer/name", exact=True)).to_have_attribute("aria-expanded", "true")


def test_the_table_is_copied(tab: Page) -> None:
    tab.context.grant_permissions(["clipboard-read", "clipboard-write"])
    compare(tab, "sweep0", "sweep2", more="&find=seed")
    tab.get_by_role("button", name="Copy", exact=True).click()
    tab.get_by_role("button", name="As Markdown").click()
    expect(tab.get_by_role("button", name="Copied")).to_be_visible()
    assert "| Config | seed | 0 | 2 |" in tab.evaluate("navigator.clipboard.readText()")


def test_where_two_curves_part(tab: Page) -> None:
    compare(tab, "sweep0", "sweep4")
    tab.get_by_role("navigation", name="Sections").get_by_role("button", name="Curves").click()
    rate = tab.get_by_role("article", name="train/lr")
    expect(rate).to_contain_text("Part at step 0")
    expect_drawn(tab, "train/loss", over=0.6)
    expect(tab.get_by_role("article", name="epoch")).to_contain_text("The same at every step")
    tab.get_by_role("article", name="train/loss").get_by_role("button", name="Zoom to where they part").click()
    expect(tab).to_have_url(re.compile("zoom="))


def test_a_run_is_compared_from_its_page(tab: Page) -> None:
    tab.goto(path_of_run(BASELINE, "sweep3"))
    tab.get_by_role("button", name="Compare with").click()
    tab.get_by_label("Search runs").fill("forked")
    tab.get_by_role("list", name="Runs").get_by_role("button", name=re.compile("forked")).click()
    expect(tab).to_have_url(re.compile(r"compare\?run=sweep3&run=forked"))
    expect(tab.get_by_role("table").get_by_role("columnheader")).to_have_count(3)


def test_one_run_alone_asks_for_another(tab: Page) -> None:
    tab.goto(path_of(BASELINE, "compare?run=sweep0"))
    tab.get_by_role("button", name="Choose a run").click()
    tab.get_by_role("list", name="Runs").get_by_role("button", name=re.compile("sweep-1")).click()
    expect(row(tab.get_by_role("table"), "seed")).to_contain_text("+1")


def test_a_run_that_is_gone_is_left_out_with_a_click(tab: Page, problems: Problems) -> None:
    problems.forgive("status of 404")
    tab.goto(path_of(BASELINE, "compare?run=sweep0&run=removed&run=sweep1"))
    expect(tab.get_by_role("heading", name='No run "removed" in this home.')).to_be_visible()
    tab.get_by_role("button", name="Compare without it").click()
    expect(tab.get_by_role("table", name="Runs beside each other")).to_contain_text("sweep-1")
    expect(tab).not_to_have_url(re.compile("removed"))


def test_code_of_a_run_that_recorded_none(tab: Page) -> None:
    compare(tab, "everything", "audio1", project=GALLERY)
    tab.get_by_role("navigation", name="Sections").get_by_role("button", name="Changes").click()
    expect(tab.get_by_text("was not recorded")).to_be_in_viewport()


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A hundred runs of a thousand config keys that all differ."""
    home = tmp_path_factory.mktemp("crowd") / "home"
    write_crowd(home)
    index = Index(Home(home))
    index.refresh()
    index.close()
    with serve(home) as served:
        yield served


def write_crowd(home: Path) -> None:
    for number in range(RUNS):
        config = {f"part{key // 50}/key{key}": key * (1 + number) for key in range(1, KEYS + 1)}
        rs.init("crowd", f"run-{number}", id=f"r{number}", dir=home, config=config, settings=QUIET).finish()


def test_of_a_thousand_keys_and_a_hundred_runs_only_what_is_in_sight_exists(
    open_tab: Callable[..., Page], crowd: Served
) -> None:
    tab = open_tab(crowd.url)
    table = compare(tab, *(f"r{number}" for number in range(RUNS)), project="crowd")
    expect(table.locator("[data-key]").first).to_be_visible()
    most = tab.evaluate(
        """async () => {
          const scroller = document.querySelector('[aria-label="Comparison"]');
          let most = 0;
          for (let frame = 0; frame < 60; frame += 1) {
            scroller.scrollTop += 12 * 28;
            if (frame % 3 === 0) scroller.scrollLeft += 400;
            await new Promise(requestAnimationFrame);
            most = Math.max(most, scroller.querySelectorAll("[role=cell]").length);
          }
          return most;
        }"""
    )
    assert 0 < most < 1_000
    # The first column and the heads stay where they are.
    box = table.locator("[data-key] [role=rowheader]").first.bounding_box()
    assert box is not None
    assert box["x"] == pytest.approx(0, abs=1)
    expect(table.get_by_role("columnheader").first).to_be_in_viewport()
