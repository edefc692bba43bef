"""The console of a run that printed a million lines."""

from __future__ import annotations

from playwright.sync_api import Page

from bench.ui.recorded import CONSOLE, CONSOLE_RUN
from bench.ui.site import Found, Measure, Site, opened

_SHOWN = "() => document.querySelector('[data-line=\"{}\"]') !== null"


def _line(number: int) -> str:
    return _SHOWN.format(number)


def _tail(site: Site) -> str:
    return _line(site.shape.lines - 1)


def open_console(site: Site) -> Found:
    """From the address until the last line is painted."""
    with site.tab(f"{site.workspace.url}/p/{CONSOLE}/r/{CONSOLE_RUN}?tab=console") as page:
        taken = opened(page, _tail(site))
        return Found([taken], [float(page.evaluate("bench.answers()"))])


def _pressed(page: Page, keys: str, done: str) -> float:
    press = "for (const key of %r) document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))"
    return float(page.evaluate(f"bench.until(() => {{ {press % keys}; }}, {done})"))


def to_start(site: Site) -> Found:
    """`g g` at the end, until the first line is painted."""
    return _jump(site, start=True)


def to_end(site: Site) -> Found:
    """`G` at the first line, until the last one is painted."""
    return _jump(site, start=False)


def _jump(site: Site, *, start: bool) -> Found:
    with site.tab(f"{site.workspace.url}/p/{CONSOLE}/r/{CONSOLE_RUN}?tab=console") as page:
        opened(page, _tail(site))
        starts, ends = [], []
        for _ in range(3):
            starts.append(_pressed(page, "gg", _line(0)))
            ends.append(_pressed(page, "G", _tail(site)))
    return Found(starts if start else ends)


MEASURES = (
    Measure("console of 1,000,000 lines: address to last line", 1_000, open_console),
    Measure("console of 1,000,000 lines: to the first line", 300, to_start),
    Measure("console of 1,000,000 lines: back to the last", 300, to_end),
)
