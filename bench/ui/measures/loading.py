"""What the first visit brings over the wire."""

from __future__ import annotations

from typing import Any

from bench.ui.recorded import GRID
from bench.ui.site import Found, Measure, Site, drawn, opened

_KINDS = ("Script", "Stylesheet")


def scripts(site: Site) -> Found:
    """Scripts and styles as they come, compressed, until the charts of a project are drawn in an empty profile."""
    sizes: dict[str, float] = {}
    kinds: dict[str, str] = {}

    def received(event: dict[str, Any]) -> None:
        kinds[event["requestId"]] = event["type"]

    def finished(event: dict[str, Any]) -> None:
        sizes[event["requestId"]] = event["encodedDataLength"]

    url = site.workspace.url
    with site.tab("about:blank") as page:
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.responseReceived", received)
        session.on("Network.loadingFinished", finished)
        page.goto(f"{url}/p/{GRID}", wait_until="commit")
        opened(page, drawn(9))
        page.wait_for_load_state("load")
    return Found([sum(size for request, size in sizes.items() if kinds.get(request) in _KINDS) / 1024])


_FIRST_PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime"


def first_paint(site: Site) -> Found:
    """From the navigation until the first thing is painted."""
    with site.tab(f"{site.workspace.url}/p/{GRID}") as page:
        page.wait_for_function(f"{_FIRST_PAINT} !== undefined")
        return Found([float(page.evaluate(_FIRST_PAINT))])


MEASURES = (
    Measure("first load: scripts and styles, compressed", 350, scripts, unit="KB"),
    Measure("first load: to the first contentful paint", 400, first_paint),
)
