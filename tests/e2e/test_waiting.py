"""A page that has to wait says so: for a slow server, for one that is gone, and for the first run of a home."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from e2e.problems import Problems
from e2e.scene import BASELINE
from e2e.served import environment, path_of, serve
from ports import free_ports

pytestmark = pytest.mark.browser


def test_a_slow_server_is_waited_for_in_words(tab: Page) -> None:
    held: list[Route] | None = []

    def hold(route: Route) -> None:
        if held is None:
            route.continue_()
        else:
            held.append(route)

    tab.route("**/api/**", hold)
    tab.goto(path_of(BASELINE, "runs"))
    expect(tab.get_by_role("progressbar", name="Waiting for the server")).to_be_visible()
    expect(tab.get_by_text("The server is still at work on this page.")).to_be_visible()
    expect(tab.get_by_text("No runs")).to_have_count(0)
    waiting, held = held, None
    for route in waiting:
        route.continue_()
    expect(tab.get_by_text("sweep-3").first).to_be_visible()
    expect(tab.get_by_role("progressbar")).to_have_count(0)


def test_a_server_that_is_gone_is_named_and_the_page_goes_on_when_it_is_back(
    open_tab: Callable[..., Page], workshop_home: Path, problems: Problems
) -> None:
    problems.forgive("ERR_CONNECTION_REFUSED|ERR_EMPTY_RESPONSE|ERR_INCOMPLETE_CHUNKED_ENCODING|ERR_CONNECTION_RESET")
    gone = "The server does not answer."
    (port,) = free_ports(1)
    with serve(workshop_home, port) as served:
        tab = open_tab(served.url)
        tab.goto(path_of("lab/classifier", "runs"))
        expect(tab.get_by_text("slow-0")).to_be_visible()
    expect(tab.get_by_text(gone)).to_be_visible()
    expect(tab.get_by_text("slow-0")).to_be_visible()
    with serve(workshop_home, port):
        expect(tab.get_by_text(gone)).to_have_count(0)
        tab.get_by_role("link", name="Compare").click()
        tab.get_by_role("button", name="The two newest runs").click()
        expect(tab.get_by_role("columnheader").filter(has_text="fast-3")).to_be_visible()
        tab.close()


def test_the_lines_of_an_empty_home_record_its_first_run(open_tab: Callable[..., Page], tmp_path: Path) -> None:
    home = tmp_path / "home of mine"
    with serve(home) as served:
        tab = open_tab(served.url)
        tab.goto("/")
        lines = tab.get_by_role("region", name="Python for the first run")
        expect(lines).to_contain_text(str(home))
        subprocess.run([sys.executable, "-c", lines.inner_text()], env=environment(), check=True, capture_output=True)
        tab.get_by_role("link", name="my-project").click()
        expect(tab.get_by_role("article", name="train/loss")).to_be_visible()
        tab.goto(path_of("my-project/later", "runs"))
        expect(tab.get_by_role("heading", name="This project has no runs yet.")).to_be_visible()
        tab.close()


def test_a_project_whose_runs_are_archived_says_where_they_are(bench: Page) -> None:
    bench.goto(path_of("lab/old", "runs"))
    for name in ("old-0", "old-1"):
        bench.get_by_role("checkbox", name=f"Pick {name}").click()
    bench.get_by_role("button", name="Archive", exact=True).click()
    expect(bench.get_by_role("heading", name="This project has no active runs.")).to_be_visible()
    bench.get_by_role("link", name="2 archived runs").click()
    expect(bench.get_by_text("old-1")).to_be_visible()
