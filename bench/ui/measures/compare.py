"""Runs beside each other: 100 runs with 1,000 keys each."""

from __future__ import annotations

from bench.measure import percentile
from bench.ui.recorded import KEYS
from bench.ui.site import Found, Measure, Site, opened, settle

_ROWS = "() => document.querySelectorAll('[data-key]').length >= 15"
_SCROLL = """(frames) => {
  const table = document.querySelector("[aria-label=Comparison]");
  return bench.frames(frames, (frame) => { table.scrollTop += 12 * 28; table.scrollLeft += frame % 4 ? 0 : 200; });
}"""


def _address(site: Site) -> str:
    runs = "&".join(f"run=keys{number}" for number in range(site.shape.compared_runs))
    return f"{site.workspace.url}/p/{KEYS}/compare?{runs}&same=1"


def open_compared(site: Site) -> Found:
    """From the address until the first rows are painted."""
    with site.tab(_address(site)) as page:
        taken = opened(page, _ROWS)
        return Found([taken], [float(page.evaluate("bench.answers()"))])


def scroll(site: Site) -> Found:
    """The 95th percentile of frames in each of which 12 keys go by, and now and then a run."""
    with site.tab(_address(site)) as page:
        settle(page, _ROWS)
        return Found([percentile(page.evaluate(_SCROLL, site.shape.frames), 95)])


def search(site: Site) -> Found:
    """A key in the search, until the frame that shows what matches."""
    with site.tab(_address(site)) as page:
        settle(page, _ROWS)
        box = page.get_by_label("Search keys").element_handle()
        assert box is not None
        taken = []
        for text in ("k", "key_.*7", "key_.*7$", "key_00[1-4]"):
            taken.append(float(box.evaluate("(box, text) => bench.cost(() => bench.type(box, text))", text)))
            settle(page, "() => true")
        return Found(taken[1:])


MEASURES = (
    Measure("compare 100 runs x 1,000 keys: address to rows", 1_500, open_compared),
    Measure("compare 100 runs x 1,000 keys: 12 keys a frame, p95 frame", 50, scroll),
    Measure("compare 100 runs x 1,000 keys: a key in the search", 100, search),
)
