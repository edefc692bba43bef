"""Texts of any length, as items: a plain `str` is a point of a string series instead."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, ClassVar

from runstone.model.errors import BadValue
from runstone.sdk.media.files import as_source, text_of
from runstone.sdk.media.media import Encoded, Media


class Text(Media):
    """A text. What looks like a path is a text all the same; give a `pathlib.Path` to read a file."""

    type: ClassVar[str] = "text"

    def __init__(self, text: str | os.PathLike[str], caption: str | None = None, *, markdown: bool = False) -> None:
        """
        Args:
            text: a text, or the path of one in UTF-8.
            caption: shown below it.
            markdown: whether to show it as Markdown.

        Raises:
            BadValue: it is no text.
        """
        super().__init__(caption)
        source: Any = text if isinstance(text, str) else as_source(text)
        if not isinstance(source, str | Path):
            raise BadValue(f"a {type(text).__qualname__} is no text. Give a str, or str(...) of it.")
        self._source = source
        self._markdown = markdown

    def encode(self) -> Encoded:
        """The text in UTF-8, and how many characters it has."""
        text = self._source if isinstance(self._source, str) else text_of(self._source, "the text file")
        mime = "text/markdown" if self._markdown else "text/plain"
        return Encoded(text.encode("utf-8", "backslashreplace"), mime, {"characters": len(text)})
