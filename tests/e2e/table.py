"""What tests ask of the table of runs."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect


def ids(page: Page) -> list[str]:
    """The runs of the table from top to bottom."""
    return _in_order(page, "run")


def group_ids(page: Page) -> list[str]:
    """Its groups, each as the list of its values in JSON."""
    return _in_order(page, "group")


def expect_ids(page: Page, runs: set[str]) -> None:
    """The table has these runs and no others."""
    expect(page.locator("[data-run]")).to_have_count(len(runs))
    for run in runs:
        expect(page.locator(f'[data-run="{run}"]')).to_be_attached()


def header(page: Page, name: str) -> Locator:
    """The head of a column."""
    return page.get_by_role("columnheader", name=name)


def bring(page: Page, column: str) -> None:
    """Scroll the table sideways until a column is there: only those in sight are."""
    expect(page.locator("[data-run]").first).to_be_visible()
    grid = page.get_by_label("Runs", exact=True)
    for left in range(0, 6_000, 250):
        if header(page, column).count() > 0:
            return
        grid.evaluate(
            "(grid, left) => { grid.scrollLeft = left; return new Promise((shown) => requestAnimationFrame(() => requestAnimationFrame(shown))); }",
            left,
        )


def open_menu(page: Page, column: str) -> Locator:
    """Open the menu of a column; gives it."""
    bring(page, column)
    header(page, column).hover()
    header(page, column).get_by_role("button", name=f"Column {column}").click()
    menu = page.get_by_role("dialog", name=f"Column {column}")
    expect(menu).to_be_visible()
    return menu


def filter_box(page: Page) -> Locator:
    """The input for the filter."""
    return page.get_by_role("combobox", name="Filter runs")


def _in_order(page: Page, what: str) -> list[str]:
    return page.get_by_label("Runs", exact=True).evaluate(
        """(grid, what) => [...grid.querySelectorAll(`[role=row][data-${what}]`)]
             .sort((a, b) => a.ariaRowIndex - b.ariaRowIndex).map(row => row.dataset[what])""",
        what,
    )
