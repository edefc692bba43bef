"""Figures that a browser draws: of Plotly, Bokeh, and Vega-Lite (Altair). What they are is told by how they behave; none of them is needed."""

from __future__ import annotations

import base64
import importlib
import math
from collections.abc import Mapping
from typing import Any, ClassVar

import msgspec

from runstone.model.errors import BadValue
from runstone.sdk.media.files import as_source, text_of
from runstone.sdk.media.media import Encoded, Media


class Figure(Media):
    """A figure as JSON, which a browser draws again. A figure of matplotlib is an `Image`."""

    type: ClassVar[str] = "figure"

    def __init__(self, figure: Any, caption: str | None = None) -> None:
        """
        Args:
            figure: of Plotly, Bokeh or Altair; or what such a figure is in JSON, as a dict or the path of a file.
            caption: shown below it.

        Raises:
            BadValue: it is none of these.
        """
        super().__init__(caption)
        document = _document(figure)
        self._library = _library(document)
        if self._library is None:
            raise BadValue(
                f"a {type(figure).__module__}.{type(figure).__qualname__} is no figure of Plotly, Bokeh, Vega or Altair. Figures of "
                "matplotlib are logged as they are, or as an Image."
            )
        self._data = msgspec.json.encode(_to_json(document))

    def encode(self) -> Encoded:
        """The figure as JSON, and the library that draws it."""
        return Encoded(self._data, "application/json", {"library": self._library})


class Plotly(Figure):
    """A figure of Plotly's, by the name that others give it."""


def is_figure(value: Any) -> bool:
    """Whether a value is an object of one of these libraries that is a figure."""
    origin = type(value).__module__.partition(".")[0]
    return (
        (origin == "plotly" and hasattr(value, "to_plotly_json"))
        or (origin == "bokeh" and hasattr(value, "document") and hasattr(value, "references"))
        or (origin == "altair" and hasattr(value, "to_dict"))
    )


def _document(figure: Any) -> Any:
    if isinstance(figure, Mapping):
        return dict(figure)
    if callable(getattr(figure, "to_plotly_json", None)):
        return figure.to_plotly_json()
    if type(figure).__module__.partition(".")[0] == "bokeh":
        return importlib.import_module("bokeh.embed").json_item(figure)  # theirs: whoever has the figure has it too
    if callable(getattr(figure, "to_dict", None)):
        return figure.to_dict()
    source = as_source(figure)
    if source is None:
        return None
    try:
        return msgspec.json.decode(text_of(source, "the file of a figure"))
    except msgspec.DecodeError as error:
        raise BadValue(f"the file of a figure is no JSON ({error}).") from error


def _library(document: Any) -> str | None:
    if not isinstance(document, dict):
        return None
    if "vega" in str(document.get("$schema", "")):
        return "vega"
    if "root_id" in document and "doc" in document:
        return "bokeh"
    if isinstance(document.get("data"), list | tuple) and "$schema" not in document:
        return "plotly"
    # Vega-Lite without its address: a mark or a composition of some.
    return "vega" if {"mark", "layer", "hconcat", "vconcat", "concat", "repeat", "spec"} & document.keys() else None


def _to_json(value: Any) -> Any:
    """A figure's values as JSON: arrays are lists, what is not finite is null, as Plotly has it; times are ISO 8601."""
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {str(key): _to_json(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_to_json(item) for item in value]
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if hasattr(value, "dtype") and getattr(getattr(value, "dtype", None), "kind", "") == "M":
        return [str(item) for item in value] if getattr(value, "shape", ()) else str(value)
    for name in ("tolist", "to_list", "item"):
        if callable(getattr(value, name, None)):
            return _to_json(getattr(value, name)())
    if callable(getattr(value, "to_plotly_json", None)):
        return _to_json(value.to_plotly_json())
    if callable(getattr(value, "isoformat", None)):
        return value.isoformat()
    return str(value)
