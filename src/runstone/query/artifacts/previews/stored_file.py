"""A file of a version as Python's readers of formats want it: one in which they can go to and fro."""

from __future__ import annotations

import io
from typing import Any, BinaryIO, cast

from runstone.artifacts.contents import Contents

_BUFFER_BYTES = 1 << 16


class _Stored(io.RawIOBase):
    """Reads only the stretches that are asked for, whichever chunks they lie in."""

    def __init__(self, contents: Contents, path: str) -> None:
        self._contents = contents
        self._path = path
        self._size_bytes = contents.entry(path).size_bytes or 0
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size_bytes}[whence]
        self._at = max(0, base + offset)
        return self._at

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: Any) -> int:
        view = memoryview(buffer).cast("B")
        last = min(self._size_bytes, self._at + len(view))
        filled = 0
        for piece in self._contents.stream(self._path, self._at, last) if last > self._at else ():
            view[filled : filled + len(piece)] = piece
            filled += len(piece)
        self._at += filled
        return filled


def open_stored(contents: Contents, path: str) -> BinaryIO:
    """A file of a version, opened for reading.

    Raises:
        ArtifactNotFound: there is no such file.
        BlobDamaged: when read, if a blob of it is missing or has another length than it had.
    """
    return cast(BinaryIO, io.BufferedReader(_Stored(contents, path), _BUFFER_BYTES))
