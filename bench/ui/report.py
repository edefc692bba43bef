"""The table of what was found, and the file that keeps all of it."""

from __future__ import annotations

import json
import os
import platform
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median

from rich.console import Console
from rich.table import Table

from bench.ui.site import Found, Measure

RESULTS = Path(__file__).resolve().parents[1] / "results"

_WIDTH = 130


def show(
    measures: Sequence[Measure], found: Mapping[str, Sequence[Found]], loads: Sequence[float], *, judged: bool
) -> int:
    """Print the tables.

    Args:
        measures: in their order.
        found: what each found, round by round.
        loads: of the machine, at the beginning of each round.
        judged: whether targets apply: not to small runs.

    Returns:
        How many targets were missed.
    """
    about = f"The web UI, {os.cpu_count()} cores, load {min(loads):.1f} to {max(loads):.1f}, × is to the floor"
    table = Table("what", "median", "best", "floor", "×", "target", "", title=about)
    published = Table(
        "what", "ours, median", "published by", "their figure", title="What others published: not measured here"
    )
    missed = 0
    for measure in measures:
        values = [value for each in found[measure.what] for value in each.values]
        floors = [value for each in found[measure.what] for value in each.floor]
        middle = median(values)
        target = "" if measure.target is None else f"≤ {measure.target:.0f} {measure.unit}"
        met = measure.target is None or middle <= measure.target
        missed += judged and not met
        verdict = "" if measure.target is None or not judged else "met" if met else "missed"
        floor = f"{median(floors):.0f}" if floors else ""
        ratio = f"{middle / median(floors):.1f}" if floors and median(floors) > 0 else ""
        ours = f"{middle:.0f} {measure.unit}"
        table.add_row(measure.what, ours, f"{min(values):.0f}", floor, ratio, target, verdict)
        if measure.published is not None:
            published.add_row(measure.what, ours, measure.published.who, measure.published.figure)
    console = Console(width=_WIDTH)
    console.print(table)
    if published.row_count:
        console.print(published)
    return missed


def write(found: Mapping[str, Sequence[Found]], loads: Sequence[float]) -> Path:
    """Keep every figure under `bench/results`; gives the file."""
    RESULTS.mkdir(parents=True, exist_ok=True)
    path = RESULTS / f"ui-{time.strftime('%Y%m%d-%H%M%S')}.json"
    rounds = {
        what: {
            "values": [list(each.values) for each in rounds],
            "floors": [list(each.floor) for each in rounds],
        }
        for what, rounds in found.items()
    }
    document = {"cores": os.cpu_count(), "machine": platform.platform(), "loads": loads, "found": rounds}
    path.write_text(json.dumps(document, indent=2), encoding="utf-8")
    return path
