"""A file of any kind at a step: kept as it is, byte for byte."""

from __future__ import annotations

import mimetypes
import os
from pathlib import Path

from runstone.model.errors import BadValue
from runstone.sdk.media.encoder import Encoded, Media, check_caption

UNKNOWN_MIME = "application/octet-stream"


class File(Media):
    """A file, or bytes under a name. It is copied when it is logged; large files are read piece by piece."""

    type = "file"

    def __init__(
        self, data: str | os.PathLike[str] | bytes, caption: str | None = None, *, name: str | None = None
    ) -> None:
        """
        Args:
            data: a path, or the content.
            caption: what people read beside it.
            name: the file's name; that of the path by default. Its ending tells the type.

        Raises:
            BadValue: the path is no file.
        """
        self.caption = check_caption(caption)
        self._data: bytes | Path
        if isinstance(data, bytes | bytearray | memoryview):
            self._data = bytes(data)
            self._name = name or "file"
        else:
            self._data = existing_file(data)
            self._name = name or self._data.name

    def encode(self) -> Encoded:
        """The file as it is."""
        return Encoded(self._data, mimetypes.guess_type(self._name)[0] or UNKNOWN_MIME, {"name": self._name})


def existing_file(path: str | os.PathLike[str]) -> Path:
    """The absolute path of a file that is there.

    Raises:
        BadValue: it is not.
    """
    try:
        found = Path(os.path.abspath(os.path.expanduser(path)))
    except TypeError as error:
        raise BadValue(f"{type(path).__name__} is neither a path nor bytes.") from error
    if not found.is_file():
        what = "is a folder" if found.is_dir() else "does not exist"
        raise BadValue(f"{os.fspath(path)!r} {what}; a file is needed.")
    return found
