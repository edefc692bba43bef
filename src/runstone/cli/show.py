"""`runstone show`: one run, whole."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
from rich.table import Table
from rich.text import Text

from runstone.cli.output import COLOURS, format_bytes, format_secs, format_value, print_json, terminal
from runstone.cli.place import HomeOption, JsonOption, open_home
from runstone.index.index import Index
from runstone.model.values import flatten
from runstone.query import metrics, runs, series
from runstone.query.answers import RunDetail
from runstone.query.panel_frame import COLUMNS

_BARS = "▁▂▃▄▅▆▇█"
_SPARK_BUCKETS = 24
_LAST = COLUMNS.index("last")
_WAIT_SECS = 30.0


def show(run: str, *, home: HomeOption = None, json: JsonOption = False) -> None:
    """Print what is known of one run.

    Parameters
    ----------
    run
        Its id, display id (CVR-42) or number.
    """
    index = Index(open_home(home))
    index.refresh(_WAIT_SECS)
    found = runs.find(index, run)
    detail = runs.get_run(index, found)
    stats = metrics.stats(index, found)
    if json:
        print_json({"run": detail, "metrics": stats})
        return
    out = terminal()
    title = Text(f"{detail.name}  {detail.display_id}  ")
    title.append(detail.state, COLOURS[detail.state])
    out.print(title)
    out.print(_facts(detail))
    for heading, tree in (("config", detail.config), ("summary", detail.summary)):
        flat = {key: value for key, value in flatten(tree).items() if not key.startswith("sys/")}
        if flat:
            out.print(f"\n[bold]{heading}[/bold]")
            out.print(_pairs({key: format_value(value) for key, value in flat.items()}))
    shown = [stat for stat in stats if not stat.name.startswith("sys/")]
    if shown:
        out.print("\n[bold]metrics[/bold]")
        table = Table(box=None, pad_edge=False)
        for column in ("name", "points", "last", "min", "max", "curve"):
            table.add_column(column, justify="left" if column in ("name", "curve") else "right", no_wrap=True)
        for stat in shown:
            panel = series.panel(index, series.PanelAsk(stat.name, [found], buckets=_SPARK_BUCKETS))
            curve = sparkline(panel.runs[0].values[_LAST]) if panel.runs else ""
            cells = (format_value(stat.last), format_value(stat.min), format_value(stat.max))
            table.add_row(stat.name, str(stat.count), *cells, curve)
        out.print(table)
    for trouble in detail.troubles:
        out.print(f"\n[yellow]{trouble.kind}[/yellow]: {trouble.message}")
    if detail.error:
        out.print(f"\n[red]{detail.error.rstrip()}[/red]")


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


def _facts(run: RunDetail) -> Table:
    environment = run.environment
    git = environment.get("git", {})
    facts = {
        "project": run.project,
        "id": run.id,
        "took": format_secs(run.duration_secs),
        "tags": ", ".join(run.tags),
        "group": run.group or "",
        "notes": run.notes or "",
        "parent": f"{run.parent.display_id or run.parent.id} at step {run.parent.step}" if run.parent else "",
        "host": run.host or "",
        "command": " ".join(environment.get("command", [])),
        "git": f"{git.get('commit', '')[:12]} {git.get('branch', '')}{' (uncommitted changes)' if git.get('dirty') else ''}",
        "on disk": format_bytes(sum(writer.size_bytes for writer in run.writers)),
    }
    return _pairs({name: value for name, value in facts.items() if value.strip()})


def _pairs(pairs: dict[str, str]) -> Table:
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    for name, value in pairs.items():
        table.add_row(name, Text(value))
    return table
