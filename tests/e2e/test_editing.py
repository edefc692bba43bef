"""What people change about runs in the table, and how it is taken back."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from e2e.problems import Problems
from e2e.served import path_of
from e2e.table import expect_ids, filter_box, ids
from e2e.until import until
from e2e.workshop import CLASSIFIER, DEEP, OLD, RUNS

pytestmark = pytest.mark.browser

TABLE = path_of(CLASSIFIER, "runs")
ALL = {*RUNS, "deep"}


def row(page: Page, run: str) -> Locator:
    return page.locator(f'[data-run="{run}"]')


def api(page: Page, path: str) -> Any:
    """What the server says now."""
    return page.request.get(f"/api/{path}").json()


def toast(page: Page) -> Locator:
    return page.get_by_role("group", name="Last change")


def pick(page: Page, *runs: str) -> None:
    for run in runs:
        page.get_by_role("checkbox", name=f"Pick {run}", exact=True).click()


def bar(page: Page) -> Locator:
    return page.get_by_role("toolbar", name="Picked runs")


def opened(page: Page, address: str = TABLE) -> Page:
    page.goto(address)
    expect(page.locator("[data-run]").first).to_be_visible()
    return page


def go_to(page: Page, run: str) -> None:
    """Make a row the active one with the keys."""
    for _ in range(ids(page).index(run) + 1):
        page.keyboard.press("j")


def test_a_run_is_renamed_and_the_name_taken_back(bench: Page) -> None:
    opened(bench)
    go_to(bench, "fast-1")
    bench.keyboard.press("e")
    box = bench.get_by_role("textbox", name="Name of")
    expect(box).to_be_focused()
    bench.keyboard.type("the winner")
    bench.keyboard.press("Enter")
    expect(row(bench, "fast-1")).to_contain_text("the winner")
    expect(toast(bench)).to_contain_text("is now called “the winner”")
    assert api(bench, "runs/fast-1")["name"] == "the winner"
    toast(bench).get_by_role("button", name="Undo").click()
    expect(toast(bench)).to_contain_text("Undone")
    expect(row(bench, "fast-1")).to_contain_text("fast-1")
    assert api(bench, "runs/fast-1")["name"] == "fast-1"
    bench.keyboard.press("Control+Shift+z")
    expect(row(bench, "fast-1")).to_contain_text("the winner")


def test_escape_leaves_the_name_and_a_double_click_begins_it(bench: Page) -> None:
    opened(bench)
    cell = row(bench, "fast-1").get_by_role("rowheader")
    cell.dblclick(position={"x": 180, "y": 14})
    bench.get_by_role("textbox", name="Name of").fill("half a na")
    bench.keyboard.press("Escape")
    expect(row(bench, "fast-1")).to_contain_text("fast-1")
    expect(toast(bench)).to_have_count(0)


def test_what_the_server_refuses_is_shown_as_it_was(bench: Page, problems: Problems) -> None:
    opened(bench)
    body = {
        "error": {
            "code": "home_unusable",
            "message": "The disk is full.",
            "hint": "Free some space.",
            "text": None,
            "start": None,
            "end": None,
        }
    }
    held: list[Route] = []
    bench.route("**/api/edits", lambda route: held.append(route))
    go_to(bench, "fast-1")
    bench.keyboard.press("e")
    expect(bench.get_by_role("textbox", name="Name of")).to_be_focused()
    bench.keyboard.type("never")
    bench.keyboard.press("Enter")
    expect(row(bench, "fast-1")).to_contain_text("never")
    until(bench, lambda: held)
    held[0].fulfill(status=507, body=json.dumps(body))
    expect(toast(bench)).to_contain_text("The disk is full. Free some space.")
    expect(row(bench, "fast-1")).to_contain_text("fast-1")
    problems.forgive("507")


def test_tags_are_completed_put_on_and_taken_off(bench: Page) -> None:
    opened(bench)
    go_to(bench, "deep")
    bench.keyboard.press("t")
    editor = bench.get_by_role("dialog", name="Tags")
    editor.get_by_role("combobox", name="Add a tag").press_sequentially("swe")
    expect(editor.get_by_role("option", name="sweep")).to_be_visible()
    bench.keyboard.press("Tab")
    expect(editor.get_by_role("button", name="Remove sweep")).to_be_visible()
    bench.keyboard.type("kept")
    bench.keyboard.press("Enter")
    expect(row(bench, "deep")).to_contain_text("kept")
    editor.get_by_role("button", name="Remove sweep").click()
    expect(row(bench, "deep")).not_to_contain_text("sweep")
    expect(toast(bench)).to_contain_text("without the tag sweep")
    assert api(bench, "runs/deep")["tags"] == ["kept"]


def test_notes_are_written_in_markdown_and_looked_at(bench: Page) -> None:
    opened(bench)
    go_to(bench, "fast-2")
    bench.keyboard.press("n")
    editor = bench.get_by_role("dialog", name="Notes")
    editor.get_by_role("textbox").fill("Best with **warm-up**.")
    editor.get_by_role("button", name="Preview").click()
    expect(editor.locator("strong")).to_have_text("warm-up")
    editor.get_by_role("button", name="Save").click()
    expect(toast(bench)).to_contain_text("The notes of “fast-2” are written.")
    assert api(bench, "runs/fast-2")["notes"] == "Best with **warm-up**."


def test_a_colour_is_given_and_taken(bench: Page) -> None:
    opened(bench)
    row(bench, "fast-2").click(button="right", position={"x": 500, "y": 10})
    bench.get_by_role("menuitem", name="Colour").click()
    bench.get_by_role("dialog", name="Colour").get_by_role("button", name="teal").click()
    expect(toast(bench)).to_contain_text("is teal now")
    assert api(bench, "runs/fast-2")["colour"] == "teal"
    bench.keyboard.press("Control+z")
    expect(toast(bench)).to_contain_text("Undone")
    assert api(bench, "runs/fast-2")["colour"] is None


def test_picking_moves_no_row_away_from_the_pointer(bench: Page) -> None:
    opened(bench)
    second = bench.locator("[data-run]").nth(1)
    before = second.bounding_box()
    pick(bench, ids(bench)[0])
    expect(bar(bench)).to_be_in_viewport(ratio=1)
    assert second.bounding_box() == before
    buttons = bar(bench).get_by_role("button").all()
    boxes = [box for button in buttons if (box := button.bounding_box())]
    assert len({round(box["y"] + box["height"] / 2) for box in boxes}) == 1, "the bar takes more than one line"
    bar(bench).get_by_role("button", name="Make a baseline").click()
    told, tools = toast(bench).bounding_box(), bar(bench).bounding_box()
    assert told is not None
    assert tools is not None
    assert told["y"] + told["height"] <= tools["y"], "the message lies over the bar"


def test_a_range_of_runs_is_tagged_at_once(bench: Page) -> None:
    opened(bench)
    order = ids(bench)
    pick(bench, order[1])
    bench.get_by_role("checkbox", name=f"Pick {order[4]}", exact=True).click(modifiers=["Shift"])
    expect(bar(bench)).to_contain_text("4 runs picked")
    bar(bench).get_by_role("button", name="Tags").click()
    expect(bench.get_by_role("combobox", name="Add a tag")).to_be_focused()
    bench.keyboard.type("good")
    bench.keyboard.press("Enter")
    expect(toast(bench)).to_contain_text("4 runs are tagged good")
    tagged = api(bench, f"runs?project={CLASSIFIER}&filter=tag%3Dgood")
    assert {run["id"] for run in tagged["runs"]} == {*order[1:5]}


def test_a_group_is_picked_as_a_whole_and_its_runs_left_out_one_by_one(bench: Page) -> None:
    bench.goto(TABLE + "?group=config.lr&filter=config.model+%3D+mlp")
    expect(bench.locator("[data-group]")).to_have_count(2)
    whole = bench.get_by_role("checkbox", name="Pick all runs with lr 0.01", exact=True)
    whole.click()
    expect(bar(bench)).to_contain_text("4 runs picked")
    expect(whole).to_be_checked()
    bench.get_by_role("button", name=re.compile(r"^0\.01")).click()
    expect_ids(bench, {run for run in RUNS if run.startswith("fast")})
    pick(bench, "fast-2")
    expect(bar(bench)).to_contain_text("3 runs picked")
    expect(whole).to_have_attribute("aria-checked", "mixed")
    bar(bench).get_by_role("button", name="Archive").click()
    expect(toast(bench)).to_contain_text("3 runs are archived.")
    expect_ids(bench, {"fast-2"})
    bench.get_by_role("checkbox", name="Pick all runs with lr 0.001").click()
    bar(bench).get_by_role("button", name="Show in charts").click()
    bench.wait_for_url(re.compile(r"run=slow-\d"))
    assert all(f"run=slow-{seed}" in bench.url for seed in range(4))


def test_what_a_group_has_is_done_with_all_its_runs(bench: Page) -> None:
    bench.goto(TABLE + "?group=config.lr&filter=config.model+%3D+mlp")
    group = bench.locator("[data-group='[\"0.001\"]']")
    group.click(button="right", position={"x": 500, "y": 10})
    menu = bench.get_by_role("menu", name="Actions")
    expect(menu).to_contain_text("4 runs of this group")
    menu.get_by_role("menuitem", name="Delete to the bin").click()
    expect(toast(bench)).to_contain_text("4 runs are in the bin.")
    expect(bench.locator("[data-group]")).to_have_count(1)
    toast(bench).get_by_role("button", name="Undo").click()
    expect(bench.locator("[data-group]")).to_have_count(2)


def test_a_group_of_tags_has_the_runs_with_just_these_tags(bench: Page) -> None:
    opened(bench)
    pick(bench, "fast-1")
    bar(bench).get_by_role("button", name="Tags").click()
    expect(bench.get_by_role("combobox", name="Add a tag")).to_be_focused()
    bench.keyboard.type("good")
    bench.keyboard.press("Enter")
    expect(toast(bench)).to_contain_text("tagged good")
    bench.goto(TABLE + "?group=tag")
    expect(bench.locator("[data-group]")).to_have_count(3)
    bench.get_by_role("button", name=re.compile("^sweep 7")).click()
    expect_ids(bench, {*RUNS} - {"fast-1"})


def test_picked_runs_are_copied_as_a_table(bench: Page) -> None:
    bench.context.grant_permissions(["clipboard-read", "clipboard-write"])
    opened(bench, TABLE + "?col=summary.val/acc&sort=name")
    pick(bench, "fast-0", "slow-0")
    bench.keyboard.press("y")
    expect(toast(bench)).to_contain_text("2 runs copied")
    copied = bench.evaluate("navigator.clipboard.readText()").split("\n")
    assert copied[0].split("\t") == ["id", "display_id", "name", "summary.val/acc"]
    assert [line.split("\t")[0] for line in copied[1:]] == ["fast-0", "slow-0"]


def test_all_that_a_filter_matches_are_archived_by_the_server_and_come_back(bench: Page) -> None:
    opened(bench, TABLE + "?filter=config.lr+%3D+0.01")
    expect_ids(bench, {"deep", *(run for run in RUNS if run.startswith("fast"))})
    bench.get_by_role("button", name="Pick runs").click()
    bench.get_by_role("button", name="All that match: 5").click()
    pick(bench, "deep")
    expect(bar(bench)).to_contain_text("4 runs picked")
    bar(bench).get_by_role("button", name="Archive").click()
    expect(toast(bench)).to_contain_text("4 runs are archived.")
    expect_ids(bench, {"deep"})
    expect(bar(bench)).to_have_count(0)
    bench.get_by_role("button", name="Archived").click()
    expect_ids(bench, {run for run in RUNS if run.startswith("fast")})
    expect(bench).to_have_url(re.compile("place=archived"))
    bench.keyboard.press("Control+z")
    expect(toast(bench)).to_contain_text("Undone")
    expect(bench.get_by_text("No run matches the filter.")).to_be_visible()
    assert api(bench, f"runs?project={CLASSIFIER}")["total"] == len(ALL)


def test_runs_go_to_the_bin_are_restored_and_for_good_only_when_confirmed(bench: Page) -> None:
    opened(bench)
    pick(bench, "slow-0", "slow-1")
    bar(bench).get_by_role("button", name="Delete to the bin").hover()
    expect(bar(bench).get_by_role("status")).to_contain_text(re.compile(r"Frees [\d.]+ \w*B once the bin is emptied"))
    bench.keyboard.press("#")
    expect(toast(bench)).to_contain_text("2 runs are in the bin.")
    expect_ids(bench, ALL - {"slow-0", "slow-1"})
    bench.get_by_role("button", name="Bin", exact=True).click()
    expect_ids(bench, {"slow-0", "slow-1"})
    expect(bench.get_by_text("Nothing goes for good by itself")).to_be_visible()
    pick(bench, "slow-1")
    bar(bench).get_by_role("button", name="Restore").click()
    expect(toast(bench)).to_contain_text("out of the bin")
    expect_ids(bench, {"slow-0"})
    bench.get_by_role("button", name="Empty the bin").click()
    dialog = bench.get_by_role("dialog", name="Empty the bin")
    expect(dialog.get_by_role("status")).to_contain_text(re.compile(r"Frees [\d.]+ \w*B with the next runstone gc"))
    expect(dialog.get_by_role("button", name="Remove for good")).to_be_disabled()
    dialog.get_by_role("textbox").fill("1")
    dialog.get_by_role("button", name="Remove for good").click()
    expect(toast(bench)).to_contain_text("1 run removed for good")
    expect(bench.get_by_text("The bin is empty.")).to_be_visible()
    assert api(bench, f"runs?project={CLASSIFIER}&place=all")["total"] == len(ALL) - 1


def test_picked_runs_move_to_a_new_project(bench: Page) -> None:
    opened(bench)
    pick(bench, "slow-0", "slow-1")
    bench.keyboard.press("m")
    bench.get_by_role("combobox", name="Project").fill("lab/classifier/slow")
    bench.keyboard.press("Enter")
    expect(toast(bench)).to_contain_text("2 runs moved to lab/classifier/slow.")
    bench.locator('[data-path="lab/classifier/slow"]').get_by_role("button", name="slow", exact=True).click()
    expect_ids(bench, {"slow-0", "slow-1"})


def test_the_tree_keeps_to_a_project_and_moves_it_by_drag(bench: Page) -> None:
    opened(bench, path_of("lab", "runs"))
    tree = bench.get_by_role("navigation", name="Projects under this one")
    expect(tree.locator("[data-path]")).to_have_count(4)
    tree.get_by_role("button", name="old", exact=True).click()
    expect_ids(bench, {"old-0", "old-1"})
    expect(bench).to_have_url(re.compile("under=lab%2Fold"))
    tree.get_by_role("button", name="deep", exact=True).drag_to(tree.locator(f'[data-path="{OLD}"]'))
    expect(toast(bench)).to_contain_text(f"{DEEP} is now {OLD}/deep.")
    expect_ids(bench, {"old-0", "old-1", "deep"})
    bench.keyboard.press("Control+z")
    expect_ids(bench, {"old-0", "old-1"})
    bench.keyboard.press("Control+j")
    expect(tree).to_have_count(0)
    bench.reload()
    expect_ids(bench, {"old-0", "old-1"})
    expect(tree).to_have_count(0)


def test_a_project_is_renamed_with_all_that_lies_under_it(bench: Page) -> None:
    opened(bench, path_of("lab", "runs"))
    node = bench.locator(f'[data-path="{CLASSIFIER}"]')
    node.hover()
    node.get_by_role("button", name=f"Actions for {CLASSIFIER}").click()
    menu = bench.get_by_role("dialog", name=f"Project {CLASSIFIER}")
    menu.get_by_role("textbox").fill("lab/vision")
    menu.get_by_role("button", name="Move with 9 runs").click()
    expect(toast(bench)).to_contain_text("lab/classifier is now lab/vision.")
    expect(bench.locator('[data-path="lab/vision/deep"]')).to_be_visible()
    assert {each["project"] for each in api(bench, "projects")["projects"]} == {OLD, "lab/vision", "lab/vision/deep"}


def test_numbers_are_compared_with_the_baseline(bench: Page) -> None:
    opened(bench)
    go_to(bench, "slow-1")
    bench.keyboard.press("s")
    expect(row(bench, "slow-1")).to_contain_text("Baseline")
    bench.get_by_role("button", name="Baseline", exact=True).click()
    bench.get_by_role("button", name="Show differences").click()
    bench.get_by_role("button", name="Keep on top").click()
    bench.keyboard.press("Escape")
    expect(bench.locator('[data-baseline="slow-1"]')).to_be_visible()
    accuracy = row(bench, "fast-1").locator('[data-cell="summary.val/acc"]')
    expect(accuracy).to_contain_text("+0.130")
    expect(accuracy).to_contain_text("better")
    expect(row(bench, "fast-1").locator('[data-cell="summary.val/loss"]')).to_contain_text("better")
    expect(row(bench, "slow-0").locator('[data-cell="summary.val/acc"]')).to_contain_text("worse")
    bench.reload()
    expect(accuracy).to_contain_text("better")


def test_seeds_are_one_experiment_and_chance_is_told(bench: Page) -> None:
    opened(bench, TABLE + "?filter=config.model+%3D+mlp")
    bench.get_by_role("button", name="Seeds", exact=True).click()
    bench.get_by_role("button", name="Seeds are one experiment").click()
    expect(bench.locator("[data-group]")).to_have_count(2)
    expect(bench.get_by_text("Experiments differ in lr.")).to_be_visible()
    bench.keyboard.press("Escape")
    fast = bench.locator("[data-group='[\"0.01\"]']")
    expect(fast).to_contain_text(re.compile(r"0\.9300 ± 0\.02\d\s*n 4"))
    expect(bench.get_by_text("the other is clearly behind")).to_be_visible()
    expect(bench.get_by_text("was picked by luck")).to_be_visible()
    bench.reload()
    expect(bench.locator("[data-group]")).to_have_count(2)


def test_what_one_odd_run_lacks_does_not_name_experiments(bench: Page) -> None:
    bench.goto(TABLE + "?seeds=1")  # with the run of the project below, which alone has layers
    expect(bench.get_by_role("button", name="0.01 · none · mlp 4 runs")).to_be_visible()


def test_the_palette_has_the_actions_and_help_lists_the_keys(bench: Page) -> None:
    opened(bench)
    go_to(bench, "fast-0")
    bench.keyboard.press("Control+k")
    bench.get_by_role("combobox", name="An action").fill("archive: fast-0")
    bench.keyboard.press("Enter")
    expect(toast(bench)).to_contain_text("“fast-0” is archived.")
    bench.keyboard.press(".")
    expect(bench.get_by_role("menu", name="Actions")).to_be_visible()
    bench.keyboard.press("Escape")
    bench.keyboard.press("?")
    expect(bench.get_by_role("dialog")).to_contain_text("Delete to the bin")


def test_what_is_shown_is_exported(bench: Page, tmp_path: Path) -> None:
    opened(bench)
    pick(bench, "fast-0", "fast-1")
    with bench.expect_download() as download:
        bar(bench).get_by_role("button", name="Export CSV").click()
    download.value.save_as(tmp_path / "runs.csv")
    head, *rows = (tmp_path / "runs.csv").read_text().splitlines()
    assert head.startswith("id,display_id,name,state,")
    assert "summary.val/acc" in head
    assert {line.split(",")[0] for line in rows} == {"fast-0", "fast-1"}


def test_columns_are_chosen_by_a_pattern_and_remembered_for_the_project(bench: Page) -> None:
    opened(bench, TABLE + "?col=state")
    bench.get_by_role("button", name="Columns").click()
    picker = bench.get_by_role("dialog", name="Columns")
    picker.get_by_role("textbox").fill("^val/acc · m")
    picker.get_by_role("button", name="Show these 5").click()
    bench.keyboard.press("Escape")
    bench.keyboard.press("Escape")
    expect(bench.locator("[data-column='metrics.val/acc.max']")).to_be_attached()
    opened(bench)
    expect(bench.locator("[data-column='metrics.val/acc.max']")).to_be_attached()
    bench.get_by_role("button", name="Columns").click()
    bench.get_by_role("button", name="Default columns").click()
    expect(bench.locator("[data-column='metrics.val/acc.max']")).to_have_count(0)


def test_typing_in_a_field_keeps_its_own_undo(bench: Page) -> None:
    opened(bench)
    go_to(bench, "fast-1")
    bench.keyboard.press("s")
    expect(toast(bench)).to_contain_text("is a baseline")
    filter_box(bench).press_sequentially("conf")
    bench.keyboard.press("Control+z")
    # Edits go to the server one after the other: one that was taken back would be so before the next is told.
    filter_box(bench).fill("")
    bench.get_by_label("Runs", exact=True).focus()
    bench.keyboard.press("j")
    bench.keyboard.press("s")
    expect(toast(bench)).to_contain_text(re.compile("“(?!fast-1).*is a baseline"))
    assert api(bench, "runs/fast-1")["starred"] is True
