"""The download cache: what came over a network for artifacts, kept on this machine within a bound of bytes.

Any number of processes share it. What was not used for longest goes first; what somebody reads stays.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from runstone.journal import lock
from runstone.model.errors import BadSetting

ROOT_VARIABLE = "RUNSTONE_ARTIFACT_CACHE_DIR"
LIMIT_VARIABLE = "RUNSTONE_ARTIFACT_CACHE_BYTES"
DEFAULT_LIMIT_BYTES = 10 << 30

_PART = ".part-"
_PIECE_BYTES = 1 << 20
# A part that nobody wrote to for so long is of a process that was killed.
_DEAD_SECS = 3600.0


class Usage(NamedTuple):
    """How much the cache holds, and may."""

    files: int
    size_bytes: int
    limit_bytes: int


class Trimmed(NamedTuple):
    """What was removed."""

    files: int
    size_bytes: int


class DownloadCache:
    """Files by what they hold. A cache that cannot be written keeps nothing, and says nothing of it."""

    def __init__(self, root: Path | None = None, limit_bytes: int | None = None) -> None:
        """
        Args:
            root: its folder; by default RUNSTONE_ARTIFACT_CACHE_DIR, else `runstone/artifacts` in the user's cache.
            limit_bytes: by default RUNSTONE_ARTIFACT_CACHE_BYTES, else 10 GiB. 0 keeps nothing.

        Raises:
            BadSetting: the variable holds no number of bytes.
        """
        self.root = root or _default_root()
        self.limit_bytes = _limit() if limit_bytes is None else limit_bytes

    def pieces(self, name: str, size_bytes: int | None, source: Iterator[bytes]) -> Iterator[bytes]:
        """The bytes of a file: from here if it is here, else from the source, and kept on the way if they come whole.

        Args:
            name: what tells its bytes from any others: a hash, or an address with an ETag.
            size_bytes: how long it is, if that is known. What has another length is not believed.
            source: where else it comes from. Begun only if it is not here.
        """
        path = self._path(name)
        kept = _open(path, size_bytes)
        if kept is None:
            yield from self._kept(path, size_bytes, source)
            return
        try:
            with suppress(OSError):
                os.utime(path)
            while piece := os.read(kept, _PIECE_BYTES):
                yield piece
        finally:
            os.close(kept)

    def forget(self, name: str) -> bool:
        """Remove a file whose bytes turned out to be others. Returns whether it was here."""
        try:
            self._path(name).unlink()
        except OSError:
            return False
        return True

    def usage(self) -> Usage:
        """How much there is."""
        found = self._files()
        return Usage(len(found), sum(facts.st_size for _, facts in found), self.limit_bytes)

    def trim(self, limit_bytes: int | None = None) -> Trimmed:
        """Remove what was not used for longest, until the rest fits.

        Args:
            limit_bytes: by default its own limit. 0 removes all that nobody reads.
        """
        limit = self.limit_bytes if limit_bytes is None else limit_bytes
        found = sorted(self._files(), key=lambda item: item[1].st_mtime_ns)
        total = sum(facts.st_size for _, facts in found)
        files = size_bytes = 0
        for path, facts in found:
            if total - size_bytes <= limit:
                break
            if lock.is_shared(path):
                continue
            with suppress(FileNotFoundError):  # another process was faster
                path.unlink()
                files += 1
                size_bytes += facts.st_size
        for part in self.root.glob(f"{_PART}*"):
            with suppress(FileNotFoundError):
                if part.stat().st_mtime < time.time() - _DEAD_SECS:
                    part.unlink()
        return Trimmed(files, size_bytes)

    def _kept(self, path: Path, size_bytes: int | None, source: Iterator[bytes]) -> Iterator[bytes]:
        part = None
        if self.limit_bytes and (size_bytes or 0) <= self.limit_bytes:
            with suppress(OSError):
                path.parent.mkdir(parents=True, exist_ok=True)
                fd, name = tempfile.mkstemp(prefix=_PART, dir=self.root)
                os.close(fd)
                part = Path(name)
        if part is None:
            yield from source
            return
        try:
            count, is_whole = 0, True
            with open(part, "wb", buffering=0) as file:
                for piece in source:
                    try:
                        is_whole = is_whole and file.write(piece) == len(piece)
                    except OSError:  # a full disk costs the cache, and not the download
                        is_whole = False
                    count += len(piece)
                    yield piece
            if is_whole and size_bytes in (None, count) and count <= self.limit_bytes:
                with suppress(OSError):
                    os.replace(part, path)
                    self.trim()
        finally:
            part.unlink(missing_ok=True)

    def _path(self, name: str) -> Path:
        key = sha256(name.encode()).hexdigest()
        return self.root / key[:2] / key

    def _files(self) -> list[tuple[Path, os.stat_result]]:
        found = []
        for path in self.root.glob("??/*"):
            with suppress(FileNotFoundError):
                found.append((path, path.stat()))
        return found


def _open(path: Path, size_bytes: int | None) -> int | None:
    """The file, opened and locked against being removed; None where it is not."""
    try:
        fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return None
    lock.share(fd)
    if size_bytes is not None and os.fstat(fd).st_size != size_bytes:
        os.close(fd)
        return None
    return fd


def _default_root() -> Path:
    said = os.environ.get(ROOT_VARIABLE)
    return Path(said or Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache", "runstone", "artifacts")).expanduser()


def _limit() -> int:
    said = os.environ.get(LIMIT_VARIABLE) or str(DEFAULT_LIMIT_BYTES)
    if not said.isdigit():
        raise BadSetting(f"{LIMIT_VARIABLE}={said!r}: expected a number of bytes, 0 to keep nothing.")
    return int(said)
