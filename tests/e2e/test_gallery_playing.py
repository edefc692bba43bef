"""Histograms over time, sounds and films of two runs beside each other, in the gallery and in panels of charts."""

from __future__ import annotations

import re
from functools import partial

import pytest
from playwright.sync_api import Locator, Page, expect

from e2e.accessibility import AXE
from e2e.media import card, open_gallery
from e2e.pictures import BESIDE
from e2e.served import path_of
from e2e.until import until

pytestmark = pytest.mark.browser

LEFT, RIGHT = "left", "right"


def show(tab: Page, name: str) -> None:
    """Go to one key of both runs."""
    open_gallery(tab, f"run=left&run=right&media=^{name}$", BESIDE)
    for run in (LEFT, RIGHT):
        expect(card(tab, name, run)).to_be_visible()


def reach(plot: Locator) -> str:
    """How far the values of a picture go, as it says."""
    return re.sub(".*values from", "", plot.get_attribute("aria-label") or "")


def test_histograms_over_time_are_read_by_keys_and_as_a_table(gallery: Page, axe: str) -> None:
    show(gallery, "grads")
    ways = gallery.get_by_role("group", name="How grads is shown")
    ways.get_by_role("button", name="Heatmap").click()
    plots = {
        run: card(gallery, "grads", run).get_by_role("img", name=re.compile("heatmap of 30 steps"))
        for run in (LEFT, RIGHT)
    }
    for run in plots:
        expect(card(gallery, "grads", run).locator("image")).to_have_attribute("href", re.compile("^data:image/png"))
        expect(card(gallery, "grads", run)).to_contain_text("edges differ")
    assert reach(plots[LEFT]) == reach(plots[RIGHT])
    plots[LEFT].focus()
    gallery.keyboard.press("ArrowLeft")
    tip = gallery.get_by_role("tooltip")
    expect(tip).to_contain_text("290")
    gallery.keyboard.press("ArrowLeft")
    expect(tip).to_contain_text("280")
    gallery.keyboard.press("Enter")
    expect(gallery).to_have_url(re.compile("step=280"))
    ways.get_by_role("button", name="Ridgeline").click()
    ridges = card(gallery, "grads", LEFT).get_by_role("img", name=re.compile("ridgeline of 24 steps"))
    expect(ridges).to_be_visible()
    expect(card(gallery, "grads", LEFT)).to_contain_text("24 of 30 steps, evenly picked")
    gallery.evaluate(axe)
    assert gallery.evaluate(AXE) == []
    ways.get_by_role("button", name="Table").click()
    table = card(gallery, "grads", LEFT).get_by_role("table")
    expect(table.get_by_role("row")).to_have_count(31)
    gallery.reload()
    expect(table.get_by_role("row").nth(2)).to_contain_text("280")


def test_sounds_are_drawn_sought_and_compared_at_one_position(gallery: Page, axe: str) -> None:
    open_gallery(gallery, "run=left&run=right&media=^(tone|grads)$&step=0@", BESIDE)
    for run in (LEFT, RIGHT):  # what a card says of its step lies over no control
        expect(card(gallery, "tone", run).get_by_text("step 290, asked for 0")).to_be_visible()
        card(gallery, "tone", run).get_by_role("button", name=f"Play beat of {run}").click(trial=True)
    show(gallery, "tone")
    for run in (LEFT, RIGHT):
        for drawn in ("waveform", "spectrogram"):
            expect(card(gallery, "tone", run).locator(f"canvas[data-drawn={drawn}]")).to_be_visible()
    gallery.evaluate(axe)
    assert gallery.evaluate(AXE) == []
    place = {run: gallery.get_by_role("slider", name=f"Position in beat of {run}") for run in (LEFT, RIGHT)}
    box = place[LEFT].bounding_box()
    assert box is not None
    place[LEFT].click(position={"x": box["width"] / 2, "y": 5})
    expect(place[LEFT]).to_have_attribute("aria-valuenow", "1.5")
    place[LEFT].press("ArrowRight")
    for run in (LEFT, RIGHT):
        expect(place[run]).to_have_attribute("aria-valuenow", "2.5")
        expect(card(gallery, "tone", run)).to_contain_text("0:02.5 / 0:03.0")
    expect(card(gallery, "tone", LEFT).locator("[data-current=true]")).to_be_visible()
    gallery.keyboard.press("x")
    expect(card(gallery, "tone", RIGHT).locator("[data-current=true]")).to_be_visible()
    expect(place[RIGHT]).to_have_attribute("aria-valuenow", "2.5")
    gallery.get_by_role("button", name="In turn").click()
    place[RIGHT].press("Home")
    expect(place[RIGHT]).to_have_attribute("aria-valuenow", "0")
    gallery.get_by_role("group", name="What is drawn of tone").get_by_role("button", name="Waveform").click()
    expect(card(gallery, "tone", LEFT).locator("canvas[data-drawn=spectrogram]")).to_have_count(0)
    expect(gallery).to_have_url(re.compile("as=waveform"))


def test_films_go_frame_by_frame_on_one_clock(gallery: Page) -> None:
    show(gallery, "film")
    frames = {run: card(gallery, "film", run).get_by_role("img") for run in (LEFT, RIGHT)}
    for run in (LEFT, RIGHT):
        expect(frames[run]).to_have_attribute("data-frame", "0")
    for frame in ("1", "2"):
        gallery.get_by_role("button", name="Next frame of film").click()
        for run in (LEFT, RIGHT):
            expect(frames[run]).to_have_attribute("data-frame", frame)
    gallery.keyboard.press(",")
    for run in (LEFT, RIGHT):
        expect(frames[run]).to_have_attribute("data-frame", "1")
    slider = gallery.get_by_role("slider", name=re.compile("Frame of film")).last
    slider.press("End")
    slider = gallery.get_by_role("slider", name=re.compile("Frame of film")).first
    slider.press("End")
    expect(card(gallery, "film", LEFT)).to_contain_text("12 / 12")
    expect(card(gallery, "film", RIGHT)).to_contain_text("6 / 6")
    show(gallery, "clip")
    for run in (LEFT, RIGHT):
        video = card(gallery, "clip", run).locator("video")
        until(gallery, partial(video.evaluate, "video => video.readyState >= 2"))
    gallery.keyboard.press("Tab")
    gallery.get_by_role("button", name="Next frame of clip").click()
    for run in (LEFT, RIGHT):
        video = card(gallery, "clip", run).locator("video")
        until(gallery, partial(video.evaluate, "video => !video.seeking && Math.abs(video.currentTime - 0.375) < 0.01"))


def test_panels_of_charts_show_histograms_and_media(gallery: Page, axe: str) -> None:
    gallery.goto(path_of(BESIDE) + "?run=left&run=right")
    for kind in ("Histograms over time", "Media"):
        gallery.get_by_role("button", name="Add panel").click()
        gallery.get_by_role("dialog", name="Add a panel").get_by_role("button", name=kind).click()
        expect(gallery.get_by_role("article", name=kind)).to_be_visible()
    histograms = gallery.get_by_role("article", name="Histograms over time")
    expect(histograms.get_by_role("img", name=re.compile("heatmap of 30 steps"))).to_have_count(2)
    media = gallery.get_by_role("article", name="Media")
    media.get_by_role("button", name="Settings of Media").click()
    gallery.get_by_role("combobox", name="Key").fill("picture")
    gallery.keyboard.press("Enter")
    gallery.keyboard.press("Escape")
    media = gallery.get_by_role("article", name="picture")
    expect(media.get_by_role("img", name="right's")).to_be_visible()
    gallery.evaluate(axe)
    assert gallery.evaluate(AXE) == []
    media.get_by_role("button", name="Open left's").click()
    expect(gallery.get_by_role("dialog", name="picture").get_by_role("img", name="left's")).to_be_visible()
    gallery.keyboard.press("p")
    expect(gallery.get_by_role("button", name="Unpin", exact=True)).to_be_visible()
    gallery.keyboard.press("Escape")
    expect(gallery.get_by_role("dialog")).to_have_count(0)
    expect(media.locator("li[data-run=left]")).to_have_attribute("data-pin", "here")
    gallery.reload()
    expect(media.locator("li[data-run=left]")).to_have_attribute("data-pin", "here")
    expect(histograms.get_by_role("img", name=re.compile("heatmap of 30 steps"))).to_have_count(2)
