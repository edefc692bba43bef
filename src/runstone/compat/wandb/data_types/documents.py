"""`wandb.Html`, `wandb.Plotly`, `wandb.Bokeh`, `wandb.Graph`."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from runstone.model.errors import BadValue
from runstone.sdk import media


class Html(media.Html):
    """A page, kept as it is: it is shown where it reaches neither the UI nor the network, so nothing needs to be injected."""

    def __init__(self, data: Any, inject: bool = True, data_is_not_path: bool = False) -> None:
        """
        Args:
            data: HTML, a path, an open file.
            inject: accepted; pages stay as they are.
            data_is_not_path: a text is HTML, even if it ends in `.html`.

        Raises:
            ValueError: it is none of these.
        """
        super().__init__(
            data.encode("utf-8", "backslashreplace") if data_is_not_path and isinstance(data, str) else data
        )


class Plotly(media.Plotly):
    """A figure of Plotly."""

    def __init__(self, val: Any) -> None:
        """
        Raises:
            ValueError: it is none. One of matplotlib is logged as it is, or as an Image.
        """
        super().__init__(val)


class Bokeh(media.Figure):
    """A figure of Bokeh."""

    def __init__(self, data_or_path: Any) -> None:
        """
        Raises:
            ValueError: it is none.
        """
        super().__init__(data_or_path)


class Graph(media.Graph):
    """A graph of nodes and edges; of a Keras model through `from_keras`."""

    def __init__(self, format: str = "keras") -> None:  # noqa: A002 - theirs
        super().__init__()
        self.format = format

    @classmethod
    def from_keras(cls, model: Any) -> Graph:
        """The layers of a Keras model, and what leads to what.

        Raises:
            ValueError: it has no layers.
        """
        if not hasattr(model, "layers"):
            raise BadValue(f"a {type(model).__qualname__} is no model of Keras: it has no layers.")
        graph = cls()
        names = [str(layer.name) for layer in model.layers]
        for name, layer in zip(names, model.layers, strict=True):
            graph.add_node(name, name, type=type(layer).__name__)
        for before, after in pairwise(names):
            graph.add_edge(before, after)
        return graph
