"""How the browser tests speak of the gallery."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from e2e.pictures import PINS
from e2e.served import path_of

RUNS = "run=ada&run=bob&run=cy"


def open_gallery(tab: Page, search: str = RUNS, project: str = PINS) -> None:
    """Go to a project's media and wait for its keys."""
    tab.goto(path_of(project, "media") + (f"?{search}" if search else ""))
    expect(tab.get_by_text(re.compile(r"^([\d,]+ of )?[\d,]+ keys?$"))).to_be_visible()


def key(tab: Page, name: str) -> Locator:
    """All that is shown of a key."""
    return tab.get_by_role("region", name=name, exact=True)


def card(tab: Page, name: str, run: str) -> Locator:
    """A run's card of a key."""
    return key(tab, name).locator(f"li[data-run='{run}']")


def slider(tab: Page, of: str = "val") -> Locator:
    """The step slider of a section or key."""
    return tab.get_by_role("slider", name=f"Step of {of}", exact=True)


def go_to_step(tab: Page, step: int, of: str = "val") -> None:
    """Type a step, and wait until the address has it."""
    tab.get_by_role("textbox", name=f"Step of {of}, typed").fill(str(step))
    tab.keyboard.press("Enter")
    expect(tab).to_have_url(re.compile(rf"[?&](step|own|at)={step}\b"))


def expect_caption(tab: Page, name: str, run: str, caption: str) -> None:
    """Wait for a card to show an image, and its bytes to have arrived."""
    found = card(tab, name, run)
    expect(found.get_by_role("img", name=caption, exact=True)).to_be_visible()
    expect(found.get_by_text(caption, exact=True)).to_be_visible()


def pin(tab: Page, name: str, run: str, item: str) -> None:
    """Choose something from the pin menu of a card."""
    badge(tab, name, run).click()
    tab.get_by_role("menuitem", name=item, exact=True).click()
    expect(tab.get_by_role("menu")).to_have_count(0)


def badge(tab: Page, name: str, run: str) -> Locator:
    """The badge of a card's pin, or the button that pins."""
    return card(tab, name, run).get_by_role("button", name=re.compile(r"^(Pin at|Pinned in|Best step)"))


def expect_pin(tab: Page, name: str, run: str, kind: str | None) -> None:
    """Wait for a card to be pinned in this way (`here`, `everywhere`, `best`), or in none."""
    if kind is None:
        expect(card(tab, name, run)).not_to_have_attribute("data-pin", re.compile("."))
    else:
        expect(card(tab, name, run)).to_have_attribute("data-pin", kind)
