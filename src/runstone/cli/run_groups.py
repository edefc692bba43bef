"""Groups of runs in a terminal, or as lines for programs."""

from __future__ import annotations

import csv as csv_format
import sys
from collections.abc import Sequence

from rich.text import Text

from runstone.cli.columns import Column, print_columns
from runstone.cli.output import format_value, print_json, terminal
from runstone.cli.run_columns import csv_cell, for_people, title
from runstone.index.index import Index
from runstone.query.answers.groups import RunGroups, Spread
from runstone.query.grouping import MAX_PAGE, GroupsAsk, list_groups
from runstone.query.language.fields import parse_field
from runstone.query.runs import RunsAsk


def print_groups(
    index: Index, ask: RunsAsk, by: Sequence[str], aggregate: Sequence[str], *, csv: bool, json: bool
) -> None:
    """Print how many runs there are with equal values of some fields, and how other fields spread within each group.

    Raises:
        BadQuery: there is no such field, or the filter or the sort cannot be followed.
    """
    found = list_groups(
        index,
        GroupsAsk(
            project=ask.project,
            filter=ask.filter,
            place=ask.place,
            by=by,
            aggregate=aggregate,
            sort=next(iter(ask.sort), None),
            limit=min(ask.limit, MAX_PAGE),
        ),
    )
    if json:
        print_json(found)
    elif csv:
        _csv(found, by, aggregate)
    else:
        _table(found, by, aggregate)


def _csv(found: RunGroups, by: Sequence[str], aggregate: Sequence[str]) -> None:
    out = csv_format.writer(sys.stdout, lineterminator="\n")
    figures = Spread.__struct_fields__
    out.writerow([*by, "runs", *(f"{name}:{figure}" for name in aggregate for figure in figures)])
    for group in found.groups:
        spreads = [getattr(group.aggregates[name], figure) for name in aggregate for figure in figures]
        out.writerow([*map(csv_cell, group.values), group.runs, *spreads])


def _table(found: RunGroups, by: Sequence[str], aggregate: Sequence[str]) -> None:
    fields = [parse_field(name) for name in by]
    table = [
        Column(title(field, fields), [for_people(group.values[at], field) or "—" for group in found.groups])
        for at, field in enumerate(fields)
    ]
    table.append(Column("runs", [str(group.runs) for group in found.groups], True))
    states = [", ".join(f"{count} {state}" for state, count in sorted(group.states.items())) for group in found.groups]
    table.append(Column("states", states, rank=3))
    targets = [parse_field(name) for name in aggregate]
    for name, field in zip(aggregate, targets, strict=True):
        spreads = [group.aggregates[name] for group in found.groups]
        table.append(Column(title(field, targets), [_mean(spread) for spread in spreads], True, rank=1))
        table.append(Column("min … max", [_range(spread) for spread in spreads], True, rank=2))
    out = terminal()
    print_columns(out, table)
    if found.total > len(found.groups):
        out.print(Text(f"{len(found.groups)} of {found.total} groups; --limit shows more", "dim"))


def _mean(spread: Spread) -> str:
    """`0.91 ± 0.02`: the mean and the standard deviation."""
    if spread.mean is None:
        return "—"
    return format_value(spread.mean) + (f" ± {spread.std:.2g}" if spread.std is not None else "")


def _range(spread: Spread) -> str:
    return "" if spread.min is None else f"{format_value(spread.min)} … {format_value(spread.max)}"
