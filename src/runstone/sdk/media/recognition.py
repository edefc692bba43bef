"""Recognition: which bare values are media."""

from __future__ import annotations

from typing import Any

from runstone.model.errors import BadValue
from runstone.sdk.media.media import Media

_FRAMES = ("pandas", "polars", "pyarrow", "modin", "cudf")


def recognise(value: Any) -> Media | None:
    """The media item that a value of another library is; None if it is none.

    Media objects are what they are; PIL images and matplotlib figures are images, data frames are tables, figures of Plotly, Bokeh and
    Altair are figures.
    """
    if isinstance(value, Media):
        return value
    origin = type(value).__module__.partition(".")[0]
    if origin == "PIL" or (origin == "matplotlib" and hasattr(value, "savefig")):
        from runstone.sdk.media.image import Image

        return Image(value)
    if origin in _FRAMES and hasattr(value, "columns"):
        from runstone.sdk.media.table import Table

        return Table(dataframe=value)
    from runstone.sdk.media.figure import Figure, is_figure

    return Figure(value) if is_figure(value) else None


def as_media(value: Any) -> Media | None:
    """`recognise` of a logged value.

    Raises:
        BadValue: an array of two dimensions or more, which could be an image or a table: the caller must say.
    """
    media = recognise(value)
    shape = getattr(value, "shape", None)
    if media is None and shape is not None and len(shape) > 1:
        raise BadValue(
            f"an array of shape {tuple(shape)} could be many things, an image or a table for two: log runstone.Image(...), "
            "Table(rows=...), Histogram(...), Audio(...) or Video(...) of it."
        )
    return media
