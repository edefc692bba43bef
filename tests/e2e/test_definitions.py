"""What scripts said of their metrics, pinned, saved and alerted shows where it belongs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

import runstone as rs
from e2e.charts import card
from e2e.served import Served, path_of_run, serve

pytestmark = pytest.mark.browser

PROJECT = "said/things"
EPOCHS, STEPS = 4, 10


@pytest.fixture
def told(tmp_path: Path) -> Iterator[Served]:
    """A home with two runs that say everything, and its server."""
    home = tmp_path / "told"
    for name, level in (("first", "info"), ("second", "error")):
        run = rs.init(PROJECT, name, id=name, dir=home, config={"lr": 0.1, "prompt": "**Be** brief", "rest": 1})
        run.define_metric("val/*", step_metric="epoch", summary="max", goal="maximize")
        run.define_metric("epoch", hidden=True)
        run.pin_config_keys(["prompt", "lr"])
        for step in range(EPOCHS * STEPS):
            run.log({"loss": 1 / (step + 1)}, commit=False)
            if step % STEPS == 0:
                run.log({"epoch": float(step // STEPS)}, commit=False)
            if step % STEPS == 5:
                run.log({"val/acc": step / 100 + (name == "first") / 2}, commit=False)
            run.log({})
        Path(run.dir, "notes.md").write_text("kept")
        run.alert(f"Alert of {name}", "Look at it.", level=level)
        run.finish()
    with serve(home) as served:
        yield served


def test_what_was_said_shows_where_it_belongs(told: Served, open_tab: Callable[..., Page]) -> None:
    page = open_tab(told.url)
    page.goto(f"/p/{PROJECT}")
    expect(card(page, "val/acc")).to_contain_text("over epoch")
    expect(card(page, "loss")).not_to_contain_text("over")
    expect(card(page, "epoch")).to_have_count(0)

    card(page, "val/acc").get_by_role("button", name="Enlarge val/acc").click()
    table = page.get_by_role("dialog").get_by_role("table")
    expect(table.get_by_role("columnheader", name="Best (max)")).to_be_visible()
    expect(table.locator('td[data-best="true"]')).to_have_count(1)
    expect(table.get_by_role("row", name="first").locator('td[data-best="true"]')).to_contain_text("0.85")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)

    page.get_by_role("button", name="Alerts, 2 unread ones").click()
    bell = page.get_by_role("dialog", name="Alerts")
    expect(bell.get_by_role("listitem")).to_have_count(2)
    expect(bell.get_by_role("listitem").first).to_contain_text("Alert of second")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Alerts", exact=True)).to_be_visible()

    page.goto(path_of_run(PROJECT, "second"))
    expect(page.get_by_role("region", name="Alerts")).to_contain_text("Look at it.")
    pinned = page.get_by_role("region", name="Pinned")
    expect(pinned.locator("strong")).to_have_text("Be")
    expect(pinned.get_by_role("term")).to_have_text(["prompt", "lr"])
    expect(page.get_by_role("region", name="Summary")).to_contain_text("val/acc/max")
    page.get_by_role("tab", name="Files").click()
    expect(page.get_by_role("link", name="notes.md", exact=True)).to_be_visible()
