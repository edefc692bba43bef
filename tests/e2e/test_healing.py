"""The index is a cache: who deletes it under an open page loses nothing, and the page goes on."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from e2e.charts import card, expect_runs
from e2e.live import LiveRun
from e2e.problems import Problems
from e2e.scene import BASELINE
from e2e.served import environment, path_of, path_of_run, serve

pytestmark = pytest.mark.browser


def test_an_index_deleted_under_an_open_page_is_made_anew(open_tab: Callable[..., Page], tmp_path: Path) -> None:
    home = tmp_path / "served"
    done = LiveRun(home, "heal", "done", environment())
    for step in range(20):
        done.log({"loss": 1 / (step + 1)})
    done.end()
    run = LiveRun(home, "heal", "going", environment())
    run.log({"loss": 100})
    with serve(home) as served:
        tab = open_tab(served.url)
        tab.goto(path_of("heal") + f"?run={run.id}")
        expect(card(tab, "loss")).to_contain_text("100")
        # Out of the server's way at once, which makes another one while this one goes.
        (home / "index").rename(tmp_path / "deleted")
        shutil.rmtree(tmp_path / "deleted")
        run.log({"loss": 101})
        expect(card(tab, "loss")).to_contain_text("101")
        tab.get_by_role("checkbox", name="Show done in charts").click()
        expect_runs(tab, "loss", 2)
        tab.get_by_role("link", name="Runs", exact=True).click()
        expect(tab.locator("[data-run]")).to_have_count(2)
        expect(tab.locator(f'[data-run="{run.id}"]')).to_contain_text("running")
        run.end()
        expect(tab.locator(f'[data-run="{run.id}"]')).to_contain_text("finished")
        assert (home / "index").is_dir()
        tab.close()


def test_a_page_whose_code_did_not_come_comes_by_itself(tab: Page, problems: Problems) -> None:
    problems.forgive("ERR_FAILED|dynamically imported module|preload")
    tab.route("**/assets/RunPage*", lambda route: route.abort())
    tab.goto(path_of_run(BASELINE, "sweep0"))
    expect(tab.get_by_role("alert")).to_contain_text("could not be loaded")
    tab.unroute("**/assets/RunPage*")
    expect(tab.get_by_role("heading", name="sweep-0")).to_be_visible()
