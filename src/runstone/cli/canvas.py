"""A canvas of characters with eight dots each, two wide and four high: Braille patterns."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from rich.text import Text

Float64 = npt.NDArray[np.float64]

DOTS_WIDE, DOTS_HIGH = 2, 4
_BRAILLE = 0x2800
# What each dot of a character adds to its code, row by row from above.
_DOT_BITS = np.array([[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]])
_NOTHING, _FAINT, _LINE = 0, 1, 2


class Canvas:
    """Takes curves of several colours. Coordinates are dots from the lower left corner; what lies outside is left out."""

    def __init__(self, width: int, height: int) -> None:
        """
        Args:
            width: in characters.
            height: in characters.
        """
        self._shape = (height * DOTS_HIGH, width * DOTS_WIDE)
        self._owner = np.zeros(self._shape, np.int16)
        self._layer = np.zeros(self._shape, np.int8)

    @property
    def dots(self) -> tuple[int, int]:
        """How many dots there are: wide, high."""
        return self._shape[1], self._shape[0]

    def line(self, x: Float64, y: Float64, owner: int) -> None:
        """Points joined by straight lines."""
        if len(x) == 1:
            self._put(x, y, owner, _LINE)
        for x0, y0, x1, y1 in zip(x[:-1], y[:-1], x[1:], y[1:], strict=True):
            steps = int(max(abs(x1 - x0), abs(y1 - y0))) + 2
            self._put(np.linspace(x0, x1, steps), np.linspace(y0, y1, steps), owner, _LINE)

    def bars(self, x: Float64, low: Float64, high: Float64, owner: int) -> None:
        """Faint upright bars, behind every line."""
        for at, bottom, top in zip(x, low, high, strict=True):
            y = np.arange(np.floor(bottom), np.floor(top) + 1)
            self._put(np.full(len(y), at), y, owner, _FAINT)

    def _put(self, x: Float64, y: Float64, owner: int, layer: int) -> None:
        columns, rows = np.floor(x).astype(np.intp), self._shape[0] - 1 - np.floor(y).astype(np.intp)
        inside = (columns >= 0) & (columns < self._shape[1]) & (rows >= 0) & (rows < self._shape[0])
        columns, rows = columns[inside], rows[inside]
        above = self._layer[rows, columns] < layer
        self._layer[rows[above], columns[above]] = layer
        self._owner[rows[above], columns[above]] = owner

    def lines(self, styles: list[str], letters: list[str] | None = None) -> list[Text]:
        """The picture, line by line from above. A character has the colour of whoever has most of its dots.

        Args:
            styles: the style of each owner.
            letters: where there are no colours, what stands for each owner.
        """
        height, width = self._shape[0] // DOTS_HIGH, self._shape[1] // DOTS_WIDE
        cells = (height, DOTS_HIGH, width, DOTS_WIDE)
        layers = self._layer.reshape(cells).swapaxes(1, 2)
        owners = self._owner.reshape(cells).swapaxes(1, 2)
        codes = ((layers != _NOTHING) * _DOT_BITS).sum(axis=(2, 3))
        top = layers.max(axis=(2, 3))
        found = []
        for row in range(height):
            text = Text()
            for column in range(width):
                layer = top[row, column]
                if layer == _NOTHING:
                    text.append(" ")
                    continue
                owner = int(np.bincount(owners[row, column][layers[row, column] == layer]).argmax())
                sign = chr(_BRAILLE + codes[row, column])
                if letters:
                    sign = letters[owner] if layer == _LINE else " "
                text.append(sign, styles[owner] if layer == _LINE else f"dim {styles[owner]}")
            found.append(text)
        return found
