"""Images over the whole window, what lies over them, and what becomes of those that cannot be shown."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from e2e.media import RUNS, card, expect_pin, go_to_step, key, open_gallery
from e2e.pictures import BROKEN, PINS
from e2e.problems import Problems
from e2e.served import path_of_run
from e2e.until import until

pytestmark = pytest.mark.browser

PICTURES, DETECTIONS = "val/pictures", "val/detections"


def open_image(tab: Page, name: str = PICTURES, run: str = "ada") -> Locator:
    """Open a card's image; gives the dialog."""
    card(tab, name, run).get_by_role("button", name=re.compile("^Open ")).click()
    dialog = tab.get_by_role("dialog", name=name)
    expect(pane(dialog, run).get_by_role("img")).to_be_visible()
    return dialog


def pane(dialog: Locator, run: str) -> Locator:
    """A run's image in the viewer."""
    return dialog.get_by_role("region", name=re.compile(rf"^{run} \("))


def beside(tab: Page, dialog: Locator, run: str) -> None:
    """Put another run beside."""
    dialog.get_by_role("button", name="Beside").click()
    tab.get_by_role("button", name=re.compile(rf"^{run}")).last.click()
    tab.keyboard.press("Escape")
    expect(pane(dialog, run).get_by_role("img")).to_be_visible()


def scale(dialog: Locator, run: str) -> float:
    """How many screen pixels a pixel of the image takes."""
    shown = pane(dialog, run).locator("[data-scale]")
    expect(shown).to_be_visible()
    return float(shown.get_attribute("data-scale") or 0)


def middle(dialog: Locator, run: str) -> tuple[int, int]:
    """Where the middle of an image is, in its pane."""
    image, room = (pane(dialog, run).locator(part).bounding_box() for part in ("[data-scale]", "[role=group]"))
    assert image is not None
    assert room is not None
    return (
        round(image["x"] - room["x"] + image["width"] / 2),
        round(image["y"] - room["y"] + image["height"] / 2),
    )


def test_samples_and_steps_are_walked_and_a_link_leads_back(gallery: Page) -> None:
    gallery.context.grant_permissions(["clipboard-read", "clipboard-write"])
    open_gallery(gallery)
    go_to_step(gallery, 50)
    dialog = open_image(gallery)
    gallery.keyboard.press("ArrowRight")
    expect(dialog.get_by_role("img", name="ada 1 at 50")).to_be_visible()
    gallery.keyboard.press("]")
    expect(dialog.get_by_role("img", name="ada 1 at 60")).to_be_visible()  # 55 is bob's, who is not open
    gallery.keyboard.press("ArrowDown")
    expect(dialog.get_by_role("img", name="ada 1 at 50")).to_be_visible()
    gallery.keyboard.press("ArrowUp")
    expect(dialog.get_by_role("img", name="ada 1 at 60")).to_be_visible()
    dialog.get_by_role("button", name="Copy a link").click()
    expect(dialog.get_by_role("button", name="The link is copied")).to_be_visible()
    link = gallery.evaluate("navigator.clipboard.readText()")
    gallery.goto("about:blank")
    gallery.goto(link)
    expect(dialog.get_by_role("img", name="ada 1 at 60")).to_be_visible()
    gallery.keyboard.press("Escape")
    expect(gallery.get_by_role("dialog")).to_have_count(0)
    expect(gallery).not_to_have_url(re.compile("item="))


def test_stepping_leaves_a_pin_behind_and_finds_the_way_back(gallery: Page) -> None:
    open_gallery(gallery, f"{RUNS}&pinhere=50_0@ada/{PICTURES}")
    expect_pin(gallery, PICTURES, "ada", "here")
    dialog = open_image(gallery)
    expect(dialog.get_by_role("img", name="ada 0 at 50")).to_be_visible()
    expect(dialog.get_by_role("button", name="Unpin", exact=True)).to_be_visible()
    gallery.keyboard.press("ArrowUp")
    expect(dialog.get_by_role("img", name="ada 0 at 60")).to_be_visible()
    expect(dialog.get_by_role("button", name="Pin here", exact=True)).to_be_visible()
    dialog.get_by_role("button", name="Back to the pin at 50").click()
    expect(dialog.get_by_role("img", name="ada 0 at 50")).to_be_visible()
    expect(dialog.get_by_role("button", name="Unpin", exact=True)).to_be_visible()
    gallery.keyboard.press("ArrowUp")
    expect(dialog.get_by_role("img", name="ada 0 at 60")).to_be_visible()
    gallery.keyboard.press("p")
    expect(dialog.get_by_role("button", name="Unpin", exact=True)).to_be_visible()
    gallery.keyboard.press("Escape")
    expect(card(gallery, PICTURES, "ada").get_by_role("button", name="Pinned in this panel, step 60")).to_be_visible()


def test_p_pins_the_open_image(gallery: Page) -> None:
    open_gallery(gallery)
    dialog = open_image(gallery)
    gallery.keyboard.press("p")
    expect(dialog.get_by_role("button", name="Unpin", exact=True)).to_be_visible()
    gallery.keyboard.press("Escape")
    expect_pin(gallery, PICTURES, "ada", "here")
    open_image(gallery)
    gallery.keyboard.press("p")
    expect(dialog.get_by_role("button", name="Pin", exact=True)).to_be_visible()
    gallery.keyboard.press("Escape")
    expect_pin(gallery, PICTURES, "ada", None)


def test_each_image_zooms_by_itself_until_zooms_are_in_step(gallery: Page) -> None:
    open_gallery(gallery)
    dialog = open_image(gallery)
    beside(gallery, dialog, "cy")
    # The panes share the room alike, once both have heard of it.
    until(gallery, lambda: scale(dialog, "ada") == scale(dialog, "cy"))
    whole = scale(dialog, "cy")
    pane(dialog, "ada").get_by_role("group", name="Image of ada").dblclick()
    expect(pane(dialog, "ada").locator(f'[data-scale="{whole * 3:.3f}"]')).to_be_visible()
    assert scale(dialog, "cy") == whole
    dialog.get_by_role("button", name="Sync zoom").click()
    gallery.keyboard.press("0")
    gallery.keyboard.press("+")
    for run in ("ada", "cy"):
        expect(pane(dialog, run).locator(f'[data-scale="{whole * 1.5:.3f}"]')).to_be_visible()
    middles = {run: middle(dialog, run) for run in ("ada", "cy")}
    box = pane(dialog, "ada").get_by_role("group", name="Image of ada").bounding_box()
    assert box is not None
    gallery.mouse.move(box["x"] + 100, box["y"] + 100)
    gallery.mouse.down()
    gallery.mouse.move(box["x"] + 80, box["y"] + 90)
    gallery.mouse.up()
    for run, (x, y) in middles.items():  # both move, by as much
        until(gallery, lambda run=run, x=x, y=y: middle(dialog, run) == (round(x - 20), round(y - 10)))
    gallery.keyboard.press("ArrowRight")  # and from image to image
    expect(dialog.get_by_role("img", name="ada 1 at 100")).to_be_visible()
    expect(pane(dialog, "ada").locator(f'[data-scale="{whole * 1.5:.3f}"]')).to_be_visible()
    expect(gallery).to_have_url(re.compile("look=1.5_"))
    gallery.reload()
    expect(pane(dialog, "cy").locator(f'[data-scale="{whole * 1.5:.3f}"]')).to_be_visible()


def test_pixels_have_their_values_and_differences_theirs(gallery: Page) -> None:
    open_gallery(gallery)
    dialog = open_image(gallery)
    beside(gallery, dialog, "cy")
    image = pane(dialog, "ada").get_by_role("img")
    image.hover(position={"x": 2, "y": 2})  # the corner, which is (step, sample, 7)
    expect(pane(dialog, "ada").locator("[data-pixel]")).to_have_attribute("data-pixel", "100,0,7,255")
    expect(pane(dialog, "cy").locator("[data-pixel]")).to_contain_text("0, 0 · 100 0 7")
    difference = dialog.get_by_role("region", name="Difference")
    dialog.get_by_role("button", name="Flicker", exact=True).click()
    for on in ("true", "false"):  # each has its turn
        expect(difference.locator(f"[data-on={on}]", has_text="B cy")).to_be_visible()
    dialog.get_by_role("button", name="Swipe", exact=True).click()
    difference.get_by_label("Where A ends and B begins").fill("25")
    expect(difference.get_by_role("img", name="B: cy")).to_have_css("clip-path", "inset(0px 0px 0px 25%)")
    dialog.get_by_role("button", name="Difference", exact=True).click()
    drawn = dialog.locator("canvas[data-difference=drawn]")
    expect(drawn).to_be_visible()
    drawn.hover(position={"x": 2, "y": 2})
    expect(difference.locator("[data-pixel]")).to_have_attribute("data-pixel", "0 0 0")
    expect(difference.get_by_text(re.compile("of pixels differ"))).to_be_visible()
    expect(gallery).to_have_url(re.compile("difference=absolute"))


def test_another_step_of_the_same_run_stands_beside(gallery: Page) -> None:
    open_gallery(gallery)
    dialog = open_image(gallery)
    dialog.get_by_role("button", name="Beside").click()
    gallery.get_by_label("Another step of this run").fill("20")
    gallery.keyboard.press("Enter")
    gallery.keyboard.press("Escape")
    expect(dialog.get_by_role("img", name="ada 0 at 20")).to_be_visible()
    gallery.keyboard.press("ArrowDown")
    expect(dialog.get_by_role("img", name="ada 0 at 90")).to_be_visible()
    expect(dialog.get_by_role("img", name="ada 0 at 20")).to_be_visible()
    dialog.get_by_role("button", name="Take ada away").click()
    expect(dialog.get_by_role("img")).to_have_count(1)


def test_downloads_plain_and_with_a_caption_strip(gallery: Page, tmp_path: Path) -> None:
    open_gallery(gallery)
    dialog = open_image(gallery, DETECTIONS)
    sizes = {}
    for way in ("As it was logged", "With a caption strip", "With caption, boxes and masks"):
        dialog.get_by_role("button", name="Download the image").click()
        with gallery.expect_download() as download:
            gallery.get_by_text(way, exact=True).click()
        file = tmp_path / f"{way}.png"
        download.value.save_as(file)
        assert download.value.suggested_filename == "val-detections-100-0.png"
        sizes[way] = np.asarray(Image.open(file).convert("RGB"))
        gallery.keyboard.press("Escape")
        expect(gallery.get_by_text(way, exact=True)).to_have_count(0)
    plain, strip, composed = sizes.values()
    assert plain.shape == (100, 200, 3)
    assert strip.shape[0] > 100
    assert (strip[:100, :200] == plain).all()
    assert (composed[50, 10] != plain[50, 10]).any()  # the mask of the road
    over_car, car = composed[5:20, 20:80], tuple(composed[60, 50])  # 16 pixels of "car 0.90" end where its box begins
    assert (over_car == car).all(axis=-1).mean() > 0.3
    assert (over_car.max(axis=-1) < 60).any()


def test_boxes_and_masks_go_by_class_and_score(gallery: Page) -> None:
    open_gallery(gallery)
    boxes = card(gallery, DETECTIONS, "ada").locator("[data-class]")
    expect(boxes).to_have_count(2)
    expect(card(gallery, DETECTIONS, "ada").locator("canvas[data-drawn]")).to_be_visible()
    key(gallery, DETECTIONS).get_by_role("button", name="Boxes and masks of").click()
    menu = gallery.get_by_role("dialog", name="Boxes and masks of")
    menu.get_by_role("button", name="car", exact=True).click()
    expect(boxes).to_have_count(1)
    menu.get_by_role("button", name="car", exact=True).click()
    menu.get_by_role("slider", name="score at least").fill("0.5")
    expect(boxes).to_have_count(1)
    expect(boxes).to_have_attribute("data-class", "0")
    menu.get_by_role("checkbox", name=re.compile("truth")).click()
    expect(card(gallery, DETECTIONS, "ada").locator("canvas")).to_have_count(0)
    gallery.reload()
    expect(boxes).to_have_count(1)
    expect(card(gallery, DETECTIONS, "ada").locator("canvas")).to_have_count(0)


def test_the_class_under_the_pointer_is_named(gallery: Page) -> None:
    open_gallery(gallery)
    dialog = open_image(gallery, DETECTIONS)
    found = pane(dialog, "ada")
    found.get_by_role("img").hover(position={"x": 5, "y": 5})
    expect(found.locator("[data-pixel]")).to_contain_text("128 · truth: road")
    box = found.get_by_role("img").bounding_box()
    assert box is not None
    gallery.mouse.move(box["x"] + box["width"] * 0.75, box["y"] + box["height"] * 0.6)
    expect(found.locator("[data-pixel]")).to_contain_text("truth: sky")
    expect(found.locator("[data-pixel]")).to_contain_text("predictions: cat")


def test_a_card_has_a_thumbnail_and_the_viewer_all_pixels(gallery: Page) -> None:
    open_gallery(gallery)
    image = card(gallery, "sketch", "ada").get_by_role("img")
    expect(image).to_have_attribute("src", re.compile(r"/thumbnail\?size=(256|512)"))
    dialog = open_image(gallery, "sketch")
    full = dialog.get_by_role("img")
    until(gallery, lambda: full.evaluate("image => image.complete && image.naturalWidth === 1600"))


def test_what_cannot_be_shown_says_why_and_a_drawing_runs_nothing(gallery: Page, problems: Problems) -> None:
    open_gallery(gallery, "", BROKEN)
    expect(key(gallery, "gone").get_by_role("alert")).to_contain_text("No blob")
    expect(key(gallery, "gone").get_by_role("alert")).to_contain_text("runstone doctor")
    expect(key(gallery, "cut").get_by_role("alert")).to_contain_text("cannot be read as a picture")
    for name in ("icon.jpeg", "icon.gif"):  # the browser draws what is there
        key(gallery, name).scroll_into_view_if_needed()
        expect(key(gallery, name).get_by_role("alert")).to_contain_text(
            re.compile(r"Cut short: [\d\s]+ of [\d\s]+ bytes")
        )
    drawing = key(gallery, "drawing").get_by_role("img")
    until(gallery, lambda: drawing.evaluate("image => image.complete && image.naturalWidth > 0"))
    assert gallery.evaluate("window.hacked") is None
    open_gallery(gallery, "item=0/0@broken/gone&beside=0@broken&difference=absolute", BROKEN)
    expect(gallery.get_by_role("status").get_by_text("The pixels of A cannot be read")).to_be_visible()
    open_gallery(gallery, "item=0/0@broken/cut", BROKEN)  # the browser shows what is there as if it were all
    expect(
        gallery.get_by_role("dialog").get_by_text(re.compile(r"Cut short: [\d\s]+ of [\d\s]+ bytes are there"))
    ).to_be_visible()
    expect(gallery.get_by_role("dialog").get_by_role("link", name="Save what is there")).to_be_visible()
    problems.forgive("status of (404|422)")


def test_a_runs_own_page_has_the_same_gallery(gallery: Page) -> None:
    gallery.goto(path_of_run(PINS, "ada", "media") + "&step=50%40val")
    expect(key(gallery, PICTURES).get_by_role("img")).to_have_count(3)
    key(gallery, PICTURES).get_by_role("button", name="Open ada 2 at 50").click()
    expect(gallery.get_by_role("dialog").get_by_role("img", name="ada 2 at 50")).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_gallery_is_for_everyone(gallery: Page, axe: str, theme: str) -> None:
    gallery.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
    open_gallery(gallery, RUNS + "&pinhere=50_0%40ada%2Fval%2Fpictures&pinall=30%40cy")
    expect_pin(gallery, PICTURES, "cy", "everywhere")
    gallery.evaluate(axe)
    for opened in (False, True):
        if opened:
            open_image(gallery, DETECTIONS)
        found = gallery.evaluate(
            "axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa']}).then(found => found.violations"
            ".filter(each => ['serious', 'critical'].includes(each.impact))"
            ".map(each => each.id + ': ' + each.nodes.map(node => node.html).join(' ')))"
        )
        assert found == []


def test_on_a_phone_nothing_is_wider_than_the_window(gallery: Page) -> None:
    gallery.set_viewport_size({"width": 390, "height": 844})
    open_gallery(gallery)
    expect(card(gallery, PICTURES, "ada")).to_be_visible()
    assert gallery.evaluate("document.documentElement.scrollWidth") == 390
    assert gallery.get_by_role("group", name="Media").evaluate("element => element.scrollWidth <= element.clientWidth")
    dialog = open_image(gallery)
    beside(gallery, dialog, "cy")
    assert gallery.evaluate("document.documentElement.scrollWidth") == 390
