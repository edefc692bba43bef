"""Code, data, outputs, console and the tree of projects: what a run was made of, what it kept, and what it costs."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from e2e import lab
from e2e.accessibility import found_in_either_theme
from e2e.served import Served, path_of, path_of_run, serve

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def lab_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The home of `lab.py` and its server."""
    home = tmp_path_factory.mktemp("lab") / "home"
    lab.make(home)
    with serve(home) as served:
        yield served


@pytest.fixture
def bench_tab(open_tab: Callable[..., Page], lab_site: Served) -> Page:
    """A tab of 1440 x 900 on the lab, which shows nothing yet."""
    return open_tab(lab_site.url)


def of_run(run: str, tab: str) -> str:
    return path_of_run(lab.PROJECT, run, tab)


def serious(tab: Page, axe: str) -> list[str]:
    """What axe finds on the page as it is, in both themes."""
    return [each for found in found_in_either_theme(tab, axe).values() for each in found]


def test_the_code_of_a_run_is_read_and_compared_with_that_of_another(bench_tab: Page, axe: str) -> None:
    tab = bench_tab
    tab.goto(of_run("second", "code"))
    expect(tab.get_by_role("treeitem", name="notes.txt")).to_have_count(0)
    tab.get_by_role("treeitem", name="train.py").click()
    text = tab.get_by_role("region", name="Text of train.py")
    expect(text).to_contain_text("LEARNING_RATE = 0.01")
    expect(text.locator(".hljs-keyword").first).to_have_text("import")
    expect(tab.get_by_text("runstone checkout LN-2 LN-2-code")).to_be_visible()
    tab.get_by_role("treeitem", name="latest.yaml → conf/base.yaml").click()
    expect(tab.get_by_text("A symbolic link to conf/base.yaml")).to_be_visible()
    tab.get_by_role("treeitem", name="train.py").click()
    expect(text).to_contain_text("LEARNING_RATE = 0.01")
    assert serious(tab, axe) == []
    with tab.expect_download() as download:
        tab.get_by_role("link", name="Download the code").click()
    assert download.value.suggested_filename.endswith(".zip")

    tab.get_by_role("button", name="2 left out, secrets too").click()
    expect(tab.get_by_role("region", name="Left out of the snapshot")).to_contain_text(".env")

    tab.get_by_role("button", name="Changes", exact=True).click()
    changes = tab.get_by_role("group", name="Changed files")
    expect(changes.get_by_role("listitem")).to_have_count(3)
    changes.get_by_role("button", name="train.py").click()
    tab.get_by_role("button", name="Unified").click()
    lines = tab.get_by_role("region", name="Changes of train.py")
    expect(lines).to_contain_text("LEARNING_RATE = 0.001")
    expect(lines).to_contain_text("LEARNING_RATE = 0.01")
    tab.get_by_role("button", name="Choose the run to compare with").click()
    tab.get_by_role("dialog").get_by_role("button", name="bare").click()
    expect(tab.get_by_text("No snapshot of the code of bare is here.")).to_be_visible()


def test_data_leads_to_the_runs_that_used_it_and_to_what_changed(bench_tab: Page, axe: str) -> None:
    tab = bench_tab
    tab.goto(of_run("second", "data"))
    card = tab.get_by_role("region", name="digits")
    expect(card).to_contain_text("all bytes")
    expect(tab.get_by_role("region", name="bert")).to_contain_text("address only")
    card.get_by_role("link", name="Who used it, what changed").click()
    detail = tab.get_by_role("group", name="Data digits")
    expect(detail.get_by_role("link", name="second")).to_be_visible()
    expect(detail.get_by_role("group", name="Changed files").get_by_role("listitem")).to_have_count(3)
    expect(detail.get_by_text("part 0.csv")).to_be_visible()
    assert serious(tab, axe) == []
    detail.get_by_role("button", name="gone 1").click()
    expect(detail.get_by_text("part 6.csv")).to_have_count(0)
    tab.get_by_role("button", name="bert").click()
    uses = tab.get_by_role("group", name="Data bert").get_by_role("region", name="Runs that used it")
    expect(uses.get_by_role("link")).to_have_text(["second", "first"])


def test_outputs_tell_the_best_and_what_is_kept(bench_tab: Page, axe: str) -> None:
    tab = bench_tab
    tab.goto(of_run("first", "outputs"))
    states = tab.get_by_role("region", name="States of out/model.pt")
    best = states.get_by_role("row").filter(has=tab.get_by_role("img", name="Best"))
    expect(best).to_contain_text("0.9")
    expect(tab.get_by_text("kept: the best 2, the last one")).to_be_visible()
    expect(tab.get_by_text("rolling: the last state alone")).to_be_visible()
    expect(tab.get_by_role("link", name="best val/acc 0.9")).to_be_visible()
    assert serious(tab, axe) == []
    with tab.expect_download() as download:
        best.get_by_role("link", name="Download model.pt of step 2").click()
    assert download.value.suggested_filename == "model.pt"
    best.get_by_role("link", name="first-out-model.pt").click()
    expect(tab.get_by_role("heading", name="first-out-model.pt")).to_be_visible()


def test_the_console_keeps_to_a_level(bench_tab: Page, axe: str) -> None:
    tab = bench_tab
    tab.goto(of_run("first", "console"))
    expect(tab.get_by_text(f"{lab.LINES} lines", exact=True)).to_be_visible()
    tab.get_by_role("combobox", name="Level").select_option("warning")
    expect(tab.get_by_text("5 lines", exact=True)).to_be_visible()
    expect(tab.get_by_role("button", name="error, net.train")).to_be_visible()
    assert serious(tab, axe) == []
    tab.get_by_role("combobox", name="Level").select_option("critical")
    tab.get_by_role("button", name="Show all lines").click()
    expect(tab.get_by_text(f"{lab.LINES} lines", exact=True)).to_be_visible()


def test_a_subtree_tells_its_best_run_and_its_cost_and_is_exported(bench_tab: Page, axe: str) -> None:
    tab = bench_tab
    tab.goto(path_of("lab", "runs"))
    expect(tab.get_by_role("columnheader", name="Best val/acc")).to_be_visible()
    tab.get_by_role("button", name="Actions for lab/größe v1.0", exact=True).click()
    menu = tab.get_by_role("dialog", name="Project lab/größe v1.0")
    expect(menu.get_by_role("link", name="far")).to_be_visible()
    expect(menu.get_by_text("Deleting the runs frees")).to_be_visible()
    assert serious(tab, axe) == []
    with tab.expect_download() as download:
        menu.get_by_role("link", name="Export as a package").click()
    assert download.value.suggested_filename.endswith(".runstone")
