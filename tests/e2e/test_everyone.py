"""Every page for everyone: no serious fault of accessibility in either theme, and no sideways scrolling on a phone."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from e2e.accessibility import AXE, found_in_either_theme
from e2e.charts import expect_runs
from e2e.problems import Problems
from e2e.scene import BASELINE, GALLERY, LONG_NAME, UNICODE
from e2e.served import Served, path_of, path_of_run
from e2e.table import filter_box, open_menu

pytestmark = pytest.mark.browser

PHONE_WIDTH = 390


def is_drawn(metric: str, runs: int) -> Callable[[Page], None]:
    return lambda tab: expect_runs(tab, metric, runs)


def says(text: str) -> Callable[[Page], None]:
    return lambda tab: expect(tab.get_by_text(text).first).to_be_attached()


def everything(tab: str) -> str:
    return path_of_run(GALLERY, "everything", tab)


KINDS = (
    "scatter",
    "bars",
    "spread",
    "parallel",
    "importance",
    "histograms",
    "media",
    "table",
    "text~text:# Why",
    "lines~expr:val/loss~facet:config.seed",
)
EVERY_KIND = "?legend=1" + "".join(f"&panel={quote(f'{n}~in:mine~kind:{kind}')}" for n, kind in enumerate(KINDS))

PAGES = {
    "projects": ("/", says("baseline")),
    "charts": (path_of(BASELINE), is_drawn("train/loss", 9)),
    "panels": (path_of(BASELINE) + EVERY_KIND, says("sweep-3")),
    "runs": (path_of(BASELINE, "runs"), says("sweep-3")),
    "table with a tree": (path_of("vision", "runs"), says("everything")),
    "seeds": (path_of(BASELINE, "runs?seeds=1"), says("Grouped by")),
    "reports": (path_of(BASELINE, "reports"), says("There are no reports here yet")),
    "bin": (path_of(BASELINE, "runs?place=bin"), says("The bin is empty")),
    "groups": (path_of(BASELINE, "runs?group=config.optimizer/name&group=state&open=%5B%22adam%22%5D"), says("adam")),
    "nowhere": ("/somewhere/else", says("There is no page")),
    "failed": (path_of_run(BASELINE, "failed"), says("ZeroDivisionError")),
    "overview": (everything("overview"), says("trunk")),
    "run charts": (everything("charts"), is_drawn("train/loss", 1)),
    "console": (everything("console"), says("the last line")),
    "system": (everything("system"), is_drawn("sys/cpu_percent", 1)),
    "media": (everything("media"), says("sample 2 at 20")),
    "gallery": (path_of(GALLERY, "media"), says("sample 0 at 20")),
    "compare": (path_of(BASELINE, "compare?run=sweep0&run=sweep1&run=forked"), says("optimizer/lr")),
    "curves": (path_of(BASELINE, "compare?run=sweep0&run=sweep4&find=train"), says("Part at")),
    "config": (everything("config"), says("dropout")),
    "code": (everything("code"), says("LEARNING_RATE = 0.003")),
    "pins": (path_of(BASELINE, "compare?run=sweep0&run=sweep1&pin=config.optimizer/lr"), says("optimizer/lr")),
    "files": (everything("files"), says("uncommitted.patch")),
    "unicode charts": (path_of(UNICODE), is_drawn("精度", 1)),
    "unicode runs": (path_of(UNICODE, "runs"), says(LONG_NAME)),
    "unicode run": (path_of_run(UNICODE, "long/näme ✓"), says(LONG_NAME)),
}


@pytest.mark.parametrize("page", PAGES)
def test_axe_finds_nothing_serious_in_either_theme(tab: Page, axe: str, page: str) -> None:
    path, is_there = PAGES[page]
    tab.goto(path)
    is_there(tab)
    assert found_in_either_theme(tab, axe) == {"light": [], "dark": []}


@pytest.mark.parametrize("keys", ["?", "Control+k"])
def test_axe_finds_nothing_serious_in_dialogs(tab: Page, axe: str, keys: str) -> None:
    tab.goto("/")
    says("baseline")(tab)
    tab.keyboard.press(keys)
    expect(tab.get_by_role("dialog")).to_be_visible()
    tab.evaluate(axe)
    assert tab.evaluate(AXE) == []


def begin_a_filter(tab: Page) -> None:
    filter_box(tab).press_sequentially("conf")
    expect(tab.get_by_role("option").first).to_be_visible()


def mistake_a_filter(tab: Page) -> None:
    filter_box(tab).fill("nonsense =")
    tab.keyboard.press("Enter")
    expect(filter_box(tab)).to_have_attribute("aria-invalid", "true")


def ask_for_help(tab: Page) -> None:
    tab.get_by_role("button", name="What a filter can say").click()


def look_at_numbers(tab: Page) -> None:
    expect(open_menu(tab, "Created").get_by_role("group", name="Histogram")).to_be_visible()


def look_at_texts(tab: Page) -> None:
    expect(open_menu(tab, "optimizer/name").get_by_role("list", name="Most frequent values")).to_be_visible()


def group_runs(tab: Page) -> None:
    tab.get_by_role("button", name="Group", exact=True).click()
    tab.get_by_role("dialog", name="Group runs").get_by_role("button", name="State").click()
    expect(tab.get_by_role("list", name="Grouped by")).to_be_visible()


def pick_runs(tab: Page) -> None:
    tab.get_by_role("checkbox", name="Pick sweep-3").click()
    tab.get_by_role("button", name="Pick runs").click()
    expect(tab.get_by_role("dialog", name="Pick runs")).to_be_visible()


def open_the_menu(tab: Page) -> None:
    tab.locator("[data-run=sweep3]").click(button="right", position={"x": 500, "y": 10})
    expect(tab.get_by_role("menu", name="Actions")).to_be_visible()


def editor_of(key: str, name: str) -> Callable[[Page], None]:
    def act(tab: Page) -> None:
        tab.keyboard.press("j")
        tab.keyboard.press(key)
        expect(tab.get_by_role("dialog", name=name)).to_be_visible()

    act.__name__ = f"edit_{name}"
    return act


def choose_seeds(tab: Page) -> None:
    tab.get_by_role("button", name="Seeds", exact=True).click()
    tab.get_by_role("button", name="Seeds are one experiment").click()
    expect(tab.get_by_text("Experiments differ in")).to_be_visible()


@pytest.mark.parametrize(
    "act",
    [
        begin_a_filter,
        mistake_a_filter,
        ask_for_help,
        look_at_numbers,
        look_at_texts,
        group_runs,
        pick_runs,
        open_the_menu,
        choose_seeds,
        editor_of("t", "Tags"),
        editor_of("n", "Notes"),
        editor_of("c", "Colour"),
        editor_of("m", "Project"),
    ],
)
def test_axe_finds_nothing_serious_in_what_the_table_opens(
    tab: Page, axe: str, act: Callable[[Page], None], problems: Problems
) -> None:
    tab.goto(path_of(BASELINE, "runs"))
    says("sweep-3")(tab)
    act(tab)
    assert found_in_either_theme(tab, axe) == {"light": [], "dark": []}
    problems.forgive("status of 400")


@pytest.mark.parametrize(
    "button",
    ["Settings", "Settings of train/loss", "Menu of train/loss", "Add panel", "Enlarge train/loss", "Views"],
)
def test_axe_finds_nothing_serious_in_what_panels_open(tab: Page, axe: str, button: str) -> None:
    tab.goto(path_of(BASELINE))
    expect_runs(tab, "train/loss", 9)
    tab.get_by_role("button", name=button, exact=True).click()
    expect(tab.get_by_role("dialog").get_by_role("button").first).to_be_visible()
    assert found_in_either_theme(tab, axe) == {"light": [], "dark": []}


def test_every_page_fits_a_phone(open_tab: Callable[..., Page], site: Served) -> None:
    tab = open_tab(site.url, width=PHONE_WIDTH, height=844, has_touch=True)
    widths = {}
    for page, (path, is_there) in PAGES.items():
        tab.goto(path)
        is_there(tab)
        for project in tab.get_by_role("navigation", name="Project", exact=True).all():
            expect(project.get_by_role("link").last).to_be_in_viewport(ratio=0.95)
        for chosen in tab.get_by_role("tab", selected=True).all():
            expect(chosen).to_be_in_viewport(ratio=0.95)
        widths[page] = tab.evaluate("Math.max(document.documentElement.scrollWidth, document.body.scrollWidth)")
    assert {page: width for page, width in widths.items() if width > PHONE_WIDTH} == {}
