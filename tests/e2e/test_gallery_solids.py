"""What is looked at from all sides: tables that are joined, things in space, molecules, graphs, figures, texts that change, pages that try doors."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from e2e.accessibility import found_in_either_theme
from e2e.media import card, key, open_gallery
from e2e.problems import Problems
from e2e.served import Served, path_of
from e2e.solids import PROJECT

pytestmark = pytest.mark.browser

RUNS = "run=ada&run=bob"

# How many pixels of a canvas have something on them.
DRAWN = """canvas => {
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  let drawn = 0;
  for (let at = 3; at < data.length; at += 4) drawn += data[at] > 0;
  return drawn;
}"""


def shown(tab: Page, name: str, rest: str = "") -> Locator:
    """Go to a key, which is the only one."""
    open_gallery(tab, f"{RUNS}&media=^{name}$" + (f"&{rest}" if rest else ""), PROJECT)
    return key(tab, name)


def can_draw(tab: Page) -> bool:
    """Whether this browser has WebGL. Where it has none, what stands in space says so."""
    return bool(tab.evaluate("() => document.createElement('canvas').getContext('webgl2') !== null"))


def test_tables_are_filtered_described_and_joined(solids_tab: Page, problems: Problems) -> None:
    tab = solids_tab
    region = shown(tab, "table")
    box = region.get_by_role("combobox", name="Filter rows of table")
    box.click()
    box.press_sequentially("sai")
    offered = tab.get_by_role("listbox", name="Completions")
    offered.get_by_role("option", name="said").click()
    expect(offered.get_by_role("option", name="in (")).to_be_visible()
    box.fill("said = owl")
    expect(region.get_by_text("of 300 rows")).to_have_count(2)
    box.fill("sade = owl")
    expect(region.get_by_text(re.compile("has no column 'sade'"))).to_be_visible()
    problems.forgive("status of 400")  # the answer that says so
    region.get_by_role("button", name="Clear the filter").click()
    expect(region.get_by_text("300 rows", exact=True)).to_have_count(2)

    region.get_by_role("button", name="About column label").first.click()
    menu = tab.get_by_role("dialog", name="Column label")
    expect(menu.get_by_role("button", name=re.compile("^owl"))).to_be_visible()
    menu.get_by_role("button", name=re.compile("^owl")).click()
    expect(tab).to_have_url(re.compile("tfind=label"))
    expect(region.get_by_text("100 of 300 rows")).to_have_count(2)
    region.get_by_role("button", name="Clear the filter").click()
    expect(tab).not_to_have_url(re.compile("tfind"))

    region.get_by_role("combobox", name="How the runs' tables").select_option("id")
    joined = region.get_by_role("region", name="table, joined on id")
    expect(joined.get_by_role("columnheader", name="said")).to_be_visible()
    expect(region.get_by_text("300 in all 2 runs")).to_be_visible()
    joined.get_by_role("columnheader", name="id", exact=True).get_by_role("button").click()
    expect(joined.get_by_role("columnheader", name="id", exact=True)).to_have_attribute("aria-sort", "ascending")
    joined.get_by_role("columnheader", name="id", exact=True).get_by_role("button").click()
    expect(joined.locator("tbody tr[aria-rowindex='3']")).to_contain_text("img299")
    box.fill("said = owl")
    expect(region.get_by_text(re.compile("^[12]\\d\\d of 300 rows"))).to_be_visible()
    region.get_by_role("button", name="Clear the filter").click()
    joined.get_by_role("columnheader", name="id", exact=True).get_by_role("button").click()
    expect(joined.locator("tbody tr[aria-rowindex='3']")).to_contain_text("img000")

    region.get_by_role("button", name="Differences only").click()
    expect(region.get_by_text("30 of 300 rows differ")).to_be_visible()
    row = joined.locator("tbody tr[aria-rowindex='4']")
    expect(row).to_contain_text("img010")
    expect(row.locator("td[data-differs='true']")).to_have_count(1)
    tab.reload()
    expect(region.get_by_text("30 of 300 rows differ")).to_be_visible()

    row.get_by_role("button", name="Open picture 10").first.click()
    viewer = tab.get_by_role("dialog", name=re.compile("^table · picture of"))
    expect(viewer.get_by_role("img", name="picture 10")).to_be_visible()
    tab.keyboard.press("ArrowRight")
    expect(viewer.get_by_role("img", name="picture 20")).to_be_visible()
    expect(tab).to_have_url(re.compile("tcell="))


def test_media_of_rows_that_came_earlier_are_shown(solids_tab: Page) -> None:
    region = shown(solids_tab, "grown")
    for picture in ("ada 0", "ada 12"):
        expect(region.get_by_role("img", name=picture, exact=True)).to_be_visible()


def test_things_in_space_are_turned_together(solids_tab: Page) -> None:
    tab = solids_tab
    shown(tab, "cloud")
    if not can_draw(tab):
        expect(card(tab, "cloud", "ada")).to_contain_text("has no WebGL")
        return
    canvas = card(tab, "cloud", "ada").locator("canvas")
    expect(canvas).to_have_attribute("data-drawn", re.compile("5.000 points"))
    assert canvas.evaluate(DRAWN) > 500
    card(tab, "cloud", "ada").get_by_role("button", name="Open cloud at 10 of ada").click()
    viewer = tab.get_by_role("dialog", name="cloud", exact=True)
    viewer.get_by_role("button", name="Beside").click()
    tab.get_by_role("button", name=re.compile("^bob")).last.click()
    tab.keyboard.press("Escape")
    both = viewer.locator("canvas[data-drawn]")
    expect(both).to_have_count(2)
    viewer.get_by_role("button", name="Sync zoom").click()
    expect(tab).to_have_url(re.compile("zoomsync=1"))
    both.first.focus()
    tab.keyboard.press("ArrowLeft")
    tab.keyboard.press("+")
    expect(tab).to_have_url(re.compile("look=-1.178%2C0.449%2C2.417"))
    tab.reload()
    expect(both).to_have_count(2)
    expect(tab).to_have_url(re.compile("look=-1.178%2C0.449%2C2.417"))
    viewer.get_by_role("button", name="How cloud is drawn").click()
    tab.get_by_role("button", name="Height", exact=True).click()
    expect(tab).to_have_url(re.compile("solid=height"))


@pytest.mark.parametrize(("name", "words"), [("cube", "12 triangles"), ("mesh", "1 triangle"), ("molecule", "C₂H₆O")])
def test_meshes_and_molecules_are_drawn(solids_tab: Page, name: str, words: str) -> None:
    shown(solids_tab, name)
    if not can_draw(solids_tab):
        pytest.skip("This browser has no WebGL.")
    canvas = card(solids_tab, name, "bob").locator("canvas")
    expect(canvas).to_have_attribute("data-drawn", re.compile(words))
    assert canvas.evaluate(DRAWN) > 500


def test_a_browser_without_webgl_is_told_so(solids_tab: Page) -> None:
    solids_tab.add_init_script(
        "const get = HTMLCanvasElement.prototype.getContext;"
        "HTMLCanvasElement.prototype.getContext = function (kind, ...rest) { return /webgl/.test(kind) ? null : get.call(this, kind, ...rest); };"
    )
    shown(solids_tab, "cube")
    found = card(solids_tab, "cube", "ada")
    expect(found).to_contain_text("This browser has no WebGL")
    expect(found.get_by_role("link", name="Download it as it was logged")).to_be_visible()


def test_a_graph_is_searched_and_walked(solids_tab: Page) -> None:
    tab = solids_tab
    shown(tab, "net")
    expect(card(tab, "net", "ada").get_by_role("img", name=re.compile("42 nodes, 117 edges"))).to_be_visible()
    card(tab, "net", "ada").get_by_role("button", name="Open net of ada").click()
    viewer = tab.get_by_role("dialog", name="net", exact=True)
    viewer.get_by_role("textbox", name="Find nodes").fill("13.1")
    expect(viewer.locator("[data-found='true']")).to_have_count(1)
    viewer.get_by_role("button", name="Show 1 of 1").click()
    facts = viewer.get_by_role("complementary", name="Node conv 13.1")
    expect(facts).to_contain_text("224")
    facts.get_by_role("button", name="conv 12.0").click()
    expect(viewer.get_by_role("complementary", name="Node conv 12.0")).to_be_visible()


def test_a_hostile_figure_is_drawn_and_reaches_nothing(solids_tab: Page) -> None:
    tab = solids_tab
    shown(tab, "figure")
    frame = card(tab, "figure", "ada").locator("iframe")
    expect(frame).to_have_attribute("data-state", "drawn")
    expect(frame).to_have_attribute("sandbox", "allow-scripts")
    inside = card(tab, "figure", "ada").frame_locator("iframe")
    expect(inside.locator(".scatterlayer .trace")).to_have_count(1)
    assert inside.locator("a[*|href^='javascript:'], script:not([src]), img").count() == 0
    assert tab.evaluate("() => window.hacked") is None
    card(tab, "figure", "ada").get_by_role("button", name="Open figure of ada").click()
    expect(tab.get_by_role("dialog", name="figure", exact=True).locator("iframe")).to_have_attribute(
        "data-state", "drawn"
    )
    expect(shown(tab, "surface").get_by_text("Traces of kind surface are not drawn here.").first).to_be_visible()


def test_texts_show_how_they_differ(solids_tab: Page) -> None:
    tab = solids_tab
    shown(tab, "story", "item=10/0@ada/story&beside=@bob")
    viewer = tab.get_by_role("dialog", name="story", exact=True)
    changes = viewer.get_by_role("region", name=re.compile("^Changes of ada .* → bob"))
    expect(changes.locator("mark", has_text=re.compile("^ada$"))).to_have_count(5)
    expect(changes.locator("mark", has_text=re.compile("^bob$"))).to_have_count(5)
    viewer.get_by_role("button", name="Unified").click()
    expect(changes.get_by_role("row")).to_have_count(36)
    viewer.get_by_role("button", name="Side by side", exact=True).click()
    expect(viewer.get_by_role("region", name="bob (VS-2)")).to_contain_text("line 7 of bob")
    shown(tab, "page", "item=10/0@ada/page&beside=0@ada")
    marks = tab.get_by_role("dialog", name="page", exact=True).locator("mark")
    expect(marks).to_have_text(["0", "10"])


def test_a_page_opens_no_door(solids_tab: Page, problems: Problems, solids_site: Served) -> None:
    shown(solids_tab, "probe")
    frame = card(solids_tab, "probe", "ada").locator("iframe")
    address = frame.get_attribute("src")
    expect(card(solids_tab, "probe", "ada").frame_locator("iframe").locator("#said")).to_have_text("no door opened")
    expect(key(solids_tab, "probe")).to_be_visible()
    expect(solids_tab).to_have_url(re.compile(re.escape(path_of(PROJECT, "media"))))
    assert len(solids_tab.context.pages) == 1
    assert address is not None
    # Nor where somebody opens it by itself.
    solids_tab.goto(address)
    expect(solids_tab.locator("#said")).to_have_text("no door opened")
    assert solids_tab.context.cookies(solids_site.url) == []
    problems.forgive("")  # the browser tells of each door


@pytest.mark.parametrize("search", ["media=^(table|cloud|net|figure|story)$", "media=^table$&tjoin=id@table", "media=^story$&item=10/0@ada/story&beside=@bob", "media=^net$&item=10/0@ada/net&beside=@bob", "media=^cloud$&item=10/0@ada/cloud"])  # fmt: skip
def test_axe_finds_nothing_serious(solids_tab: Page, axe: str, search: str) -> None:
    open_gallery(solids_tab, f"{RUNS}&{search}", PROJECT)
    settled: Callable[[], None] = lambda: expect(solids_tab.locator("[aria-busy='true']")).to_have_count(0)  # noqa: E731
    settled()
    assert found_in_either_theme(solids_tab, axe) == {"light": [], "dark": []}
