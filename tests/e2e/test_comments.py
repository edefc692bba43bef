"""People talk on the page of a run and on charts: what one writes the other sees, and nothing that is written there runs."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from e2e.accessibility import AXE
from e2e.problems import Problems
from e2e.served import path_of, path_of_run
from e2e.workshop import CLASSIFIER

pytestmark = pytest.mark.browser

HOSTILE = "**Bold** <script>alert(1)</script><img src=x onerror=alert(1)>[here](javascript:alert(1))"


def test_a_run_is_talked_about_and_the_words_are_only_words(
    bench: Page, open_tab: Callable[..., Page], axe: str, problems: Problems
) -> None:
    problems.forgive(
        "Executing inline event handler"
    )  # that is: it was refused, while the text was still being looked at
    bench.goto(path_of_run(CLASSIFIER, "slow-0", "overview"))
    comments = bench.get_by_role("region", name="Comments")
    box = comments.get_by_label("Comment", exact=True)
    box.fill(HOSTILE)
    box.press("Control+Enter")
    written = comments.get_by_role("article")
    expect(written).to_contain_text("Bold")
    expect(box).to_have_value("")
    expect(written.locator("strong")).to_have_text("Bold")
    expect(written.locator("script, img, a[href^=javascript]")).to_have_count(0)

    # Somebody else replies: it shows here by itself.
    other = open_tab("/".join(bench.url.split("/")[:3]))
    other.goto(path_of_run(CLASSIFIER, "slow-0", "overview"))
    theirs = other.get_by_role("region", name="Comments")
    theirs.get_by_role("button", name="Reply").click()
    theirs.get_by_label("Reply", exact=True).fill("Because.")
    theirs.get_by_label("Reply", exact=True).press("Control+Enter")
    expect(written).to_have_count(2)
    expect(written.nth(1)).to_contain_text("Because.")
    other.close()  # before the server is gone: it would ask again and complain

    written.nth(0).get_by_role("button", name="Edit").click()
    change = comments.get_by_label("Change the comment")
    expect(change).to_be_focused()
    change.fill("Plainer.")
    change.press("Control+Enter")
    expect(written.nth(0)).to_contain_text("edited")
    written.nth(0).get_by_role("button", name="Delete").click()
    expect(comments.get_by_text("This comment was deleted.")).to_be_visible()
    bench.get_by_role("group", name="Last change").get_by_role("button", name="Undo").click()
    expect(written.nth(0)).to_contain_text("Plainer.")
    comments.get_by_role("button", name="Resolve").click()
    expect(comments.get_by_role("button", name="Resolved by")).to_be_visible()
    bench.evaluate(axe)
    assert bench.evaluate(AXE) == []


def test_a_chart_is_talked_about_where_it_stands(bench: Page, open_tab: Callable[..., Page], axe: str) -> None:
    bench.goto(path_of(CLASSIFIER))
    panel = bench.get_by_role("article").first
    title = panel.get_by_role("heading").inner_text()
    panel.get_by_role("button", name=f"Comment on {title}").click()
    popover = bench.get_by_role("dialog", name=f"Comments on {title}")
    box = popover.get_by_label("Comment", exact=True)
    expect(box).to_be_focused()
    box.fill("Look at the *end*.")
    box.press("Control+Enter")
    expect(popover.locator("em")).to_have_text("end")
    bench.evaluate(axe)
    assert bench.evaluate(AXE) == []
    bench.keyboard.press("Escape")
    expect(panel.get_by_role("button", name=f"1 comment on {title}")).to_be_visible()
    phone = open_tab("/".join(bench.url.split("/")[:3]), width=390, height=844, color_scheme="dark")
    phone.goto(path_of(CLASSIFIER))
    phone.get_by_role("button", name=f"1 comment on {title}").click()
    found = phone.get_by_role("dialog", name=f"Comments on {title}")
    expect(found.locator("em")).to_have_text("end")
    place = found.bounding_box()
    assert place is not None
    assert place["x"] >= 0
    assert place["x"] + place["width"] <= 390
    phone.close()


def test_a_place_on_a_chart_is_marked_and_opens_what_was_said_of_it(bench: Page, axe: str) -> None:
    written = {"project": CLASSIFIER, "panel": "val/acc", "x": 2, "text": "It bends **here**."}
    assert bench.request.post("/api/comments", data=written).ok
    bench.goto(path_of(CLASSIFIER))
    panel = bench.get_by_role("article", name="val/acc", exact=True)
    mark = panel.get_by_role("button", name="Comment 1 at step 2")
    expect(mark).to_be_visible()
    mark.press("Enter")
    said = bench.get_by_role("dialog", name="Comment at step 2 of val/acc")
    expect(said.locator("strong")).to_have_text("here")
    bench.evaluate(axe)
    assert bench.evaluate(AXE) == []
    bench.keyboard.press("Escape")
    expect(said).to_have_count(0)
    panel.get_by_role("button", name="Menu of val/acc").click()
    bench.get_by_role("button", name="Hide comment marks").click()
    expect(mark).to_have_count(0)


def test_a_place_on_a_chart_is_chosen_where_it_is_read_and_by_keys(bench: Page, axe: str) -> None:
    bench.goto(path_of(CLASSIFIER))
    panel = bench.get_by_role("article", name="val/acc", exact=True)
    chart = panel.get_by_role("img")
    expect(chart).to_be_visible()
    chart.hover(position={"x": 150, "y": 80})
    chart.click(position={"x": 150, "y": 80})
    bench.get_by_role("region", name="Pinned values").get_by_role("button", name="Comment at step").click()
    written = bench.get_by_role("dialog", name="Comment on val/acc at step")
    box = written.get_by_label("Comment", exact=True)
    expect(box).to_be_focused()
    box.fill("Here it **rises**.")
    bench.evaluate(axe)
    assert bench.evaluate(AXE) == []
    box.press("Control+Enter")
    mark = panel.get_by_role("button", name="Comment 1 at step")
    expect(mark).to_be_visible()
    (comment,) = bench.request.get(f"/api/comments?project={CLASSIFIER}").json()["comments"]
    assert (comment["panel"], comment["x_axis"]) == ("val/acc", "step")
    expect(mark).to_have_accessible_name(re.compile(f"at step {comment['x']:g},"))

    panel.get_by_role("button", name="Menu of val/acc").press("Enter")
    bench.get_by_role("button", name="Comment at a place").press("Enter")
    expect(chart).to_be_focused()
    bench.keyboard.press("Escape")
    expect(panel.get_by_text("Press the place")).to_have_count(0)
    panel.get_by_role("button", name="Menu of val/acc").press("Enter")
    bench.get_by_role("button", name="Comment at a place").press("Enter")
    expect(chart).to_be_focused()
    bench.keyboard.press("Shift+ArrowRight")
    bench.keyboard.press("Enter")
    box.fill("And here.")
    box.press("Control+Enter")
    expect(panel.get_by_role("button", name="Comment 2 at step")).to_be_visible()


def test_notes_of_two_people_are_both_shown_and_one_chooses(bench: Page, problems: Problems) -> None:
    problems.forgive("status of 409")
    bench.goto(path_of_run(CLASSIFIER, "fast-1", "overview"))
    bench.get_by_role("button", name="What can be done with the run").click()
    bench.get_by_role("menuitem", name="Notes").click()
    editor = bench.get_by_label("Notes in Markdown")
    editor.fill("Mine.")
    body = {"runs": ["fast-1"], "changes": {"notes": "Theirs."}}
    assert bench.request.post("/api/edits", data=body).ok
    editor.press("Control+Enter")
    said = bench.get_by_role("alert").filter(has_text="meanwhile")
    expect(said).to_contain_text("Theirs.")
    bench.get_by_role("button", name="Save mine over theirs").click()
    expect(said).to_have_count(0)
    changes = bench.get_by_role("region", name="Changes").get_by_role("listitem")
    expect(changes).to_have_count(2)
    changes.first.get_by_role("button", name="Undo").click()
    expect(changes).to_have_count(3)
    expect(bench.get_by_role("region", name="Notes").get_by_text("Theirs.")).to_be_visible()
