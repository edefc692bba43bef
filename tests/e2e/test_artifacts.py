"""Artifacts: what there is, what is in a version, what changed, what came of what, and the names that people give."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from e2e.accessibility import AXE, SETTLED
from e2e.served import path_of, path_of_run
from e2e.storeroom import PLAIN, PROJECT, SWEEP

pytestmark = pytest.mark.browser


def page_of(rest: str = "", project: str = PROJECT) -> str:
    """A page of artifacts, as a path."""
    return path_of(project, f"artifacts{rest and '/'}{rest}")


def test_a_reader_finds_a_version_its_files_and_what_changed(shelves: Page) -> None:
    tab = shelves
    tab.goto(page_of())
    expect(tab.get_by_role("heading", name="Artifacts")).to_be_visible()
    tab.keyboard.press("/")
    tab.keyboard.type("cnn")
    expect(tab.get_by_text("1 collection", exact=True)).to_be_visible()
    collections = tab.get_by_role("region", name="Collections")
    expect(collections.get_by_text("best · v3")).to_be_visible()
    collections.get_by_role("link", name="cnn").click()

    versions = tab.get_by_role("group", name="List of versions")
    expect(versions.get_by_role("listitem")).to_have_count(SWEEP)
    tab.get_by_role("textbox", name="Search versions").fill("best")
    expect(versions.get_by_role("listitem")).to_have_count(1)
    expect(versions.get_by_text("used by 1 run")).to_be_visible()
    versions.get_by_role("link", name="cnn:v3").click()

    expect(tab.get_by_role("cell", name="0.98")).to_be_visible()  # its model card
    expect(tab.get_by_text('run.use_artifact("cv/digits/cnn:v3")')).to_be_visible()
    expect(tab.get_by_role("link", name="registry/model/digits:v1")).to_be_visible()
    tab.keyboard.press("2")
    tree = tab.get_by_role("tree", name="Files")
    tree.get_by_role("treeitem", name=re.compile("model.safetensors")).click()
    tensors = tab.get_by_role("region", name="Tensors of model.safetensors")
    expect(tensors.get_by_role("row", name="conv.weight F32 16 × 3 × 3 576 B")).to_be_visible()
    tree.get_by_role("treeitem", name=re.compile("checkpoint.pt")).click()
    expect(tab.get_by_role("cell", name="archive/data.pkl")).to_be_visible()

    tab.goto(page_of("digits/raw") + "?tab=files")
    tree = tab.get_by_role("tree", name="Files")
    expect(tree.get_by_role("treeitem", name=re.compile("train"))).to_have_attribute("aria-expanded", "false")
    tab.get_by_role("textbox", name="Search files").fill("0123")
    expect(tree.get_by_role("treeitem")).to_have_count(3)  # the file, and the folders above it
    tree.focus()
    for key in ("ArrowDown", "ArrowDown", "Enter"):
        tab.keyboard.press(key)
    expect(tab.get_by_role("region", name="Text of train/3/0123.txt")).to_have_text("digit 3")
    tab.get_by_role("textbox", name="Search files").fill("labels")
    tree.get_by_role("treeitem", name=re.compile("labels.csv")).click()
    expect(tab.get_by_text("2 columns, 49 rows")).to_be_visible()
    tab.get_by_role("textbox", name="Search files").fill("elsewhere")
    tree.get_by_role("treeitem", name=re.compile("elsewhere")).click()
    expect(tab.get_by_text("It is a reference")).to_be_visible()

    tab.goto(page_of("digits/v1") + "?tab=changes")
    expect(tab.get_by_text("7 differ, 300 are the same")).to_be_visible()
    expect(tab.get_by_role("row", name="rows 300 299")).to_be_visible()
    tab.get_by_role("button", name="readme.md").click()
    expect(tab.get_by_role("region", name="Changes of readme.md").get_by_text(", mended")).to_be_visible()


def test_the_lineage_is_read_with_keys(shelves: Page) -> None:
    tab = shelves
    tab.goto(page_of("digits/v1") + "?tab=lineage")
    graph = tab.get_by_role("application", name=re.compile("^Lineage"))
    expect(graph.locator("[data-box]")).to_have_count(12)
    graph.focus()
    said = tab.get_by_role("status").filter(has_text=re.compile("."))
    tab.keyboard.press("ArrowRight")
    card = tab.get_by_role("complementary")
    expect(card).to_have_accessible_name("Node digits:v1")
    tab.keyboard.press("ArrowLeft")
    expect(card).to_have_accessible_name("Node prep")
    expect(said.filter(has_text="prep, run · prepare")).to_have_count(1)
    graph.locator("[data-box]", has_text="10 runs").click()
    expect(card).to_have_accessible_name("Node 10 runs")
    card.get_by_role("button", name="Show all 10").click()
    tab.get_by_role("button", name="Show everything").click()
    expect(graph.locator("[data-box]", has_text=re.compile("^train "))).to_have_count(SWEEP)
    tab.get_by_role("button", name="Close all").click()
    expect(graph.locator("[data-box]")).to_have_count(12)

    graph.locator("[data-box]", has_text="cnn:v3").click()
    card.get_by_role("button", name="Around this one").click()
    expect(graph.locator("[data-box]", has_text="cnn:v2")).to_have_count(0)
    tab.get_by_role("button", name="List", exact=True).click()
    rows = tab.get_by_role("region", name="Lineage as a list").get_by_role("row")
    expect(rows.filter(has_text="cnn:v3").filter(has_text="judge")).not_to_have_count(0)
    tab.get_by_role("link", name="judge").click()
    expect(tab.get_by_role("heading", name="judge")).to_be_visible()
    tab.goto(path_of_run(PROJECT, "judge", "artifacts"))
    expect(tab.get_by_role("region", name="Output").get_by_role("link", name="results:v0")).to_be_visible()
    expect(tab.get_by_role("region", name="Input").get_by_role("link")).to_have_count(2)


def test_names_and_words_are_changed_in_place_and_taken_back(stocktaking: Page) -> None:
    tab = stocktaking
    tab.goto(page_of("cnn"))
    rows = tab.get_by_role("group", name="List of versions").get_by_role("listitem")
    row = rows.filter(has=tab.get_by_role("link", name="cnn:v5"))
    row.hover()
    row.get_by_role("button", name="Add an alias to cnn:v5").click()
    tab.get_by_role("button", name="best now v3").click()
    expect(row.get_by_text("best", exact=True)).to_be_visible()
    expect(rows.get_by_text("best", exact=True)).to_have_count(1)
    expect(tab.get_by_text("“best” moved from v3 to cnn:v5.")).to_be_visible()
    tab.get_by_role("button", name="Undo").click()
    before = rows.filter(has=tab.get_by_role("link", name="cnn:v3"))
    expect(before.get_by_text("best", exact=True)).to_be_visible()

    row.hover()
    row.get_by_role("button", name="Add a tag to cnn:v5").click()
    tab.get_by_role("textbox", name="Tag").fill("odd")
    tab.keyboard.press("Enter")
    row.get_by_role("button", name="Take the tag odd from cnn:v5").click()
    expect(row.get_by_text("odd", exact=True)).to_have_count(0)

    tab.get_by_role("button", name="Write: Model card").click()
    tab.get_by_role("textbox", name="Model card in Markdown").fill("Reads **digits**.")
    tab.get_by_role("button", name="Save").click()
    expect(tab.locator("strong", has_text="digits")).to_be_visible()

    before.get_by_role("button", name="Delete cnn:v3").click()
    dialog = tab.get_by_role("dialog", name="Delete cnn:v3")
    expect(dialog.get_by_role("link", name="judge")).to_be_visible()
    expect(dialog.get_by_role("link", name="registry/model/digits:v1")).to_be_visible()
    dialog.get_by_role("button", name="Delete cnn:v3").click()
    expect(before).to_have_count(0)
    tab.get_by_role("button", name="Deleted, too").click()
    expect(before.get_by_text("deleted")).to_be_visible()
    before.get_by_role("button", name="Restore cnn:v3").click()
    expect(tab.get_by_text("cnn:v3 was restored.")).to_be_visible()
    expect(before.get_by_text("deleted")).to_have_count(0)
    expect(before.get_by_text("best", exact=True)).to_be_visible()


PAGES = {
    page_of(): "digits",
    page_of(project=PLAIN): "No artifacts are logged here yet.",
    page_of("cnn"): "Model card",
    page_of("digits/v1"): "Checked by hand.",
    page_of("digits/v0") + "?tab=files&file=config.json": "classes",
    page_of("digits/v1") + "?tab=changes&text=readme.md": ", mended",
    page_of("digits/v1") + "?tab=lineage": "10 runs",
    page_of("digits/v1") + "?tab=lineage&show=list": "10 versions of cnn",
    "/registry": "production",
    path_of_run(PROJECT, "judge", "artifacts"): "results:v0",
}


@pytest.mark.parametrize(("theme", "width"), [("light", 1440), ("dark", 390)])
def test_axe_finds_nothing_serious_and_phones_are_wide_enough(shelves: Page, axe: str, theme: str, width: int) -> None:
    tab = shelves
    tab.set_viewport_size({"width": width, "height": 844})
    tab.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
    found = {}
    for path, words in PAGES.items():
        tab.goto(path)
        expect(tab.locator("main").get_by_text(words).first).to_be_visible()
        if width > 390 or "tab=" in path:  # what a phone shows has the same names, and mostly the same colours
            tab.evaluate(axe)
            tab.evaluate(SETTLED)
            found[path] = tab.evaluate(AXE)
        wide = tab.evaluate("() => document.documentElement.scrollWidth - window.innerWidth")
        assert wide <= 0, f"{path} is {wide} pixels too wide"
    assert {where: what for where, what in found.items() if what} == {}
