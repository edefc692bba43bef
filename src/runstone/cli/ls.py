"""`runstone ls`: the runs of a home as a table, in groups, or as lines for programs."""

from __future__ import annotations

import csv as csv_format
import sys
import time
from collections import Counter
from collections.abc import Sequence
from typing import Annotated

import msgspec
from cyclopts import Parameter
from rich.console import Console
from rich.text import Text

from runstone.cli.columns import Column, print_columns
from runstone.cli.filters import all_of
from runstone.cli.output import cut, format_secs, format_state, one_line, print_json, terminal
from runstone.cli.place import HomeOption, JsonOption, open_index
from runstone.cli.run_columns import csv_cell, expand, for_people, need_one, title, value_of
from runstone.cli.run_groups import print_groups
from runstone.index.index import Index
from runstone.query.answers.runs import Run
from runstone.query.language.fields import parse_field
from runstone.query.language.tokens import quote
from runstone.query.runs import MAX_PAGE, RunsAsk, list_runs
from runstone.query.selection import Place

_SUMMARY_COLUMNS = 3
_USUAL_LIMIT = 50
_ALL = (1 << 62) - 1
_NAME_WIDTH = 40
_IDENTITY = ("id", "display_id", "name", "project", "state", "created_time", "duration_secs")


def ls(
    project: str | None = None,
    *,
    filter: Annotated[  # noqa: A002 - what it is called everywhere
        str | None, Parameter(help="Which runs, such as 'config.lr < 1e-3 and tag = baseline'.")
    ] = None,
    state: Annotated[list[str] | None, Parameter(help="Short for --filter 'state = …'; may repeat.")] = None,
    tag: Annotated[list[str] | None, Parameter(help="Short for --filter 'tag = …'; all of several.")] = None,
    place: Annotated[Place, Parameter(help="Active runs, archived ones, those in the bin, or all.")] = "active",
    sort: Annotated[
        list[str] | None,
        Parameter(allow_leading_hyphen=True, help="A field, - before it for descending: -summary.val/acc; may repeat."),
    ] = None,
    columns: Annotated[
        list[str] | None, Parameter(help="Fields or patterns: config.lr,host,'metrics.val/*.max'; may repeat.")
    ] = None,
    group_by: Annotated[
        list[str] | None, Parameter(help="Count and average the runs with equal values of a field; may repeat.")
    ] = None,
    limit: Annotated[int | None, Parameter(help=f"At most so many; by default {_USUAL_LIMIT} in a table.")] = None,
    ids: Annotated[bool, Parameter(negative=(), help="Print ids alone, one a line.")] = False,
    csv: Annotated[bool, Parameter(negative=(), help="Print CSV, numbers in full.")] = False,
    home: HomeOption = None,
    json: JsonOption = False,
) -> None:
    """List runs, the newest first, of a project and all below it.

    Parameters
    ----------
    project
        Only this project and what lies below it.
    """
    index = open_index(home)
    most = limit if limit is not None else _ALL if ids or csv or json else _USUAL_LIMIT
    condition = all_of(filter, _conditions(state, tag))
    ask = RunsAsk(project=project, filter=condition, place=place, sort=tuple(sort or ()), limit=most)
    if group_by:
        print_groups(index, ask, expand(index, group_by, ask), expand(index, columns or [], ask), csv=csv, json=json)
        return
    chosen: list[str] | None = None
    if columns is not None and not ids:
        chosen = expand(index, columns, ask)
        need_one(chosen, columns)
    wanted = () if ids else chosen
    found, total = _list(index, msgspec.structs.replace(ask, fields=wanted), most)
    if ids:
        for run in found:
            print(run.id)
    elif json:
        print_json({"runs": found, "total": total})
    elif csv:
        _csv(found, chosen)
    else:
        _table(terminal(), found, chosen)
        if total > len(found):
            terminal().print(Text(f"{len(found)} of {total} runs; --limit shows more", "dim"))


def _conditions(states: list[str] | None, tags: list[str] | None) -> list[str]:
    found = [f"state in ({', '.join(map(quote, states))})"] if states else []
    return found + [f"tag = {quote(tag)}" for tag in tags or ()]


def _list(index: Index, ask: RunsAsk, most: int) -> tuple[list[Run], int]:
    found: list[Run] = []
    cursor = None
    while True:
        page = list_runs(index, msgspec.structs.replace(ask, limit=min(MAX_PAGE, most - len(found)), cursor=cursor))
        found += page.runs
        cursor = page.next_cursor
        if cursor is None or len(found) >= most:
            return found, page.total


def _table(out: Console, found: Sequence[Run], chosen: Sequence[str] | None) -> None:
    fields = [parse_field(name) for name in (chosen if chosen is not None else _common_summary(found))]
    now = time.time()
    values = [[value_of(run, field) for run in found] for field in fields]
    asked = [
        Column(
            title(field, fields),
            [cut(for_people(value, field), _NAME_WIDTH) for value in column],
            all(isinstance(value, int | float) for value in column if value is not None),
            rank=1 if chosen is not None else 3,
        )
        for field, column in zip(fields, values, strict=True)
    ]
    begun = [f"{format_secs(max(0.0, now - run.created_time / 1e6))} ago" for run in found]
    left_out = print_columns(
        out,
        [
            Column("id", [run.display_id for run in found]),
            Column(
                "name", [cut(one_line(run.name), _NAME_WIDTH) for run in found], rank=2 if chosen is not None else 0
            ),
            Column("project", [run.project for run in found], rank=6),
            Column("state", [format_state(run, now, is_short=True) for run in found], rank=2),
            Column("begun", begun, rank=4),
            Column("took", [format_secs(run.duration_secs) for run in found], rank=5),
            *asked,
        ],
    )
    if chosen is not None and any(column.name in left_out for column in asked):
        names = ", ".join(column.name for column in asked if column.name in left_out)
        out.print(Text(f"no room for {names}; --csv and --json have all", "dim"))


def _common_summary(found: Sequence[Run]) -> list[str]:
    counts = Counter(key for run in found for key in run.summary if not key.startswith("sys/"))
    best = ["best", "best_step"] if any(run.best for run in found) else []
    return best + [f"summary.{key}" for key, _ in counts.most_common(_SUMMARY_COLUMNS)]


def _csv(found: Sequence[Run], chosen: Sequence[str] | None) -> None:
    if chosen is None:
        keys = [f"config.{key}" for key in sorted({key for run in found for key in run.config})]
        keys += [f"summary.{key}" for key in sorted({key for run in found for key in run.summary})]
        chosen = [*_IDENTITY, *keys]
    names = list(dict.fromkeys(["id", *chosen]))
    fields = [parse_field(name) for name in names]
    out = csv_format.writer(sys.stdout, lineterminator="\n")
    out.writerow(names)
    for run in found:
        out.writerow([csv_cell(value_of(run, field)) for field in fields])
