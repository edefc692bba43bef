"""Measures the web UI in Chromium on recorded runs, and prints medians beside their targets. Needs the built UI and a Chromium."""

from __future__ import annotations

import argparse
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from bench.host import Host
from bench.read.timing import say
from bench.ui import report
from bench.ui.measures import MEASURES
from bench.ui.recorded import SMALL, Shape
from bench.ui.site import Found, Measure, Site

ROOT = Path(__file__).resolve().parents[2]
_CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-sync",
    # Each window would load the browser's own pages for its address bar beside ours, which cost as much. The other two are Playwright's, whose
    # list ours replaces.
    "--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup,PaintHolding,Translate",
]


def main(arguments: list[str] | None = None) -> int:
    """See `--help`. Tells 1 where a target was missed."""
    parser = argparse.ArgumentParser(prog="python -m bench.ui", description=__doc__)
    parser.add_argument(
        "--only", action="append", default=[], metavar="TEXT", help="measures with this in their name; may be repeated"
    )
    parser.add_argument("--rounds", type=int, default=5, help="how often each is taken (5)")
    parser.add_argument("--quick", action="store_true", help="small runs and one round: does it work at all")
    parser.add_argument("--data", type=Path, default=ROOT / ".bench-data", help="where the recorded runs are kept")
    asked = parser.parse_args(arguments)
    chosen = [measure for measure in MEASURES if any(text in measure.what for text in asked.only)]
    if not asked.only:
        chosen = quick(MEASURES) if asked.quick else list(MEASURES)
    if not chosen:
        parser.error(
            f"no measure has {' or '.join(asked.only)!r} in its name:\n" + "\n".join(each.what for each in MEASURES)
        )
    chromium = installed()
    if chromium is None:
        parser.error("no Chromium: apt-get install -y chromium, or name one in RUNSTONE_CHROMIUM")
    asked.data.mkdir(parents=True, exist_ok=True)
    with launched(chromium) as browser, ExitStack() as stack:
        site = Site(browser, asked.data, SMALL if asked.quick else Shape(), stack)
        found, loads = take(site, chosen, 1 if asked.quick else asked.rounds)
    missed = report.show(chosen, found, loads, judged=not asked.quick)
    if not asked.quick:
        print(f"Written to {report.write(found, loads)}")
    return int(missed > 0)


def quick(measures: Sequence[Measure]) -> list[Measure]:
    """Those of these that a quick look takes: each way to a figure once."""
    return [measure for measure in measures if not measure.again]


def installed() -> str | None:
    """The Chromium of this machine: the one that RUNSTONE_CHROMIUM names, or the first that is on the PATH."""
    return os.environ.get("RUNSTONE_CHROMIUM") or next(filter(None, map(shutil.which, _CHROMIUM)), None)


@contextmanager
def launched(chromium: str) -> Iterator[Browser]:
    """That browser, without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=_ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


def take(site: Site, measures: Sequence[Measure], rounds: int) -> tuple[dict[str, list[Found]], list[float]]:
    """What each of the measures found, round by round, and the load of the machine at the beginning of each round."""
    found: dict[str, list[Found]] = {measure.what: [] for measure in measures}
    loads = []
    for turn in range(rounds):
        loads.append(os.getloadavg()[0])
        say(f"round {turn + 1}, load {loads[-1]:.1f}")
        for measure in measures:
            if turn > 0 and measure.once:
                continue
            host = Host()
            found[measure.what].append(measure.take(site))
            say(f"  {measure.what}: {found[measure.what][-1]}, {host}")
    return found, loads


if __name__ == "__main__":
    raise SystemExit(main())
