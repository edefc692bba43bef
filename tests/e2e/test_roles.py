"""What the pages offer to whom: nothing that the server would refuse them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from e2e import team
from e2e.accessibility import AXE
from e2e.served import path_of, path_of_run, serve

pytestmark = pytest.mark.browser

# What changes something, by how its button begins, on each page; and what shows that the page is there.
OFFERED = {
    path_of_run("cv", "done", "overview"): (
        "What was tried.",
        ("done", "Edit", "Comment", "Reply", "Resolve", "Undo", "Delete", "Share"),
    ),
    path_of_run("cv", "live", "overview"): ("running", ("Stop", "Comment", "Share")),
    path_of_run("cv", "binned", "overview"): ("This run is in the bin", ("Restore", "Comment")),
    path_of("cv", "runs?place=bin"): ("Nothing goes for good", ("Empty the bin",)),
    path_of("cv"): ("loss", ("Comment on", "Share")),
    path_of("cv", "reports"): ("Findings", ("New report", "Remove")),
    path_of("cv", "artifacts/weights"): ("v0", ("Add", "Delete weights", "Write", "Take")),
    path_of("cv", "artifacts/weights/v0"): ("1 file", ("Add", "Delete weights", "Write", "Take")),
}


@dataclass(frozen=True)
class Team:
    """A server of many, and its sweep."""

    url: str
    sweep: str


@pytest.fixture(scope="module")
def team_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Team]:
    home = tmp_path_factory.mktemp("team") / "home"
    with team.recorded(home) as sweep, serve(home, logins=True) as served:
        yield Team(served.url, sweep)


def buttons(page: Page) -> list[str]:
    """How the buttons are called that are on the page."""
    found = page.get_by_role("button").evaluate_all(
        "all => all.map((each) => each.getAttribute('aria-label') ?? each.textContent.trim())"
    )
    return [str(name) for name in found]


def offered(page: Page, names: tuple[str, ...]) -> list[str]:
    return [each for each in buttons(page) if each.startswith(names)]


def test_who_may_only_look_is_offered_no_change_on_any_page(
    team_site: Team, open_tab: Callable[..., Page], axe: str
) -> None:
    viewer, editor = open_tab(team_site.url), open_tab(team_site.url)
    team.log_in(viewer, "vera")
    team.log_in(editor, "ed")
    sweep = {path_of("cv", f"sweeps/{team_site.sweep}"): ("rates", ("Pause", "Finish", "Cancel"))}
    for path, (there, names) in (OFFERED | sweep).items():
        for page in (viewer, editor):
            page.goto(path)
            expect(page.get_by_text(there).first).to_be_visible()
        expect(viewer.get_by_text("view only")).to_be_visible()
        expect(editor.get_by_text("view only")).to_have_count(0)
        if "place=bin" not in path:  # which takes an admin
            expect(editor.get_by_role("button", name=names[0]).first).to_be_attached()
        assert offered(viewer, names) == [], path
    viewer.goto(path_of_run("cv", "done", "overview"))
    expect(viewer.get_by_text("Is this right?")).to_be_visible()
    viewer.evaluate(axe)
    assert viewer.evaluate(AXE) == []
    viewer.close()
    editor.close()


def test_keys_menus_and_double_clicks_change_nothing_for_who_may_only_look(
    team_site: Team, open_tab: Callable[..., Page]
) -> None:
    page = open_tab(team_site.url)
    team.log_in(page, "vera")
    page.goto(path_of("cv", "runs"))
    row = page.locator("[data-run=done]")
    row.click(button="right")
    menu = page.get_by_role("menu", name="Actions")
    expect(menu.get_by_role("menuitem", name="Rename")).to_have_count(0)
    expect(menu.get_by_role("menuitem", name="Delete")).to_have_count(0)
    expect(menu.get_by_role("menuitem", name="Export CSV")).to_be_visible()
    page.keyboard.press("Escape")
    row.locator("[data-cell=tag]").dblclick()
    expect(page.get_by_role("dialog")).to_have_count(0)
    row.get_by_role("checkbox", name="Pick done").check()
    bar = page.get_by_role("toolbar", name="Picked runs")
    expect(bar.get_by_role("button", name="Export CSV")).to_be_visible()
    for name in ("Tags", "Archive", "Delete", "Colour", "Move"):
        expect(bar.get_by_role("button", name=name)).to_have_count(0)
    page.get_by_role("button", name="Views").click()
    views = page.get_by_role("dialog", name="Saved views")
    expect(views.get_by_role("button", name="Losses", exact=True)).to_be_visible()
    expect(views.get_by_role("button")).to_have_count(1)
    expect(views.get_by_role("textbox")).to_have_count(0)
    page.close()


def test_a_role_that_is_given_shows_when_one_comes_back_to_the_page(
    team_site: Team, open_tab: Callable[..., Page]
) -> None:
    page, admin = open_tab(team_site.url), open_tab(team_site.url)
    team.log_in(page, "vera")
    team.log_in(admin, "ada")
    page.goto(path_of_run("cv", "done", "overview"))
    expect(page.get_by_text("view only")).to_be_visible()
    for role, count in (("editor", 0), ("viewer", 1)):
        answer = admin.request.post("/api/members/grants", data={"role": role, "project": "cv", "user": "vera"})
        assert answer.ok, answer.text()
        # As the browser says it of a tab that is looked at again.
        page.evaluate("window.dispatchEvent(new Event('visibilitychange'))")
        expect(page.get_by_text("view only")).to_have_count(count)
        expect(page.get_by_role("button", name="Edit", exact=True)).to_have_count(1 - count)
    page.close()
    admin.close()
