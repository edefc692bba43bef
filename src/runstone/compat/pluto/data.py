"""Pluto's data types, and what is recorded of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NoReturn

from runstone.model.errors import Misuse


class Data:
    """What all of them are."""

    def native(self) -> Any:
        """What the SDK's `log` takes in its place."""
        raise NotImplementedError


class Image(Data):
    """An image: a path, bytes, PIL, NumPy, torch, matplotlib."""

    def __init__(
        self, data: Any, caption: str | None = None, boxes: Any = None, masks: Any = None, annotations: Any = None
    ) -> None:
        if annotations:
            _not_yet("annotations of an Image", "give them as boxes and masks")
        self._data, self._caption, self._boxes, self._masks = data, caption, boxes, masks

    def native(self) -> Any:
        """The image, taken when it is logged. Boxes are in pixels where they do not say."""
        from runstone.sdk.media import Image as Native

        boxes = {layer: _in_pixels(given) for layer, given in self._boxes.items()} if self._boxes else None
        data = self._data._data if isinstance(self._data, Image) else self._data
        return Native(data, caption=self._caption, boxes=boxes, masks=self._masks)


def _in_pixels(layer: Any) -> Any:
    if not isinstance(layer, Mapping) or not isinstance(layer.get("box_data"), list | tuple):
        return layer
    boxes = [{"domain": "pixel", **box} if isinstance(box, Mapping) else box for box in layer["box_data"]]
    return {**layer, "box_data": boxes}


class Table(Data):
    """A table: rows of cells with column names, or a data frame."""

    def __init__(self, data: Any = None, columns: Any = None, rows: Any = None, dataframe: Any = None) -> None:
        if dataframe is None and hasattr(data, "columns"):
            data, dataframe = None, data
        self._data, self._columns, self._rows, self._dataframe = data, columns, rows, dataframe

    def native(self) -> Any:
        """The table."""
        from runstone.sdk.media import Table as Native

        if self._dataframe is not None:
            return Native(dataframe=self._dataframe)
        rows = [list(row) for row in (self._data if self._data is not None else [])]
        columns = (
            list(self._columns)
            if self._columns is not None
            else [f"column {n}" for n in range(len(rows[0]) if rows else 0)]
        )
        if self._rows is not None:  # theirs are the names of the rows
            columns, rows = ["", *columns], [[name, *row] for name, row in zip(self._rows, rows, strict=True)]
        return Native(columns=columns, rows=rows)


class Text(Data):
    """A text of any length."""

    def __init__(self, data: str, caption: str | None = None) -> None:
        self._data = data

    def native(self) -> str:
        """A point of a string series."""
        return str(self._data)


class _NotYet(Data):
    instead = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        _not_yet(f"pluto.{type(self).__name__}", self.instead)


class Audio(_NotYet):
    """Not recorded yet."""

    instead = "keep the file, and log its path as text"


class Video(_NotYet):
    """Not recorded yet."""

    instead = "keep the file, and log its path as text"


class Histogram(_NotYet):
    """Not recorded yet."""

    instead = "log the quantiles you need as metrics, or the counts as a Table"


class Graph(_NotYet):
    """Not recorded yet."""

    instead = "log it as text"


class File(_NotYet):
    """Not recorded yet."""

    instead = "keep the file, and log its path as text"


class Artifact(_NotYet):
    """Not recorded yet."""

    instead = "keep the file, and log its path as text"


def _not_yet(what: str, instead: str) -> NoReturn:
    raise Misuse(f"{what}: this version of Runstone does not record that; {instead}. Nothing recorded is affected.")


def to_native(value: Any) -> Any:
    """A logged value with Pluto's types replaced, also inside lists and dicts."""
    if isinstance(value, Data):
        return value.native()
    if isinstance(value, dict):
        return {key: to_native(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [to_native(item) for item in value]
    return value
