"""Tables for people: columns as wide as what is in them, and fewer of them where the terminal is narrow."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

_GAP = 2


class Column(NamedTuple):
    """A heading and a cell for each line. Where there is no room for all columns, that with the highest rank goes first; rank 0 stays."""

    name: str
    cells: Sequence[str | Text]
    is_number: bool = False
    rank: int = 0

    @property
    def width(self) -> int:
        """In characters."""
        return max(cell_len(self.name), *(_width(cell) for cell in self.cells), 0)


def print_columns(out: Console, columns: Sequence[Column], *, heading: bool = True) -> list[str]:
    """Print a table; no line ends in blanks.

    Returns:
        The names of the columns that there was no room for.
    """
    shown, left_out = _fitting(columns, out.width)
    widths = [column.width for column in shown]
    if heading:
        _print_line(out, shown, widths, [Text(column.name, "dim") for column in shown])
    for at in range(len(shown[0].cells) if shown else 0):
        cells = (column.cells[at] for column in shown)
        _print_line(out, shown, widths, [cell if isinstance(cell, Text) else Text(cell) for cell in cells])
    return left_out


def fits(out: Console, columns: Sequence[Column]) -> bool:
    """Whether there is room for all columns."""
    return _total(columns) <= out.width


def _fitting(columns: Sequence[Column], width: int) -> tuple[list[Column], list[str]]:
    shown = list(columns)
    left_out: list[str] = []
    while _total(shown) > width and any(column.rank for column in shown):
        last = max(range(len(shown)), key=lambda at: (shown[at].rank, at))
        left_out.insert(0, shown.pop(last).name)
    return shown, left_out


def _total(columns: Sequence[Column]) -> int:
    return sum(column.width for column in columns) + _GAP * (len(columns) - 1)


def _print_line(out: Console, columns: Sequence[Column], widths: Sequence[int], cells: Sequence[Text]) -> None:
    line = Text(no_wrap=True, overflow="ellipsis")
    for column, width, cell in zip(columns, widths, cells, strict=True):
        room = " " * (width - cell_len(cell.plain))
        line.append_text(Text(room) + cell if column.is_number else cell + Text(room)).append(" " * _GAP)
    line.rstrip()
    out.print(line)


def _width(cell: str | Text) -> int:
    return cell_len(cell.plain if isinstance(cell, Text) else cell)
