"""Fingerprints of files on this machine: first what `stat` tells, then pieces, then all bytes, and each no more than once."""

from __future__ import annotations

import base64
import hashlib
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from runstone.artifacts.contents import walk
from runstone.artifacts.manifest import Entry
from runstone.artifacts.stat_cache import StatCache
from runstone.data.listing import FileFacts, Listing
from runstone.model.home import Home

PIECE_BYTES = 64 << 10
_READ_BYTES = 1 << 20
_KEEP_SECS = 2.0
_PARTIAL, _FULL = "data partial ", "data full "

Stopped = Callable[[], bool]


class Stop(Exception):
    """Somebody has no time to wait for the rest."""


class Fingerprint:
    """Of a file or folder. Each call deepens what is known; what was read of a file that is as it was is known from a cache of the machine."""

    def __init__(self, home: Home, root: Path, stopped: Stopped) -> None:
        """
        Args:
            home: whose cache is used.
            root: a file or a folder. Links in it are followed, once each.
            stopped: asked often; when it says so, `Stop` is raised.
        """
        self._home = home
        self._root = root
        self._stopped = stopped
        self._facts: dict[str, os.stat_result] = {}
        self._digests: dict[str, dict[str, str]] = {_PARTIAL: {}, _FULL: {}}

    def path(self, name: str) -> Path:
        """Where a file of the listing lies."""
        return self._root / name if self._root.is_dir() else self._root

    def listing(self) -> Listing:
        """What is known by now."""
        return Listing(
            {
                name.encode("utf-8", "backslashreplace").decode(): FileFacts(
                    facts.st_size,
                    facts.st_mtime_ns,
                    self._digests[_PARTIAL].get(name, ""),
                    self._digests[_FULL].get(name, ""),
                )
                for name, facts in self._facts.items()
            }
        )

    def stat(self) -> None:
        """See which files there are.

        Raises:
            Stop: there is no time.
        """
        for name, path in _walk(self._root):
            self._check()
            try:
                self._facts[name] = path.stat()
            except OSError:
                continue  # a link to nowhere, or gone a moment ago
        self._recall()

    def partial(self) -> None:
        """Read the beginning, the middle and the end of each file.

        Raises:
            Stop, OSError: there is no time, or a file cannot be read. What was read until then is known.
        """
        self._deepen(_PARTIAL, _pieces_digest)

    def full(self) -> None:
        """Read all bytes.

        Raises:
            Stop, OSError: as `partial`.
        """
        self._deepen(_FULL, self._whole_digest)

    def _recall(self) -> None:
        cache = StatCache(self._home)
        try:
            for name, facts in self._facts.items():
                for kind, found in self._digests.items():
                    known = cache.get(kind + os.path.abspath(self.path(name)), facts)
                    if known is not None:
                        found[name] = known.digest
        finally:
            cache.close()

    def _deepen(self, kind: str, digest: Callable[[Path], str]) -> None:
        fresh: list[tuple[str, os.stat_result, int, Entry]] = []
        kept = time.monotonic()
        try:
            for name in self._facts:
                if name in self._digests[kind]:
                    continue
                path = self.path(name)
                read_ns = time.time_ns()
                before = path.stat()
                found = digest(path)
                after = path.stat()
                self._facts[name] = after
                self._digests[kind][name] = found
                if (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns):
                    fresh.append((kind + os.path.abspath(path), after, read_ns, Entry(found, after.st_size)))
                if time.monotonic() - kept > _KEEP_SECS:
                    self._keep(fresh)
                    fresh, kept = [], time.monotonic()
        finally:
            self._keep(fresh)

    def _keep(self, fresh: list[tuple[str, os.stat_result, int, Entry]]) -> None:
        # Opened for this moment alone: whoever stores files meanwhile must not wait for our transaction.
        cache = StatCache(self._home)
        try:
            for item in fresh:
                cache.put(*item)
        finally:
            cache.close()

    def _whole_digest(self, path: Path) -> str:
        md5 = hashlib.md5(usedforsecurity=False)
        with open(path, "rb") as file:
            while piece := file.read(_READ_BYTES):
                self._check()
                md5.update(piece)
        return base64.b64encode(md5.digest()).decode()

    def _check(self) -> None:
        if self._stopped():
            raise Stop


def _pieces_digest(path: Path) -> str:
    """Of the beginning, the middle and the end of a file; of all of it if it is short."""
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        size = os.fstat(file.fileno()).st_size
        if size <= 3 * PIECE_BYTES:
            digest.update(file.read())
        else:
            for start in (0, (size - PIECE_BYTES) // 2, size - PIECE_BYTES):
                file.seek(start)
                digest.update(file.read(PIECE_BYTES))
    return digest.hexdigest()[:32]


def _walk(root: Path) -> Iterator[tuple[str, Path]]:
    if not root.is_dir():
        yield root.name, root
        return
    for name in walk(root):
        yield name, root / name
