"""CSV (RFC 4180, UTF-8, lines end in a line feed).

A gap is empty, an empty text is `""`. NaN and infinities are `NaN`, `inf` and `-inf`; floats have as many digits as give the same float back.
Truth values are `true` and `false`, lists of texts JSON.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import BinaryIO

import msgspec
import numpy as np

from runstone.api.columns import Column, Kind, as_text
from runstone.api.export.tables import Part
from runstone.api.export.times import iso_texts

_SPECIAL = re.compile(r'[",\r\n]|^$|^\s|\s$')


class CsvFile:
    """Writes parts as CSV. Cells are made a column at a time: the standard library's writer needs five times as long."""

    def __init__(self, out: BinaryIO, kinds: dict[str, Kind], iso_times: bool) -> None:
        self._out = out
        self._iso_times = iso_times
        self._out.write(f"{','.join(_quoted(kinds))}\n".encode())

    def write(self, part: Part) -> None:
        """Append the rows of a part."""
        columns = [self._cells(column) for column in part.values()]
        rows = "\n".join(map(",".join, zip(*columns, strict=True)))
        self._out.write(f"{rows}\n".encode())

    def close(self) -> None:
        """Nothing waits; the file stays open."""

    def abandon(self) -> None:
        """Nothing is held."""

    def _cells(self, column: Column) -> list[str]:
        kind, values, present = column
        if kind == "text":
            return _quoted(values)
        if kind == "texts":
            return _quoted(as_text(texts) for texts in values)
        array = np.asarray(values)
        if kind == "time" and self._iso_times:
            cells = iso_texts(array)
        else:
            # The quickest way from numbers to the shortest texts that give them back; null is what is not finite.
            cells = msgspec.json.encode(array.tolist()).decode()[1:-1].split(",")
            if kind == "float":
                for at in np.flatnonzero(~np.isfinite(array)).tolist():
                    cells[at] = "NaN" if np.isnan(array[at]) else "inf" if array[at] > 0 else "-inf"
        if present is not None:
            for at in np.flatnonzero(~present).tolist():
                cells[at] = ""
        return cells


def _quoted(texts: Iterable[str | None]) -> list[str]:
    return [
        "" if text is None else '"' + text.replace('"', '""') + '"' if _SPECIAL.search(text) else text for text in texts
    ]
