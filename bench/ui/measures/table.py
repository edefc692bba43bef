"""The table of runs: projects of 10,000 and of 100,000 runs with a hundred fields each, and one with 12,000 columns."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

from bench.measure import percentile
from bench.ui.recorded import COLUMNS
from bench.ui.served import serve
from bench.ui.site import Devtools, Found, Measure, Published, Site, clicked, listed, opened, settle

# The home has ten projects under one.
_TENTH, _ALL = "bench/p0", "bench"
_IN_VIEW = 20
_ROW_PX = 28

PLAIN_TABLE = Path(__file__).parents[1].joinpath("plain_table.js").read_text(encoding="utf-8")


def _open(site: Site, project: str) -> Found:
    with site.tab(f"{site.runs.url}/p/{project}") as page:
        settle(page, listed(_IN_VIEW))
        return clicked(page, f"nav a[href='/p/{project}/runs']", listed(_IN_VIEW))


def _navigate(site: Site, url: str) -> Found:
    with site.tab(url) as page:
        taken = opened(page, listed(_IN_VIEW))
        return Found([taken], [float(page.evaluate("bench.answers()"))])


def open_tenth(site: Site) -> Found:
    """From the click on *Runs* until the first rows of 10,000 are painted."""
    return _open(site, _TENTH)


def open_whole(site: Site) -> Found:
    """The same with 100,000."""
    return _open(site, _ALL)


def navigate_tenth(site: Site) -> Found:
    """From the address until the rows of 10,000 are painted: the page, its script, the answers."""
    return _navigate(site, f"{site.runs.url}/p/{_TENTH}/runs")


def navigate_whole(site: Site) -> Found:
    """The same with 100,000."""
    return _navigate(site, f"{site.runs.url}/p/{_ALL}/runs")


def navigate_cold(site: Site) -> Found:
    """The same, asked of a server that was started just now."""
    with serve(site.runs_home) as served, site.tab(f"{served.url}/p/{_ALL}/runs") as page:
        return Found([opened(page, listed(_IN_VIEW))])


def open_columns(site: Site) -> Found:
    """From the address until the rows of a project with 12,000 columns are painted."""
    return _navigate(site, f"{site.workspace.url}/p/{COLUMNS}/runs")


_SCROLL = """async ([rows, frames]) => {
  const table = document.querySelector("[aria-label=Runs][aria-rowcount]");
  table.scrollTop = 0;
  await bench.painted();
  return bench.frames(frames, () => { table.scrollTop += rows; });
}"""


def _whole_table(page: Page, everything: bool) -> None:
    settle(page, listed(_IN_VIEW))
    if everything:
        page.get_by_role("button", name="Pick runs").click()
        page.get_by_role("button", name="All 1").click()
        page.wait_for_selector("[aria-label='Picked runs']")


def _scroll(site: Site, everything: bool, *, busy: bool = False) -> Found:
    with site.tab(f"{site.runs.url}/p/{_ALL}/runs") as page:
        _whole_table(page, everything)
        devtools = Devtools(page)
        # The rows that are scrolled over are there: what is measured is drawing, not waiting.
        count = site.shape.frames
        page.evaluate(_SCROLL, [12 * _ROW_PX, count])
        settle(page, listed(_IN_VIEW))
        before = devtools.busy_ms()
        frames = page.evaluate(_SCROLL, [12 * _ROW_PX, count])
        busy_ms = (devtools.busy_ms() - before) / count
        cells = int(page.evaluate("document.querySelectorAll('[data-run]:first-of-type [data-cell]').length"))
        before = devtools.busy_ms()
        plain = page.evaluate(PLAIN_TABLE, [45, max(8, cells), count])
        plain_ms = (devtools.busy_ms() - before) / count
    return Found([busy_ms], [plain_ms]) if busy else Found([percentile(frames, 95)], [percentile(plain, 95)])


def scroll(site: Site) -> Found:
    """The 95th percentile of frames in each of which 12 rows go by."""
    return _scroll(site, everything=False)


def scroll_picked(site: Site) -> Found:
    """The same with all runs picked."""
    return _scroll(site, everything=True)


def scroll_busy(site: Site) -> Found:
    """How long the page's thread is busy for such a frame."""
    return _scroll(site, everything=False, busy=True)


_TO_END = """async () => {
  const table = document.querySelector("[aria-label=Runs][aria-rowcount]");
  const last = () => Math.max(...[...document.querySelectorAll("[data-run]")].map((row) => Number(row.ariaRowIndex)));
  return bench.until(
    () => { table.scrollTop = table.scrollHeight; },
    () => last() >= Number(table.ariaRowCount ?? table.getAttribute("aria-rowcount")),
  );
}"""


def to_end(site: Site) -> Found:
    """The scrollbar is pulled to the end of 100,000 rows, until the last of them are painted."""
    with site.tab(f"{site.runs.url}/p/{_ALL}/runs") as page:
        settle(page, listed(_IN_VIEW))
        return Found([float(page.evaluate(_TO_END))])


_KEY = """async (text) => {
  const box = document.querySelector("[aria-label='Filter runs']");
  box.focus();
  return bench.cost(() => bench.type(box, text));
}"""
_ENTER = """async (pattern) => {
  const box = document.querySelector("[aria-label='Filter runs']");
  const matches = () => {
    const names = [...document.querySelectorAll("[data-run] a")].map((link) => link.textContent);
    return names.length > 0 && names.every((name) => new RegExp(pattern).test(name));
  };
  return bench.until(() => box.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true })), matches);
}"""
_PATTERNS = ("^resnet.*-0", "^vit50.*0$", "^mlp.*[24].$", "^gpt1", "(18|101)-sweep.*5.$")


def _filter(site: Site, project: str, *, key: bool) -> Found:
    keys, taken, floor = [], [], []
    with site.tab(f"{site.runs.url}/p/{project}/runs") as page:
        settle(page, listed(_IN_VIEW))
        for pattern in _PATTERNS:
            keys.append(float(page.evaluate(_KEY, f'name ~ "{pattern}"')))
            page.evaluate("bench.questions = []")
            taken.append(float(page.evaluate(_ENTER, pattern)))
            floor.append(float(page.evaluate("bench.answers()")))
    return Found(keys) if key else Found(taken, floor)


def filter_key(site: Site) -> Found:
    """A key in the filter box, until the frame that shows it is painted."""
    return _filter(site, _ALL, key=True)


def filter_tenth(site: Site) -> Found:
    """A new regular expression over 10,000 names, from Enter until the rows that match are painted."""
    return _filter(site, _TENTH, key=False)


def filter_whole(site: Site) -> Found:
    """The same over 100,000."""
    return _filter(site, _ALL, key=False)


_FIRST_ROW = "() => document.querySelector('[data-run]').dataset.run"


def sort(site: Site) -> Found:
    """Another order of 100,000 runs, from the click on a column's head until the rows are painted."""
    with site.tab(f"{site.runs.url}/p/{_ALL}/runs") as page:
        settle(page, listed(_IN_VIEW))
        taken, floor = [], []
        for _ in range(3):
            page.evaluate("bench.questions = []")
            page.evaluate(f"bench.first = ({_FIRST_ROW})()")
            act = "() => document.querySelector('[data-column^=summary] button').click()"
            taken.append(float(page.evaluate(f"bench.until({act}, () => ({_FIRST_ROW})() !== bench.first)")))
            floor.append(float(page.evaluate("bench.answers()")))
        return Found(taken, floor)


_SEARCH = """async (texts) => {
  const box = document.querySelector("[aria-label^='Search columns']");
  const taken = [];
  for (const text of texts) taken.push(await bench.cost(() => bench.type(box, text)));
  return taken;
}"""


def pick_columns(site: Site) -> Found:
    """A regular expression over 12,000 columns in their picker, a key at a time, until the frame that shows what matches."""
    with site.tab(f"{site.workspace.url}/p/{COLUMNS}/runs") as page:
        settle(page, listed(_IN_VIEW))
        page.get_by_role("button", name="Columns", exact=True).click()
        page.wait_for_selector("[aria-label^='Search columns']")
        return Found(page.evaluate(_SEARCH, ["f", "fi", "figure", "figure_.*7", "figure_.*7$", "option_000[1-4]"])[1:])


MEASURES = (
    Measure(
        "project of 10,000 runs: click to rows",
        600,
        open_tenth,
        published=Published("W&B", "limits a project to 10,000 runs; MLflow #1517: 3 min for 500 runs"),
    ),
    Measure("project of 10,000 runs: address to rows", 1_000, navigate_tenth),
    Measure("project of 100,000 runs: click to rows", 1_000, open_whole, again=True),
    Measure("project of 100,000 runs: address to rows", 1_000, navigate_whole, again=True),
    Measure("project of 100,000 runs: the same, server just started", None, navigate_cold),
    Measure("table of 100,000 runs: 12 rows a frame, p95 frame", 34, scroll, again=True),
    Measure("table of 100,000 runs: the same, everything picked", 34, scroll_picked),
    Measure("table of 100,000 runs: 12 rows a frame, busy", None, scroll_busy),
    Measure("table of 100,000 runs: pulled to its end", None, to_end),
    Measure("key in the filter box, 100,000 runs", 50, filter_key, again=True),
    Measure("regex over 10,000 runs: Enter to rows", 50, filter_tenth),
    Measure("regex over 100,000 runs: Enter to rows", 100, filter_whole, again=True),
    Measure("sort 100,000 runs: click to rows", 100, sort),
    Measure(
        "12,000 columns: address to rows",
        1_500,
        open_columns,
        published=Published("MLflow #11927", "crashes at 12,000 columns"),
    ),
    Measure("12,000 columns: a key in the picker's search", 100, pick_columns),
)
