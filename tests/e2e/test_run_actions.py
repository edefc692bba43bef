"""What can be done with a run on its own page, and what the page says of a run that is not as it was hoped for."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from e2e.keys import press_in_turn
from e2e.live import LiveRun
from e2e.problems import Problems
from e2e.scene import BASELINE, GALLERY
from e2e.served import path_of, path_of_run
from e2e.workshop import CLASSIFIER

pytestmark = pytest.mark.browser

NAME = "slow-0"


def open_bench(bench: Page) -> Locator:
    """Open a run of the workshop; gives the heading with its name."""
    bench.goto(path_of_run(CLASSIFIER, NAME))
    heading = bench.get_by_role("heading", level=1)
    # Until the run is there its id stands in the place of its name, which is the same.
    expect(heading.get_by_role("button")).to_have_text(NAME)
    return heading


def palette(tab: Page, text: str) -> Locator:
    """Open the palette and search it; gives what it offers."""
    tab.keyboard.press("Control+k")
    tab.get_by_role("combobox").fill(text)
    return tab.get_by_role("option")


def toast(tab: Page) -> Locator:
    return tab.get_by_role("group", name="Last change")


def test_a_run_is_renamed_where_its_name_stands(bench: Page) -> None:
    heading = open_bench(bench)
    bench.keyboard.press("e")
    field = bench.get_by_label("Name of LC-", exact=False)
    expect(field).to_be_focused()
    field.fill("the slow one")
    field.press("Enter")
    expect(heading).to_have_text("the slow one")
    expect(heading.get_by_role("button")).to_be_focused()
    expect(toast(bench)).to_contain_text("the slow one")
    toast(bench).get_by_role("button", name="Undo").click()
    expect(heading).to_have_text(NAME)


def test_a_run_is_deleted_and_restored_on_its_page(bench: Page) -> None:
    open_bench(bench)
    bench.get_by_role("button", name="What can be done with the run").click()
    bench.get_by_role("menuitem", name="Delete to the bin").click()
    said = bench.get_by_role("main").get_by_text("This run is in the bin")
    expect(said).to_be_visible()
    bench.get_by_role("button", name="Restore", exact=True).click()
    expect(said).to_have_count(0)
    bench.keyboard.press("a")
    expect(bench.get_by_text("This run is archived")).to_be_visible()
    bench.get_by_role("button", name="Take out of the archive").click()
    expect(bench.get_by_text("This run is archived")).to_have_count(0)


def test_notes_are_written_on_the_page_and_tell_who_did(bench: Page) -> None:
    open_bench(bench)
    bench.get_by_role("button", name="Write notes").click()
    bench.get_by_label("Notes in Markdown").fill("It was **too slow**.")
    bench.get_by_role("dialog").get_by_role("button", name="Save").click()
    expect(bench.get_by_role("region", name="Notes").locator("strong", has_text="too slow")).to_be_visible()
    expect(bench.get_by_role("region", name="People who edited").get_by_role("listitem")).to_have_count(1)


def test_the_palette_does_all_that_can_be_done_with_the_run(bench: Page) -> None:
    heading = open_bench(bench)
    for name in ("Rename", "Archive", "Delete to the bin", "Compare with another run", "Go to Console", "Theme: dark"):
        expect(palette(bench, name).filter(has_text=name).first).to_be_visible()
        bench.keyboard.press("Escape")
        expect(bench.get_by_role("dialog")).to_have_count(0)
    palette(bench, "dark theme").filter(has_text="Theme: dark").click()
    expect(bench.locator("html")).to_have_attribute("data-theme", "dark")
    palette(bench, "rename").filter(has_text="Rename").click()
    field = bench.get_by_label("Name of LC-", exact=False)
    expect(field).to_be_focused()
    field.fill("by palette")
    field.press("Enter")
    expect(toast(bench)).to_contain_text("by palette")
    palette(bench, "undo").filter(has_text="Undo").first.click()
    expect(heading).to_have_text(NAME)
    palette(bench, "compare with another").filter(has_text="Compare with another").click()
    bench.get_by_role("dialog", name="Compare with").get_by_role("button", name="slow-1").click()
    expect(bench).to_have_url(re.compile("compare"))


def test_help_lists_the_keys_of_the_page_one_is_on(tab: Page) -> None:
    tab.goto(path_of_run(GALLERY, "everything", "console"))
    expect(tab.get_by_text("the last line")).to_be_visible()
    tab.keyboard.press("?")
    dialog = tab.get_by_role("dialog")
    for name in ("Everywhere", "Console", "The run"):
        expect(dialog.get_by_role("heading", name=name, exact=True)).to_be_visible()
    expect(dialog.get_by_role("heading", name="Table of runs")).to_have_count(0)
    dialog.get_by_role("button", name="Those of other pages, too").click()
    expect(dialog.get_by_role("heading", name="Table of runs", exact=True)).to_be_visible()
    tab.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    press_in_turn(tab, "g", "d")
    expect(tab).to_have_url(re.compile("compare.*run=everything"))
    expect(tab.get_by_text("Choose a run to compare it with")).to_be_visible()


def test_a_crash_is_explained_with_what_to_do(
    tab: Page, live: Callable[[str, str], LiveRun], eventually: Callable[..., object]
) -> None:
    run = live("actions/crash", "doomed")
    run.say("the last word")
    eventually(lambda: "the last word" in tab.request.get(f"/api/runs/{run.id}/console").text())
    run.kill()
    tab.goto(path_of_run("actions/crash", run.id))
    card = tab.get_by_role("region", name="The run crashed")
    expect(card).to_contain_text("died without a word")
    expect(card).to_contain_text(f'runstone.init(id="{run.id}", resume=True)')
    card.get_by_role("link", name="The end of its console").click()
    expect(tab.get_by_text("the last word")).to_be_visible()


def test_an_unknown_run_leads_elsewhere(tab: Page, problems: Problems) -> None:
    tab.goto(path_of_run(BASELINE, "nobody"))
    expect(tab.get_by_role("alert")).to_contain_text('No run "nobody"')
    tab.get_by_role("link", name=f"Runs of {BASELINE}").click()
    expect(tab.get_by_text("sweep-3")).to_be_visible()
    problems.forgive("status of 404")


def test_the_config_is_copied_as_json_and_yaml(tab: Page) -> None:
    tab.context.grant_permissions(["clipboard-read", "clipboard-write"])
    tab.goto(path_of_run(GALLERY, "everything", "config"))
    copied = {}
    for form in ("JSON", "YAML"):
        tab.get_by_role("button", name=re.compile("^(Copy|Copied)$")).click()
        tab.get_by_role("button", name=f"As {form}").click()
        expect(tab.get_by_role("button", name="Copied")).to_be_visible()
        copied[form] = tab.evaluate("navigator.clipboard.readText()")
        expect(tab.get_by_role("button", name="Copy", exact=True)).to_be_visible()
    assert json.loads(copied["JSON"])["model"]["layers"] == [64, 128, 256]
    assert "model:\n  kind: vit\n  layers: [64, 128, 256]\n" in copied["YAML"]


def test_rows_are_pinned_above_the_comparison(tab: Page) -> None:
    tab.goto(path_of(BASELINE, "compare?run=sweep0&run=sweep1"))
    row = tab.locator('[data-key="optimizer/lr"]')
    row.get_by_role("button", name="Pin optimizer/lr to the top").click()
    expect(row).to_have_attribute("data-pinned", "true")
    tab.get_by_label("Search keys (regex)").fill("nothing like it")
    expect(row).to_be_visible()
    tab.reload()
    expect(row).to_have_attribute("data-pinned", "true")
    palette(tab, "unpin").filter(has_text="Unpin all rows").click()
    expect(row).to_have_count(0)
    tab.keyboard.press("d")
    expect(tab).to_have_url(re.compile("same=1"))


def test_a_run_is_stopped_on_its_page(
    tab: Page, live: Callable[[str, str], LiveRun], eventually: Callable[..., object]
) -> None:
    run = live("actions/stop", "endless")
    run.log({"loss": 1.0}, step=0)
    tab.goto(path_of_run("actions/stop", run.id))
    tab.get_by_role("button", name="Stop", exact=True).click()
    tab.get_by_role("button", name="Stop it now?").click()
    expect(toast(tab)).to_contain_text("asked to stop")
    expect(toast(tab).get_by_role("button", name="Undo")).to_be_visible()
    eventually(lambda: run.has_ended)
    expect(tab.get_by_role("heading", level=1).locator("..")).to_contain_text("killed")
    expect(tab.get_by_role("button", name=re.compile("^Stop"))).to_have_count(0)
