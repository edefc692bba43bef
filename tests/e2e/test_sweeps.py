"""The pages of sweeps: how far they got, what was best, and what people do with them."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from e2e import trials
from e2e.accessibility import AXE
from e2e.served import path_of, serve
from e2e.trials import FAILS, PLANNED, PROJECT, TRIALS

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("sweeps") / "home"
    trials.make(home)
    return home


@pytest.fixture
def sweeps(recorded: Path, tmp_path: Path, open_tab: Callable[..., Page]) -> Iterator[Page]:
    """A tab on the list of sweeps, of a copy of the home."""
    home = tmp_path / "home"
    shutil.copytree(recorded, home)
    with serve(home) as served:
        tab = open_tab(served.url)
        tab.goto(path_of(PROJECT, "sweeps"))
        yield tab
        tab.close()


def test_a_sweep_is_read_from_the_list_to_its_trials(sweeps: Page, axe: str) -> None:
    tab = sweeps
    row = tab.get_by_role("row", name=re.compile("^rates"))
    expect(row).to_contain_text(f"{TRIALS} of {PLANNED}")
    expect(row.get_by_role("img", name=f"{TRIALS - 1} finished, 1 failed")).to_be_visible()
    expect(row).to_contain_text("loss ↓")
    tab.evaluate(axe)
    assert tab.evaluate(AXE) == []
    tab.keyboard.press("/")
    tab.keyboard.type("grid")
    expect(row).to_have_count(0)
    expect(tab.get_by_role("row", name=re.compile("^empty"))).to_be_visible()
    tab.get_by_role("textbox", name="Search sweeps").fill("")
    row.get_by_role("link", name="rates").click()

    expect(tab.get_by_role("heading", level=1)).to_have_text("rates")
    expect(tab.get_by_role("main")).to_contain_text("best 1 in trial 8")
    table = tab.get_by_role("region", name="List of trials")
    expect(table.locator("tbody tr[aria-rowindex]")).to_have_count(TRIALS)
    table.get_by_role("button", name="loss").click()
    first = table.locator("tbody tr[aria-rowindex='2']")
    expect(first).to_contain_text("trial-8")
    expect(first).to_contain_text("best")
    last = table.locator(f"tbody tr[aria-rowindex='{TRIALS + 1}']")
    expect(last).to_contain_text(f"trial-{FAILS}")
    expect(last).to_contain_text("failed")
    tab.get_by_role("slider", name="Picked part of loss").press("ArrowDown")
    expect(tab).to_have_url(re.compile("brush="))
    expect(table.locator("tbody tr[aria-rowindex]")).not_to_have_count(TRIALS)
    tab.reload()
    expect(tab.get_by_role("region", name="Parameters", exact=True)).to_contain_text(f"of {TRIALS} trials")
    tab.get_by_role("button", name="Clear", exact=True).click()
    expect(table.locator("tbody tr[aria-rowindex]")).to_have_count(TRIALS)
    expect(tab.get_by_role("region", name="Importance of parameters")).to_contain_text("lr")
    tab.evaluate(axe)
    assert tab.evaluate(AXE) == []
    first.get_by_role("link", name="trial-8").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("trial-8")


def test_a_sweep_is_paused_goes_on_and_is_cancelled(sweeps: Page) -> None:
    tab = sweeps
    tab.get_by_role("link", name="rates").click()
    main = tab.get_by_role("main")
    pause = main.get_by_role("button", name="Pause")
    expect(pause).to_be_visible()
    tab.keyboard.press("p")
    expect(main.get_by_role("button", name="Go on")).to_be_visible()
    tab.get_by_role("group", name="Last change").get_by_role("button", name="Undo").click()
    expect(pause).to_be_visible()
    main.get_by_role("button", name="Cancel…").click()
    dialog = tab.get_by_role("dialog", name="Cancel rates")
    expect(dialog).to_contain_text("cannot go on")
    dialog.get_by_role("button", name="Cancel the sweep").click()
    expect(main).to_contain_text("cancelled")
    expect(main.get_by_role("button", name=re.compile("Pause|Go on|Finish|Cancel"))).to_have_count(0)


def test_what_has_nothing_in_it_says_what_to_do(sweeps: Page) -> None:
    tab = sweeps
    tab.get_by_role("link", name="empty").click()
    expect(tab.get_by_role("main")).to_contain_text("No agent has taken a trial yet")
    expect(tab.get_by_role("region", name="How an agent joins")).to_contain_text("runstone agent ")
    tab.goto(path_of("lab/nothing", "sweeps"))
    expect(tab.get_by_role("heading", name="There are no sweeps here yet.")).to_be_visible()
