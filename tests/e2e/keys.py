"""Keys that mean something only one right after the other."""

from __future__ import annotations

from playwright.sync_api import Page

_PRESS = """keys => {
  for (const key of keys)
    document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
}"""


def press_in_turn(page: Page, *keys: str) -> None:
    """Press keys as quickly as fingers do. `keyboard.press` waits for the page after each, which makes a pause of all that it is busy with."""
    page.evaluate(_PRESS, list(keys))
