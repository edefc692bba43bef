"""Files of a run that was recorded."""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import Any

from runstone.api.files import StoredFile


class File:
    """A file that was saved with a run."""

    def __init__(self, file: StoredFile) -> None:
        self._file = file

    @property
    def name(self) -> str:
        """Its path in the run."""
        return self._file.path

    @property
    def size(self) -> int:
        """In bytes."""
        return self._file.size_bytes

    def download(self, root: str | os.PathLike[str] = ".", replace: bool = False, exist_ok: bool = False) -> Any:
        """Copy it below a folder, and open it for reading.

        Args:
            root: the folder.
            replace: whether a file that is there is replaced.
            exist_ok: whether one that is there is opened as it is.

        Raises:
            ValueError: a file is there, and neither was said.
        """
        if Path(root, self.name).exists() and not (replace or exist_ok):
            raise ValueError(
                f"File {Path(root, self.name)} exists and was left alone. Pass replace=True to overwrite it, or exist_ok=True to take it."
            )
        return io.TextIOWrapper(open(self._file.download(root, replace), "rb"))

    def __repr__(self) -> str:
        return f"<File {self.name} ({self.size} bytes)>"
