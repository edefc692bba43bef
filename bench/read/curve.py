"""The same questions at growing sizes: what a question costs grows with what is asked, not with what lies beside it."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.read import runs
from bench.read.points import amount
from bench.read.points_data import Shape
from bench.read.report import RUNSTONE
from bench.read.timing import Ask, take_turns
from runstone.index.index import Index
from runstone.model.home import Home
from runstone.query import series
from runstone.query.series import PanelAsk


def points_curve(shapes: Sequence[Shape], folders: Sequence[Path], budget_secs: float) -> dict[str, Any]:
    """Curves of homes of growing size; the smallest one says how much is asked."""
    rows: dict[str, list[float | None]] = {}
    for shape, folder in zip(shapes, folders, strict=True):
        index = Index(Home(folder / "home"))
        for name, ask in _points_questions(index, shape, shapes[0]).items():
            found = take_turns({RUNSTONE: ask}, budget_secs)
            rows.setdefault(name, []).append(found[RUNSTONE].p50)
        index.close()
    sizes = [f"{amount(shape.points)} points, {amount(shape.points // 10_000)} runs" for shape in shapes]
    return {"title": "Points: what is asked stays the same, the home grows", "sizes": sizes, "rows": rows}


def _points_questions(index: Index, shape: Shape, smallest: Shape) -> dict[str, Ask]:
    places, steps, compared = random.Random(3), smallest.wide_steps, shape.wide_names[: smallest.wide_runs]
    width = smallest.long_steps // 10

    def panel(names: Sequence[str], lo: int, hi: int) -> bytes:
        return series.panel(index, PanelAsk(shape.metrics[0], names, lo=lo, hi=hi)).encode()

    def zoom() -> bytes:
        lo = places.randrange(shape.long_steps - width)
        return panel(["long"], lo, lo + width - 1)

    return {
        f"{amount(steps)} points of one series": lambda: panel([places.choice(shape.wide_names)], 0, steps - 1),
        f"{amount(width)} steps of the longest series, at a random place": zoom,
        f"{len(compared)} runs × {amount(steps)} points": lambda: panel(compared, 0, steps - 1),
        "the longest series whole (a tenth of all points)": lambda: panel(["long"], 0, shape.long_steps - 1),
    }


def runs_curve(folders: Sequence[Path], counts: Sequence[int], budget_secs: float) -> dict[str, Any]:
    """Lists and groups of homes of growing size."""
    rows: dict[str, list[float | None]] = {}
    for folder, count in zip(folders, counts, strict=True):
        engines = runs.RunsEngines(folder, count)
        for name, _, asks in runs.questions(engines):
            found = take_turns({RUNSTONE: asks[RUNSTONE]}, budget_secs)
            rows.setdefault(name, []).append(found[RUNSTONE].p50)
        changed = runs.update(engines, None)
        rows.setdefault(changed.question, []).append(changed.engines[RUNSTONE].p50)
        engines.index.close()
    sizes = [f"{count:,} runs" for count in counts]
    return {"title": "Runs: the same questions to more of them", "sizes": sizes, "rows": rows}
