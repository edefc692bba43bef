"""Media that are no pictures: each kind is shown as what it is."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from e2e.media import card, key, open_gallery
from e2e.pictures import KINDS

pytestmark = pytest.mark.browser


def shown(tab: Page, name: str) -> Locator:
    """The card of a key, which is the only one: cards out of sight do not exist."""
    open_gallery(tab, f"media=^{name}$", KINDS)
    return card(tab, name, "kinds")


def test_a_histogram_says_what_lies_where(gallery: Page) -> None:
    found = shown(gallery, "weights")
    plot = found.get_by_role("img", name=re.compile("^1.?000 values from"))
    expect(plot.locator("rect")).to_have_count(64)
    expect(found).to_contain_text("NaN 2")


def test_texts_are_words_and_markdown_is_set(gallery: Page) -> None:
    expect(shown(gallery, "words").get_by_text("plain <b>words</b>", exact=True)).to_be_visible()
    expect(shown(gallery, "report").get_by_role("heading", name="Findings")).to_be_visible()


def test_a_page_draws_and_reaches_nothing(gallery: Page) -> None:
    frame = shown(gallery, "page").frame_locator("iframe")
    expect(frame.locator("#said")).to_have_text("drawn, reached nothing")


def test_sounds_and_films_stand_where_they_play(gallery: Page) -> None:
    sound = shown(gallery, "tone")
    expect(sound.locator("audio")).to_have_attribute("src", re.compile("/api/blobs/"))
    expect(sound).to_contain_text("/ 0:01.0 · 8 kHz · mono")
    expect(sound.locator("canvas[data-drawn=spectrogram]")).to_be_visible()
    film = shown(gallery, "film").get_by_role("img")
    expect(film).to_have_attribute("data-frame", "0")
    assert film.evaluate("canvas => canvas.width") == 16


def test_a_table_is_sorted_searched_and_read_to_its_end(gallery: Page) -> None:
    open_gallery(gallery, "media=^table$", KINDS)
    region = key(gallery, "table")
    grid = region.get_by_role("region", name="table", exact=True)
    expect(grid.get_by_role("table")).to_have_attribute("aria-rowcount", "501")
    expect(grid.get_by_role("img").first).to_be_visible()
    grid.get_by_role("button", name="row", exact=True).click()
    grid.get_by_role("button", name="row", exact=True).click()
    expect(grid.get_by_role("columnheader", name="row")).to_have_attribute("aria-sort", "descending")
    expect(grid.locator("tbody tr[aria-rowindex='2']")).to_contain_text("499")
    grid.evaluate("grid => grid.scrollTo(0, grid.scrollHeight)")
    expect(grid.locator("tbody tr[aria-rowindex='501']")).to_contain_text("label 0")
    region.get_by_role("combobox", name="Filter rows of table").fill('label = "label 3"')
    expect(region.get_by_text("of 500 rows")).to_be_visible()
    gallery.reload()
    expect(region.get_by_text("71 of 500 rows")).to_be_visible()


def test_a_long_question_of_a_table_is_stopped_and_asked_again(gallery: Page) -> None:
    open_gallery(gallery, "media=^table$", KINDS)
    region = key(gallery, "table")
    expect(region.get_by_text("500 rows")).to_be_visible()
    held: list[Route] = []
    gallery.route(re.compile(r"/api/tables/.*filter="), lambda route: held.append(route))
    region.get_by_role("combobox", name="Filter rows of table").fill('label = "label 3"')
    expect(region.get_by_role("status")).to_contain_text("Looking through 500 rows")
    gallery.keyboard.press("Escape")  # completions may lie over it
    region.get_by_role("button", name="Stop", exact=True).click()
    expect(region.get_by_role("status")).to_contain_text("Stopped")
    gallery.unroute_all(behavior="ignoreErrors")
    region.get_by_role("button", name="Ask again").click()
    expect(region.get_by_text("71 of 500 rows")).to_be_visible()
    expect(region.get_by_role("button", name="Ask again")).to_have_count(0)
