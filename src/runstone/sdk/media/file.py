"""Files of any kind, copied into the home piece by piece: memory stays the same however long they are."""

from __future__ import annotations

import mimetypes
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

from runstone.model.errors import BadValue
from runstone.sdk.media.files import opened, safe_name
from runstone.sdk.media.media import Encoded, Media

ANY_BYTES = "application/octet-stream"


class File(Media):
    """A file as it is when it is logged."""

    type: ClassVar[str] = "file"

    def __init__(
        self,
        path: str | os.PathLike[str],
        name: str | None = None,
        *,
        caption: str | None = None,
        metadata: Mapping[str, Any] | None = None,
    ) -> None:
        """
        Args:
            path: of the file.
            name: what it is called in the run; by default as on disk. Folders in it are dropped, and that is said.
            caption: shown below it.
            metadata: plain values to keep with it.

        Raises:
            BadValue: there is no such file.
        """
        super().__init__(caption)
        if not isinstance(path, str | os.PathLike):
            raise BadValue(
                f"a {type(path).__qualname__} is no path. Give the path of a file; an Artifact also takes bytes."
            )
        self._source: Path | bytes = Path(path)
        if not self._source.is_file():
            kind = "is a folder: log its files, or an archive of it" if self._source.is_dir() else "is not there"
            raise BadValue(f"the file {self._source} {kind}.")
        self._name = safe_name(self._source.name if name is None else name)
        self._metadata = metadata

    def encode(self) -> Encoded:
        """The file, its name, and what it is by its ending."""
        opened(self._source, "the file").close()
        mime = mimetypes.guess_type(self._name)[0] or ANY_BYTES
        facts: dict[str, Any] = {"name": self._name}
        if self._metadata:
            facts["metadata"] = dict(self._metadata)
        return Encoded(self._source, mime, facts)


class Artifact(File):
    """A file with what belongs to it: a checkpoint, a data set."""

    def __init__(
        self,
        data: str | os.PathLike[str] | bytes,
        caption: str | None = None,
        metadata: Mapping[str, Any] | None = None,
        *,
        name: str | None = None,
    ) -> None:
        """
        Args:
            data: the path of a file, or bytes.
            caption: shown below it.
            metadata: plain values to keep with it: the epoch, the score.
            name: what it is called in the run; by default as on disk.

        Raises:
            BadValue: there is no such file.
        """
        if not isinstance(data, bytes | bytearray | memoryview):
            super().__init__(data, name, caption=caption, metadata=metadata)
            return
        Media.__init__(self, caption)
        self._source = bytes(data)
        self._name = safe_name(name or caption or "artifact")
        self._metadata = metadata
