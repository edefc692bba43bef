"""The page of one run: every tab of it."""

from __future__ import annotations

import re
import socket
from collections.abc import Callable
from functools import partial

import pytest
from playwright.sync_api import Locator, Page, expect

from e2e.charts import card, expect_drawn, expect_runs
from e2e.live import LiveRun
from e2e.problems import Problems
from e2e.scene import BASELINE, CONSOLE_LINES, GALLERY, UNICODE
from e2e.served import path_of_run
from e2e.until import until

pytestmark = pytest.mark.browser


def open_run(tab: Page, name: str, project: str = GALLERY, run: str = "everything") -> Locator:
    """Open a run and go to one of its tabs; gives the tab's content."""
    tab.goto(path_of_run(project, run))
    tab.get_by_role("tab", name=name).click()
    expect(tab.get_by_role("tab", name=name)).to_have_attribute("aria-selected", "true")
    return tab.get_by_role("tabpanel")


def test_the_overview_tells_of_code_machine_and_words(tab: Page) -> None:
    panel = open_run(tab, "Overview")
    for text in ("trunk", "dirty", socket.gethostname(), "warm-up", "train.py"):
        expect(panel.get_by_text(text).first).to_be_visible()
    expect(panel.get_by_role("heading", name="Why")).to_be_visible()
    expect(panel.locator("strong", has_text="whole")).to_be_visible()
    panel.get_by_role("region", name="Uncommitted changes").get_by_role("button", name="Show").click()
    expect(panel.get_by_text("LEARNING_RATE = 0.003")).to_be_visible()


def test_a_failed_run_says_why_first(tab: Page) -> None:
    panel = open_run(tab, "Overview", BASELINE, "failed")
    expect(tab.get_by_role("main").get_by_text("failed", exact=True).first).to_be_visible()
    expect(panel.get_by_text("ZeroDivisionError: division by zero").first).to_be_visible()
    expect(panel.get_by_role("region", name="Traceback")).to_contain_text("1 / 0")


def test_a_fork_leads_to_its_parent_and_back(tab: Page) -> None:
    open_run(tab, "Overview", BASELINE, "forked")
    tab.get_by_role("region", name="Lineage").get_by_role("link").first.click()
    expect(tab.get_by_role("heading", name="sweep-0")).to_be_visible()
    lineage = tab.get_by_role("region", name="Lineage")
    expect(lineage).to_contain_text("from step 100")
    lineage.get_by_role("link").first.click()
    expect(tab.get_by_role("heading", name="forked")).to_be_visible()


def test_its_charts(tab: Page) -> None:
    open_run(tab, "Charts")
    expect_runs(tab, "train/loss", 1)
    expect_drawn(tab, "train/loss", over=0.6)
    expect(card(tab, "sys/cpu_percent")).to_have_count(0)


def test_its_system(tab: Page) -> None:
    open_run(tab, "System")
    for metric in ("sys/cpu_percent", "sys/process_rss_bytes"):
        expect_runs(tab, metric, 1)
        expect_drawn(tab, metric, over=0.1)
    expect(card(tab, "train/loss")).to_have_count(0)
    expect(card(tab, "sys/process_rss_bytes")).to_contain_text(re.compile(r"\d [KMG]iB"))
    expect(card(tab, "sys/cpu_percent")).to_contain_text("%")


def test_the_console_begins_at_its_end_in_the_terminals_colours(tab: Page) -> None:
    panel = open_run(tab, "Console")
    expect(panel.get_by_text(re.compile(f"^{CONSOLE_LINES // 1000}.?000 lines"))).to_be_visible()
    console = panel.get_by_role("region", name="Console")
    expect(console.get_by_text("the last line")).to_be_in_viewport()
    line = console.get_by_text(f"line {CONSOLE_LINES - 4}", exact=True)
    expect(line).to_be_visible()
    plain = console.get_by_text("of the console, plain").last
    colour = "element => getComputedStyle(element).color"
    assert line.evaluate(colour) != plain.evaluate(colour)
    assert "\x1b" not in console.inner_text()
    assert "[3" not in console.inner_text()


def test_the_console_is_searched_as_a_whole(tab: Page) -> None:
    panel = open_run(tab, "Console")
    expect(panel.get_by_text("the last line")).to_be_visible()
    tab.keyboard.press("/")
    tab.keyboard.type("line 42 ")
    expect(panel.get_by_text(re.compile("^(1 line|1 of 1)"))).to_be_visible()
    tab.keyboard.press("Enter")
    expect(panel.locator("mark", has_text="line 42")).to_be_in_viewport()
    panel.get_by_role("button", name="stderr", exact=True).click()
    expect(panel.get_by_text("a warning on stderr")).to_be_visible()


def test_the_console_is_searched_by_patterns_and_times(tab: Page, problems: Problems) -> None:
    panel = open_run(tab, "Console")
    expect(panel.get_by_text("the last line")).to_be_visible()
    search = panel.get_by_label("Search, :line or @time", exact=True)
    search.fill(r"line \d0 of")
    expect(panel.get_by_text(re.compile("^9 lines"))).to_be_visible()
    search.fill(r"line (?=7)")
    expect(panel.get_by_text(re.compile("search failed"))).to_be_visible()
    search.fill("line (70")
    expect(panel.get_by_text("searched as plain text")).to_be_visible()
    search.fill("line 70")
    expect(panel.get_by_text("searched as plain text")).to_have_count(0)
    search.fill("@99:99")
    search.press("Enter")
    expect(panel.get_by_text("No time: it is written @14:03")).to_be_visible()
    expect(tab).not_to_have_url(re.compile("line="))
    search.fill("@+0s")
    expect(panel.get_by_text("No time")).to_have_count(0)
    search.press("Enter")
    expect(panel.get_by_text("ready to print")).to_be_in_viewport()
    problems.forgive("status of 400")


def test_the_console_follows_a_living_run(tab: Page, live: Callable[[str, str], LiveRun]) -> None:
    run = live("live/console", "talker")
    for line in range(120):
        run.say(f"old line {line}")
    panel = open_run(tab, "Console", "live/console", run.id)
    console = panel.get_by_role("region", name="Console")
    expect(console.get_by_text("old line 119", exact=True)).to_be_in_viewport()
    run.say("\x1b[35mjust said\x1b[0m")
    expect(console.get_by_text("just said")).to_be_in_viewport()
    console.hover()
    tab.mouse.wheel(0, -1500)
    expect(console.get_by_text("old line 60", exact=True)).to_be_visible()
    run.say("said to nobody")
    expect(panel.get_by_text(re.compile("^122 lines"))).to_be_visible()
    expect(console.get_by_text("said to nobody")).not_to_be_in_viewport()
    panel.get_by_role("button", name="Follow").click()
    expect(console.get_by_text("said to nobody")).to_be_in_viewport()


def test_a_progress_bar_moves_in_its_place(tab: Page, live: Callable[[str, str], LiveRun]) -> None:
    run = live("live/console", "patient")
    for line in range(120):
        run.say(f"line {line}")
    run.say("\r\x1b[32m10%\x1b[0m|#", end="")
    panel = open_run(tab, "Console", "live/console", run.id)
    bar = panel.locator("[data-unfinished]")
    expect(bar).to_contain_text("10%|#")
    expect(bar).to_be_in_viewport()
    run.say("\r20%|##", end="")
    expect(bar).to_contain_text("20%|##")
    expect(bar).to_have_count(1)
    expect(panel.get_by_text(re.compile("^120 lines"))).to_be_visible()
    run.say("\r100%|########")
    expect(panel.get_by_text(re.compile("^121 lines"))).to_be_visible()
    expect(bar).to_have_count(0)
    run.say("\r30%|###", end="")
    expect(bar).to_contain_text("30%|###")
    run.kill()
    expect(tab.get_by_role("main").get_by_text("crashed").first).to_be_visible()
    expect(bar).to_contain_text("30%|###")


def test_pictures_are_there_with_their_captions_at_every_step(tab: Page) -> None:
    panel = open_run(tab, re.compile("Media|Images"))  # type: ignore[arg-type]
    pictures = panel.get_by_role("region", name="val/pictures")
    expect(pictures.get_by_text("sample 2 at 20")).to_be_visible()
    expect(pictures.get_by_role("img")).to_have_count(3)
    for picture in pictures.get_by_role("img").all():
        picture.scroll_into_view_if_needed()
        until(tab, partial(picture.evaluate, "image => image.complete && image.naturalWidth === 64"))
    panel.get_by_role("slider", name="Step of val", exact=True).fill("0")
    expect(pictures.get_by_text("sample 2 at 0")).to_be_visible()
    expect(tab).to_have_url(re.compile("[?&]step="))
    tab.reload()
    expect(pictures.get_by_text("sample 2 at 0")).to_be_visible()
    pictures.get_by_role("img").first.click()
    expect(tab.get_by_role("dialog").get_by_role("img").first).to_be_visible()
    tab.keyboard.press("Escape")
    expect(tab.get_by_role("dialog")).to_have_count(0)


def test_tables_are_shown(tab: Page) -> None:
    panel = open_run(tab, re.compile("Media|Images"))  # type: ignore[arg-type]
    table = panel.get_by_role("region", name="val/per_class").first
    for text in ("class", "recall", "cat", "0.9800", "NaN"):
        expect(table.get_by_text(text, exact=True).first).to_be_visible()


def test_the_config_is_a_tree(tab: Page) -> None:
    panel = open_run(tab, "Config")
    tree = panel.get_by_role("tree")
    for text in ("lr: 0.003", 'kind: "vit"', "layers: [64, 128, 256]", "dropout: null", 'second: "dog"'):
        expect(tree.get_by_role("treeitem", name=text)).to_be_visible()
    tab.keyboard.press("/")
    tab.keyboard.type("dropout")
    expect(tree.get_by_role("treeitem", name="kind")).to_have_count(0)
    expect(tree.get_by_role("treeitem", name="dropout: null")).to_be_visible()


def test_tabs_are_walked_by_keys_and_stay_in_the_address(tab: Page) -> None:
    tab.goto(path_of_run(GALLERY, "everything"))
    tab.get_by_role("tab", name="Overview").focus()
    tab.keyboard.press("ArrowLeft")
    expect(tab.get_by_role("tab", name="Outputs")).to_be_focused()
    tab.reload()
    expect(tab.get_by_role("tab", name="Outputs")).to_have_attribute("aria-selected", "true")
    tab.go_back()
    expect(tab.get_by_role("tab", name="Overview")).to_have_attribute("aria-selected", "true")


@pytest.mark.parametrize("name", ["everything", "VG-1"])
def test_a_run_is_found_by_its_id_and_its_display_id(tab: Page, name: str) -> None:
    tab.goto(path_of_run(GALLERY, name))
    expect(tab.get_by_role("heading", name="everything")).to_be_visible()


def test_an_id_with_a_slash_has_its_page(tab: Page) -> None:
    panel = open_run(tab, "Charts", UNICODE, "long/näme ✓")
    tab.reload()
    expect(panel.get_by_role("article", name="精度", exact=True)).to_be_visible()


def test_a_run_that_is_not_there_is_said_to_be(tab: Page, problems: Problems) -> None:
    tab.goto(path_of_run(GALLERY, "nobody"))
    expect(tab.get_by_role("alert")).to_contain_text('No run "nobody"')
    problems.forgive("^error: Failed to load resource: the server responded with a status of 404")


def test_tabs_have_keys(tab: Page) -> None:
    open_run(tab, "Overview")
    tab.keyboard.press("7")
    expect(tab.get_by_role("tab", name="Code")).to_have_attribute("aria-selected", "true")
    expect(tab.get_by_role("tabpanel").get_by_text("LEARNING_RATE = 0.003")).to_be_visible()
    tab.keyboard.press("1")
    expect(tab.get_by_role("tab", name="Overview")).to_have_attribute("aria-selected", "true")


def test_files_are_listed_and_downloaded(tab: Page) -> None:
    panel = open_run(tab, "Files")
    expect(panel.get_by_role("listitem")).to_have_count(13)
    panel.get_by_label("Search files").fill("table|pictures at step 20|json")
    expect(panel.get_by_text("val-pictures-20-2.png")).to_be_visible()
    with tab.expect_download() as download:
        panel.get_by_role("link", name="Download val-pictures-20-2.png").click()
    assert download.value.suggested_filename == "val-pictures-20-2.png"
    assert download.value.path().read_bytes().startswith(b"\x89PNG")


def test_diffs_are_laid_out_side_by_side_where_there_is_room(tab: Page) -> None:
    panel = open_run(tab, "Code")
    changes = panel.get_by_role("region", name="Changes of train.py")
    expect(changes.locator("tr", has_text="LEARNING_RATE = 0.003")).to_contain_text("LEARNING_RATE = 0.001")
    panel.get_by_role("button", name="Unified").click()
    expect(changes.locator("tr", has_text="LEARNING_RATE = 0.003")).not_to_contain_text("0.001")
    expect(tab).to_have_url(re.compile("diff=unified"))


def test_config_stands_on_the_overview_with_its_keys_to_copy(tab: Page) -> None:
    tab.context.grant_permissions(["clipboard-read", "clipboard-write"])
    config = open_run(tab, "Overview").get_by_role("region", name="Config")
    expect(config.get_by_role("row", name="model/kind")).to_contain_text("vit")
    config.get_by_role("row", name="model/kind").hover()
    config.get_by_role("button", name="Copy the key model/kind").click()
    expect(config.get_by_role("button", name="Copied")).to_be_visible()
    assert tab.evaluate("navigator.clipboard.readText()") == "model/kind"
