"""The one connection that keeps pages up to date, when something is in its way: no page stays behind, or says "offline" for nothing."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from e2e.charts import card
from e2e.live import LiveRun
from e2e.problems import Problems
from e2e.served import Served, path_of, path_of_run
from e2e.until import until

pytestmark = pytest.mark.browser

Live = Callable[[str, str], LiveRun]


def status(tab: Page) -> Locator:
    return tab.get_by_role("banner").get_by_role("status")


@pytest.fixture
def refused(problems: Problems) -> None:
    """Forgives the browser for telling of a connection that was refused."""
    problems.forgive("ERR_|Failed to load")


@pytest.mark.usefixtures("refused")
def test_a_server_from_before_an_update_is_not_said_to_be_offline(tab: Page, live: Live) -> None:
    def as_it_was(route: Route) -> None:
        answer = route.fetch()
        told = answer.json()
        told.pop("views", None)
        route.fulfill(response=answer, body=json.dumps(told))

    tab.route("**/api/changes*", as_it_was)
    tab.route("**/api/events*", lambda route: route.abort())
    run = live("feed/older", "kept up")
    run.log({"loss": 100})
    tab.goto(path_of("feed/older"))
    expect(card(tab, "loss")).to_contain_text("100")
    run.log({"loss": 101})
    expect(card(tab, "loss")).to_contain_text("101")
    expect(status(tab)).to_contain_text("live")


@pytest.mark.usefixtures("refused")
def test_where_a_stream_is_refused_the_page_asks_instead(tab: Page, live: Live) -> None:
    tab.route("**/api/events*", lambda route: route.abort())
    run = live("feed/refused", "asked for")
    run.log({"loss": 100})
    tab.goto(path_of("feed/refused"))
    expect(card(tab, "loss")).to_contain_text("100")
    for value in (101, 102):
        run.log({"loss": value})
        expect(card(tab, "loss")).to_contain_text(str(value))
    expect(status(tab)).to_contain_text("live")


@pytest.mark.usefixtures("refused")
def test_errors_of_the_server_are_not_called_offline_and_pass(tab: Page, site: Served, live: Live) -> None:
    tab.route("**/api/events*", lambda route: route.abort())
    tab.route("**/api/changes*", lambda route: route.fulfill(status=500, body="{}"))
    run = live("feed/faulty", "served badly")
    run.log({"loss": 100})
    tab.goto(path_of("feed/faulty"))
    expect(status(tab)).to_contain_text("trouble")
    run.log({"loss": 101})
    tab.unroute("**/api/changes*")
    expect(status(tab)).to_contain_text("live")
    expect(card(tab, "loss")).to_contain_text("101")


def test_a_tab_that_the_browser_froze_with_the_connection_holds_up_no_other(
    chromium: Browser, site: Served, live: Live
) -> None:
    run = live("feed/frozen", "watched")
    run.log({"loss": 100})
    context = chromium.new_context(base_url=site.url)
    leader, follower = context.new_page(), context.new_page()
    follower.clock.install()
    leader.goto(path_of("feed/frozen"))
    expect(card(leader, "loss")).to_contain_text("100")
    until(leader, lambda: leader.evaluate("navigator.locks.query().then(({ held }) => held.length === 1)"))
    follower.goto(path_of("feed/frozen"))
    expect(card(follower, "loss")).to_contain_text("100")
    context.new_cdp_session(leader).send("Page.setWebLifecycleState", {"state": "frozen"})
    run.log({"loss": 101})
    follower.clock.fast_forward(20_000)
    expect(card(follower, "loss")).to_contain_text("101")
    run.log({"loss": 102})
    expect(card(follower, "loss")).to_contain_text("102")
    context.close()


def test_a_page_one_comes_back_to_is_live(tab: Page, live: Live) -> None:
    run = live("feed/back", "left")
    run.log({"loss": 100})
    tab.goto(path_of("feed/back"))
    expect(card(tab, "loss")).to_contain_text("100")
    tab.goto("about:blank")
    run.log({"loss": 101})
    tab.go_back()
    expect(card(tab, "loss")).to_contain_text("101")
    run.log({"loss": 102})
    expect(card(tab, "loss")).to_contain_text("102")
    expect(status(tab)).to_contain_text("live")


@pytest.mark.usefixtures("refused")
def test_the_page_of_a_run_that_is_about_to_begin_becomes_its_page(tab: Page, live: Live) -> None:
    tab.goto(path_of_run("feed/soon", "FS-1"))
    expect(tab.get_by_role("alert")).to_contain_text('No run "FS-1"')
    live("feed/soon", "the awaited")
    expect(tab.get_by_role("heading", name="the awaited")).to_be_visible()
