"""Builds what is missing, asks, and prints one table: A curves, B runs, C the same at growing sizes, D the load of FastTrackML."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from bench.read import curve, fasttrack, points, points_home, runs, runs_home, scoped
from bench.read.points_data import Shape, shape_of
from bench.read.report import ROOT, Report
from bench.read.store import built
from bench.read.timing import say
from runstone.index.database import SCHEMA_VERSION
from runstone.index.index import Index
from runstone.model.home import Home

PARTS = "ABCD"
_FIRST_CALLS = 5
_QUICK = 100


def main(arguments: list[str] | None = None) -> int:
    """See `--help`."""
    parser = argparse.ArgumentParser(prog="python -m bench.read", description=__doc__)
    parser.add_argument("--only", default=",".join(PARTS), help="which parts, as in A,B")
    parser.add_argument("--quick", action="store_true", help="everything at a hundredth of its size")
    parser.add_argument("--points", type=count, help="how many points A has, as in 10M (100M)")
    parser.add_argument("--runs", type=count, help="how many runs B has, as in 10k (100k)")
    parser.add_argument(
        "--project-runs", type=count, default=1500, help="how many runs the whole project of D has (1500)"
    )
    parser.add_argument("--data", type=Path, default=ROOT / ".bench-data", help="where what is built is kept")
    parser.add_argument("--budget", type=float, help="seconds of asking, a question (4; quick 0.2)")
    asked = parser.parse_args(arguments)
    parts = set(asked.only.upper().split(","))
    if parts - set(PARTS):
        parser.error(f"there are the parts {', '.join(PARTS)}")

    scale = _QUICK if asked.quick else 1
    bench = Bench(asked.data, asked.budget or (0.2 if asked.quick else 4.0), 1 if asked.quick else _FIRST_CALLS)
    all_points, all_runs = asked.points or 100_000_000 // scale, asked.runs or 100_000 // scale
    if "A" in parts:
        bench.points(all_points)
    if "B" in parts:
        bench.runs(all_runs)
    if "C" in parts:
        bench.curves([all_points // 100, all_points // 10, all_points], [all_runs // 100, all_runs // 10, all_runs])
    if "D" in parts:
        load = fasttrack.Load(runs=asked.project_runs, few_runs=max(1, asked.project_runs // 300))
        bench.fasttrack(fasttrack.Load(5, 15, 1, 150) if asked.quick else load)
    bench.report.show()
    print(f"\nWritten to {bench.report.write()}")
    return 0


class Bench:
    """The parts, and what they found."""

    def __init__(self, data: Path, budget_secs: float, first_calls: int) -> None:
        self.report = Report()
        self._data = data
        self._budget_secs = budget_secs
        self._first_calls = first_calls

    def points(self, number: int) -> None:
        """Part A."""
        shape, folder = self._points_home(number)
        index = Index(Home(folder / "home"))
        engines = points.PointsEngines(shape, folder, index)
        say("asking: curves")
        idle = points.measure(engines, self._budget_secs)
        self.report.add(idle)
        for in_process in (False, True):
            say(f"asking while points come in, {'this' if in_process else 'another'} process indexes")
            self.report.add(points.measure_live(engines, idle, self._budget_secs, in_process))
        self.report.add(points.measure_first(engines, self._first_calls))
        index.close()

    def runs(self, number: int) -> None:
        """Part B."""
        folder = self._runs_home(number)
        engines = runs.RunsEngines(folder, number)
        say("asking: runs")
        self.report.add(runs.measure(engines, self._budget_secs))
        self.report.add(scoped.measure(engines, self._budget_secs))
        engines.index.close()

    def curves(self, numbers_of_points: list[int], numbers_of_runs: list[int]) -> None:
        """Part C."""
        homes = [self._points_home(number) for number in numbers_of_points]
        say("asking: the same at growing sizes")
        shapes, folders = [shape for shape, _ in homes], [folder for _, folder in homes]
        self.report.curves.append(curve.points_curve(shapes, folders, self._budget_secs / 2))
        folders = [self._runs_home(number) for number in numbers_of_runs]
        self.report.curves.append(curve.runs_curve(folders, numbers_of_runs, self._budget_secs / 2))

    def fasttrack(self, load: fasttrack.Load) -> None:
        """Part D."""
        folder = self._data / f"fasttrack-{load.projects}-{load.runs}-{load.few_runs}-{load.metrics}"
        self.report.sizes["FastTrackML"] = built(folder, lambda part: fasttrack.build(load, part))
        _index(folder)
        say("asking: FastTrackML")
        self.report.add(fasttrack.measure(load, folder, self._budget_secs / 2))

    def _points_home(self, number: int) -> tuple[Shape, Path]:
        shape = shape_of(number)
        folder = self._data / f"points-{number}"
        self.report.sizes[f"{points.amount(number)} points"] = built(
            folder, lambda part: points_home.build(shape, part)
        )
        _index(folder)
        return shape, folder

    def _runs_home(self, number: int) -> Path:
        folder = self._data / f"runs-{number}"
        # These runs have no journals from which an index of another schema could be made.
        self.report.sizes[f"{points.amount(number)} runs"] = built(
            folder, lambda part: runs_home.build(number, part), needs=f"schema {SCHEMA_VERSION}"
        )
        return folder


def _index(folder: Path) -> None:
    """Bring the index up to date: it is made anew where the version of its schema is another one now."""
    index = Index(Home(folder / "home"))
    index.refresh()
    index.close()


def count(text: str) -> int:
    """A count as people write it: 250000, 100k, 10M."""
    sizes = {"k": 1_000, "m": 1_000_000}
    size = sizes.get(text[-1:].lower(), 1)
    return int(float(text[:-1] if size > 1 else text) * size)


if __name__ == "__main__":
    sys.exit(main())
