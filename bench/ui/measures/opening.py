"""How soon a page of charts is there: 60 metrics of 20 runs, 10 metrics of 100 runs of 10,000 steps, and single runs of very many metrics."""

from __future__ import annotations

from bench.ui.recorded import FLAT_RUN, GRID, LONG, WIDE, WIDE_RUN
from bench.ui.site import TALL_PX, Found, Measure, Published, Site, clicked, drawn, opened, settle

_IN_VIEW = 9
_MOST_ELEMENTS = 5_000


def _open(site: Site, charts: int, *, height: int = 900, scale: float = 1) -> Found:
    with site.tab(site.workspace.url + "/", height=height, scale=scale) as page:
        return clicked(page, f"a[href='/p/{GRID}']", drawn(charts))


def open_in_view(site: Site) -> Found:
    """From the click on the project until the charts of a usual window are drawn."""
    return _open(site, _IN_VIEW)


def open_dense(site: Site) -> Found:
    """The same where a CSS pixel is four of the screen's."""
    return _open(site, _IN_VIEW, scale=2)


def open_all(site: Site) -> Found:
    """The same in a window that holds all of them at once."""
    return _open(site, site.shape.metrics, height=TALL_PX)


def navigate(site: Site) -> Found:
    """From the address until the charts of a usual window are drawn: the page, its script, the answers."""
    with site.tab(f"{site.workspace.url}/p/{GRID}") as page:
        taken = opened(page, drawn(_IN_VIEW))
        return Found([taken], [float(page.evaluate("bench.answers()"))])


def open_long(site: Site) -> Found:
    """All of the 100 runs are shown."""
    runs = "&".join(f"run=long{number}" for number in range(site.shape.long_runs))
    with site.tab(f"{site.workspace.url}/p/{LONG}?{runs}") as page:
        taken = opened(page, drawn(_IN_VIEW))
        return Found([taken], [float(page.evaluate("bench.answers()"))])


def _open_run(site: Site, run: str, metrics: int) -> Found:
    with site.tab(f"{site.workspace.url}/p/{WIDE}/r/{run}") as page:
        found = clicked(page, "#tab-charts", drawn(3))
        elements = int(page.evaluate("document.querySelectorAll('*').length"))
    if elements > _MOST_ELEMENTS:
        raise AssertionError(f"{elements} elements for {metrics} metrics: what is out of sight must not exist")
    return found


def open_wide(site: Site) -> Found:
    """From the click on the tab until a run with 10,000 metrics in 200 sections shows its sections and first charts."""
    return _open_run(site, WIDE_RUN, site.shape.wide_metrics)


def open_flat(site: Site) -> Found:
    """The same where 12,345 metrics lie in one section."""
    return _open_run(site, FLAT_RUN, site.shape.flat_metrics)


_MATCHING = """pattern => {
  const charts = [...document.querySelectorAll("article")];
  return charts.length > 0 && charts.every((chart) => new RegExp(pattern).test(chart.ariaLabel));
}"""


def search_wide(site: Site) -> Found:
    """A regular expression over the 10,000 names, from the last key until the charts that match are laid out."""
    with site.tab(f"{site.workspace.url}/p/{WIDE}/r/{WIDE_RUN}?tab=charts") as page:
        settle(page, drawn(3))
        box = page.get_by_role("textbox", name="Search metrics")
        taken = []
        for text in ("weight_07$", "layer_00[24]", "weight_4[12]"):
            begun = float(page.evaluate("performance.now()"))
            box.fill(text)
            page.wait_for_function(_MATCHING, arg=text)
            taken.append(float(page.evaluate("performance.now()")) - begun)
        return Found(taken)


MEASURES = (
    Measure(
        "60 charts x 20 runs: click to drawn, usual window",
        1_000,
        open_in_view,
        published=Published("W&B #504", "11 s for a page of charts, 50k points a metric"),
    ),
    Measure("60 charts x 20 runs: the same at 2 device pixels a pixel", 1_200, open_dense, again=True),
    Measure("60 charts x 20 runs: click to drawn, all 60 in sight", 2_000, open_all),
    Measure("60 charts x 20 runs: address to drawn", 1_200, navigate),
    Measure(
        "10 charts x 100 runs x 10,000 steps: address to drawn",
        1_500,
        open_long,
        published=Published("MLflow #9779", "1 to 2 min for 10 charts x 10 runs x 10k steps"),
    ),
    Measure(
        "run of 10,000 metrics: click to drawn",
        1_500,
        open_wide,
        published=Published("W&B #4759", "minutes for 2,000 charts"),
    ),
    Measure(
        "run of 12,345 metrics in one section: click to drawn",
        1_500,
        open_flat,
        published=Published("TensorBoard #4170", "1.6 min for 12,345 tags"),
    ),
    Measure("regex over 10,000 metrics", 300, search_wide),
)
