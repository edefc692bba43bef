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
        """The table; names of rows are its first column."""
        from runstone.sdk.media import Table as Native

        if self._dataframe is not None:
            return Native(dataframe=self._dataframe)
        columns = None if self._columns is None else list(self._columns)
        if self._rows is None:
            return Native(columns, self._data)
        rows = [[name, *row] for name, row in zip(self._rows, self._data, strict=True)]
        width = len(rows[0]) - 1 if rows else 0
        names = [f"column {number}" for number in range(width)] if columns is None else columns
        return Native(["", *names], rows)


class Text(Data):
    """A text of any length. One that happens to be a path is a text all the same."""

    def __init__(self, data: Any, caption: str | None = None) -> None:
        self._data, self._caption = data, caption

    def native(self) -> Any:
        """The text."""
        from runstone.sdk.media import Text as Native

        return Native(str(self._data), self._caption)


class Audio(Data):
    """A sound: a path, bytes, or samples."""

    def __init__(
        self, data: Any, rate: int | None = 48000, caption: str | None = None, sample_rate: int | None = None
    ) -> None:
        self._data, self._rate, self._caption = data, sample_rate or rate or 48000, caption

    def native(self) -> Any:
        """The sound."""
        from runstone.sdk.media import Audio as Native

        return Native(self._data, self._rate, self._caption)


class Video(Data):
    """A film: a path, bytes, or frames of shape T×C×H×W; a batch of them is several samples."""

    def __init__(
        self,
        data: Any,
        rate: float | None = 30,
        caption: str | None = None,
        format: Any = None,  # noqa: A002 - theirs
        fps: float | None = None,
    ) -> None:
        self._data, self._fps, self._caption, self._format = data, fps or rate, caption, format

    def native(self) -> Any:
        """The film; of a format that is not made here, in the one that is."""
        from runstone.encoding.film import MIMES
        from runstone.sdk.media import Video as Native

        kind = self._format if self._format in MIMES else None
        return Native(self._data, self._caption, fps=self._fps, format=kind)


class Histogram(Data):
    """A distribution: of values, or `((counts, edges), bins=None)`."""

    def __init__(self, data: Any, bins: int | None = 64) -> None:
        self._data, self._bins = data, bins

    def native(self) -> Any:
        """The histogram; uneven edges stay as they are."""
        from runstone.sdk.media import Histogram as Native

        return Native(np_histogram=self._data) if self._bins is None else Native(self._data, bins=self._bins)


class Graph(Data):
    """A graph of nodes and edges."""

    def __init__(self, data: Any = None) -> None:
        from runstone.sdk.media import Graph as Native

        self._graph = Native(data or None)

    def add_node(self, node: Any, *args: Any, **facts: Any) -> None:
        """Add a node."""
        self._graph.add_node(node, *args, **facts)

    def add_edge(self, source: Any, target: Any, *args: Any, **facts: Any) -> None:
        """Add an edge."""
        self._graph.add_edge(source, target, *args, **facts)

    def native(self) -> Any:
        """The graph."""
        return self._graph


class File(Data):
    """A file, copied in constant memory."""

    def __init__(self, path: Any, name: str | None = None) -> None:
        self._path, self._name = path, name

    def native(self) -> Any:
        """The file."""
        from runstone.sdk.media import File as Native

        return Native(self._path, self._name)


class Artifact(Data):
    """A file, or several, with what belongs to them."""

    def __init__(self, data: Any = None, caption: str | None = None, metadata: Mapping[str, Any] | None = None) -> None:
        self._files: list[tuple[Any, str | None]] = [] if data is None else [(data, None)]
        self._caption, self._metadata = caption, metadata

    def add_file(self, path: Any, name: str | None = None) -> None:
        """Add a file."""
        self._files.append((path, name))

    def native(self) -> Any:
        """The file, or the list of them; the metadata, which theirs drops, stands with each."""
        from runstone.sdk.media import Artifact as Native

        files = [Native(data, self._caption, self._metadata, name=name) for data, name in self._files]
        return files[0] if len(files) == 1 else files


def _not_yet(what: str, instead: str) -> NoReturn:
    raise Misuse(f"{what}: this version of Runstone does not record that; {instead}. Nothing recorded is affected.")


def to_native(value: Any) -> Any:
    """A logged value with Pluto's types replaced, also inside lists and dicts.

    Raises:
        BadValue: see the SDK's types of the same names.
    """
    if isinstance(value, Data):
        return value.native()
    if isinstance(value, dict):
        return {key: to_native(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [to_native(item) for item in value]
    return value
