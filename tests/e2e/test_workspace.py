"""What a reader does with the panels of a page: settings, places, kinds, files, links."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Locator, Page, expect

import runstone as rs
from e2e.charts import card, expect_drawn, expect_runs, plot
from e2e.problems import Problems
from e2e.scene import BASELINE, GALLERY, QUIET, SWEEP
from e2e.served import Served, path_of, path_of_run
from e2e.until import until

pytestmark = pytest.mark.browser

ALL = SWEEP + 3
WIDE_METRICS = 2_000


def panel(*parts: str) -> str:
    """A panel as the address says it."""
    return "panel=" + quote("~".join(parts))


def open_settings(tab: Page, of: str) -> Locator:
    """The settings of a chart, a section or the page."""
    tab.get_by_role("button", name=of, exact=True).click()
    return tab.get_by_role("dialog", name=of)


def menu(tab: Page, title: str) -> Locator:
    """The menu of a panel."""
    return open_settings(tab, f"Menu of {title}")


def titles(tab: Page, section: str) -> list[str | None]:
    """The panels of a section in their order."""
    articles = tab.get_by_role("region", name=section, exact=True).get_by_role("article")
    return [article.get_attribute("aria-label") for article in articles.all()]


def size_of(tab: Page, title: str) -> tuple[float, float]:
    """Width and height of a panel, in pixels."""
    box = card(tab, title).bounding_box()
    assert box is not None
    return box["width"], box["height"]


def axis_of(tab: Page, metric: str, axis: str) -> None:
    expect(plot(tab, metric)).to_have_attribute("aria-label", re.compile(f"over {axis}, "))


def test_a_chart_goes_before_its_section_and_that_before_the_page(tab: Page) -> None:
    tab.goto(path_of(BASELINE))
    expect_runs(tab, "train/loss", ALL)
    page = open_settings(tab, "Settings")
    page.get_by_role("button", name="Relative", exact=True).click()
    axis_of(tab, "epoch", "relative time")
    tab.keyboard.press("Escape")
    tab.get_by_role("region", name="train", exact=True).hover()
    section = open_settings(tab, "Settings of the section train")
    section.get_by_role("button", name="Wall", exact=True).click()
    axis_of(tab, "train/loss", "wall time")
    tab.keyboard.press("Escape")
    chart = open_settings(tab, "Settings of train/lr")
    chart.get_by_role("button", name="Step", exact=True).click()
    tab.keyboard.press("Escape")

    def is_as_set() -> None:
        axis_of(tab, "epoch", "relative time")
        axis_of(tab, "train/loss", "wall time")
        axis_of(tab, "train/lr", "step")

    is_as_set()
    tab.reload()
    is_as_set()
    chart = open_settings(tab, "Settings of train/lr")
    chart.get_by_role("button", name="X axis: as elsewhere").click()
    axis_of(tab, "train/lr", "wall time")


HEADS = """scroller => [...scroller.querySelectorAll("section")].map((section) => {
  const head = section.firstElementChild.getBoundingClientRect().top - scroller.getBoundingClientRect().top;
  return [section.getBoundingClientRect().top - scroller.getBoundingClientRect().top, head];
})"""


def test_the_name_of_a_section_stays_with_it_while_one_scrolls(open_tab: Callable[..., Page], site: Served) -> None:
    tab = open_tab(site.url, height=500)
    tab.goto(path_of(BASELINE))
    expect_runs(tab, "train/loss", ALL)
    charts = tab.get_by_role("group", name="Charts")
    charts.evaluate("element => element.scrollTo(0, 200)")
    places = charts.evaluate(HEADS)
    assert len(places) >= 2
    for top, head in places:
        # Above its charts, or where they are scrolled away from, at the upper edge.
        assert head == pytest.approx(max(top, 0), abs=1)


def test_a_metric_can_be_the_x_axis_and_an_expression_the_chart(tab: Page) -> None:
    tab.goto(
        path_of(BASELINE)
        + "?"
        + panel("val/loss", "x:metric:epoch")
        + "&"
        + panel("1", "kind:lines", "in:mine", "expr:val/loss - train/loss")
    )
    axis_of(tab, "val/loss", "epoch")
    expect_runs(tab, "val/loss", SWEEP + 1)
    expect_drawn(tab, "val/loss", over=0.4)
    expect_runs(tab, "val/loss - train/loss", SWEEP + 1)


def test_runs_are_grouped_and_split_by_a_field(tab: Page) -> None:
    tab.goto(path_of(BASELINE))
    expect_runs(tab, "train/loss", ALL)
    chart = open_settings(tab, "Settings of train/loss")
    chart.get_by_role("combobox", name="Group by", exact=True).fill("config.optimizer/name")
    expect(plot(tab, "train/loss")).to_have_attribute("aria-label", re.compile("line chart of 2 groups$"))
    chart.get_by_role("button", name="Group by: as elsewhere").click()
    chart.get_by_role("combobox", name="A chart each", exact=True).fill("config.seed")
    tab.keyboard.press("Escape")
    facets = card(tab, "train/loss").get_by_role("img")
    expect(facets).to_have_count(SWEEP + 1)
    expect(facets.first).to_have_attribute("aria-label", re.compile("seed 0 over step, line chart of 2 runs$"))
    tab.reload()
    expect(facets).to_have_count(SWEEP + 1)


def test_the_legend_hides_a_line_everywhere(tab: Page) -> None:
    tab.goto(path_of(BASELINE) + "?legend=1")
    expect_runs(tab, "train/loss", ALL)
    card(tab, "train/loss").get_by_role("button", name="sweep-2").click()
    expect_runs(tab, "train/loss", ALL - 1)
    expect_runs(tab, "val/acc", SWEEP)
    tab.reload()
    expect_runs(tab, "train/loss", ALL - 1)
    card(tab, "epoch").get_by_role("button", name="sweep-2").click()
    expect_runs(tab, "train/loss", ALL)


def test_panels_are_moved_resized_copied_removed_and_brought_back(tab: Page) -> None:
    tab.goto(path_of(BASELINE))
    expect_runs(tab, "train/loss", ALL)
    menu(tab, "train/loss").get_by_role("button", name="Move right").click()
    until(tab, lambda: titles(tab, "train") == ["train/lr", "train/loss"])
    width, height = size_of(tab, "train/loss")
    items = menu(tab, "train/loss")
    items.get_by_role("button", name="Wider").click()
    items.get_by_role("button", name="Taller").click()
    tab.keyboard.press("Escape")

    def is_twice_as_large() -> bool:
        now = size_of(tab, "train/loss")
        return now[0] > 1.9 * width and now[1] > 1.9 * height

    until(tab, is_twice_as_large)
    menu(tab, "train/loss").get_by_role("button", name="Duplicate").click()
    expect(card(tab, "train/loss")).to_have_count(2)
    menu(tab, "train/lr").get_by_role("button", name="Remove").click()
    expect(card(tab, "train/lr")).to_have_count(0)
    tab.reload()
    expect(card(tab, "train/loss")).to_have_count(2)
    expect(card(tab, "train/lr")).to_have_count(0)
    tab.get_by_role("button", name="1 removed").click()
    expect(card(tab, "train/lr")).to_have_count(1)
    menu(tab, "train/lr").get_by_role("button", name="Remove").click()
    expect(card(tab, "train/lr")).to_have_count(0)
    tab.get_by_role("button", name="Undo").click()
    expect(card(tab, "train/lr")).to_have_count(1)
    menu(tab, "train/lr").get_by_role("button", name="Duplicate").click()
    expect(card(tab, "train/lr")).to_have_count(2)
    expect(tab.get_by_text("train/lr was duplicated.")).to_be_visible()
    tab.keyboard.press("Control+z")
    expect(card(tab, "train/lr")).to_have_count(1)


def test_a_panel_is_dragged_to_another_place_and_to_another_size(tab: Page) -> None:
    tab.goto(path_of(BASELINE))
    expect_runs(tab, "train/loss", ALL)
    head = card(tab, "train/loss").get_by_role("heading").bounding_box()
    other = card(tab, "train/lr").bounding_box()
    assert head is not None
    assert other is not None
    tab.mouse.move(head["x"] + 10, head["y"] + 5)
    tab.mouse.down()
    tab.mouse.move(other["x"] + other["width"] * 0.5, other["y"] + 60, steps=4)
    tab.mouse.move(other["x"] + other["width"] * 0.8, other["y"] + 60, steps=2)
    tab.mouse.up()
    expect(tab).to_have_url(re.compile("move="))
    until(tab, lambda: titles(tab, "train") == ["train/lr", "train/loss"])
    box = card(tab, "train/lr").bounding_box()
    assert box is not None
    tab.mouse.move(box["x"] + box["width"] - 4, box["y"] + box["height"] - 4)
    tab.mouse.down()
    tab.mouse.move(box["x"] + box["width"] * 1.9, box["y"] + box["height"] + 10, steps=5)
    tab.mouse.up()
    expect(tab).to_have_url(re.compile("w%3A2"))
    tab.go_back()
    expect(tab).not_to_have_url(re.compile("w%3A2"))


KINDS = {
    "Scatter": "scatter of",
    "Bars": "bars$",
    "Box or violin": "box plot of",
    "Parallel coordinates": f"of {ALL} runs over",
}


@pytest.mark.parametrize("kind", KINDS)
def test_pictures_of_many_runs_are_added(tab: Page, kind: str) -> None:
    tab.goto(path_of(BASELINE))
    expect_runs(tab, "train/loss", ALL)
    tab.get_by_role("button", name="Add panel").click()
    tab.get_by_role("button", name=re.compile(f"^{kind} ")).click()
    picture = tab.get_by_role("region", name="panels", exact=True).locator("svg[data-ready]")
    expect(picture).to_have_attribute("aria-label", re.compile(KINDS[kind]))
    tab.reload()
    expect(picture).to_have_attribute("aria-label", re.compile(KINDS[kind]))


def test_an_expression_is_asked_for_where_one_is_added(tab: Page) -> None:
    tab.goto(path_of(BASELINE))
    expect_runs(tab, "train/loss", ALL)
    tab.get_by_role("button", name="Add panel").click()
    tab.get_by_role("button", name=re.compile("^Expression ")).click()
    settings = tab.get_by_role("dialog", name="Settings of Expression")
    settings.get_by_role("textbox", name="Expression", exact=True).fill("val/loss - train/loss")
    expect(settings.get_by_role("combobox", name="Metric", exact=True)).to_have_count(0)
    expect_runs(tab, "val/loss - train/loss", SWEEP + 1)


def test_what_an_added_panel_shows_is_set_beside_it(tab: Page) -> None:
    tab.goto(path_of(BASELINE) + "?" + panel("1", "kind:scatter", "in:mine"))
    settings = open_settings(tab, "Settings of Scatter")
    settings.get_by_role("combobox", name="X", exact=True).fill("config.seed")
    settings.get_by_role("combobox", name="Y", exact=True).fill("summary.val/loss")
    tab.keyboard.press("Escape")
    scatter = card(tab, "val/loss over seed")
    expect(scatter.locator("circle")).to_have_count(SWEEP)
    scatter.locator("circle").first.hover()
    expect(tab.get_by_role("tooltip")).to_contain_text("sweep-")


def test_a_part_of_an_axis_picks_runs_and_becomes_the_filter(tab: Page) -> None:
    tab.goto(
        path_of(BASELINE)
        + "?"
        + panel("1", "kind:parallel", "in:mine", "w:2", "field:config.seed", "field:summary.val/acc")
    )
    axis = tab.get_by_role("slider", name="Picked part of seed")
    box = axis.bounding_box()
    assert box is not None
    x = box["x"] + box["width"] / 2
    tab.mouse.move(x, box["y"] + 1)
    tab.mouse.down()
    tab.mouse.move(x, box["y"] + box["height"] * 0.45, steps=4)
    tab.mouse.up()
    expect(tab.get_by_text(re.compile(rf"^3 of {ALL} runs$"))).to_be_visible()
    tab.get_by_role("button", name="Filter to these").click()
    expect(tab.get_by_role("combobox", name="Filter runs")).to_have_value(
        re.compile(r"config\.seed >= .* and config\.seed <= ")
    )
    expect(tab.get_by_role("checkbox", name="Show sweep-5 in charts")).to_be_visible()
    expect(tab.get_by_role("checkbox", name="Show sweep-0 in charts")).to_have_count(0)


def test_importance_says_how_many_runs_it_knows(tab: Page) -> None:
    tab.goto(
        path_of(BASELINE) + "?" + panel("1", "kind:importance", "in:mine", "y:summary.val/loss", "field:config.seed")
    )
    mine = tab.get_by_role("region", name="mine", exact=True)
    expect(mine.get_by_role("rowheader", name="seed")).to_be_visible()
    expect(mine).to_contain_text("Only 6 runs")


def test_text_and_the_runs_stand_among_charts(tab: Page) -> None:
    tab.goto(
        path_of(BASELINE)
        + "?"
        + panel("1", "kind:text", "in:mine", "text:# Why\n\nIs **this** so?")
        + "&"
        + panel("2", "kind:table", "in:mine", "field:config.seed")
    )
    expect(card(tab, "Why").get_by_text("this")).to_be_visible()
    runs = card(tab, "Runs")
    expect(runs.get_by_role("rowheader")).to_have_count(ALL)
    runs.get_by_role("button", name="seed").click()
    expect(runs.get_by_role("rowheader").first).to_have_text("sweep-5")


def saved(tab: Page, title: str, item: str) -> Path:
    with tab.expect_download() as download:
        menu(tab, title).get_by_role("button", name=item).click()
    return Path(download.value.path())


def test_a_chart_is_saved_as_values_and_pictures(tab: Page) -> None:
    tab.goto(path_of(BASELINE) + "?run=sweep0&run=sweep1")
    expect_runs(tab, "train/lr", 2)
    with saved(tab, "train/lr", "Save shown values as CSV").open(newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["step", "sweep-0", "sweep-1"]
    assert rows[1] == ["0", "0.1", "0.03162277660168379"]
    assert len(rows) == 1 + 240
    drawn = saved(tab, "train/lr", "Save as SVG").read_text(encoding="utf-8")
    assert drawn.startswith("<svg")
    assert ">sweep-1</text>" in drawn
    assert ">train/lr</text>" in drawn
    assert saved(tab, "train/lr", "Save as PNG").read_bytes().startswith(b"\x89PNG")


def test_pictures_of_many_runs_are_saved_with_their_colours(tab: Page) -> None:
    tab.goto(path_of(BASELINE) + "?" + panel("1", "kind:scatter", "in:mine", "x:config.seed", "y:summary.val/loss"))
    title = "val/loss over seed"
    expect(card(tab, title).locator("circle")).to_have_count(SWEEP)
    drawn = saved(tab, title, "Save as SVG").read_text(encoding="utf-8")
    assert drawn.count("<circle") == SWEEP
    assert "class=" not in drawn
    assert re.search(r'<text[^>]* fill="rgb\(', drawn)
    with saved(tab, title, "Save shown values as CSV").open(newline="") as file:
        assert next(csv.reader(file)) == ["run", "config.seed", "summary.val/loss"]


def test_a_link_leads_to_a_panel_and_arrows_to_the_next(open_tab: Callable[..., Page], site: Served) -> None:
    tab = open_tab(site.url, permissions=["clipboard-read", "clipboard-write"])
    tab.goto(path_of(BASELINE))
    expect_runs(tab, "train/loss", ALL)
    menu(tab, "train/loss").get_by_role("button", name="Copy link to this panel").click()
    link = until(tab, lambda: tab.evaluate("navigator.clipboard.readText()"))  # copied at the browser's leisure
    tab.goto(str(link))
    dialog = tab.get_by_role("dialog")
    expect(dialog.get_by_role("heading", name="train/loss")).to_be_visible()
    expect(dialog.get_by_role("img")).to_have_attribute("aria-label", re.compile(f"{ALL} runs"))
    tab.keyboard.press("ArrowRight")
    expect(dialog.get_by_role("heading", name="train/lr")).to_be_visible()
    tab.keyboard.press("ArrowLeft")
    dialog.get_by_role("button", name="Previous: epoch").click()
    expect(dialog.get_by_role("heading", name="epoch")).to_be_visible()
    tab.keyboard.press("Escape")
    expect(dialog).to_have_count(0)


def test_a_chart_is_read_with_the_keyboard(tab: Page) -> None:
    tab.goto(path_of(BASELINE) + "?run=sweep0&run=sweep3")
    expect_runs(tab, "train/loss", 2)
    plot(tab, "train/loss").focus()
    tab.keyboard.press("ArrowRight")
    expect(tab.get_by_role("tooltip")).to_contain_text("sweep-3")
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("region", name="Pinned values")).to_be_visible()
    tab.keyboard.press("Escape")
    tab.keyboard.press("+")
    expect(tab.get_by_role("button", name="Reset zoom")).to_be_visible()
    tab.keyboard.press("0")
    expect(tab.get_by_role("button", name="Reset zoom")).to_have_count(0)


def test_a_drag_down_sets_the_limits_of_y_and_a_double_click_takes_them_back(tab: Page) -> None:
    tab.goto(path_of(BASELINE))
    expect_runs(tab, "train/loss", ALL)
    box = plot(tab, "train/loss").bounding_box()
    assert box is not None
    x = box["x"] + box["width"] / 2
    tab.mouse.move(x, box["y"] + 30)
    tab.mouse.down()
    tab.mouse.move(x + 2, box["y"] + 110, steps=4)
    tab.mouse.up()
    expect(tab).to_have_url(re.compile("panel=train%2Floss%7Eyl"))
    plot(tab, "train/loss").dblclick()
    expect(tab).not_to_have_url(re.compile("yl"))
    expect(tab.get_by_role("region", name="Pinned values")).to_have_count(0)


def test_a_layout_too_long_for_an_address_survives_a_reload(tab: Page) -> None:
    many = "&".join(panel(str(i), "kind:text", "in:mine", f"text:{i} " + "word " * 60) for i in range(30))
    tab.goto(path_of(BASELINE) + "?" + many)
    expect(tab.get_by_role("region", name="mine", exact=True)).to_contain_text("30")
    tab.get_by_role("button", name="Menu of Text").first.click()
    tab.get_by_role("button", name="Remove", exact=True).click()
    expect(tab).to_have_url(re.compile("kept="))
    assert len(tab.url) < 500
    tab.reload()
    expect(tab.get_by_role("region", name="mine", exact=True)).to_contain_text("29")


def saved_views(tab: Page, button: str) -> Locator:
    """The saved views, behind a button that names the present one."""
    tab.get_by_role("button", name=button, exact=True).click()
    return tab.get_by_role("dialog", name="Saved views")


def save_view(tab: Page, name: str) -> Locator:
    """Save the page as a new view."""
    views = saved_views(tab, "Views")
    views.get_by_role("textbox", name="Name of the new view").fill(name)
    views.get_by_role("button", name="Save as").click()
    expect(views.get_by_role("button", name=f"Rename {name}")).to_be_visible()
    return views


def test_a_view_is_saved_shown_by_default_renamed_and_removed(tab: Page) -> None:
    log = tab.get_by_role("button", name="Log y")
    tab.goto(path_of(BASELINE) + "?log=1&" + panel("train/loss", "w:2"))
    expect_runs(tab, "train/loss", ALL)
    views = save_view(tab, "Logs")
    views.get_by_role("button", name="Make Logs the default").click()
    expect(views.get_by_text("default", exact=True)).to_be_visible()

    tab.goto(path_of(BASELINE))
    expect(log).to_have_attribute("aria-pressed", "true")
    expect(tab).to_have_url(re.compile("w%3A2"))
    log.click()
    saved_views(tab, "Logs edited").get_by_role("button", name="Back to what was saved").click()
    expect(log).to_have_attribute("aria-pressed", "true")

    tab.get_by_role("button", name="Relative", exact=True).click()
    views = saved_views(tab, "Logs edited")
    views.get_by_role("button", name="Save", exact=True).click()
    expect(views.get_by_role("button", name="Save", exact=True)).to_have_count(0)
    views.get_by_role("button", name="Rename Logs").click()
    views.get_by_role("textbox", name="New name of Logs").fill("Times")
    tab.keyboard.press("Enter")
    expect(views.get_by_role("button", name="Remove Times")).to_be_visible()
    tab.goto(path_of(BASELINE))
    axis_of(tab, "train/loss", "relative time")

    saved_views(tab, "Times").get_by_role("button", name="Remove Times").click()
    expect(tab.get_by_text("The view Times was removed.")).to_be_visible()
    tab.goto(path_of(BASELINE))
    axis_of(tab, "train/loss", "step")


def test_a_view_that_somebody_else_saved_meanwhile_is_not_overwritten_unasked(
    tab: Page, site: Served, problems: Problems
) -> None:
    tab.goto(path_of("audio") + "?log=1")
    save_view(tab, "Ours")
    tab.keyboard.press("Escape")
    tab.get_by_role("button", name="Relative", exact=True).click()
    (view,) = tab.request.get(f"{site.url}/api/views?project=audio").json()["views"]
    theirs = {"page": "charts", "search": "sm=0.5"}
    question = {"id": view["id"], "expected_revision": view["revision"], "document": theirs}
    assert tab.request.post(f"{site.url}/api/views", data=question).ok

    views = saved_views(tab, "Ours edited")
    views.get_by_role("button", name="Save", exact=True).click()
    expect(views.get_by_role("alert")).to_be_visible()
    address = f"{site.url}/api/views/{view['id']}"
    assert tab.request.get(address).json()["document"] == theirs
    views.get_by_role("button", name="Replace theirs").click()
    expect(views.get_by_role("alert")).to_have_count(0)
    assert tab.request.get(address).json()["document"]["search"] == "log=1&x=relative"
    problems.forgive("status of 409")  # the answer that refused


def test_a_search_is_kept_as_a_section_that_is_changed_and_removed(tab: Page) -> None:
    tab.goto(path_of(BASELINE))
    expect_runs(tab, "train/loss", ALL)
    search = tab.get_by_role("textbox", name="Search metrics")
    search.fill("LOSS$")
    expect(tab.get_by_role("article")).to_have_count(2)
    tab.get_by_role("button", name="Keep as a section").click()
    dialog = tab.get_by_role("dialog", name="Add a section")
    expect(dialog.get_by_role("textbox", name="Metrics")).to_have_value("LOSS$")
    expect(dialog.get_by_role("status")).to_contain_text(re.compile(r"^2 of \d+ metrics$"))
    dialog.get_by_role("textbox", name="Name").fill("Losses")
    dialog.get_by_role("button", name="Add section").click()
    expect(search).to_have_value("")
    losses = tab.get_by_role("region", name="Losses", exact=True)

    def is_there() -> None:
        for metric in ("train/loss", "val/loss"):
            chart = losses.get_by_role("article", name=metric, exact=True).get_by_role("img")
            expect(chart).to_have_attribute("aria-label", re.compile("line chart of"))
        expect(tab.get_by_role("region", name="train", exact=True).get_by_role("article")).to_have_count(2)

    is_there()
    tab.reload()
    is_there()

    open_settings(tab, "Menu of the section Losses").get_by_role("button", name="Change name or rule").click()
    dialog = tab.get_by_role("dialog", name="The section Losses")
    dialog.get_by_role("textbox", name="Metrics").fill("^nothing/")
    expect(dialog.get_by_role("status")).to_have_text("Nothing matches yet")
    dialog.get_by_role("textbox", name="Name").fill("Later")
    dialog.get_by_role("button", name="Save").click()
    later = tab.get_by_role("region", name="Later", exact=True)
    expect(later).to_contain_text("No metric of these runs matches")
    expect(losses).to_have_count(0)
    open_settings(tab, "Menu of the section Later").get_by_role("button", name="Remove").click()
    expect(later).to_have_count(0)
    tab.get_by_role("button", name="Undo").click()
    expect(later).to_have_count(1)


@pytest.fixture(scope="package")
def wide(site: Served) -> str:
    """A run of very many metrics."""
    with rs.init("wide", "wide", id="wide", dir=site.home, settings=QUIET) as run:
        for step in range(2):
            run.log({f"layer_{n // 40:03d}/weight_{n % 40:02d}": step + n for n in range(WIDE_METRICS)})
    return path_of_run("wide", "wide", "charts")


def test_a_run_of_very_many_metrics_shows_its_sections_and_only_what_is_in_sight(tab: Page, wide: str) -> None:
    tab.goto(wide)
    expect_runs(tab, "layer_000/weight_00", 1)
    assert tab.evaluate("document.querySelectorAll('*').length") < 4_000
    tab.get_by_role("textbox", name="Search metrics").fill("layer_049/weight_39")
    expect(tab.get_by_role("article")).to_have_count(1)
    expect_runs(tab, "layer_049/weight_39", 1)
    tab.get_by_role("textbox", name="Search metrics").fill("")
    expect_runs(tab, "layer_000/weight_00", 1)
    tab.get_by_role("group", name="Charts", exact=True).focus()
    tab.keyboard.press("End")
    expect_runs(tab, "layer_049/weight_39", 1)
    expect(card(tab, "layer_000/weight_00")).to_have_count(0)


def test_a_page_of_one_run_has_panels_of_its_own(tab: Page) -> None:
    tab.goto(path_of_run(GALLERY, "everything", "charts"))
    expect_runs(tab, "train/loss", 1)
    tab.get_by_role("button", name="Add panel").click()
    expect(tab.get_by_role("button", name=re.compile("^Scatter "))).to_have_count(0)
    tab.get_by_role("button", name=re.compile("^Lines ")).click()
    tab.get_by_role("dialog").get_by_role("button", name="train/loss").click()
    expect(card(tab, "train/loss")).to_have_count(2)
