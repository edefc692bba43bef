"""Behind a reverse proxy, under a path that the server knows nothing of."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from e2e.charts import card, expect_runs
from e2e.live import LiveRun
from e2e.proxy import proxy
from e2e.scene import BASELINE, GALLERY
from e2e.served import Served, path_of, path_of_run
from e2e.until import until

pytestmark = pytest.mark.browser

PREFIX = "/team/tracker"


def test_every_page_works_under_a_prefix_and_stays_there(
    open_tab: Callable[..., Page], site: Served, live: Callable[[str, str], LiveRun]
) -> None:
    with proxy(site.url, PREFIX) as url:
        tab = open_tab(url)
        asked: list[str] = []
        tab.on("request", lambda request: asked.append(request.url))
        tab.goto(url + "/")
        tab.get_by_role("link", name="baseline", exact=True).click()
        expect(tab).to_have_url(url + path_of(BASELINE))
        expect_runs(tab, "train/loss", 9)
        tab.reload()
        expect_runs(tab, "train/loss", 9)
        tab.get_by_role("link", name="Runs", exact=True).click()
        expect(tab.locator("[data-run]")).to_have_count(9)
        tab.reload()
        expect(tab.locator("[data-run]")).to_have_count(9)
        tab.get_by_role("link", name="sweep-2", exact=True).click()
        expect(tab.get_by_role("heading", name="sweep-2")).to_be_visible()
        tab.goto(url + path_of_run(GALLERY, "everything"))
        tab.get_by_role("tab", name="Media").click()
        picture = tab.get_by_role("region", name="val/pictures").get_by_role("img").first
        expect(picture).to_be_visible()
        until(tab, lambda: picture.evaluate("image => image.naturalWidth === 64"))
        run = live("live/prefix", "proxied")
        run.log({"loss": 100})
        tab.goto(url + path_of("live/prefix"))
        expect(card(tab, "loss")).to_contain_text("100")
        run.log({"loss": 101})
        expect(card(tab, "loss")).to_contain_text("101")
        assert {urlsplit(each).path.startswith(PREFIX + "/") for each in asked if each.startswith("http")} == {True}
        tab.close()
