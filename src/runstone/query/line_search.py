"""Finding a pattern in many lines at once: one pass over all of them together costs far less than one over each."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence

import numpy as np

from runstone.query.patterns import Search, compiled_for_lines, searcher

LineSearch = Callable[[Sequence[str]], Iterable[int]]

# What means something else of a text among others than of a text alone.
_OF_A_TEXT = re.compile(r"\\[AzC]|\(\?[a-zA-Z-]*[ms-]")


def line_search(pattern: str, one: Search | None = None) -> LineSearch:
    """Finds the places of those lines in which a pattern is found, upper and lower case alike, ascending. A line that has breaks is one text.

    Args:
        pattern: an RE2 regular expression.
        one: the same, as `patterns.searcher` gives it.

    Raises:
        BadQuery: the pattern is no RE2 regular expression.
    """
    alone = one or searcher(pattern)
    joined = search_of_lines(pattern)

    def find(lines: Sequence[str]) -> Iterable[int]:
        if joined is None:
            return [place for place, line in enumerate(lines) if alone(line)]
        broken = [place for place, line in enumerate(lines) if "\n" in line]
        whole = list(lines)
        for place in broken:
            whole[place] = ""
        data = "\n".join(whole).encode()
        begins = [0, *(np.flatnonzero(np.frombuffer(data, np.uint8) == ord("\n")) + 1).tolist()]
        if not broken:
            return lines_with(data, begins, joined) if lines else ()
        found = set(lines_with(data, begins, joined)).difference(broken)
        return sorted(found.union(place for place in broken if alone(lines[place])))

    return find


def search_of_lines(pattern: str) -> Search | None:
    """Looks for a pattern in lines behind each other, as bytes; None if it has to be looked for in each by itself."""
    if _OF_A_TEXT.search(pattern):
        return None
    search: Search = compiled_for_lines(pattern).search
    return search


def lines_with(data: bytes, begins: Sequence[int], search: Search) -> Iterator[int]:
    """The places of those lines in which something is found, ascending.

    Args:
        data: the lines, a line feed between each and the next, UTF-8.
        begins: where each begins; one at least.
        search: see `search_of_lines`.
    """
    at = row = 0
    while match := search(data, at):
        row = bisect_right(begins, match.start(), row) - 1
        yield row
        row += 1
        if row == len(begins):
            break
        at = begins[row]
