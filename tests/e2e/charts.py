"""What tests ask of charts. Their canvases are judged by colour: axes and grids are grey, lines are not."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from e2e.until import until

_COLOURED_COLUMNS = """element => {
  const canvas = element.querySelector("canvas");
  const { width, height } = canvas;
  const { data } = canvas.getContext("2d").getImageData(0, 0, width, height);
  let columns = 0;
  for (let x = 0; x < width; x += 1) {
    for (let y = 0; y < height; y += 1) {
      const [r, g, b, a] = data.subarray((y * width + x) * 4, (y * width + x) * 4 + 4);
      if (a > 100 && Math.max(r, g, b) - Math.min(r, g, b) > 40) { columns += 1; break; }
    }
  }
  return columns / width;
}"""


def card(page: Page, metric: str) -> Locator:
    """The chart of a metric, with its head."""
    return page.get_by_role("article", name=metric, exact=True)


def plot(page: Page, metric: str) -> Locator:
    """What is drawn of it."""
    return card(page, metric).get_by_role("img", name=f"{metric} over ")


def expect_runs(page: Page, metric: str, runs: int) -> None:
    """The chart shows this many runs."""
    word = "run" if runs == 1 else "runs"
    expect(plot(page, metric)).to_have_attribute("aria-label", re.compile(rf"line chart of {runs} {word}$"))


def expect_drawn(page: Page, metric: str, over: float) -> None:
    """More than this share of the chart's columns of pixels hold something of a line."""
    until(page, lambda: float(plot(page, metric).evaluate(_COLOURED_COLUMNS)) > over)


def drag(page: Page, metric: str, begin: float, end: float) -> None:
    """Drag across a chart, between two shares of its width."""
    box = plot(page, metric).bounding_box()
    assert box is not None
    y = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] * begin, y)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * (begin + end) / 2, y)
    page.mouse.move(box["x"] + box["width"] * end, y)
    page.mouse.up()
