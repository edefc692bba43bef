"""`runstone plot`: charts of metrics in the terminal."""

from __future__ import annotations

import fnmatch
import math
from collections.abc import Sequence
from typing import Annotated, Any, NamedTuple

import numpy as np
from cyclopts import Parameter
from rich.console import Console, Group
from rich.live import Live
from rich.text import Text

from runstone.cli.canvas import DOTS_WIDE
from runstone.cli.chart import MIN_HEIGHT, MIN_WIDTH, Curve, Look, XKind, draw
from runstone.cli.following import wait_for_change
from runstone.cli.output import print_json, terminal
from runstone.cli.place import HomeOption, JsonOption, open_index
from runstone.index.index import Index
from runstone.model.errors import BadQuery, Misuse
from runstone.model.states import OPEN_STATES
from runstone.query import changes, metrics, series
from runstone.query import runs as query
from runstone.query.answers.runs import RunDetail
from runstone.query.panel_frame import COLUMNS, Panel

MAX_CHARTS = 6
_PIPED_SIZE = (80, 20)
_LOWEST_OF_MANY = 10
_TALLEST = 24
_LAST, _MIN, _MAX = (COLUMNS.index(name) for name in ("last", "min", "max"))


class _Picture(NamedTuple):
    """What is drawn: which runs, which metrics, how many were left out."""

    runs: list[RunDetail]
    metrics: list[str]
    left_out: int


def plot(
    *runs: str,
    metric: Annotated[
        list[str] | None, Parameter(name=["--metric", "-m"], help="A metric or a pattern such as 'val/*'; may repeat.")
    ] = None,
    x: Annotated[XKind, Parameter(alias="-x", help="What lies on the x axis.")] = "step",
    log: Annotated[bool, Parameter(negative=(), help="A logarithmic y axis.")] = False,
    width: Annotated[int | None, Parameter(help="In characters; by default that of the terminal.")] = None,
    height: Annotated[int | None, Parameter(help="Of each chart, in lines.")] = None,
    follow: Annotated[bool, Parameter(name=["--follow", "-f"], negative=(), help="Draw again as points come.")] = False,
    home: HomeOption = None,
    json: JsonOption = False,
) -> None:
    """Draw metrics of one or several runs, a chart for each metric. Faint bars reach from the least to the greatest value.

    Parameters
    ----------
    runs
        Ids, display ids or numbers.
    """
    if not runs:
        raise Misuse("Name the runs to plot: `runstone plot CVR-42 -m train/loss`. `runstone ls` lists them.")
    index = open_index(home)
    out = terminal()
    picture = _choose(index, runs, metric)
    look = _look(out, picture, width, height, x, log)
    if json:
        print_json({"charts": [_plain(panel) for panel in _panels(index, picture, look)]})
        return
    if not follow:
        out.print(_draw(index, picture, look))
        return
    if not out.is_terminal:
        raise Misuse("--follow draws on a terminal, and the output is none. Leave it out to draw once.")
    seen = changes.revision(index)
    with Live(_draw(index, picture, look), console=out, auto_refresh=False) as live:
        while any(run.state in OPEN_STATES for run in picture.runs):
            seen = wait_for_change(index, seen)
            picture = _choose(index, runs, metric)
            look = _look(out, picture, width, height, x, log)
            live.update(_draw(index, picture, look), refresh=True)


def _choose(index: Index, names: Sequence[str], patterns: Sequence[str] | None) -> _Picture:
    found = [query.get_run(index, run) for run in dict.fromkeys(query.find(index, name) for name in names)]
    known = [metric.name for metric in metrics.list_names(index, [run.id for run in found])]
    if not patterns:
        own = [name for name in known if not name.startswith("sys/")]
        return _Picture(found, own[:MAX_CHARTS], max(0, len(own) - MAX_CHARTS))
    chosen: dict[str, None] = {}
    for pattern in patterns:
        matching = [pattern] if pattern in known else fnmatch.filter(known, pattern)
        if not matching:
            some = ", ".join(name for name in known if not name.startswith("sys/")) or "none"
            raise BadQuery(f"No metric {pattern!r} in these runs. They have {some}.")
        chosen.update(dict.fromkeys(matching))
    return _Picture(found, list(chosen), 0)


def _look(
    out: Console,
    picture: _Picture,
    width: int | None,
    height: int | None,
    x: XKind,
    log: bool,
) -> Look:
    wide, tall = (out.width, out.height) if out.is_terminal else _PIPED_SIZE
    # One chart has the whole terminal, with room for title, legend and the next prompt; many are low.
    usual = min(tall - len(picture.runs) - 3, _TALLEST) if len(picture.metrics) == 1 else _LOWEST_OF_MANY
    return Look(
        width=max(MIN_WIDTH, width or wide),
        height=max(MIN_HEIGHT + 2, height or usual),
        x=x,
        log=log,
        coloured=out.is_terminal and not out.no_color,
    )


def _panels(index: Index, picture: _Picture, look: Look) -> list[Panel]:
    ids = [run.id for run in picture.runs]
    return [
        series.panel(index, series.PanelAsk(metric, ids, look.x, buckets=look.width * DOTS_WIDE))
        for metric in picture.metrics
    ]


def _draw(index: Index, picture: _Picture, look: Look) -> Group:
    lines: list[Text] = []
    for panel in _panels(index, picture, look):
        if lines:
            lines.append(Text())
        lines += draw(panel.metric, _curves(panel, picture.runs), look)
    if not picture.metrics:
        lines.append(Text("No metrics yet.", "dim"))
    if picture.left_out:
        lines.append(Text(f"\n{picture.left_out} more metrics; -m 'val/*' chooses", "dim"))
    for line in lines:
        line.no_wrap, line.overflow = True, "crop"
    return Group(*lines)


def _curves(panel: Panel, runs: Sequence[RunDetail]) -> list[Curve]:
    unit = 1.0 if panel.x == "step" else 1e6
    found = []
    for run, points in zip(runs, panel.runs, strict=True):
        there = np.isfinite(points.values[_LAST])
        last, low, high = (points.values[row][there] for row in (_LAST, _MIN, _MAX))
        name = f"{run.display_id} {run.name}"
        found.append(Curve(name, panel.grid[there] / unit, last, low, high, len(points.nonfinite)))
    return found


def _plain(panel: Panel) -> dict[str, Any]:
    """A panel as JSON has it: x in the units of the HTTP API."""
    found = []
    for run in panel.runs:
        there = [at for at, value in enumerate(run.values[_LAST]) if math.isfinite(value)]
        columns = {name: run.values[COLUMNS.index(name)][there].tolist() for name in ("last", "min", "max")}
        found.append({"id": run.id, "x": panel.grid[there].tolist(), **columns, "nonfinite": run.nonfinite})
    return {"metric": panel.metric, "x": panel.x, "exact": panel.exact, "runs": found}
