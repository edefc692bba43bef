"""`runstone diff`: what differs between runs."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Annotated, Any

import msgspec
from cyclopts import Parameter
from rich.console import Console
from rich.text import Text

from runstone.cli.beside import print_beside
from runstone.cli.columns import Column, print_columns
from runstone.cli.output import COLOURS, cut, format_moment, one_line, print_json, terminal
from runstone.cli.place import HomeOption, JsonOption, open_index
from runstone.query.answers.compare import CompareRow, Comparison
from runstone.query.compare.comparison import CompareAsk, Section, compare

# The summary says how runs ended; figures of metrics would say most of it again.
_USUAL: tuple[Section, ...] = ("config", "summary", "environment", "packages", "code")
_DIFF_LINES = 40
_NAME_WIDTH = 30
_COMMIT_SIGNS = 12
_DIFF_STYLES = {"+": "green", "-": "red", "@": "cyan"}


def _flag(says: str) -> Any:
    return Parameter(negative=(), help=says)


def diff(
    *runs: str,
    reference: Annotated[str | None, Parameter(help="What the others are compared with; by default the first.")] = None,
    everything: Annotated[bool, Parameter(name=["--all", "-a"], negative=(), help="Also what is the same.")] = False,
    config: Annotated[bool, _flag("Only this section; several may be named.")] = False,
    summary: Annotated[bool, _flag("Only the summary.")] = False,
    metrics: Annotated[bool, _flag("Only the last, least and greatest value of each metric.")] = False,
    environment: Annotated[bool, _flag("Only host, hardware, command, Python …")] = False,
    packages: Annotated[bool, _flag("Only the installed packages.")] = False,
    code: Annotated[bool, _flag("Only commits and uncommitted changes, these whole.")] = False,
    facts: Annotated[bool, _flag("Only name, state, tags, times …")] = False,
    exit_code: Annotated[bool, _flag("Exit with 1 if anything that is shown differs.")] = False,
    home: HomeOption = None,
    json: JsonOption = False,
) -> None:
    """Compare runs with the first of them: config, summary, environment, packages and code.

    Parameters
    ----------
    runs
        Ids, display ids or numbers; at least two.
    """
    named = {
        "facts": facts,
        "config": config,
        "summary": summary,
        "metrics": metrics,
        "environment": environment,
        "packages": packages,
        "code": code,
    }
    sections: Sequence[Any] = [section for section, wanted in named.items() if wanted] or _USUAL
    index = open_index(home)
    found = compare(index, CompareAsk(runs, reference, differences_only=json and not everything, sections=sections))
    if json:
        print_json(found)
    else:
        _print(terminal(), found, sections, everything, whole_code=code)
    if exit_code and _differ(found, sections):
        sys.exit(1)


def _differ(found: Comparison, sections: Sequence[Section]) -> bool:
    rows = any(row.differs for section in sections for row in getattr(found, section))
    return rows or any(change.same_patch is False for change in found.code_changes)


def _print(out: Console, found: Comparison, sections: Sequence[Section], everything: bool, whole_code: bool) -> None:
    _print_runs(out, found)
    for section in sections:
        rows = [row for row in getattr(found, section) if everything or not row.key.startswith("sys/")]
        changes = [change for change in found.code_changes if change.diff or change.note] if section == "code" else []
        if not rows and not changes:
            continue
        rows = [_in_few_words(row) for row in rows] if section in ("facts", "code") else rows
        differing = [row for row in rows if row.differs]
        out.print()
        out.print(_heading(section, rows, differing))
        same = [row for row in rows if not row.differs] if everything else []
        print_beside(out, found, [*differing, *same], quotes=section in ("config", "summary"))
        if section == "code":
            _print_code(out, found, whole_code)


def _print_runs(out: Console, found: Comparison) -> None:
    marks = ["(reference)" if at == found.reference else "" for at in range(len(found.runs))]
    columns = [
        Column("", [run.display_id for run in found.runs]),
        Column("", [cut(one_line(run.name), _NAME_WIDTH) for run in found.runs]),
        Column("", [Text(run.state, COLOURS[run.state]) for run in found.runs], rank=1),
        Column("", [Text(run.project, "dim") for run in found.runs], rank=3),
    ]
    if len(found.runs) > 2:
        columns.append(Column("", [Text(mark, "dim") for mark in marks], rank=2))
    print_columns(out, columns, heading=False)


def _in_few_words(row: CompareRow) -> CompareRow:
    """A row with moments and commits as people write them; how far two moments are apart in microseconds is of no use to anybody."""
    if row.key.endswith("_time"):
        told: list[Any] = [format_moment(value) if isinstance(value, int) else value for value in row.values]
        return msgspec.structs.replace(row, values=told, distances=[], ratios=[])
    if row.key == "commit":
        told = [value[:_COMMIT_SIGNS] if isinstance(value, str) else value for value in row.values]
        return msgspec.structs.replace(row, values=told)
    return row


def _heading(section: str, rows: list[CompareRow], differing: list[CompareRow]) -> Text:
    line = Text(section, "bold")
    same = len(rows) - len(differing)
    if rows and not differing:
        line.append("  the same", "dim")
    elif differing:
        line.append(f"  {len(differing)} differ" + (f", {same} the same" if same else ""), "dim")
    return line


def _print_code(out: Console, found: Comparison, whole: bool) -> None:
    base = found.runs[found.reference].display_id
    for run, change in zip(found.runs, found.code_changes, strict=True):
        if change.note:
            out.print(Text(f"{run.display_id}: {change.note}", "dim"))
        if not change.diff:
            continue
        lines = change.diff.rstrip("\n").split("\n")
        out.print(Text(f"uncommitted changes, {base} → {run.display_id}", "dim"))
        for line in lines if whole else lines[:_DIFF_LINES]:
            text = (
                line
                if os.linesep and line.isprintable()
                else "".join(c if c.isprintable() or c == "\t" else "·" for c in line)
            )
            out.print(Text(text, _DIFF_STYLES.get(line[:1], "")), soft_wrap=True)
        if not whole and len(lines) > _DIFF_LINES:
            out.print(Text(f"… {len(lines) - _DIFF_LINES} more lines; --code shows them", "dim"))
