"""`wandb.Histogram`."""

from __future__ import annotations

from typing import Any

from runstone.encoding.bins import even_edges
from runstone.sdk import media


class Histogram(media.Histogram):
    """A distribution: of values, or of counts that `numpy.histogram` made."""

    MAX_LENGTH = 512

    def __init__(self, sequence: Any = None, np_histogram: Any = None, num_bins: int = 64) -> None:
        """
        Raises:
            ValueError: neither or both, or more than 512 bins.
        """
        if np_histogram is not None:
            super().__init__(np_histogram=tuple(np_histogram[:2]))
        else:
            super().__init__(sequence, bins=num_bins)

    @property
    def histogram(self) -> list[float]:
        """The counts."""
        return list(self._facts["counts"])

    @property
    def bins(self) -> list[float]:
        """The edges, one more than there are counts."""
        edges = self._facts["edges"]
        if isinstance(edges, dict):
            return [float(edge) for edge in even_edges(edges["low"], edges["high"], len(self._facts["counts"]))]
        return list(edges)
