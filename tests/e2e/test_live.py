"""What happens while one looks."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from e2e.charts import card, expect_drawn, expect_runs
from e2e.live import LiveRun
from e2e.problems import Problems
from e2e.served import Served, environment, path_of, path_of_run, serve
from e2e.until import until
from ports import free_ports

pytestmark = pytest.mark.browser

Live = Callable[[str, str], LiveRun]

POINTS = 8
LATEST_SECS = 15.0
"""Generous, for a busy machine; the measured times are recorded as properties of the test."""

# Notes when each text was first seen in the head of the chart, which is drawn together with its line.
_WATCH = """metric => {
  window.seen = {};
  const look = () => {
    const text = document.querySelector(`[data-metric="${metric}"] [data-number]`)?.textContent;
    if (text && !(text in window.seen)) window.seen[text] = Date.now() / 1000;
  };
  new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
}"""


def test_a_point_is_on_the_chart_a_moment_after_it_was_logged(
    tab: Page, live: Live, record_property: Callable[[str, Any], None]
) -> None:
    run = live("live/latency", "quick")
    run.log({"loss": 100})
    tab.goto(path_of("live/latency"))
    expect(card(tab, "loss")).to_contain_text("100")
    tab.evaluate(_WATCH, "loss")
    waits = []
    for value in range(101, 101 + POINTS):
        tab.wait_for_timeout(37 * (value % 7))  # at any phase of whatever has a pace
        logged = run.log({"loss": value})
        until(tab, partial(tab.evaluate, "text => text in window.seen", str(value)))
        waits.append(tab.evaluate("text => window.seen[text]", str(value)) - logged)
    record_property("live_ms", sorted(round(1000 * wait) for wait in waits))
    print(f"log() to chart, ms: {sorted(round(1000 * wait) for wait in waits)}")
    assert max(waits) < LATEST_SECS
    expect_drawn(tab, "loss", over=0.6)


def test_a_new_metric_and_a_new_run_appear_by_themselves(tab: Page, live: Live) -> None:
    first = live("live/new", "first")
    first.log({"a": 1})
    tab.goto(path_of("live/new"))
    expect_runs(tab, "a", 1)
    first.log({"b": 1})
    expect_runs(tab, "b", 1)
    second = live("live/new", "second")
    second.log({"a": 2})
    expect(tab.get_by_role("link", name="second", exact=True)).to_be_visible()
    expect_runs(tab, "a", 2)


def test_a_killed_run_turns_to_crashed_before_ones_eyes(
    tab: Page, live: Live, record_property: Callable[[str, Any], None]
) -> None:
    run = live("live/crash", "doomed")
    run.log({"loss": 1})
    tab.goto(path_of("live/crash", "runs"))
    row = tab.locator(f'[data-run="{run.id}"]')
    expect(row).to_contain_text("running")
    killed = run.kill()
    expect(row).to_contain_text("crashed")
    record_property("crashed_secs", round(time.time() - killed, 2))
    print(f"kill -9 to crashed, s: {time.time() - killed:.2f}")


def test_a_finished_run_is_so_in_every_place(tab: Page, live: Live, eventually: Callable[..., object]) -> None:
    run = live("live/finish", "short")
    run.log({"loss": 1})
    eventually(lambda: tab.request.get(f"/api/runs/{run.id}").ok)
    tab.goto(path_of_run("live/finish", run.id))
    expect(tab.get_by_role("main").get_by_text("running").first).to_be_visible()
    run.end()
    expect(tab.get_by_role("main").get_by_text("finished").first).to_be_visible()
    expect(tab.get_by_role("main").get_by_text("running", exact=True)).to_have_count(0)


def test_eight_tabs_of_one_browser_are_all_live(chromium: Browser, site: Served, live: Live) -> None:
    run = live("live/tabs", "watched")
    run.log({"loss": 100})
    context = chromium.new_context(base_url=site.url, viewport={"width": 800, "height": 600})
    tabs = [context.new_page() for _ in range(8)]
    for each in tabs:
        each.goto(path_of("live/tabs"), wait_until="commit")
    for each in tabs:
        expect(card(each, "loss")).to_contain_text("100")
    run.log({"loss": 101})
    for each in tabs:
        expect(card(each, "loss")).to_contain_text("101")
    # The tab that owned the connection goes; another takes over.
    tabs[0].close()
    run.log({"loss": 102})
    for each in tabs[1:]:
        expect(card(each, "loss")).to_contain_text("102")
    context.close()


def test_the_page_goes_on_after_the_server_was_away(
    open_tab: Callable[..., Page], problems: Problems, tmp_path: Path
) -> None:
    home = tmp_path / "served"
    run = LiveRun(home, "live/away", "patient", environment())
    run.log({"loss": 100})
    (port,) = free_ports(1)
    with serve(home, port) as first:
        tab = open_tab(first.url)
        tab.goto(path_of("live/away"))
        expect(card(tab, "loss")).to_contain_text("100")
    expect(tab.get_by_role("banner").get_by_role("status")).to_contain_text("offline")
    run.log({"loss": 101})
    with serve(home, port):
        expect(card(tab, "loss")).to_contain_text("101")
        expect(tab.get_by_role("banner").get_by_role("status")).to_contain_text("live")
        run.log({"loss": 102})
        expect(card(tab, "loss")).to_contain_text("102")
        run.end()
        problems.forgive("ERR_|Failed to load")
        tab.close()
