"""Pins: a run held at a step in one panel, in all of them, or where a metric is best."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from e2e.media import RUNS, badge, card, expect_caption, expect_pin, go_to_step, key, open_gallery, pin
from e2e.pictures import PINS
from e2e.served import Served, path_of

pytestmark = pytest.mark.browser

PICTURES, DETECTIONS = "val/pictures", "val/detections"


def find_best(tab: Page, action: str, metric: str = "val/loss", tolerance: int | None = None) -> None:
    """Pin the best steps of a metric, from the gallery."""
    tab.get_by_role("button", name="Best step", exact=True).click()
    form = tab.get_by_role("dialog", name="Best step")
    form.get_by_label("Metric", exact=True).fill(metric)
    if tolerance is not None:
        form.get_by_label("Image within so many steps").fill(str(tolerance))
    form.get_by_role("button", name=action, exact=True).click()


def test_a_pin_of_a_panel_stays_while_the_slider_moves(gallery: Page) -> None:
    open_gallery(gallery)
    go_to_step(gallery, 50)
    pin(gallery, PICTURES, "ada", "Pin in this panel")
    expect_pin(gallery, PICTURES, "ada", "here")
    go_to_step(gallery, 0)
    expect_caption(gallery, PICTURES, "ada", "ada 0 at 50")
    expect_caption(gallery, PICTURES, "cy", "cy 0 at 0")
    expect_caption(gallery, DETECTIONS, "ada", "detected at 0")
    expect(badge(gallery, PICTURES, "ada")).to_have_accessible_name("Pinned in this panel, step 50")
    gallery.reload()
    expect_caption(gallery, PICTURES, "ada", "ada 0 at 50")
    pin(gallery, PICTURES, "ada", "Unpin here")
    expect_caption(gallery, PICTURES, "ada", "ada 0 at 0")


def test_a_pin_of_all_panels_and_its_two_ways_back(gallery: Page) -> None:
    open_gallery(gallery)
    go_to_step(gallery, 50)
    pin(gallery, DETECTIONS, "ada", "Pin in this panel")
    expect_pin(gallery, DETECTIONS, "ada", "here")
    pin(gallery, PICTURES, "ada", "Pin in all panels")  # which takes the place of the run's other pins
    expect_pin(gallery, DETECTIONS, "ada", "everywhere")
    go_to_step(gallery, 0)
    expect_caption(gallery, DETECTIONS, "ada", "detected at 50")
    expect_pin(gallery, DETECTIONS, "ada", "everywhere")
    expect_pin(gallery, DETECTIONS, "bob", None)
    # Nothing of `sketch` is at step 50: a pin says so, and shows nothing else.
    expect(card(gallery, "sketch", "ada").get_by_text("No image at step 50")).to_be_visible()
    pin(gallery, DETECTIONS, "ada", "Unpin here")
    expect_caption(gallery, DETECTIONS, "ada", "detected at 0")
    expect_pin(gallery, PICTURES, "ada", "everywhere")
    gallery.reload()
    expect_pin(gallery, DETECTIONS, "ada", None)
    expect_pin(gallery, PICTURES, "ada", "everywhere")
    pin(gallery, PICTURES, "ada", "Unpin in all panels")
    expect_pin(gallery, "sketch", "ada", None)
    expect_caption(gallery, "sketch", "ada", "a large one")


def test_the_sample_is_remembered_in_the_panel_that_it_was_pinned_in(gallery: Page) -> None:
    open_gallery(gallery)
    turn = card(gallery, PICTURES, "ada").get_by_role("button", name="Next sample")
    turn.click()
    expect_caption(gallery, PICTURES, "ada", "ada 1 at 100")
    pin(gallery, PICTURES, "ada", "Pin in this panel")
    expect_pin(gallery, PICTURES, "ada", "here")
    card(gallery, PICTURES, "cy").get_by_role("button", name="Next sample").click()
    expect_caption(gallery, PICTURES, "cy", "cy 2 at 100")
    expect_caption(gallery, PICTURES, "ada", "ada 1 at 100")


def test_a_pin_of_a_panel_leaves_what_is_pinned_in_all(gallery: Page) -> None:
    open_gallery(gallery)
    go_to_step(gallery, 50)
    pin(gallery, PICTURES, "ada", "Pin in all panels")
    pin(gallery, DETECTIONS, "ada", "Pin in this panel alone")
    expect_pin(gallery, DETECTIONS, "ada", "here")
    expect_pin(gallery, PICTURES, "ada", "everywhere")
    pin(gallery, DETECTIONS, "ada", "Unpin here")
    expect_pin(gallery, DETECTIONS, "ada", None)  # it does not come back to the one of all panels
    gallery.get_by_role("button", name="Clear all pins").click()
    expect_pin(gallery, PICTURES, "ada", None)
    expect(gallery).not_to_have_url(re.compile("pin(here|all|off)="))
    gallery.get_by_role("button", name="Undo").click()
    expect_pin(gallery, PICTURES, "ada", "everywhere")
    expect(gallery.get_by_text("All pins were removed.")).to_have_count(0)


def test_the_best_step_with_an_image_and_where_it_comes_from(gallery: Page) -> None:
    open_gallery(gallery, RUNS + "&run=dee")
    find_best(gallery, "min with image")
    expect_caption(gallery, PICTURES, "ada", "ada 0 at 50")
    expect_caption(gallery, PICTURES, "bob", "bob 0 at 35")  # 25 is as near to 30: the later
    expect_pin(gallery, PICTURES, "cy", None)
    badge(gallery, PICTURES, "bob").click()
    menu = gallery.get_by_role("menu")
    for text in ("min val/loss = 0.2", "at step 30 of the metric", "5 steps later", "2 steps have this value"):
        expect(menu.get_by_text(text)).to_be_visible()
    menu.get_by_role("menuitem", name="Step 25 is just as near").click()
    expect_caption(gallery, PICTURES, "bob", "bob 0 at 25")
    expect_pin(gallery, PICTURES, "bob", "best")
    badge(gallery, PICTURES, "ada").click()
    expect(menu.get_by_text("exact")).to_be_visible()
    gallery.keyboard.press("Escape")
    gallery.get_by_role("button", name=re.compile("pins, 2 without")).click()
    expect(gallery.get_by_text("All 11 points of 'val/loss' are NaN or infinite")).to_be_visible()
    expect(gallery.get_by_text("The run has no metric 'val/loss'.")).to_be_visible()


def test_a_shared_link_has_the_pins_and_their_provenance(
    gallery: Page, open_tab: Callable[..., Page], pictures_site: Served
) -> None:
    open_gallery(gallery)
    find_best(gallery, "min with image")
    expect_pin(gallery, PICTURES, "bob", "best")
    other = open_tab(pictures_site.url, color_scheme="dark")
    other.goto(gallery.url)
    expect_caption(other, PICTURES, "bob", "bob 0 at 35")
    badge(other, PICTURES, "bob").click()
    expect(other.get_by_role("menu").get_by_text("min val/loss = 0.2")).to_be_visible()


def test_the_best_step_of_the_metric_alone_may_have_no_image(gallery: Page) -> None:
    open_gallery(gallery)
    find_best(gallery, "min")
    expect(card(gallery, PICTURES, "bob").get_by_text("No image at step 30")).to_be_visible()
    expect_caption(gallery, PICTURES, "ada", "ada 0 at 50")
    expect_pin(gallery, "sketch", "ada", "best")


def test_best_steps_replace_pins_of_all_panels_and_win_over_those_of_one(gallery: Page) -> None:
    open_gallery(gallery)
    go_to_step(gallery, 10)
    pin(gallery, PICTURES, "cy", "Pin in all panels")
    pin(gallery, PICTURES, "ada", "Pin in this panel")
    expect_pin(gallery, PICTURES, "ada", "here")
    find_best(gallery, "max with image")
    expect_pin(gallery, PICTURES, "cy", None)
    expect_pin(gallery, PICTURES, "ada", "best")
    expect_caption(gallery, PICTURES, "ada", "ada 0 at 0")
    pin(gallery, PICTURES, "ada", "Unpin here")
    expect_pin(gallery, PICTURES, "ada", "here")
    expect_caption(gallery, PICTURES, "ada", "ada 0 at 10")


def test_the_tolerance_counts_and_is_remembered_for_the_project(gallery: Page) -> None:
    open_gallery(gallery, "run=bob")
    find_best(gallery, "min with image", tolerance=4)
    expect_pin(gallery, DETECTIONS, "bob", "best")  # which has one at just such a step
    expect_pin(gallery, PICTURES, "bob", None)
    gallery.get_by_role("button", name="1 pin, 1 without").click()
    expect(gallery.get_by_text("No step of 'val/loss' has media within 4 steps")).to_be_visible()
    gallery.keyboard.press("Escape")
    gallery.reload()
    gallery.get_by_role("button", name="Best step", exact=True).click()
    field = gallery.get_by_label("Image within so many steps")
    expect(field).to_have_value("4")
    field.fill("100001")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(gallery.get_by_role("button", name="min with image", exact=True)).to_be_disabled()
    field.fill("30")
    field.press("Enter")
    expect(gallery.get_by_text("remembered")).to_be_visible()
    gallery.reload()
    gallery.get_by_role("button", name="Best step", exact=True).click()
    expect(field).to_have_value("30")


def test_where_nothing_qualifies_that_is_said_and_why(gallery: Page) -> None:
    open_gallery(gallery, "run=cy&pinhere=50_0%40cy%2Fval%2Fpictures")
    find_best(gallery, "max with image")
    problem = gallery.get_by_role("alert")
    expect(problem).to_contain_text("Nothing was pinned")
    expect(problem).to_contain_text("cy (VP-3): All 11 points of 'val/loss' are NaN or infinite")
    expect_pin(gallery, PICTURES, "cy", "here")  # what was pinned stays


def test_only_selected_runs_are_pinned(gallery: Page) -> None:
    open_gallery(gallery, "run=ada")
    find_best(gallery, "min with image")
    expect_pin(gallery, PICTURES, "ada", "best")
    gallery.get_by_role("checkbox", name="Show bob in charts").click()
    expect(card(gallery, PICTURES, "bob")).to_be_visible()
    expect_pin(gallery, PICTURES, "bob", None)


def test_a_columns_head_finds_the_best_step(gallery: Page) -> None:
    gallery.goto(path_of(PINS, "runs") + f"?{RUNS}&col=summary.val/loss")
    gallery.get_by_role("button", name="Column val/loss").click()
    gallery.get_by_role("button", name="Pin media at best step…").click()
    gallery.get_by_role("button", name="min with image", exact=True).click()
    expect(gallery).to_have_url(re.compile(r"/media\?"))
    expect_caption(gallery, PICTURES, "bob", "bob 0 at 35")
    expect_pin(gallery, PICTURES, "ada", "best")


def test_a_saved_view_has_the_pins(gallery: Page) -> None:
    open_gallery(gallery)
    go_to_step(gallery, 50)
    pin(gallery, PICTURES, "ada", "Pin in all panels")
    pin(gallery, DETECTIONS, "ada", "Unpin here")
    gallery.get_by_role("button", name="Views", exact=True).click()
    gallery.get_by_label("Name of the new view").fill("pinned")
    gallery.keyboard.press("Enter")
    expect(gallery).to_have_url(re.compile("view="))
    view = re.findall(r"view=([^&]+)", gallery.url)[0]
    open_gallery(gallery, f"view={view}")
    expect_pin(gallery, PICTURES, "ada", "everywhere")
    expect_pin(gallery, DETECTIONS, "ada", None)
    expect_caption(gallery, PICTURES, "cy", "cy 0 at 50")
    expect(key(gallery, PICTURES).locator("li[data-run]")).to_have_count(3)


def test_pins_travel_between_the_pages_of_a_project(gallery: Page) -> None:
    open_gallery(gallery)
    pin(gallery, PICTURES, "ada", "Pin in this panel")
    expect_pin(gallery, PICTURES, "ada", "here")
    gallery.get_by_role("link", name="Runs", exact=True).click()
    expect(gallery.get_by_role("link", name="Runs", exact=True)).to_have_attribute("aria-current", "page")
    gallery.get_by_role("link", name="Media", exact=True).click()
    expect_pin(gallery, PICTURES, "ada", "here")
