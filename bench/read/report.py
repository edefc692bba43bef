"""The table at the end, and the file that the figures go to."""

from __future__ import annotations

import json
import os
import platform
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from bench.read.timing import Times

RUNSTONE, DUCKDB, FLOOR = "runstone", "duckdb", "numpy"
ROOT = Path(__file__).resolve().parent.parent.parent
RESULTS = ROOT / "bench" / "results"


@dataclass(frozen=True)
class Answer:
    """What one question cost: each engine's times, and the most that Runstone's p50 is meant to be, in milliseconds.

    A target is only given at the size that it was set for.
    """

    part: str
    question: str
    engines: dict[str, Times]
    target_ms: float | None = None
    note: str = ""

    @property
    def met(self) -> bool | None:
        """Whether the target was met; None where there is none."""
        return None if self.target_ms is None else self.engines[RUNSTONE].p50 <= self.target_ms


@dataclass
class Report:
    """Everything that a run of the benchmarks found."""

    sizes: dict[str, Any] = field(default_factory=dict)
    answers: list[Answer] = field(default_factory=list)
    curves: list[dict[str, Any]] = field(default_factory=list)

    def add(self, answers: Sequence[Answer]) -> None:
        """Take in what one part found."""
        self.answers += answers

    def show(self) -> None:
        """Print all of it to standard output."""
        console = Console(width=max(Console().width, 170))
        if self.answers:
            console.print(self._table())
        for curve in self.curves:
            console.print(_curve_table(curve))
        for name, facts in self.sizes.items():
            console.print(f"{name}: {_sizes(facts)}", markup=False, highlight=False)

    def write(self) -> Path:
        """Put all of it into a file of its own."""
        path = RESULTS / time.strftime("read-%Y-%m-%dT%H%M%SZ.json", time.gmtime())
        path.parent.mkdir(exist_ok=True)
        machine = {"system": platform.platform(), "python": platform.python_version(), "cores": os.cpu_count()}
        answers = [{**asdict(answer), "met": answer.met} for answer in self.answers]
        found = {"machine": machine, "sizes": self.sizes, "answers": answers, "curves": self.curves}
        path.write_text(json.dumps(found, indent=2, ensure_ascii=False) + "\n")
        return path

    def _table(self) -> Table:
        table = Table(
            caption="p50 in milliseconds, and the best of Runstone's calls; × is Runstone's time over the other's, below 1 it is quicker"
        )
        for name in ("", "question"):
            table.add_column(name)
        for name in ("Runstone", "best", "DuckDB", "×", "numpy", "×", "target", "met"):
            table.add_column(name, justify="right")
        for answer in self.answers:
            ours = answer.engines[RUNSTONE].p50
            others = [cell for name in (DUCKDB, FLOOR) for cell in _beside(ours, answer.engines.get(name))]
            target = "–" if answer.target_ms is None else f"≤ {milliseconds(answer.target_ms)}"
            met = {None: "–", True: "yes", False: "[bold]no[/]"}[answer.met]
            words = answer.question + (f" [dim]({answer.note})[/]" if answer.note else "")
            best = milliseconds(answer.engines[RUNSTONE].best)
            table.add_row(answer.part, words, milliseconds(ours), best, *others, target, met)
        return table


def milliseconds(value: float) -> str:
    """Two digits, or all before the point."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}" if value >= 10 else f"{value:.2g}"


def times(ratio: float) -> str:
    """Two digits, or all before the point."""
    return f"{ratio:,.0f}" if ratio >= 10 else f"{ratio:.2g}"


def _beside(ours: float, other: Times | None) -> tuple[str, str]:
    return ("–", "–") if other is None else (milliseconds(other.p50), times(ours / other.p50))


def _curve_table(curve: dict[str, Any]) -> Table:
    table = Table(title=curve["title"], caption="p50 in milliseconds, Runstone")
    table.add_column("question")
    for size in curve["sizes"]:
        table.add_column(size, justify="right")
    for question, values in curve["rows"].items():
        table.add_row(question, *("–" if value is None else milliseconds(value) for value in values))
    return table


def _sizes(facts: dict[str, Any]) -> str:
    words = []
    for name, value in facts.items():
        if name.endswith("_bytes"):
            words.append(f"{name[:-6].replace('_', ' ')} {value / 1e6:,.0f} MB")
        elif name.endswith("_secs"):
            words.append(f"{name[:-5].replace('_', ' ')} {value:,.0f} s")
        elif name != "version":
            words.append(f"{name.replace('_', ' ')} {value:,}" if isinstance(value, int) else f"{name} {value}")
    return ", ".join(words)
