"""Storing: files of any size come into a home as blobs, in threads, in bounded memory, and only those that changed."""

from __future__ import annotations

import hashlib
import os
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sized
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, NamedTuple

from runstone.artifacts.manifest import CHUNK_BYTES, LARGE_BYTES, Entry, base64_md5
from runstone.artifacts.stat_cache import StatCache, signature
from runstone.blobs.store import BlobStore
from runstone.model.errors import BadValue
from runstone.model.home import Home

# Garbage collection leaves blobs alone for an hour: one that was touched so lately needs not be touched again.
_FRESH_SECS = 600.0

# Of one large file so many chunks wait for their SHA-256 and the disk.
_AHEAD = 4
_ATTEMPTS = 3


class Progress(NamedTuple):
    """How far storing is: files and bytes, of how many. `read_bytes` had to be read, since nobody knew them."""

    files: int
    size_bytes: int
    read_bytes: int
    total_files: int


OnProgress = Callable[[Progress], None]


def ignore(progress: Progress) -> None:
    """The listener of somebody who is in no hurry."""


class FileStore:
    """Stores files of a home. A context manager; may be shared by threads.

    Promises: memory is bounded by some 16 MiB a thread, however many and long the files are. Bytes that are in the home are not written again; a
    file that is as it was when it was stored last is not even read. After a kill, another attempt reads only what the last second of
    the first one read.
    """

    def __init__(self, home: Home, threads: int | None = None) -> None:
        """
        Args:
            home: takes the blobs.
            threads: at work; by default as many as there are processors, and 8 at most.
        """
        count = threads or min(8, max(2, os.cpu_count() or 2))
        self._store = BlobStore(home)
        self._cache = StatCache(home)
        self._threads = count
        self._files = ThreadPoolExecutor(count, "runstone-files")
        self._chunks = ThreadPoolExecutor(count, "runstone-chunks")
        self._lock = threading.Lock()  # guards the counters
        self._done_files = self._done_bytes = self._read_bytes = 0

    def __enter__(self) -> FileStore:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of threads, and keep what is known of the files."""
        self._files.shutdown(cancel_futures=True)
        self._chunks.shutdown(cancel_futures=True)
        self._cache.close()

    def store(self, files: Iterable[tuple[str, Path]], on_progress: OnProgress = ignore) -> Iterator[tuple[str, Entry]]:
        """Store files, a bounded number of them at a time.

        Args:
            files: names and paths; the names are only passed through.
            on_progress: told after each file, in the thread of the caller.

        Returns:
            Names and entries, in the order in which they were given.

        Raises:
            BadValue: a file cannot be read, or changes faster than it can be read.
            OSError: the disk refused.
        """
        waiting: deque[tuple[str, Entry | Future[Entry]]] = deque()
        counted = 0
        total = len(files) if isinstance(files, Sized) else None
        self._done_files = self._done_bytes = self._read_bytes = 0

        def next_done() -> tuple[str, Entry]:
            name, found = waiting.popleft()
            entry = found if isinstance(found, Entry) else found.result()
            self._done_files += 1
            self._done_bytes += entry.size_bytes or 0
            on_progress(Progress(self._done_files, self._done_bytes, self._read_bytes, total or counted))
            return name, entry

        try:
            for name, path in files:
                counted += 1
                # Handing a file to a thread costs more than seeing that it is known.
                waiting.append((name, self._known(os.path.abspath(path)) or self._files.submit(self._store_new, path)))
                if len(waiting) > 32 * self._threads:
                    yield next_done()
            while waiting:
                yield next_done()
        finally:
            for _, found in waiting:
                if not isinstance(found, Entry):
                    found.cancel()

    def store_file(self, path: Path) -> Entry:
        """Store one file as it is at one moment.

        Raises:
            BadValue: it cannot be read, or changes faster than it can be read.
            OSError: the disk refused.
        """
        return self._known(os.path.abspath(path)) or self._store_new(path)

    def _known(self, absolute: str) -> Entry | None:
        """What a file is, if that can be told without reading it."""
        try:
            facts = os.stat(absolute)
        except OSError:
            return None  # whoever reads it tells why it cannot be read
        known = self._cache.get(absolute, facts)
        return known if known is not None and self._has(known) else None

    def _store_new(self, path: Path) -> Entry:
        absolute = os.path.abspath(path)
        for _ in range(_ATTEMPTS):
            with _open(absolute) as file:
                before = os.fstat(file.fileno())
                read_ns = time.time_ns()
                entry = self._read_large(file) if before.st_size >= LARGE_BYTES else self._read_small(file)
                after = os.fstat(file.fileno())
            with self._lock:
                self._read_bytes += entry.size_bytes or 0
            if signature(before) == signature(after):
                self._cache.put(absolute, after, read_ns, entry)
                return entry
        raise BadValue(f"the file {path} changes while it is read. Close it first, or add a copy of it.")

    def store_bytes(self, data: bytes) -> Entry:
        """Store bytes as a file of an artifact.

        Raises:
            OSError: the disk refused.
        """
        if len(data) >= LARGE_BYTES:
            import io

            return self._read_large(io.BytesIO(data))
        md5 = hashlib.md5(data, usedforsecurity=False).digest()
        return Entry(base64_md5(md5), len(data), sha256=self._store.put(data).sha256)

    def _read_small(self, file: BinaryIO) -> Entry:
        data = file.read(LARGE_BYTES)
        if len(data) == LARGE_BYTES:  # it grew since
            file.seek(0)
            return self._read_large(file)
        return self.store_bytes(data)

    def _read_large(self, file: BinaryIO) -> Entry:
        """One thread reads and computes the MD5, others the SHA-256 of chunks and write them."""
        md5 = hashlib.md5(usedforsecurity=False)
        chunks: list[str] = []
        waiting: deque[Future[str]] = deque()
        size_bytes = 0
        try:
            while chunk := file.read(CHUNK_BYTES):
                waiting.append(self._chunks.submit(self._put, chunk))
                md5.update(chunk)
                size_bytes += len(chunk)
                if len(waiting) > _AHEAD:
                    chunks.append(waiting.popleft().result())
            chunks.extend(future.result() for future in waiting)
        finally:
            for future in waiting:
                future.cancel()
        return Entry(base64_md5(md5.digest()), size_bytes, chunks=chunks)

    def _put(self, chunk: bytes) -> str:
        return self._store.put(chunk).sha256

    def _has(self, entry: Entry) -> bool:
        """Whether the blobs of a known entry are there, in their full length, and safe from garbage collection for a while."""
        left = entry.size_bytes or 0
        young = time.time() - _FRESH_SECS
        for blob in entry.blobs:
            try:
                facts = os.stat(self._store.path(blob))
            except FileNotFoundError:
                return False
            expected = min(left, CHUNK_BYTES) if entry.chunks else left
            if facts.st_size != expected:
                self._store.remove(blob)  # cut short by a power cut
                return False
            left -= expected
            if facts.st_mtime < young and not self._store.touch(blob):
                return False
        return True


@contextmanager
def _open(path: str) -> Iterator[BinaryIO]:
    try:
        file = open(path, "rb", buffering=0)  # noqa: SIM115 - an error of opening is told apart from those of reading
    except OSError as error:
        raise BadValue(f"the file {path} cannot be read ({error.strerror or error}).") from error
    with file:
        yield file
