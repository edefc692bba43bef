"""The blob store of a home: `blobs/ab/abcdef…`, written once, never changed."""

from __future__ import annotations

import hashlib
import itertools
import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, NamedTuple, Protocol

from runstone.model.errors import BlobDamaged
from runstone.model.home import Home, HomeCopy
from runstone.model.ids import Sha256

CHUNK_BYTES = 1 << 20

# What names the parts of this process; a forked child has another process id.
_TOKEN = os.urandom(4).hex()
_COUNT = itertools.count()


class Readable(Protocol):
    """What gives bytes until its end, as a binary file does."""

    def read(self, size: int, /) -> bytes:
        """At most so many bytes; none at the end."""


class Stored(NamedTuple):
    """A blob that lies in the store."""

    sha256: Sha256
    size_bytes: int


class Staged(NamedTuple):
    """Bytes that were read whole but are no blob of the store yet. See `BlobStore.stage`."""

    part: Path
    sha256: Sha256
    size_bytes: int


class BlobStore:
    """Puts and gives back bytes by their hash. Any number of processes may write at once: equal bytes make equal files."""

    def __init__(self, home: Home) -> None:
        self._root = home.blobs_path
        self._bring = home.bring if isinstance(home, HomeCopy) else None

    def path(self, sha256: str) -> Path:
        """Where the blob lies, whether it does or not. In a copy of a home it is brought, if that can be done now."""
        path = Path(self._root, sha256[:2], sha256)
        if self._bring is not None and not path.exists():
            self._bring(sha256)
        return path

    def put(self, data: bytes) -> Stored:
        """Store bytes.

        Raises:
            OSError: the disk refused; nothing is left behind.
        """
        sha256 = Sha256(hashlib.sha256(data).hexdigest())
        if not self.touch(sha256):
            self._write(sha256, [data])
        return Stored(sha256, len(data))

    def put_unique(self, pieces: Sequence[bytes | memoryview]) -> Stored:
        """Store the bytes of all pieces, one after the other, which no blob can have yet: so nobody looks whether one does.

        Raises:
            OSError: the disk refused; nothing is left behind.
        """
        digest = hashlib.sha256()
        for piece in pieces:
            digest.update(piece)
        sha256 = Sha256(digest.hexdigest())
        self._write(sha256, pieces)
        return Stored(sha256, sum(len(piece) for piece in pieces))

    def _write(self, sha256: str, pieces: Sequence[bytes | memoryview]) -> None:
        part = self._part()
        try:
            with _new(part, buffering=0) as out:
                for piece in pieces:
                    rest = memoryview(piece)
                    while rest:  # one call of an unbuffered file may take only a part
                        rest = rest[out.write(rest) :]
            self._settle(part, sha256)
        except BaseException:
            part.unlink(missing_ok=True)
            raise

    def put_file(self, source: Path) -> Stored:
        """Store the bytes of a file, read piece by piece: memory stays constant however long it is.

        Raises:
            OSError: the source cannot be read or the disk refused; nothing is left behind.
        """
        with open(source, "rb") as file:
            return self.put_stream(file)

    def put_stream(self, stream: Readable) -> Stored:
        """Store what a binary file gives until its end."""
        staged = self.stage(stream)
        try:
            self.settle(staged)
        finally:
            staged.part.unlink(missing_ok=True)
        return Stored(staged.sha256, staged.size_bytes)

    def stage(self, stream: Readable) -> Staged:
        """Write what a binary file gives until its end beside the blobs, where nobody sees it: `settle` makes a blob of it.

        Raises:
            OSError: the stream cannot be read or the disk refused; nothing is left behind.
        """
        digest = hashlib.sha256()
        size_bytes = 0
        part = self._part()
        try:
            with _new(part) as out:
                while chunk := stream.read(CHUNK_BYTES):
                    digest.update(chunk)
                    out.write(chunk)
                    size_bytes += len(chunk)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
        return Staged(part, Sha256(digest.hexdigest()), size_bytes)

    def settle(self, staged: Staged) -> None:
        """Make what was staged a blob, unless it is one already. The caller removes `staged.part` if it is still there."""
        if not self.touch(staged.sha256):
            self._settle(staged.part, staged.sha256)

    def get(self, sha256: str) -> bytes:
        """The bytes, checked against their hash.

        Raises:
            BlobDamaged: the blob is missing or its bytes have changed.
        """
        try:
            data = self.path(sha256).read_bytes()
        except FileNotFoundError as error:
            raise BlobDamaged(
                f"The blob {sha256} is missing from {self._root}. Bring it back from a copy of the home."
            ) from error
        if hashlib.sha256(data).hexdigest() != sha256:
            raise BlobDamaged(
                f"The blob {self.path(sha256)} no longer has its hash: the disk changed it. Bring it back from a copy."
            )
        return data

    def is_intact(self, sha256: str) -> bool:
        """Whether the blob is there with the bytes that its name promises; reads it whole, in constant memory."""
        try:
            with open(self.path(sha256), "rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest() == sha256
        except FileNotFoundError:
            return False

    def __contains__(self, sha256: str) -> bool:
        return self.path(sha256).exists()

    def __iter__(self) -> Iterator[Stored]:
        for folder in sorted(self._root.glob("??")):
            for path in sorted(folder.iterdir()):
                if len(path.name) == 64:
                    with suppress(FileNotFoundError):  # a collection of garbage took it since
                        yield Stored(Sha256(path.name), path.stat().st_size)

    def remove(self, sha256: str) -> int:
        """Remove a blob that nothing refers to any more.

        Returns:
            The bytes freed; 0 if it was not there.
        """
        path = self.path(sha256)
        try:
            size_bytes = path.stat().st_size
            path.unlink()
        except FileNotFoundError:
            return 0
        return size_bytes

    def touch(self, sha256: str) -> bool:
        """Whether the blob is there. It is as young as a new one then, so that no garbage collection takes it before its record is written."""
        try:
            os.utime(self.path(sha256))
        except FileNotFoundError:
            return False
        except PermissionError:  # another user's blob in a shared home: his to look after
            return True
        return True

    def _part(self) -> Path:
        return self._root / f".part-{os.getpid()}-{_TOKEN}-{next(_COUNT)}"

    def _settle(self, part: Path, sha256: str) -> None:
        target = self.path(sha256)
        try:
            os.replace(part, target)
        except FileNotFoundError:  # the first blob of its folder
            target.parent.mkdir(exist_ok=True)
            os.replace(part, target)


def _new(path: Path, buffering: int = -1) -> IO[bytes]:
    """A file to write, in a folder that is made if it is not there."""
    try:
        return open(path, "wb", buffering=buffering)
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        return open(path, "wb", buffering=buffering)
