"""Which texts of a column hold a pattern."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from runstone.encoding.column import Texts
from runstone.query.abandoning import go_on
from runstone.query.line_search import lines_with, search_of_lines
from runstone.query.patterns import Search

Mask = npt.NDArray[np.bool_]

# So much is looked at before somebody may stop it.
_PIECE_BYTES = 4 << 20
_PIECE_ROWS = 1 << 16


def rows_matching(texts: Texts, pattern: str, search: Search) -> Mask:
    """For each text whether a pattern is found in it.

    Many texts are searched in one go, as lines: a search that finds nothing in a thousand of them is one call.

    Args:
        texts: of a column.
        pattern: an RE2 regular expression, upper and lower case alike.
        search: the same, as `patterns.searcher` gives it.

    Raises:
        Abandoned: see `go_on`.
    """
    by_lines = search_of_lines(pattern)
    found = np.zeros(len(texts), np.bool_)
    for start, stop in _pieces(texts):
        go_on()
        piece: Texts = texts[start:stop]
        if by_lines is None or b"\n" in piece.data or not _is_utf8(piece.data):
            found[start:stop] = np.fromiter((bool(search(text)) for text in piece), np.bool_, stop - start)
        else:
            found[start:stop][_lines_with(piece, by_lines)] = True
    return found


def _pieces(texts: Texts) -> Iterator[tuple[int, int]]:
    start = 0
    while start < len(texts):
        before = int(texts.ends[start - 1]) if start else 0
        stop = int(np.searchsorted(texts.ends, before + _PIECE_BYTES, "right"))
        stop = min(max(stop, start + 1), start + _PIECE_ROWS)
        yield start, stop
        start = stop


def _lines_with(texts: Texts, search: Search) -> list[int]:
    data = np.insert(np.frombuffer(texts.data, np.uint8), texts.ends[:-1], ord("\n")).tobytes()
    return list(lines_with(data, [0, *(texts.ends[:-1] + np.arange(1, len(texts))).tolist()], search))


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True
