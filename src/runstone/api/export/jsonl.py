"""JSON lines: an object a row, all with the same keys.

A gap is null. NaN and infinities are `{"$float": "NaN"}`, as everywhere in Runstone's JSON.
"""

from __future__ import annotations

from typing import Any, BinaryIO

import msgspec
import numpy as np

from runstone.api.columns import Column, Kind
from runstone.api.export.tables import Part
from runstone.api.export.times import iso_texts
from runstone.model.values import to_json


class JsonlFile:
    """Writes parts as JSON lines."""

    def __init__(self, out: BinaryIO, kinds: dict[str, Kind], iso_times: bool) -> None:
        self._out = out
        self._iso_times = iso_times
        self._encoder = msgspec.json.Encoder()

    def write(self, part: Part) -> None:
        """Append the rows of a part."""
        names = list(part)
        columns = [self._cells(column) for column in part.values()]
        rows = [dict(zip(names, cells, strict=True)) for cells in zip(*columns, strict=True)]
        self._out.write(self._encoder.encode_lines(rows))

    def close(self) -> None:
        """Nothing waits; the file stays open."""

    def abandon(self) -> None:
        """Nothing is held."""

    def _cells(self, column: Column) -> list[Any]:
        kind, values, present = column
        if kind in ("text", "texts"):
            return list(values)
        array = np.asarray(values)
        cells: list[Any] = iso_texts(array) if kind == "time" and self._iso_times else array.tolist()
        if kind == "float":
            for at in np.flatnonzero(~np.isfinite(array)).tolist():
                cells[at] = to_json(cells[at])
        if present is not None:
            for at in np.flatnonzero(~present).tolist():
                cells[at] = None
        return cells
