"""Rows of a comparison in a terminal: a column for each run, or, where it is too narrow for that, a line for each run."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from runstone.cli.columns import Column, fits, print_columns
from runstone.cli.output import cut, format_value, one_line
from runstone.model.values import to_json
from runstone.query.answers.compare import CompareRow, Comparison

_MISSING = "—"
_CELL_WIDTH = 40
_GAP = 2
# With more runs than this, one wants to see which values there are and not one line a run.
_MOST_LINES = 4


def print_beside(out: Console, found: Comparison, rows: Sequence[CompareRow], *, quotes: bool = True) -> None:
    """Print rows of a comparison, with how far numbers are from the reference where two runs are compared or lines are stacked.

    Args:
        out: where to.
        found: the runs.
        rows: what to print.
        quotes: put a text that looks like a number into quotes.
    """
    if not rows:
        return
    names = [run.display_id for run in found.runs]
    cells = {row.key: _cells(row, quotes) for row in rows}
    table = [Column("", [Text(one_line(row.key), "" if row.differs else "dim") for row in rows])]
    table += [Column(name, [cells[row.key][at] for row in rows]) for at, name in enumerate(names)]
    if len(names) == 2:
        table.append(Column("", [_change(row, 1 - found.reference) for row in rows]))
    if fits(out, table):
        print_columns(out, table)
    else:
        _stack(out, names, rows, cells)


def _stack(out: Console, names: Sequence[str], rows: Sequence[CompareRow], cells: dict[str, list[Text]]) -> None:
    width = max(map(len, names))
    for row in rows:
        out.print(Text(one_line(row.key), "" if row.differs else "dim"))
        if not row.differs:
            out.print(Text.assemble("  ", cells[row.key][0]))
        elif len(names) > _MOST_LINES:
            _print_values(out, names, cells[row.key])
        else:
            for at, (name, cell) in enumerate(zip(names, cells[row.key], strict=True)):
                line = Text.assemble((f"  {name:{width}}  ", "dim"), cell)
                change = _change(row, at)
                if change.plain and cell_len(line.plain) + _GAP + cell_len(change.plain) <= out.width:
                    line = Text.assemble(line, " " * _GAP, change)
                out.print(line)


def _print_values(out: Console, names: Sequence[str], cells: Sequence[Text]) -> None:
    """A line for each value, with the runs that have it."""
    owners: dict[str, list[str]] = {}
    for name, cell in zip(names, cells, strict=True):
        owners.setdefault(cell.plain, []).append(name)
    styles = {cell.plain: cell.style for cell in cells}
    width = max(map(cell_len, owners))
    for text, runs in owners.items():
        room = " " * (width - cell_len(text) + _GAP)
        line = Text.assemble("  ", (text, styles[text]), room, (" ".join(runs), "dim"))
        out.print(line, no_wrap=True, overflow="ellipsis")


def _cells(row: CompareRow, quotes: bool) -> list[Text]:
    texts = [_MISSING if at in row.missing else format_cell(value, quotes) for at, value in enumerate(row.values)]
    start = _first_shown([text for text in texts if text != _MISSING]) if row.differs else 0
    cells = []
    for at, text in enumerate(texts):
        shown = f"…{text[start:]}" if start and text != _MISSING else text
        style = "yellow" if at in row.changed else "" if row.differs else "dim"
        cells.append(Text(cut(shown, _CELL_WIDTH), style))
    return cells


def _first_shown(texts: Sequence[str]) -> int:
    """Long texts often begin in the same way: where to begin to show them, so that one sees what differs."""
    if max(map(len, texts)) <= _CELL_WIDTH:
        return 0
    shortest = min(texts, key=len)
    parting = next((at for at, sign in enumerate(shortest) if any(text[at] != sign for text in texts)), len(shortest))
    return parting - _CELL_WIDTH // 4 if parting > _CELL_WIDTH // 2 else 0


def format_cell(value: Any, quotes: bool = True) -> str:
    """A value as it would stand in a config file: null is a word, and a text that could be taken for something else is in quotes."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f'"{value}"' if quotes and _is_ambiguous(value) else one_line(value)
    if isinstance(value, list | dict):
        if isinstance(value, list) and value and all(isinstance(part, str) for part in value):
            return one_line(" ".join(value))
        return one_line(msgspec.json.encode(to_json(value)).decode())
    return format_value(value)


def _is_ambiguous(text: str) -> bool:
    if text in ("", "null", "true", "false", _MISSING) or text != text.strip():
        return True
    try:
        float(text)
    except ValueError:
        return False
    return True


def _change(row: CompareRow, at: int) -> Text:
    """How far a number is from the reference: `+64  ×2`."""
    distance = row.distances[at] if row.distances and at in row.changed else None
    if distance is None:
        return Text()
    ratio = row.ratios[at]
    shown = f"{'+' if distance > 0 else '−'}{format_value(abs(distance))}"
    return Text(shown + (f"  ×{ratio:.4g}" if ratio is not None and ratio > 0 else ""), "dim")
