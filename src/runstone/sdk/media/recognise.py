"""Which values of `log()` are media by themselves. Imports nothing to find out."""

from __future__ import annotations

from typing import Any

from runstone.model.errors import BadValue
from runstone.sdk.media.encoder import Media
from runstone.sdk.media.image import Image, as_figure, is_picture
from runstone.sdk.media.table import Table, is_frame

_NEVER = frozenset({float, int, bool, str, bytes, type(None), dict, list, tuple})


def as_media(value: Any) -> Media | None:
    """The media item that a value is: a Media itself, a Pillow image, a matplotlib figure, a data frame. None for anything else.

    Raises:
        BadValue: an array with two dimensions or more: it could be an image, a table or a mistake, and we do not guess.
    """
    kind = type(value)
    if kind in _NEVER:
        return None
    if isinstance(value, Media):
        return value
    if is_picture(value) or as_figure(value) is not None:
        return Image(value)
    if is_frame(value):
        return Table(dataframe=value)
    shape = getattr(value, "shape", None)
    if isinstance(shape, tuple) and len(shape) >= 2:
        size = "x".join(map(str, shape))
        raise BadValue(
            f"an array of shape {size} is not logged by itself. Wrap it: runstone.Image(array) for a picture, runstone.Table(data=array) for "
            "numbers to read; or log array.mean() and the like."
        )
    return None
