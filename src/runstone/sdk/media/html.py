"""Pages of HTML, stored as they are. The UI shows them where they reach neither it nor the network."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

from runstone.model.errors import BadValue
from runstone.sdk.media.files import as_source, text_of
from runstone.sdk.media.media import Encoded, Media

_ENDINGS = (".html", ".htm", ".xhtml")


class Html(Media):
    """A page, or a piece of one."""

    type: ClassVar[str] = "html"

    def __init__(self, data: Any, caption: str | None = None) -> None:
        """
        Args:
            data: HTML, a path, or an open file. A text is a path if it ends in `.html`, `.htm` or `.xhtml` and has no `<`.
            caption: shown below it.

        Raises:
            BadValue: it is none of these.
        """
        super().__init__(caption)
        if isinstance(data, str):
            is_path = data.lower().endswith(_ENDINGS) and "<" not in data
            source: Path | bytes | None = Path(data) if is_path else data.encode("utf-8", "backslashreplace")
        elif callable(getattr(data, "_repr_html_", None)):
            source = str(data._repr_html_()).encode("utf-8", "backslashreplace")
        else:
            source = as_source(data)
        if source is None:
            raise BadValue(f"a {type(data).__qualname__} is no HTML. Give a str, a path or an open file.")
        self._source = source

    def encode(self) -> Encoded:
        """The page as it is, and how many characters it has."""
        return Encoded(self._source, "text/html", {"characters": len(text_of(self._source, "the HTML file"))})
