"""The floor for runs: each field an array in a file, asked by numpy. It knows the questions beforehand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt


class FlatRuns:
    """Fields as arrays; a missing number is NaN, a missing text empty."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._columns: dict[str, np.ndarray] = {}

    def column(self, field: str) -> np.ndarray:
        """A field, memory-mapped."""
        if field not in self._columns:
            self._columns[field] = np.load(self._folder / f"{field.replace('/', '%')}.npy", mmap_mode="r")
        return self._columns[field]

    def chosen(self, plain: bool) -> npt.NDArray[np.intp]:
        """The runs of the plain filter, or of the one with `or` and `not`."""
        lr, optimizer = self.column("config.lr"), self.column("config.optimizer")
        if plain:
            return np.flatnonzero((lr < 0.001) & (optimizer == "adam") & (self.column("config.batch_size") >= 64))
        unwanted = (self.column("config.amp") == 1) | (self.column("summary.verdict") == "bad")
        return np.flatnonzero(((optimizer == "adam") | (lr > 0.05)) & ~unwanted)

    def page(self, chosen: npt.NDArray[np.intp], field: str, limit: int) -> npt.NDArray[np.intp]:
        """The first of these runs by a number, descending; those without come last."""
        return chosen[np.argsort(-self.column(field)[chosen], kind="stable")[:limit]]

    def matching(self, pattern: str, limit: int) -> list[int]:
        """The newest runs whose name matches."""
        search = re.compile(pattern, re.IGNORECASE).search
        return [row for row, name in enumerate(self.column("name").tolist()) if search(name)][: -limit - 1 : -1]

    def groups(self, by: Sequence[str], figures: Sequence[str]) -> list[list[float]]:
        """The spread of figures in each group."""
        codes = np.zeros(len(self.column(by[0])), np.int64)
        for field in by:
            values, level = np.unique(self.column(field), return_inverse=True)
            codes = codes * len(values) + level
        order = np.argsort(codes, kind="stable")
        cuts = np.flatnonzero(np.diff(codes[order])) + 1
        found = []
        for figure in figures:
            for part in np.split(self.column(figure)[order], cuts):
                known = part[~np.isnan(part)]
                quartiles = np.quantile(known, [0.25, 0.5, 0.75]).tolist()
                found.append(
                    [known.mean(), known.std(ddof=min(1, len(known) - 1)), known.min(), known.max(), *quartiles]
                )
        return found
