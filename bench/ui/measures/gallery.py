"""The gallery: 100 runs beside each other, 2,000 images each, of which 51 keys × 100 cards are on the page."""

from __future__ import annotations

from playwright.sync_api import Page

from bench.measure import percentile
from bench.ui.recorded_media import MEDIA
from bench.ui.site import Devtools, Found, Measure, Site, opened, settle

_STEP_PX = 120

# Every picture in sight is there.
_SHOWN = """() => {
  const pictures = [...document.querySelectorAll("[aria-label=Media] img")];
  const inSight = pictures.filter((each) => {
    const { top, bottom } = each.getBoundingClientRect();
    return bottom > 0 && top < innerHeight;
  });
  return inSight.length > 0 && inSight.every((each) => each.complete && each.naturalWidth > 0);
}"""

_SCROLL = """async ([pixels, frames]) => {
  const page = document.querySelector("[aria-label=Media]");
  page.scrollTop = 0;
  await bench.painted();
  return bench.frames(frames, () => { page.scrollTop += pixels; });
}"""


def _url(site: Site) -> str:
    runs = "&".join(f"run=pictures{number}" for number in range(site.shape.media_runs))
    return f"{site.media.url}/p/{MEDIA}/media?{runs}"


def open_gallery(site: Site) -> Found:
    """From the address until the pictures in sight are there: the page, its script, the answers, the pictures."""
    with site.tab(_url(site)) as page:
        return Found([opened(page, _SHOWN)], [float(page.evaluate("bench.answers()"))])


def scroll(site: Site) -> Found:
    """The 95th percentile of frames in each of which a card's height goes by, with all that comes into sight fetched and drawn."""
    with site.tab(_url(site)) as page:
        settle(page, _SHOWN)
        return Found([percentile(page.evaluate(_SCROLL, [_STEP_PX, site.shape.frames]), 95)])


def busy(site: Site) -> Found:
    """How long the page's thread works for such a frame, on average: its processor time, which a busy machine changes little."""
    with site.tab(_url(site)) as page:
        settle(page, _SHOWN)
        tools = Devtools(page)
        before = tools.busy_ms()
        page.evaluate(_SCROLL, [_STEP_PX, site.shape.frames])
        return Found([(tools.busy_ms() - before) / site.shape.frames])


def to_middle(site: Site) -> Found:
    """From a pull at the scrollbar until the pictures that are in sight then are there."""
    with site.tab(_url(site)) as page:
        settle(page, _SHOWN)
        return Found([_pulled(page, share) for share in (0.5, 0.9, 0.3)])


def _pulled(page: Page, share: float) -> float:
    pull = f"""() => {{
      const page = document.querySelector("[aria-label=Media]");
      page.scrollTop = page.scrollHeight * {share};
    }}"""
    return float(page.evaluate(f"bench.until({pull}, {_SHOWN})"))


def heap(site: Site) -> Found:
    """The page's heap after a walk through it."""
    with site.tab(_url(site)) as page:
        settle(page, _SHOWN)
        for share in (0.25, 0.5, 0.75, 1):
            _pulled(page, share)
        return Found([Devtools(page).heap_mb()])


MEASURES = (
    Measure("gallery of 100 runs × 2,000 images: address to pictures", 1_500, open_gallery),
    Measure("gallery of 100 runs: 120 px a frame, p95 frame", 50, scroll, again=True),
    Measure("gallery of 100 runs: 120 px a frame, processor time a frame", 16, busy),
    Measure("gallery of 100 runs: pulled elsewhere, to pictures", 600, to_middle),
    Measure("gallery of 100 runs: heap of the page after a walk", 50, heap, unit="MB"),
)
