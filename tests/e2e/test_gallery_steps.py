"""The media of runs beside each other: their steps and samples."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from e2e.keys import press_in_turn
from e2e.live import LiveRun
from e2e.media import RUNS, card, expect_caption, go_to_step, key, open_gallery, slider
from e2e.pictures import MANY, MANY_KEYS, PINS
from e2e.served import path_of

pytestmark = pytest.mark.browser


def test_cards_name_their_runs_and_stand_under_their_prefix(gallery: Page) -> None:
    open_gallery(gallery, "")
    expect(gallery.get_by_role("heading", name="val", exact=True)).to_be_visible()
    for run, display_id in (("ada", "VP-1"), ("bob", "VP-2"), ("cy", "VP-3")):
        found = card(gallery, "val/pictures", run)
        expect(found.get_by_role("link", name=run)).to_be_visible()
        expect(found.get_by_text(display_id)).to_be_visible()
    expect(key(gallery, "val/pictures").get_by_text("in 3 of 4 runs")).to_be_visible()
    expect(key(gallery, "sketch").locator("li[data-run]")).to_have_count(1)


def test_the_newest_step_is_shown_first_and_what_lies_behind_says_so(gallery: Page) -> None:
    open_gallery(gallery)
    expect_caption(gallery, "val/pictures", "ada", "ada 0 at 100")
    expect_caption(gallery, "val/pictures", "bob", "bob 0 at 95")
    expect(card(gallery, "val/pictures", "bob").get_by_text("step 95, newest is 100")).to_be_visible()


def test_the_slider_has_all_steps_and_cards_say_when_they_snap(gallery: Page) -> None:
    open_gallery(gallery)
    expect(slider(gallery)).to_have_attribute("max", "20")  # 0, 5, 10 … 95, 100
    go_to_step(gallery, 40)
    expect_caption(gallery, "val/pictures", "ada", "ada 0 at 40")
    expect_caption(gallery, "val/pictures", "bob", "bob 0 at 35")  # 45 is as near: the lower
    expect(card(gallery, "val/pictures", "bob").get_by_text("step 35, asked for 40")).to_be_visible()
    expect(card(gallery, "val/pictures", "ada").get_by_text("asked for")).to_have_count(0)
    gallery.reload()
    expect_caption(gallery, "val/pictures", "bob", "bob 0 at 35")


def test_steps_are_walked_by_keys_and_arrows(gallery: Page) -> None:
    open_gallery(gallery)
    go_to_step(gallery, 40)
    slider(gallery).focus()
    gallery.keyboard.press("ArrowRight")
    expect_caption(gallery, "val/pictures", "bob", "bob 0 at 45")
    gallery.keyboard.press("]")
    expect_caption(gallery, "val/pictures", "ada", "ada 0 at 50")
    gallery.keyboard.press("[")
    gallery.keyboard.press("[")
    expect_caption(gallery, "val/pictures", "ada", "ada 0 at 40")
    gallery.get_by_role("button", name="Newest").last.click()
    expect_caption(gallery, "val/pictures", "ada", "ada 0 at 100")
    expect(gallery).not_to_have_url(re.compile("step="))


def test_a_step_can_be_typed_that_nobody_has(gallery: Page) -> None:
    open_gallery(gallery)
    go_to_step(gallery, 42)
    expect(card(gallery, "val/pictures", "ada").get_by_text("step 40, asked for 42")).to_be_visible()
    expect(card(gallery, "val/pictures", "bob").get_by_text("step 45, asked for 42")).to_be_visible()


def test_keys_of_a_section_go_together_unless_one_is_unlinked(gallery: Page) -> None:
    open_gallery(gallery)
    go_to_step(gallery, 50)
    expect_caption(gallery, "val/detections", "ada", "detected at 50")
    expect_caption(gallery, "val/pictures", "ada", "ada 0 at 50")
    gallery.get_by_role("button", name="Give val/pictures a step slider of its own").click()
    go_to_step(gallery, 20, "val/pictures")
    expect_caption(gallery, "val/pictures", "ada", "ada 0 at 20")
    go_to_step(gallery, 0, "val")
    expect_caption(gallery, "val/detections", "ada", "detected at 0")
    expect_caption(gallery, "val/pictures", "ada", "ada 0 at 20")
    gallery.reload()
    expect_caption(gallery, "val/pictures", "ada", "ada 0 at 20")
    gallery.get_by_role("button", name="Let val/pictures follow its section's steps").click()
    expect_caption(gallery, "val/pictures", "ada", "ada 0 at 0")


def test_sections_can_be_in_step(gallery: Page) -> None:
    open_gallery(gallery)
    gallery.get_by_role("button", name="Sync steps").click()
    go_to_step(gallery, 30)
    expect_caption(gallery, "val/pictures", "ada", "ada 0 at 30")
    expect(card(gallery, "sketch", "ada").get_by_text("step 0, asked for 30")).to_be_visible()


def test_samples_are_turned_over_together_and_each_list_ends_where_it_ends(gallery: Page) -> None:
    open_gallery(gallery)
    turn = card(gallery, "val/pictures", "ada").get_by_role("button", name="Next sample")
    turn.click()
    expect_caption(gallery, "val/pictures", "cy", "cy 1 at 100")
    turn.click()
    expect_caption(gallery, "val/pictures", "ada", "ada 2 at 100")
    expect_caption(gallery, "val/pictures", "bob", "bob 1 at 95")  # it has two
    go_to_step(gallery, 50)
    expect_caption(gallery, "val/pictures", "ada", "ada 2 at 50")  # the sample stays


def test_samples_can_be_each_cards_own(gallery: Page) -> None:
    open_gallery(gallery)
    gallery.get_by_label("Which cards show the same sample").select_option("off")
    card(gallery, "val/pictures", "ada").get_by_role("button", name="Next sample").click()
    expect_caption(gallery, "val/pictures", "ada", "ada 1 at 100")
    expect_caption(gallery, "val/pictures", "cy", "cy 0 at 100")
    gallery.reload()
    expect_caption(gallery, "val/pictures", "ada", "ada 1 at 100")


def test_all_samples_of_a_step_at_once(gallery: Page) -> None:
    open_gallery(gallery)
    gallery.get_by_role("button", name="All samples").click()
    expect(key(gallery, "val/pictures").get_by_role("img")).to_have_count(8)


def test_keys_are_searched_and_sections_close(gallery: Page) -> None:
    open_gallery(gallery)
    gallery.keyboard.press("/")
    gallery.keyboard.type("det.*s$")
    expect(key(gallery, "val/pictures")).to_have_count(0)
    expect(key(gallery, "val/detections")).to_be_visible()
    gallery.get_by_role("textbox", name="Search keys").fill("nothing like it")
    expect(gallery.get_by_text("No key matches")).to_be_visible()
    gallery.get_by_role("button", name="Clear the search").click()
    gallery.get_by_role("heading", name="val", exact=True).get_by_role("button").click()
    expect(key(gallery, "val/pictures")).to_have_count(0)
    gallery.reload()
    expect(key(gallery, "sketch")).to_be_visible()
    expect(key(gallery, "val/pictures")).to_have_count(0)


def test_only_what_is_near_is_asked_for_and_in_few_requests(gallery: Page) -> None:
    asked: list[str] = []
    gallery.on("request", lambda request: asked.append(request.url) if "/api/media/items" in request.url else None)
    open_gallery(gallery, "", MANY)
    expect(gallery.get_by_role("img").first).to_be_visible()
    last = key(gallery, f"set3/key{MANY_KEYS - 1}")
    asked_for = lambda: {re.findall(r"[?&]key=([^&]+)", url)[0] for url in asked}  # noqa: E731
    expect(key(gallery, "set0/key00").get_by_role("img")).to_have_count(20)
    assert len(asked_for()) < MANY_KEYS / 2
    assert len(asked) <= 2 * len(asked_for())  # twenty cards a key, and one or two requests
    last.scroll_into_view_if_needed()
    expect(last.get_by_role("img").first).to_be_visible()


def test_the_newest_step_is_followed_while_a_run_lives(tab: Page, live: Callable[[str, str], LiveRun]) -> None:
    run = live("live/painting", "painter")
    run.show("val/dots", "at 1", 1)
    open_gallery(tab, "", "live/painting")
    expect_caption(tab, "val/dots", run.id, "at 1")
    run.show("val/dots", "at 2", 2)
    expect_caption(tab, "val/dots", run.id, "at 2")
    go_to_step(tab, 1)
    expect_caption(tab, "val/dots", run.id, "at 1")
    run.show("val/dots", "at 3", 3)
    expect(slider(tab)).to_have_attribute("max", "2")
    expect_caption(tab, "val/dots", run.id, "at 1")
    tab.get_by_role("button", name="Follow").click()
    expect_caption(tab, "val/dots", run.id, "at 3")


def test_the_page_is_reached_by_its_tab_and_its_keys(gallery: Page) -> None:
    gallery.goto(path_of(PINS) + f"?{RUNS}")
    expect(gallery.get_by_role("heading", name=f"Charts of {PINS}")).to_be_attached()
    press_in_turn(gallery, "g", "m")
    expect_caption(gallery, "val/pictures", "ada", "ada 0 at 100")
    expect(gallery).to_have_url(re.compile("media.*run=ada"))
    expect(gallery.get_by_role("link", name="Media", exact=True)).to_have_attribute("aria-current", "page")
