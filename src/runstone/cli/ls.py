"""`runstone ls`: the runs of a home as a table."""

from __future__ import annotations

import time
from collections import Counter
from typing import Annotated

from cyclopts import Parameter
from rich.table import Table
from rich.text import Text

from runstone.cli.output import COLOURS, format_secs, format_value, print_json, terminal
from runstone.cli.place import HomeOption, JsonOption, open_home
from runstone.index.index import Index
from runstone.query.answers import Run
from runstone.query.runs import RunsAsk, list_runs

_SUMMARY_COLUMNS = 3
_WAIT_SECS = 30.0


def ls(
    project: str | None = None,
    *,
    filter: Annotated[  # noqa: A002 - what it is called everywhere
        str | None, Parameter(help="Which runs, such as 'config.lr < 1e-3 and state = finished'.")
    ] = None,
    sort: Annotated[
        list[str] | None, Parameter(help="A field, such as -created_time or summary.val/acc; - is descending.")
    ] = None,
    limit: int = 50,
    columns: Annotated[list[str] | None, Parameter(help="Further columns: config.<key> or summary.<key>.")] = None,
    home: HomeOption = None,
    json: JsonOption = False,
) -> None:
    """List runs, the newest first, of a project and all below it.

    Parameters
    ----------
    project
        Only this project and what lies below it.
    limit
        At most so many.
    """
    index = Index(open_home(home))
    index.refresh(_WAIT_SECS)
    page = list_runs(
        index,
        RunsAsk(project=project, filter=filter, sort=tuple(sort or ()), limit=limit),
    )
    if json:
        print_json({"runs": page.runs, "total": page.total})
        return
    chosen = columns or _common_summary(page.runs)
    table = Table(box=None, pad_edge=False)
    for name in ("id", "name", "project", "state", "begun", "took"):
        table.add_column(name, no_wrap=True)
    for column in chosen:
        table.add_column(column.removeprefix("summary.").removeprefix("config."), justify="right", no_wrap=True)
    now = time.time()
    for run in page.runs:
        table.add_row(
            run.display_id,
            run.name,
            run.project,
            Text(run.state, COLOURS[run.state]),
            f"{format_secs(max(0.0, now - run.created_time / 1e6))} ago",
            format_secs(run.duration_secs),
            *(format_value(_cell(run, column)) for column in chosen),
        )
    terminal().print(table)
    if page.total > len(page.runs):
        terminal().print(f"{len(page.runs)} of {page.total} runs; --limit shows more")


def _common_summary(runs: list[Run]) -> list[str]:
    counts = Counter(key for run in runs for key in run.summary if not key.startswith("sys/"))
    return [f"summary.{key}" for key, _ in counts.most_common(_SUMMARY_COLUMNS)]


def _cell(run: Run, column: str) -> object:
    source, _, key = column.partition(".")
    return (run.config if source == "config" else run.summary).get(key)
