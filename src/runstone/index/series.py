"""The seam of the series store: where points live, and how curves are read from them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

from runstone.index.points import Batch, Buckets, LastPoint, Line, Piece, Points, SeriesFacts, XAxis


class SeriesStore(Protocol):
    """Keeps points of integer-numbered series; names, runs and branches are the catalog's.

    A series belongs to one run. Steps come in any order and more than once: for one step of a line the point with the latest time
    counts, of equal times the one later in its batch. Nothing is ever rounded; NaN and infinities are kept, counted apart, and never part of
    a minimum, maximum, sum or bucket.

    Steps and times are any int64; a line is read with inclusive limits `lo` and `hi` on its x, None for none. With `x="time"` the x of a
    point is its time less `origin`.
    """

    def append(self, points: npt.NDArray[np.void], batch: Batch) -> bool:
        """Take in an array of POINT; visible to the next read.

        Returns:
            False if this batch, or a later one of its writer, is known already; then nothing changes.
        """

    def buckets(
        self, line: Line, lo: int | None, hi: int | None, shift: int, x: XAxis = "step", origin: int = 0
    ) -> Buckets:
        """The line thinned to buckets of `x >> shift`."""

    def buckets_of(
        self, lines: Sequence[Line], lo: int | None, hi: int | None, shift: int, x: XAxis, origins: Sequence[int]
    ) -> list[Buckets]:
        """What `buckets` gives for each of these lines, with an origin for each."""

    def raw(self, line: Line, lo: int | None, hi: int | None, limit: int, x: XAxis = "step", origin: int = 0) -> Points:
        """The first `limit` points, x ascending."""

    def prepare(self, lines: Sequence[Line]) -> None:
        """The next questions will be about these lines: read at once what each would look up alone. Changes no answer."""

    def at_least(self, line: Line, lo: int | None, hi: int | None, x: XAxis = "step", origin: int = 0) -> int:
        """A number of points that the line is sure to have within the limits, without reading them. All of them, where it is in good order."""

    def at_most(self, lines: Sequence[Line]) -> int:
        """A number of points that the lines together are sure not to exceed, without reading them."""

    def first_past(self, line: Line, bound: float, rising: bool) -> LastPoint | None:
        """The first point by step with a value above `bound`, or below it if not `rising`; infinities count, NaN never does."""

    def pieces(self, line: Line) -> list[Piece]:
        """The line as stretches that follow each other, steps ascending, to read only those that matter."""

    def summary(self, lines: Sequence[Line]) -> list[SeriesFacts | None]:
        """Each line in figures; None for a line without points."""

    def last(self, lines: Sequence[Line]) -> list[LastPoint | None]:
        """The last point of each line; cheap where a summary is not."""

    def extent(self, line: Line, x: XAxis = "step", origin: int = 0) -> tuple[int, int] | None:
        """About where the line begins and ends on x; None where it has no points. Never narrower than its steps."""

    def delete(self, runs: Iterable[int]) -> None:
        """Forget all series of these runs, and their batches."""

    def finish(self, run: int) -> None:
        """No more points are expected of this run: make reading it cheap. More may come all the same."""

    def compact(self, budget_secs: float) -> bool:
        """Rewrite what costs readers time, for about as long as the budget says. Changes no answer.

        Returns:
            Whether there is more to do.
        """
