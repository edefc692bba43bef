"""One metric of one branch as it is read: its totals, or its points where totals do not tell."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

_Int64 = npt.NDArray[np.int64]
_Float64 = npt.NDArray[np.float64]


class Track:
    """Points that come in the order of writing."""

    def __init__(self, keeping: bool) -> None:
        """
        Args:
            keeping: whether points are kept; else only totals are, which hold while it is `tidy`.
        """
        self.tidy = True
        self._keeping = keeping
        self._kept: list[tuple[_Int64, _Int64, _Float64]] = []
        self._last_step: int | None = None
        self._first = self._last = 0.0
        self._least = self._most = self._sum = 0.0
        self._finite = 0

    def add(self, steps: _Int64, times: _Int64, values: _Float64) -> None:
        """Take in some more."""
        if self._keeping:
            self._kept.append((steps.copy(), times.copy(), values.copy()))
            return
        if (self._last_step is not None and steps[0] <= self._last_step) or not (steps[1:] > steps[:-1]).all():
            self.tidy = False
        if self._last_step is None:
            self._first = float(values[0])
        self._last_step, self._last = int(steps[-1]), float(values[-1])
        finite = values[np.isfinite(values)]
        if len(finite):
            least, most = float(finite.min()), float(finite.max())
            self._least = min(self._least, least) if self._finite else least
            self._most = max(self._most, most) if self._finite else most
            self._sum += float(finite.sum())
            self._finite += len(finite)

    def kept(self, cut: int | None) -> list[tuple[_Int64, _Int64, _Float64]]:
        """The points that were kept, up to a step."""
        if cut is None:
            return self._kept
        return [(steps[steps <= cut], times[steps <= cut], values[steps <= cut]) for steps, times, values in self._kept]

    def figures(self) -> dict[str, float | None]:
        """All figures, from the totals."""
        known = bool(self._finite)
        return {
            "min": self._least if known else None,
            "max": self._most if known else None,
            "mean": self._sum / self._finite if known else None,
            "first": self._first,
            "last": self._last,
        }


def figures_of_points(shown: Sequence[tuple[Track, int | None]]) -> dict[str, float | None] | None:
    """All figures of the tracks that make one line, each up to a step (None: all of it); None if no point is shown.

    Of several points at one step the one written last counts.
    """
    kept = [points for track, cut in reversed(shown) for points in track.kept(cut)]
    steps, times, values = (np.concatenate(column) for column in zip(*kept, strict=True))
    if not len(steps):
        return None
    order = np.lexsort((times, steps))
    steps, values = steps[order], values[order]
    values = values[np.append(steps[1:] != steps[:-1], True)]
    whole = Track(keeping=False)
    places = np.arange(len(values))
    whole.add(places, places, values)
    return whole.figures()
