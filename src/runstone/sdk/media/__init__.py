"""Media: what can be logged besides numbers and texts, one file a type."""

from __future__ import annotations

from typing import Any

from runstone.model.errors import BadValue
from runstone.sdk.media.image import Image
from runstone.sdk.media.media import Encoded, Media
from runstone.sdk.media.table import Table

__all__ = ["Encoded", "Image", "Media", "Table", "as_media"]


def as_media(value: Any) -> Media | None:
    """The media item that a logged value is; None if it is none.

    Media objects are what they are; PIL images and matplotlib figures are images, data frames are tables.

    Raises:
        BadValue: an array of two dimensions or more, which could be an image or a table: the caller must say.
    """
    if isinstance(value, Media):
        return value
    origin = type(value).__module__.partition(".")[0]
    if origin == "PIL" or (origin == "matplotlib" and hasattr(value, "savefig")):
        return Image(value)
    if origin in ("pandas", "polars", "pyarrow") and hasattr(value, "columns"):
        return Table(dataframe=value)
    shape = getattr(value, "shape", None)
    if shape is not None and len(shape) > 1:
        raise BadValue(
            f"an array of shape {tuple(shape)} could be an image or a table: log runstone.Image(...) or runstone.Table(rows=...) of it."
        )
    return None
