"""Thumbnails that were made before: files beside the index, the least recently used removed when they are too many."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

MAX_BYTES = 512 << 20

# Removing what was used least takes a look at all files: enough at once that it is seldom done.
_KEPT_SHARE = 0.8
_FILES_BETWEEN_LOOKS = 2000
# Being used is noted no more often than that.
_NOTED_SECS = 3600.0
_LOCKS = 64


class ThumbnailCache:
    """May be shared by threads, and its folder by processes: a file is there whole or not at all, and may go at any time."""

    def __init__(self, folder: Path, max_bytes: int = MAX_BYTES) -> None:
        """
        Args:
            folder: where they lie; made when there is a first one.
            max_bytes: about how much they may take together.
        """
        self._folder = folder
        self._max_bytes = max_bytes
        self._put = _FILES_BETWEEN_LOOKS
        self._bytes = 0
        self._making = [threading.Lock() for _ in range(_LOCKS)]
        # Guards `_put` and `_bytes`.
        self._counting = threading.Lock()

    def get(self, name: str, make: Callable[[], bytes]) -> bytes:
        """The file of this name, or what `make` gives, which is kept. What several threads want at once is made once."""
        path = self._folder / name[:2] / name
        found = _read(path)
        if found is None:
            with self._making[hash(name) % _LOCKS]:
                found = _read(path)
                if found is None:
                    found = make()
                    self._keep(path, found)
        return found

    def _keep(self, path: Path, data: bytes) -> None:
        part = path.with_name(f".{path.name}.{os.getpid()}.{threading.get_ident()}")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            part.write_bytes(data)
            os.replace(part, path)
        except OSError:  # no room, no rights: it is made again the next time
            with suppress(OSError):
                part.unlink()
            return
        with self._counting:
            self._put += 1
            self._bytes += len(data)
            # Other processes put files there, too.
            if self._bytes > self._max_bytes or self._put > _FILES_BETWEEN_LOOKS:
                self._put = 0
                self._bytes = self._tidy()

    def _tidy(self) -> int:
        """Remove what was used least if there is too much; the bytes that are left."""
        found: list[tuple[float, int, Path]] = []
        for path in self._folder.glob("*/*"):
            try:
                facts = path.stat()
            except OSError:
                continue
            found.append((facts.st_mtime, facts.st_size, path))
        total = sum(size for _, size, _ in found)
        if total > self._max_bytes:
            for _, size, path in sorted(found):
                if total <= self._max_bytes * _KEPT_SHARE:
                    break
                with suppress(OSError):
                    path.unlink()
                total -= size
        return total


def _read(path: Path) -> bytes | None:
    try:
        with open(path, "rb") as file:
            data = file.read()
            if time.time() - os.fstat(file.fileno()).st_mtime > _NOTED_SECS:
                os.utime(path)
    except OSError:
        return None
    return data
