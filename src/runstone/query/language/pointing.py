"""Where in a text something is wrong, for a terminal."""

from __future__ import annotations

import unicodedata

_WIDTH = 80
_CUT = "…"


def point(text: str, start: int, end: int) -> str:
    """Two lines: the text, and carets below the characters from `start` to `end`. A long text is cut around the place.

    config.lr <
               ^
    """
    start = max(0, min(start, len(text)))
    end = max(start, min(end, len(text)))
    first = 0 if len(text) <= _WIDTH else max(0, min(start - _WIDTH // 3, len(text) - _WIDTH))
    last = min(len(text), first + _WIDTH)
    before, after = _CUT if first else "", _CUT if last < len(text) else ""
    shown = before + _one_line(text[first:last]) + after
    indent = _columns(before + _one_line(text[first:start]))
    carets = max(1, _columns(_one_line(text[start : min(end, last)])))
    return f"{shown}\n{' ' * indent}{'^' * carets}"


def _one_line(text: str) -> str:
    """A text in which line breaks, tabs and what a terminal would obey are spaces."""
    return "".join([" " if unicodedata.category(sign) in ("Cc", "Cs", "Zl", "Zp") else sign for sign in text])


def _columns(text: str) -> int:
    """The columns that a text takes up in a terminal."""
    return sum(
        0 if unicodedata.combining(sign) else 2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text
    )
