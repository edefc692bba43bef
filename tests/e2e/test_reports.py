"""Reports: written beside live panels, read from top to bottom, shared by address, printed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from e2e.accessibility import AXE
from e2e.charts import card, expect_runs
from e2e.problems import Problems
from e2e.scene import BASELINE, SWEEP
from e2e.served import Served, path_of
from e2e.until import until

pytestmark = pytest.mark.browser

LOSS = {"kind": "lines", "settings": {"metric": "train/loss"}}
DOCUMENT = {
    "page": "report",
    "blocks": [
        {"kind": "text", "text": "# Which rate\n\nSix were tried."},
        {"kind": "panels", "runs": {"filter": "tag = sweep", "most": 20}, "panels": [LOSS]},
    ],
}


@pytest.fixture(autouse=True)
def without_reports(tab: Page, site: Served) -> Iterator[None]:
    """Reports that a test leaves would be those of others."""
    yield
    for view in tab.request.get(f"{site.url}/api/views").json()["views"]:
        revision = view["revision"]
        assert tab.request.delete(
            f"{site.url}/api/views/{view['id']}?expected_revision={revision}",
            headers={"Content-Type": "application/json"},
        ).ok


@pytest.fixture
def made(tab: Page, site: Served) -> dict[str, Any]:
    """A report of one text and one chart of the sweep."""
    body = {"project": BASELINE, "name": "Rates", "kind": "report", "document": DOCUMENT}
    view: dict[str, Any] = tab.request.post(f"{site.url}/api/views", data=body).json()
    return view


def button(tab: Page | Locator, name: str) -> Locator:
    return tab.get_by_role("button", name=name, exact=True)


def test_a_report_is_written_and_read(tab: Page, open_tab: Callable[..., Page], site: Served, axe: str) -> None:
    tab.goto(path_of(BASELINE, "reports"))
    button(tab, "New report").first.click()
    name = tab.get_by_label("Name of the report")
    expect(name).to_have_value("Untitled report")
    name.fill("Which rate is best")
    tab.get_by_role("textbox", name="Text of block 1").fill("# Findings\n\nThe **third** one.")
    button(tab, "Add panel").click()
    dialog = tab.get_by_role("dialog", name="Add a panel")
    dialog.get_by_role("button", name="Lines A metric").click()
    dialog.get_by_role("button", name="train/loss").click()
    expect(dialog).to_have_count(0)
    button(tab, "Runs").click()
    runs = tab.get_by_role("dialog", name="Runs of block 2")
    runs.get_by_role("combobox", name="Filter of the runs").fill("tag = sweep")
    expect(runs).to_contain_text(f"of {SWEEP}")
    tab.keyboard.press("Escape")
    tab.keyboard.press("Escape")
    expect(runs).to_have_count(0)
    expect_runs(tab, "train/loss", SWEEP)
    tab.reload()
    expect(name).to_have_value("Which rate is best")  # not saved yet, and not lost
    button(tab, "Save").click()
    expect(tab.get_by_role("heading", name="Which rate is best", level=1)).to_be_visible()
    expect(tab).not_to_have_url(re.compile("edit"))

    reader = open_tab(site.url, width=390, color_scheme="dark")
    reader.goto(tab.url)
    expect(reader.get_by_role("heading", name="Findings")).to_be_visible()
    expect_runs(reader, "train/loss", SWEEP)
    expect(button(card(reader, "train/loss"), "Settings of train/loss")).to_have_count(0)
    assert reader.evaluate("document.documentElement.scrollWidth") == 390
    reader.evaluate(axe)
    assert reader.evaluate(AXE) == []
    button(card(reader, "train/loss"), "Enlarge train/loss").click()
    expect(reader.get_by_role("dialog", name="train/loss")).to_be_visible()
    expect(reader).to_have_url(re.compile("full="))


def test_a_chart_is_put_into_a_report_with_its_look_and_its_runs(tab: Page, made: dict[str, Any]) -> None:
    tab.goto(path_of(BASELINE) + "?run=sweep0&run=sweep1&log=1")
    expect_runs(tab, "val/loss", 2)
    button(tab, "Menu of val/loss").click()
    button(tab, "Add to a report").click()
    dialog = tab.get_by_role("dialog", name="Add to a report")
    expect(dialog.get_by_label("The 2 runs shown now")).to_be_checked()
    button(dialog, "Rates").click()
    dialog.get_by_role("link", name="Rates").click()
    expect_runs(tab, "train/loss", SWEEP)
    expect_runs(tab, "val/loss", 2)
    last = tab.request.get(f"/api/views/{made['id']}").json()["document"]["blocks"][-1]
    assert last["runs"] == {"ids": ["sweep0", "sweep1"]}
    assert last["panels"][0]["settings"] == {"metric": "val/loss", "log": "1"}


def test_what_two_people_write_is_not_overwritten_unasked(
    tab: Page, site: Served, made: dict[str, Any], problems: Problems
) -> None:
    problems.forgive("status of 409")
    tab.goto(path_of(BASELINE, f"reports/{made['id']}"))
    button(tab, "Edit").click()
    tab.get_by_role("textbox", name="Text of block 1").fill("Mine.")
    theirs = {"id": made["id"], "expected_revision": made["revision"], "name": "Theirs"}
    assert tab.request.post(f"{site.url}/api/views", data=theirs).ok
    button(tab, "Save").click()
    expect(tab.get_by_role("alert")).to_contain_text("Nothing was overwritten")
    button(tab, "Replace theirs").click()
    expect(button(tab, "Edit")).to_be_visible()
    expect(tab.get_by_text("Mine.")).to_be_visible()
    now = tab.request.get(f"{site.url}/api/views/{made['id']}").json()
    assert (now["name"], now["document"]["blocks"][0]["text"]) == ("Rates", "Mine.")

    button(tab, "History").click()
    versions = tab.get_by_role("list", name="Versions").get_by_role("button")
    expect(versions).to_have_count(3)
    versions.nth(1).click()
    expect(tab.get_by_role("heading", name="Theirs", level=1)).to_be_visible()
    button(tab, "Bring it back").click()
    expect(tab).not_to_have_url(re.compile("version="))
    expect(tab.get_by_role("heading", name="Theirs", level=1)).to_be_visible()
    expect(tab.get_by_role("heading", name="Which rate")).to_be_visible()


PRINT = """window.print = () => {
  const { theme } = document.documentElement.dataset;
  const drawn = [...document.querySelectorAll("[data-panel]")].every((panel) => panel.querySelector("canvas"));
  window.printed = { theme, drawn, width: document.querySelector("article").clientWidth };
};"""


def test_a_report_is_printed_whole_and_on_white(
    open_tab: Callable[..., Page], site: Served, made: dict[str, Any]
) -> None:
    dark = open_tab(site.url, color_scheme="dark")
    dark.add_init_script(PRINT)
    dark.goto(path_of(BASELINE, f"reports/{made['id']}"))
    expect_runs(dark, "train/loss", SWEEP)
    button(dark, "Print").click()
    printed = until(dark, lambda: dark.evaluate("window.printed"))
    assert printed == {"theme": "light", "drawn": True, "width": 690}
    expect(dark.locator("main")).to_have_attribute("data-printing", "false")
    assert dark.evaluate("document.documentElement.dataset.theme ?? 'as before'") == "as before"
