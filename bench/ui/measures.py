"""What is measured. Each measure opens what it needs, acts as a user does, and tells milliseconds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page

from bench.ui.recorded import GRID, WIDE, WIDE_RUN, Shape

WATCH = Path(__file__).with_name("watch.js").read_text(encoding="utf-8")
_TALL = 5_600


@dataclass(frozen=True)
class Site:
    """The server, the browser, and what was recorded."""

    url: str
    browser: Browser
    shape: Shape

    def tab(self, path: str, height: int = 900) -> Page:
        """A tab in a profile of its own."""
        context = self.browser.new_context(
            viewport={"width": 1440, "height": height}, reduced_motion="reduce", bypass_csp=True
        )
        page = context.new_page()
        page.set_default_timeout(120_000)
        page.add_init_script(WATCH)
        page.goto(self.url + path)
        return page


@dataclass(frozen=True)
class Measure:
    """A question, the most that its answer should be in milliseconds, and the way to it."""

    what: str
    target_ms: float | None
    take: Callable[[Site], list[float]]


def _drawn(charts: int) -> str:
    return f"() => document.querySelectorAll('article [data-ready]').length >= {charts}"


def _settled(page: Page, charts: int) -> None:
    page.evaluate(f"bench.until(() => {{}}, {_drawn(charts)})")


def _grid(site: Site, height: int = 900) -> Page:
    page = site.tab(f"/p/{GRID}", height)
    _settled(page, site.shape.metrics if height == _TALL else 9)
    return page


def _open(site: Site, height: int, charts: int) -> list[float]:
    page = site.tab("/", height)
    link = f"document.querySelector('a[href=\"/p/{GRID}\"]')"
    page.wait_for_function(f"{link} !== null")
    taken = page.evaluate(f"bench.until(() => {link}.click(), {_drawn(charts)})")
    page.context.close()
    return [float(taken)]


def open_in_view(site: Site) -> list[float]:
    """From the click on the project until the charts of a usual window are drawn."""
    return _open(site, 900, 9)


def open_all(site: Site) -> list[float]:
    """The same in a window that holds all of them at once."""
    return _open(site, _TALL, site.shape.metrics)


_MOVES = 40
_MOVE = """async (moves) => {
  const over = document.querySelectorAll("article .u-over")[4];
  const box = over.getBoundingClientRect();
  for (let move = 0; move < moves; move += 1) {
    const at = { clientX: box.left + 20 + ((move * 7) % (box.width - 40)), clientY: box.top + 20 + ((move * 11) % 100) };
    over.dispatchEvent(new MouseEvent("mousemove", { bubbles: true, ...at }));
    await bench.painted();
  }
}"""


def move_cursor(site: Site) -> list[float]:
    """How long the page's thread is busy for one move of the pointer over a chart: the cursors of all charts, the tooltip of this one, the
    highlight of the nearest run wherever it is drawn."""
    page = _grid(site)
    over = page.locator("article .u-over").nth(4).bounding_box()
    assert over is not None
    page.mouse.move(over["x"] + 50, over["y"] + 60)
    devtools = page.context.new_cdp_session(page)
    devtools.send("Performance.enable", {"timeDomain": "threadTicks"})

    def busy_secs() -> float:
        metrics = devtools.send("Performance.getMetrics")["metrics"]
        return float(next(each["value"] for each in metrics if each["name"] == "TaskDuration"))

    taken = []
    for _ in range(3):
        before = busy_secs()
        page.evaluate(_MOVE, _MOVES)
        taken.append(1e3 * (busy_secs() - before) / _MOVES)
    page.context.close()
    return taken[1:]


def zoom(site: Site) -> list[float]:
    """From the end of a drag until every chart in view shows the finer points that it asked for."""
    page = _grid(site)
    taken = []
    for first in (0.2, 0.3, 0.25):
        over = page.locator("article .u-over").nth(4).bounding_box()
        assert over is not None
        y = over["y"] + over["height"] / 2
        page.mouse.move(over["x"] + over["width"] * first, y)
        page.mouse.down()
        page.mouse.move(over["x"] + over["width"] * (first + 0.4), y, steps=4)
        page.evaluate(
            """() => {
              bench.asked = 0;
              const up = new Promise((resolve) => window.addEventListener("mouseup", resolve, { once: true, capture: true }));
              const zoomed = () => new URLSearchParams(location.search).has("zoom");
              bench.zoom = up.then(() => bench.until(() => {}, () => zoomed() && bench.asked > 0));
            }"""
        )
        page.mouse.up()
        taken.append(float(page.evaluate("bench.zoom")))
        page.get_by_role("button", name="Reset zoom").click()
        page.wait_for_function("!new URLSearchParams(location.search).has('zoom')")
        _settled(page, 9)
    page.context.close()
    return taken


_SMOOTH = """async (values) => {
  const slider = document.querySelector('[role=toolbar] input[type=range]');
  const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set;
  const taken = [];
  for (const value of values) {
    taken.push(await bench.cost(() => {
      set.call(slider, value);
      slider.dispatchEvent(new Event("input", { bubbles: true }));
    }));
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
  return taken;
}"""


def _smooth(site: Site, height: int) -> list[float]:
    page = _grid(site, height)
    taken = page.evaluate(_SMOOTH, ["0.3", "0.6", "0.8", "0.5"])
    page.context.close()
    return [float(each) for each in taken[1:]]


def smooth_in_view(site: Site) -> list[float]:
    """The smoothing changes on a page of 60 charts, of which a usual window shows some."""
    return _smooth(site, 900)


def smooth_all(site: Site) -> list[float]:
    """The same where all of them are in sight."""
    return _smooth(site, _TALL)


def open_wide(site: Site) -> list[float]:
    """From the click on the tab until a run with 10,000 metrics shows its sections and first charts."""
    page = site.tab(f"/p/{WIDE}/r/{WIDE_RUN}")
    page.wait_for_selector("#tab-charts")
    page.evaluate("bench.until(() => {})")
    taken = page.evaluate(f"bench.until(() => document.getElementById('tab-charts').click(), {_drawn(3)})")
    nodes = int(page.evaluate("document.querySelectorAll('*').length"))
    page.context.close()
    if nodes > 5_000:
        raise AssertionError(
            f"{nodes} elements for {site.shape.wide_metrics} metrics: what is out of sight must not exist"
        )
    return [float(taken)]


_MATCHING = """pattern => {
  const charts = [...document.querySelectorAll("article")];
  return charts.length > 0 && charts.every((chart) => new RegExp(pattern).test(chart.ariaLabel));
}"""


def search_wide(site: Site) -> list[float]:
    """A regular expression over the 10,000 names, from the last key until the charts that match are laid out."""
    page = site.tab(f"/p/{WIDE}/r/{WIDE_RUN}?tab=charts")
    _settled(page, 3)
    box = page.get_by_role("textbox", name="Search metrics")
    taken = []
    for text in ("weight_07$", "layer_00[24]", "weight_4[12]"):
        begun = float(page.evaluate("performance.now()"))
        box.fill(text)
        page.wait_for_function(_MATCHING, arg=text)
        taken.append(float(page.evaluate("performance.now()")) - begun)
    page.context.close()
    return taken


MEASURES = (
    Measure("60 charts x 20 runs: click to drawn, usual window", 1_200, open_in_view),
    Measure("60 charts x 20 runs: click to drawn, all 60 in sight", 2_000, open_all),
    Measure("cursor move over synced charts, busy", 16, move_cursor),
    Measure("zoom by drag, refetched and drawn", 200, zoom),
    Measure("smoothing change, page of 60 charts", 200, smooth_in_view),
    Measure("smoothing change, all 60 in sight", None, smooth_all),
    Measure("run of 10,000 metrics: click to drawn", 1_500, open_wide),
    Measure("regex over 10,000 metrics", 300, search_wide),
)
