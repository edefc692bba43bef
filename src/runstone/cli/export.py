"""`runstone export`: what was recorded as a file for other tools."""

from __future__ import annotations

import signal
import sys
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from runstone.api import Api
from runstone.api.export.export import Format
from runstone.api.export.export import Progress as Reached
from runstone.api.export.tables import What
from runstone.cli.place import HomeOption, open_home


def export(
    file: Annotated[str, Parameter(allow_leading_hyphen=True)],
    *,
    what: Annotated[What, Parameter(help="points, history, runs, logs, texts or media.")] = "points",
    format: Annotated[  # noqa: A002 - the word for it
        Format | None, Parameter(help="parquet, csv or jsonl. Default: what the file's name ends in.")
    ] = None,
    project: Annotated[str | None, Parameter(help="Only this project and what lies below it.")] = None,
    filter: Annotated[str | None, Parameter(help="Only runs that this filter lets through.")] = None,  # noqa: A002
    run: Annotated[list[str] | None, Parameter(help="Only this run: id, display id or number; may repeat.")] = None,
    metric: Annotated[
        list[str] | None, Parameter(help="Only this metric, or those of a pattern with * and ?; may repeat.")
    ] = None,
    lo: Annotated[int | None, Parameter(help="The first step.")] = None,
    hi: Annotated[int | None, Parameter(help="The last step.")] = None,
    iso: Annotated[
        bool, Parameter(negative=(), help="Times as ISO 8601 in UTC instead of microseconds since the epoch.")
    ] = False,
    force: Annotated[bool, Parameter(negative=(), help="Replace a file that is there.")] = False,
    url: Annotated[str | None, Parameter(help="Read a server of `runstone ui` instead of a home.")] = None,
    home: HomeOption = None,
) -> None:
    """Write points, histories, runs, logs, texts or the list of media into a Parquet, CSV or JSON-lines file.

    Parameters
    ----------
    file
        Where to; - is standard output (name a format then).
    """
    # A file that was begun is removed on the way out, which a SIGTERM would not go.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    stderr = Console(stderr=True)
    shown = Progress(
        TextColumn("{task.fields[rows]:,} rows"),
        BarColumn(),
        TextColumn("{task.completed} of {task.total} runs"),
        TimeElapsedColumn(),
        console=stderr,
        transient=True,
        disable=not stderr.is_terminal,
    )
    with Api(url=url) if url is not None and home is None else Api(open_home(home).path, url) as api, shown:
        bar = shown.add_task("export", total=None, rows=0)

        def tell(reached: Reached) -> None:
            shown.update(bar, completed=reached.runs, total=reached.of_runs, rows=reached.rows)

        done = api.export(
            sys.stdout.buffer if file == "-" else Path(file),
            what,
            format=format,
            project=project,
            filter=filter,
            runs=run,
            metrics=metric,
            lo=lo,
            hi=hi,
            iso_times=iso,
            overwrite=force,
            on_progress=tell,
        )
    rows, runs = _count(done.rows, "row"), _count(done.runs, "run")
    stderr.print(f"{'standard output' if file == '-' else file}: {rows} of {runs}", highlight=False)


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
