"""What one does on a page of 60 charts of 20 runs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import FloatRect, Page

from bench.ui.recorded import GRID
from bench.ui.site import TALL_PX, Devtools, Found, Measure, Site, drawn, listed, settle

_IN_VIEW = 9


@contextmanager
def _grid(site: Site, height: int = 900) -> Iterator[Page]:
    with site.tab(f"{site.workspace.url}/p/{GRID}", height=height) as page:
        settle(page, drawn(site.shape.metrics if height == TALL_PX else _IN_VIEW))
        yield page


def _chart(page: Page) -> FloatRect:
    box = page.locator("article .u-over").nth(4).bounding_box()
    assert box is not None
    return box


_MOVES = 40
_MOVE = """async (moves) => {
  const over = document.querySelectorAll("article .u-over")[4];
  const box = over.getBoundingClientRect();
  const frames = await bench.frames(moves, (move) => {
    const at = { clientX: box.left + 20 + ((move * 7) % (box.width - 40)), clientY: box.top + 20 + ((move * 11) % 100) };
    over.dispatchEvent(new MouseEvent("mousemove", { bubbles: true, ...at }));
  });
  return frames;
}"""


def move_cursor(site: Site) -> Found:
    """How long the page's thread is busy for one move of the pointer over a chart: the cursors of all charts, the tooltip of this one, the
    highlight of the nearest run wherever it is drawn."""
    with _grid(site) as page:
        chart = _chart(page)
        page.mouse.move(chart["x"] + 50, chart["y"] + 60)
        devtools = Devtools(page)
        taken = []
        for _ in range(3):
            before = devtools.busy_ms()
            page.evaluate(_MOVE, _MOVES)
            taken.append((devtools.busy_ms() - before) / _MOVES)
        return Found(taken[1:])


_ZOOMED = """() => {
  bench.asked = 0;
  const up = new Promise((resolve, reject) => {
    window.addEventListener("mouseup", resolve, { once: true, capture: true });
    setTimeout(() => reject(new Error("The button was never let go")), 60_000);
  });
  const zoomed = () => new URLSearchParams(location.search).has("zoom");
  bench.zoom = up.then(() => bench.until(() => {}, () => zoomed() && bench.asked > 0));
}"""


def zoom(site: Site) -> Found:
    """From the end of a drag until every chart in view shows the finer points that it asked for."""
    with _grid(site) as page:
        taken, floor = [], []
        for first in (0.2, 0.3, 0.25):
            chart = _chart(page)
            y = chart["y"] + chart["height"] / 2
            page.mouse.move(chart["x"] + chart["width"] * first, y)
            page.mouse.down()
            page.mouse.move(chart["x"] + chart["width"] * (first + 0.4), y, steps=4)
            page.evaluate(_ZOOMED)
            page.evaluate("bench.questions = []")
            page.mouse.up()
            taken.append(float(page.evaluate("bench.zoom")))
            floor.append(float(page.evaluate("bench.answers()")))
            page.get_by_role("button", name="Reset zoom").click()
            page.wait_for_function("!new URLSearchParams(location.search).has('zoom')")
            settle(page, drawn(_IN_VIEW))
        return Found(taken, floor)


_SMOOTH = """async (values) => {
  const slider = document.querySelector('[role=toolbar] input[type=range]');
  const taken = [];
  for (const value of values) {
    taken.push(await bench.cost(() => bench.type(slider, value)));
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
  return taken;
}"""


def _smooth(site: Site, height: int) -> Found:
    with _grid(site, height) as page:
        return Found(page.evaluate(_SMOOTH, ["0.3", "0.6", "0.8", "0.5"])[1:])


def smooth_in_view(site: Site) -> Found:
    """The smoothing changes on a page of 60 charts, of which a usual window shows some."""
    return _smooth(site, 900)


def smooth_all(site: Site) -> Found:
    """The same where all of them are in sight."""
    return _smooth(site, TALL_PX)


def memory(site: Site) -> Found:
    """The page's heap after all 60 charts were in sight, and then the table of 10,000 runs."""
    heaps = []
    with _grid(site, TALL_PX) as page:
        heaps.append(Devtools(page).heap_mb())
    with site.tab(f"{site.runs.url}/p/bench/p0/runs") as page:
        settle(page, listed(20))
        heaps.append(Devtools(page).heap_mb())
    return Found([max(heaps)])


MEASURES = (
    Measure("cursor move over synced charts, busy", 16, move_cursor),
    Measure("zoom by drag, refetched and drawn", 200, zoom),
    Measure("smoothing change, page of 60 charts", 200, smooth_in_view, again=True),
    Measure("smoothing change, all 60 in sight", None, smooth_all),
    Measure("heap, 60 charts x 20 runs or a table of 10,000 runs", 60, memory, unit="MB"),
)
