"""`runstone show`: one run, whole."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping, Sequence
from typing import Annotated, Any

import msgspec
import numpy as np
import numpy.typing as npt
from cyclopts import Parameter
from rich.console import Console
from rich.table import Table
from rich.text import Text

from runstone.cli.beside import format_cell
from runstone.cli.columns import Column, print_columns
from runstone.cli.output import (
    format_bytes,
    format_moment,
    format_secs,
    format_state,
    format_value,
    one_line,
    print_json,
    terminal,
)
from runstone.cli.place import HomeOption, JsonOption, RunArgument, open_index
from runstone.index.index import Index
from runstone.model.values import flatten
from runstone.query import made_edits, metrics, runs, series
from runstone.query.answers.edits import MadeEdit
from runstone.query.answers.metrics import MetricStats
from runstone.query.answers.runs import RunDetail
from runstone.query.panel_frame import COLUMNS

_BARS = "▁▂▃▄▅▆▇█"
_SPARK_BUCKETS = 24
_LAST = COLUMNS.index("last")
_EMPTY: tuple[Any, ...] = (None, "", [], {})


def show(
    run: RunArgument,
    *,
    everything: Annotated[
        bool, Parameter(name=["--all", "-a"], negative=(), help="Also the packages, and the system's metrics.")
    ] = False,
    changes: Annotated[
        bool, Parameter(negative=(), help="Only who changed what about it, and when, the newest first.")
    ] = False,
    home: HomeOption = None,
    json: JsonOption = False,
) -> None:
    """Print what is known of one run: facts, config, summary, metrics with their best, environment, forks, and what went wrong."""
    index = open_index(home)
    found = runs.find(index, run)
    if changes:
        _show_changes(made_edits.list_edits(index, found), json)
        return
    detail = runs.get_run(index, found)
    stats = metrics.stats(index, found)
    if json:
        print_json({"run": detail, "metrics": stats})
        return
    out = terminal()
    title = Text(f"{one_line(detail.name)}  {detail.display_id}  ")
    title.append(format_state(detail, time.time()))
    out.print(title)
    _print_pairs(out, _facts(detail))
    for heading, tree in (("config", detail.config), ("summary", detail.summary)):
        _section(out, heading, flatten(tree), everything)
    _print_metrics(out, index, found, [stat for stat in stats if everything or not stat.name.startswith("sys/")])
    _section(out, "environment", _environment(detail.environment), everything)
    packages = detail.environment.get("packages")
    if everything and isinstance(packages, dict):
        _section(out, "packages", packages, everything)
    _print_forks(out, detail)
    for trouble in detail.troubles:
        out.print(Text.assemble("\n", (trouble.kind, "yellow"), f": {trouble.message}"))
    if detail.error:
        out.print(Text(f"\n{detail.error.rstrip()}", "red"), soft_wrap=True)


def _show_changes(edits: Sequence[MadeEdit], json: bool) -> None:
    if json:
        print_json({"edits": edits})
        return
    out = terminal()
    if not edits:
        out.print("Nobody changed anything about it.")
    for edit in edits:
        head = Text(format_moment(edit.time), "dim")
        head.append(f"  {'the script' if edit.author is None else edit.author or 'somebody'}", "bold")
        out.print(head)
        before = msgspec.to_builtins(edit.undo)
        for fact, value in msgspec.to_builtins(edit.changes).items():
            if fact.startswith("tags_"):
                line = f"{fact.replace('_', ' ')}: {', '.join(value)}"
            else:
                line = f"{fact}: {format_cell(before.get(fact))} → {format_cell(value)}"
            out.print(Text(f"    {line}"), soft_wrap=True)


def sparkline(values: npt.NDArray[np.float64]) -> str:
    """A curve in one line of text, at most 24 characters; gaps are blanks."""
    step = max(1, math.ceil(len(values) / _SPARK_BUCKETS))
    chosen = values[::step]
    finite = chosen[np.isfinite(chosen)]
    if not finite.size:
        return ""
    low, span = finite.min(), (finite.max() - finite.min()) or 1.0
    return "".join(
        _BARS[int((value - low) / span * (len(_BARS) - 1))] if math.isfinite(value) else " " for value in chosen
    )


def _print_metrics(out: Console, index: Index, run: str, stats: Sequence[MetricStats]) -> None:
    if not stats:
        return
    out.print("\n[bold]metrics[/bold]")
    curves = []
    for stat in stats:
        panel = series.panel(index, series.PanelAsk(stat.name, [run], buckets=_SPARK_BUCKETS))
        curves.append(sparkline(panel.runs[0].values[_LAST]))
    print_columns(
        out,
        [
            Column("name", [one_line(stat.name) for stat in stats]),
            Column("points", [str(stat.count) for stat in stats], True, rank=3),
            Column("last", [format_value(stat.last) for stat in stats], True),
            Column("min", [format_value(stat.min) for stat in stats], True, rank=1),
            Column("at step", [format_value(stat.min_step) for stat in stats], True, rank=4),
            Column("max", [format_value(stat.max) for stat in stats], True, rank=1),
            Column("at step", [format_value(stat.max_step) for stat in stats], True, rank=4),
            Column("curve", curves, rank=2),
        ],
    )


def _print_forks(out: Console, run: RunDetail) -> None:
    if run.children:
        out.print("\n[bold]forks[/bold]")
        columns = [
            Column("", [child.display_id for child in run.children]),
            Column("", [one_line(child.name) for child in run.children]),
            Column("", [f"from step {child.step}" for child in run.children]),
        ]
        print_columns(out, columns, heading=False)


def _facts(run: RunDetail) -> dict[str, str]:
    environment = run.environment
    git = environment.get("git", {})
    rewinds = [f"to step {rewind.step}" for rewind in run.rewinds if not rewind.undone]
    return {
        "project": run.project,
        "id": run.id,
        "begun": format_moment(run.created_time),
        "took": format_secs(run.duration_secs),
        "exit code": str(run.exit_code) if run.exit_code else "",
        "tags": ", ".join(run.tags),
        "group": run.group or "",
        "job type": run.job_type or "",
        "notes": run.notes or "",
        "parent": f"{run.parent.display_id or run.parent.id} at step {run.parent.step}" if run.parent else "",
        "rewound": ", ".join(rewinds),
        "host": run.host or "",
        "command": " ".join(environment.get("command", [])),
        "git": f"{git.get('commit', '')[:12]} {git.get('branch', '')}{' (uncommitted changes)' if git.get('dirty') else ''}",
        "on disk": format_bytes(sum(writer.size_bytes for writer in run.writers)),
    }


def _environment(environment: Mapping[str, Any]) -> dict[str, Any]:
    """The machine in a few lines; what stands above is left out."""
    shown: dict[str, Any] = {name: environment.get(name) for name in ("python", "executable", "cwd", "os", "user")}
    cpu = environment.get("cpu") or {}
    cores = f"{cpu['cores']} cores" if cpu.get("cores") else ""
    shown["cpu"] = ", ".join(part for part in (cpu.get("model", ""), cores) if part)
    if environment.get("memory_bytes"):
        shown["memory"] = format_bytes(environment["memory_bytes"])
    gpus = [gpu.get("name", "") for gpu in environment.get("gpus") or []]
    shown["gpus"] = ", ".join(f"{gpus.count(name)} × {name}" for name in dict.fromkeys(gpus))
    shown["env"] = " ".join(f"{name}={value}" for name, value in (environment.get("env") or {}).items())
    packages = environment.get("packages")
    shown["packages"] = f"{len(packages)} installed; --all lists them" if isinstance(packages, dict) else ""
    return {name: value for name, value in shown.items() if value not in _EMPTY}


def _section(out: Console, heading: str, flat: Mapping[str, Any], everything: bool) -> None:
    shown = {key: value for key, value in flat.items() if everything or not key.startswith("sys/")}
    if shown:
        out.print(Text(f"\n{heading}", "bold"))
        _print_pairs(out, {key: format_cell(value, quotes=False) for key, value in shown.items()})


def _print_pairs(out: Console, pairs: Mapping[str, str]) -> None:
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    for name, value in pairs.items():
        if value.strip():
            table.add_row(Text(one_line(name)), Text(value))
    out.print(table)
