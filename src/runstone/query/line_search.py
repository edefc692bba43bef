"""Finding a pattern in many lines at once: one pass over all of them together costs far less than one over each."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from runstone.query.patterns import Search, searcher

LineSearch = Callable[[Sequence[str]], Iterator[int]]

# These mean the ends of the whole text, which are those of a line only where each is looked at by itself.
_ENDS_OF_TEXT = re.compile(r"\\[AzZ]|\(\?[a-zA-Z]*-")
_FEW = 16


def line_search(pattern: str) -> LineSearch:
    """Finds the places of those lines in which a pattern is found, upper and lower case alike, ascending.

    Raises:
        BadQuery: the pattern is no RE2 regular expression.
    """
    one = searcher(pattern)
    # What is found in a line is found there in the joined lines, too: `^` and `$` mean the ends of lines there. More may be found, across lines.
    joined = None if _ENDS_OF_TEXT.search(pattern) else searcher(f"(?m){pattern}")

    def find(lines: Sequence[str]) -> Iterator[int]:
        if joined is None or any("\n" in line for line in lines):
            return (place for place, line in enumerate(lines) if one(line))
        return _places(one, joined, lines, 0)

    return find


def _places(one: Search, joined: Search, lines: Sequence[str], begin: int) -> Iterator[int]:
    if len(lines) <= _FEW:
        yield from (place for place, line in enumerate(lines, begin) if one(line))
    elif joined("\n".join(lines).encode()):
        half = len(lines) // 2
        yield from _places(one, joined, lines[:half], begin)
        yield from _places(one, joined, lines[half:], begin + half)
