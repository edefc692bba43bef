"""Runs benchmarks and prints one table: figures, and in brackets their ratio to the plainest logger's."""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench import peers
from bench.host import Host
from bench.measure import Measure
from bench.trackers import FLOOR, PEERS, RUNSTONE, TWIN, Tracker

ROOT = Path(__file__).resolve().parent.parent
BENCHES = ("import_time", "small_run", "log_call", "million", "disk", "training_step", "ingest", "images")
Column = dict[str, Measure]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("benches", nargs="*", metavar="bench", help=f"some of: {', '.join(BENCHES)}")
    parser.add_argument("--peers", action="store_true", help="other trackers too, in .bench-venv")
    asked = parser.parse_args()
    unknown = set(asked.benches) - set(BENCHES)
    if unknown:
        parser.error(f"no such bench: {', '.join(sorted(unknown))}; there are {', '.join(BENCHES)}")

    console = Console(stderr=True)
    trackers = dict.fromkeys((FLOOR, TWIN, RUNSTONE), sys.executable)
    if asked.peers:
        console.print("Installing the peers into .bench-venv, if they are not there yet.")
        missing = peers.install()
        if missing is None:
            trackers |= {tracker: str(peers.PYTHON) for tracker in PEERS}
        else:
            console.print(f"The peers are left out, they cannot be installed: {missing}")

    columns: dict[str, Column] = {tracker.name: {} for tracker in trackers}
    for bench in asked.benches or BENCHES:
        for tracker, python in trackers.items():
            console.print(f"{bench}: {tracker.name} …")
            host = Host()
            for measure in run(bench, tracker, python, console):
                columns[tracker.name][measure.name] = measure
            if host.stolen_percent >= 1:
                console.print(f"  meanwhile {host}")
    print_table(columns)
    print(f"\nWritten to {write_results(columns).relative_to(ROOT)}")
    return 0 if columns[RUNSTONE.name] else 1


def run(bench: str, tracker: Tracker, python: str, console: Console) -> list[Measure]:
    """One bench of one tracker. A tracker that fails is said so, and the others go on."""
    with tempfile.TemporaryDirectory() as folder:
        answer = Path(folder) / "answer.json"
        command = [python, "-m", "bench.worker", bench, tracker.name, str(answer)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            console.print(f"{bench}: {tracker.name} failed:\n{done.stderr.strip()[-1500:]}", markup=False)
            return []
        return [Measure(**fields) for fields in json.loads(answer.read_text())]


def print_table(columns: dict[str, Column]) -> None:
    table = Table(caption="in brackets: times the json lines' figure, taken in the same process where there is one")
    table.add_column("")
    for tracker in columns:
        table.add_column(tracker, justify="right")
    for name in dict.fromkeys(name for column in columns.values() for name in column):
        floor = columns[FLOOR.name].get(name)
        table.add_row(name, *(cell(column.get(name), floor) for column in columns.values()))
    # The table is the result: it is never cut to a narrow terminal.
    Console(width=max(Console().width, 60 + 20 * len(columns))).print(table)


def cell(measure: Measure | None, floor: Measure | None) -> str:
    """A figure as people read it, with how it compares to the floor's."""
    if measure is None:
        return "–"
    text = f"{figure(measure.value, 3)} {measure.unit}"
    base = measure.floor if measure.floor is not None else floor.value if floor else 0
    # What is near zero by nature makes no ratio.
    if measure is floor or base <= 0 or measure.unit == "%":
        return text
    return f"{text} [dim]({figure(measure.value / base, 2)}×)[/]"


def figure(value: float, digits: int) -> str:
    """As many digits as were asked for, or all before the point: never an exponent."""
    return f"{value:,.0f}" if abs(value) >= 10 ** (digits - 1) else f"{value:.{digits}g}"


def write_results(columns: dict[str, Column]) -> Path:
    path = ROOT / "bench" / "results" / time.strftime("%Y-%m-%dT%H%M%SZ.json", time.gmtime())
    path.parent.mkdir(exist_ok=True)
    machine = {"system": platform.platform(), "python": platform.python_version(), "cores": os.cpu_count()}
    figures = {
        tracker: {name: {"value": m.value, "unit": m.unit, "floor": m.floor} for name, m in column.items()}
        for tracker, column in columns.items()
    }
    path.write_text(json.dumps({"machine": machine, "trackers": figures}, indent=2, ensure_ascii=False) + "\n")
    return path


if __name__ == "__main__":
    sys.exit(main())
