"""Points that come while one looks: how soon they show, and what an hour of them leaves behind in the page and in the server."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

from playwright.sync_api import Page

from bench.measure import percentile
from bench.ui import live_run
from bench.ui.live_run import LiveRun
from bench.ui.served import Served, serve
from bench.ui.site import Devtools, Found, Measure, Site, drawn, opened, settle

_PROJECT, _RUN = "bench/live", "live"
_FEW_STEPS = 20
_WARM_SHARE, _READINGS = 0.2, 6

# A page whose clock runs ten times as fast waits a tenth of the time between updates, and does the same for each.
_FAST_CLOCK = """(() => {
  const SPEED = 10;
  const [now, wait, begun] = [Date.now.bind(Date), window.setTimeout.bind(window), Date.now()];
  Date.now = () => Math.round(begun + (now() - begun) * SPEED);
  window.setTimeout = (what, ms = 0, ...more) => wait(what, ms / SPEED, ...more);
})();
"""


@contextmanager
def _home(site: Site) -> Iterator[Path]:
    """A home for one measure: a copy of the one with charts, beside which something is logged."""
    folder = Path(mkdtemp(prefix="ui-live-", dir=site.data))
    try:
        yield folder / "home"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _live(site: Site, metrics: int, steps: int, *, brisk: bool) -> Iterator[tuple[LiveRun, Served]]:
    with (
        _home(site) as home,
        live_run.started(home, _PROJECT, _RUN, metrics, steps) as run,
        serve(home, brisk=brisk) as served,
    ):
        yield run, served


# Notes when each text was first seen in the head of the first chart, which is drawn together with its line.
_WATCH_HEAD = """() => {
  window.seen = {};
  const look = () => {
    const text = document.querySelector("article [data-number]")?.textContent;
    if (text && !(text in window.seen)) window.seen[text] = Date.now() / 1000;
  };
  new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
}"""


def latency(site: Site) -> Found:
    """From the return of `log` in another process until the point is on the chart, at whatever phase of anything that has a pace."""
    taken = []
    with (
        _live(site, site.shape.metrics, site.shape.steps, brisk=False) as (run, served),
        site.tab(f"{served.url}/p/{_PROJECT}") as page,
    ):
        opened(page, drawn(9))
        page.evaluate(_WATCH_HEAD)
        for value in range(101, 101 + site.shape.points):
            time.sleep(0.037 * (value % 7))
            logged = run.log(value)
            page.wait_for_function("text => text in window.seen", arg=str(value))
            taken.append(1e3 * (float(page.evaluate("text => window.seen[text]", str(value))) - logged))
    return Found([percentile(taken, 95)])


def _tick(page: Page, run: LiveRun, tick: int) -> None:
    """Log a point, and wait until it shows and nothing is left to be done."""
    value = 100 + tick % 800
    run.log(value)
    settle(page, f"() => document.querySelector('article [data-number]')?.textContent === '{value}'")


def _growth(readings: list[float]) -> float:
    return 100 * (readings[-1] / readings[0] - 1)


def _hour(site: Site, path: str, metrics: int, steps: int) -> tuple[list[float], list[float]]:
    """The heap of a page and the memory of the server in MB, read now and then during as many updates as an hour brings."""
    ticks = site.shape.ticks
    warm = int(ticks * _WARM_SHARE)
    heaps, servers = [], []
    with (
        _live(site, metrics, steps, brisk=True) as (run, served),
        site.tab(served.url + path, script=_FAST_CLOCK) as page,
    ):
        settle(page, drawn(3))
        devtools = Devtools(page)
        for tick in range(ticks + 1):
            _tick(page, run, tick)
            if tick >= warm and (tick - warm) % ((ticks - warm) // (_READINGS - 1)) == 0:
                heaps.append(devtools.heap_mb())
                servers.append(served.resident_mb())
    return heaps, servers


def heap_growth(site: Site) -> Found:
    """Charts of 60 metrics: how much more the page keeps at the end of the hour than after its first twelve minutes."""
    heaps, _ = _hour(site, f"/p/{_PROJECT}", site.shape.metrics, site.shape.steps)
    return Found([_growth(heaps)])


def server_memory(site: Site) -> Found:
    """The server's memory at the end of an hour in which a browser is on a run that logs 10,000 metrics a step. It grows at first: what was
    decoded is kept, up to a fixed size."""
    _, servers = _hour(site, f"/p/{_PROJECT}/r/{_RUN}?tab=charts", site.shape.wide_metrics, _FEW_STEPS)
    return Found([servers[-1]])


MEASURES = (
    Measure("live: point logged to seen on the chart, p95", 2_000, latency),
    Measure("live: growth of the page's heap in an hour", 20, heap_growth, unit="%", once=True),
    Measure("live, 10,000 metrics: the server after an hour", 400, server_memory, unit="MB", once=True),
)
