"""Measures the web UI in Chromium on recorded runs, and prints medians beside their targets. Needs the built UI and a Chromium."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import time
from pathlib import Path
from statistics import median

from playwright.sync_api import sync_playwright
from rich.console import Console
from rich.table import Table

from bench.ui.measures import MEASURES, Measure, Site
from bench.ui.recorded import Shape, record
from bench.ui.served import serve

ROOT = Path(__file__).resolve().parents[2]
_CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-sync",
]
_QUICK = Shape(runs=4, metrics=12, steps=300, wide_metrics=500)


def main(arguments: list[str] | None = None) -> int:
    """See `--help`. Tells 1 where a target was missed."""
    parser = argparse.ArgumentParser(prog="python -m bench.ui", description=__doc__)
    parser.add_argument("--only", default="", help="measures whose name holds this")
    parser.add_argument("--rounds", type=int, default=5, help="how often each is taken (5)")
    parser.add_argument("--quick", action="store_true", help="small runs and one round: does it work at all")
    parser.add_argument("--data", type=Path, default=ROOT / ".bench-data", help="where the recorded runs are kept")
    asked = parser.parse_args(arguments)
    chromium = os.environ.get("RUNSTONE_CHROMIUM") or next(filter(None, map(shutil.which, _CHROMIUM)), None)
    if chromium is None:
        parser.error("no Chromium: apt-get install -y chromium, or name one in RUNSTONE_CHROMIUM")
    shape = _QUICK if asked.quick else Shape()
    home = asked.data / ("ui-quick" if asked.quick else "ui")
    record(home, shape, say)
    chosen = [measure for measure in MEASURES if asked.only in measure.what]
    taken: dict[str, list[float]] = {measure.what: [] for measure in chosen}
    with serve(home) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=_ARGUMENTS)
        site = Site(url, browser, shape)
        for turn in range(1 if asked.quick else asked.rounds):
            say(f"round {turn + 1}, load {os.getloadavg()[0]:.1f}")
            for measure in chosen:
                taken[measure.what] += measure.take(site)
        browser.close()
    return _report(chosen, taken, judged=not asked.quick)


def _report(measures: list[Measure], taken: dict[str, list[float]], judged: bool) -> int:
    table = Table(
        "what",
        "median ms",
        "best",
        "target",
        "",
        title=f"The web UI, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}",
    )
    missed = 0
    for measure in measures:
        found = taken[measure.what]
        target = "" if measure.target_ms is None else f"{measure.target_ms:.0f}"
        met = measure.target_ms is None or median(found) <= measure.target_ms
        missed += not met
        verdict = "" if measure.target_ms is None or not judged else "met" if met else "missed"
        table.add_row(measure.what, f"{median(found):.0f}", f"{min(found):.0f}", target, verdict)
    Console(width=110).print(table)
    if judged:
        results = ROOT / "bench" / "results"
        results.mkdir(parents=True, exist_ok=True)
        file = results / f"ui-{time.strftime('%Y%m%d-%H%M%S')}.json"
        file.write_text(json.dumps(taken, indent=2), encoding="utf-8")
        print(f"Written to {file}")
    return int(judged and missed > 0)


def say(text: str) -> None:
    """Progress, which is no result."""
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
