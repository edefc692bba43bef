"""Where each cell of a column stands among the others: what sorting and counting need of it."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from runstone.encoding.column import Column, Texts
from runstone.index.points import Int64
from runstone.query.abandoning import go_on

# Texts are told apart by so many bytes at a time, and by Python if they are alike for longer.
_WORD_BYTES = 8
_MAX_WORDS = 4
# The first bytes of a word, from none to all.
_BEGINNINGS = np.array([(1 << 64) - (1 << 64 - 8 * count) for count in range(_WORD_BYTES + 1)], np.uint64)


class Ranks(NamedTuple):
    """The place of each cell among the different values, ascending from 0; NaN behind all others. -1 for a null.

    `first` is a row that has each of the values. `nan` is the rank of NaN, or None where there is none.
    """

    ranks: Int64
    first: Int64
    nan: int | None = None

    @property
    def nbytes(self) -> int:
        """How much memory they take."""
        return self.ranks.nbytes + self.first.nbytes


def rank(column: Column) -> Ranks:
    """Numbers by value, false before true, texts by their code points; of mixed cells numbers come before texts, and texts before all else."""
    there = np.arange(len(column)) if column.present is None else np.flatnonzero(column.present)
    nan = None
    if not isinstance(column.values, Texts):
        values = column.values[there]
        _, first, inverse = np.unique(values, return_index=True, return_inverse=True)
        if column.type == "number" and len(first) and np.isnan(values[first[-1]]):
            nan = len(first) - 1
    elif column.type == "text":
        order, new = _sorted_texts(column.values, there)
        first, inverse = _ranked(order, new)
    else:
        cells = [_mixed(cell) for cell in column.to_list() if cell is not None]
        order = np.array(sorted(range(len(cells)), key=cells.__getitem__), np.intp)
        new = np.array([at == 0 or cells[order[at]] != cells[order[at - 1]] for at in range(len(order))], np.bool_)
        first, inverse = _ranked(order, new)
    ranks = np.full(len(column), -1, np.int64)
    ranks[there] = inverse
    return Ranks(ranks, there[first], nan)


def sort_keys(found: Ranks, descending: bool) -> Int64:
    """What to sort by, ascending: NaN behind all values, nulls behind everything."""
    values = len(found.first)
    keys = values - found.ranks if descending else found.ranks.copy()
    if found.nan is not None:
        keys[found.ranks == found.nan] = values + 1
    keys[found.ranks < 0] = values + 2
    return keys


def _ranked(order: npt.NDArray[np.intp], new: npt.NDArray[np.bool_]) -> tuple[Int64, Int64]:
    inverse = np.empty(len(order), np.int64)
    inverse[order] = np.cumsum(new) - 1
    return order[new], inverse


def _mixed(cell: Any) -> tuple[int, Any]:
    match cell:
        case bool():
            return 0, int(cell)
        case int() | float():
            return (1, 0) if cell != cell else (0, cell)
        case str():
            return 2, cell
        case _:
            return 3, repr(cell)


def _sorted_texts(texts: Texts, rows: Int64) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.bool_]]:
    """The order of some rows, stable, and for each place in it whether another text begins there."""
    data = np.frombuffer(texts.data + bytes(_WORD_BYTES), np.uint8)
    begins = np.concatenate([[0], texts.ends[:-1]]).astype(np.int64)[rows] if len(texts) else np.empty(0, np.int64)
    lengths = texts.ends[rows] - begins if len(texts) else begins
    order = np.arange(len(rows))
    new = np.zeros(len(rows), np.bool_)
    new[:1] = True
    open_places = np.arange(len(rows))  # where what was looked at so far is like a neighbour's
    for word in range(_MAX_WORDS):
        go_on()
        if not len(open_places):
            return order, new
        members = order[open_places]
        keys = _words(data, begins[members] + word * _WORD_BYTES, lengths[members] - word * _WORD_BYTES)
        # A text that ends is before one that goes on, with zeros perhaps.
        ends = np.minimum(lengths[members], (word + 1) * _WORD_BYTES + 1)
        group = np.cumsum(new)[open_places]
        by = np.lexsort((ends, keys, group)) if word else np.lexsort((ends, keys))
        members, keys, ends, group = members[by], keys[by], ends[by], group[by]
        order[open_places] = members
        differs = (keys[1:] != keys[:-1]) | (ends[1:] != ends[:-1]) | (group[1:] != group[:-1])
        new[open_places[1:][differs]] = True
        new[open_places[:1]] = True
        goes_on = lengths[members] > (word + 1) * _WORD_BYTES
        alike = np.append(~differs, False) | np.append(False, ~differs)
        open_places = open_places[goes_on & alike]
    if len(open_places):
        group = np.cumsum(new)[open_places]
        for places in np.split(open_places, np.flatnonzero(np.diff(group)) + 1):
            members = order[places]
            cells = {int(row): texts[int(rows[row])] for row in members}
            ordered = sorted(members.tolist(), key=cells.__getitem__)
            order[places] = ordered
            new[places[1:]] = [cells[a] != cells[b] for a, b in zip(ordered[1:], ordered[:-1], strict=True)]
    return order, new


def _words(data: npt.NDArray[np.uint8], begins: Int64, lengths: Int64) -> npt.NDArray[np.uint64]:
    """The next 8 bytes of each text as one number that is ordered as they are; zeros where it ends."""
    words: npt.NDArray[np.uint64] = np.ndarray((len(data) - _WORD_BYTES + 1,), ">u8", data.data, strides=(1,))
    found = words[np.minimum(begins, len(words) - 1)].astype(np.uint64)
    return found & _BEGINNINGS[np.clip(lengths, 0, _WORD_BYTES)]
