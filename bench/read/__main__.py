"""Builds what is missing, asks, and prints one table."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from bench.read import points, points_home
from bench.read.points_data import shape_of
from bench.read.report import Report
from bench.read.store import built
from bench.read.timing import say
from runstone.index.index import Index
from runstone.model.home import Home

ROOT = Path(__file__).resolve().parent.parent.parent
PARTS = {"A": "points", "B": "runs", "C": "curve", "D": "fasttrack"}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.read", description=__doc__)
    parser.add_argument("--data", type=Path, default=ROOT / ".bench-data", help="where what is built is kept")
    parser.add_argument("--points", type=number, default=100_000_000, help="size of part A, as in 10M")
    parser.add_argument("--only", default=",".join(PARTS), help="which parts: A points, B runs, C curve, D FastTrackML")
    parser.add_argument("--budget", type=float, default=4.0, help="seconds of asking, a question")
    asked = parser.parse_args()

    report = Report()
    shape = shape_of(asked.points)
    folder = asked.data / f"points-{shape.points}"
    report.sizes["points"] = built(folder, lambda part: points_home.build(shape, part))
    index = Index(Home(folder / "home"))
    say("asking: points")
    engines = points.PointsEngines(shape, folder, index)
    idle = points.measure(engines, asked.budget)
    report.add(idle)
    for in_process in (False, True):
        report.add(points.measure_live(engines, idle, asked.budget, in_process))
    report.add(points.measure_first(engines, 5))
    index.close()
    report.show()
    print(f"\nWritten to {report.write()}")
    return 0


def number(text: str) -> int:
    """A count as people write it: 250000, 100k, 10M."""
    sizes = {"k": 1_000, "m": 1_000_000}
    size = sizes.get(text[-1:].lower(), 1)
    return int(float(text[:-1] if size > 1 else text) * size)


if __name__ == "__main__":
    sys.exit(main())
