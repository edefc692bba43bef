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
        _check_free(Path(root, self.name), replace or exist_ok)
        return io.TextIOWrapper(open(self._file.download(root, replace), "rb"))

    def __repr__(self) -> str:
        return f"<File {self.name} ({self.size} bytes)>"


class MadeFile:
    """A file that their client writes beside a run, and that is made here of what is recorded."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self._text = text

    @property
    def size(self) -> int:
        """In bytes."""
        return len(self._text.encode())

    def download(self, root: str | os.PathLike[str] = ".", replace: bool = False, exist_ok: bool = False) -> Any:
        """Write it below a folder, and open it for reading. Arguments and errors are those of `File`."""
        target = Path(root, self.name)
        _check_free(target, replace or exist_ok)
        if replace or not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(self._text)
        return open(target)


def _check_free(target: Path, may_be_there: bool) -> None:
    if target.exists() and not may_be_there:
        raise ValueError(
            f"File {target} exists and was left alone. Pass replace=True to overwrite it, or exist_ok=True to take it."
        )
