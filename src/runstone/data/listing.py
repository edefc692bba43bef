"""The listing of data: each file with what is known of it, and the digests that tell one state of the data from another.

Three depths, each dearer than the one before: `stat` is made of sizes and times, `partial` of sizes and three pieces of each file, `full` of all
bytes. The full digest is that of an artifact with the same files.
"""

from __future__ import annotations

import hashlib
from typing import Literal, NamedTuple

import msgspec
import zstandard

from runstone.artifacts.manifest import Entry, Manifest
from runstone.blobs.inflate import inflate
from runstone.blobs.store import BlobStore
from runstone.model.errors import UNDECODABLE, BlobDamaged

Depth = Literal["stat", "partial", "full"]
DEPTHS: tuple[Depth, ...] = ("stat", "partial", "full")

MAX_BYTES = 1 << 30


class FileFacts(msgspec.Struct, frozen=True, array_like=True):
    """A file: its size, when it changed last in nanoseconds since the epoch, the digest of three of its pieces and that of all bytes, empty where
    they are not known."""

    size_bytes: int
    mtime_ns: int
    partial: str = ""
    full: str = ""


class Listing(msgspec.Struct, frozen=True):
    """The files of data by path."""

    files: dict[str, FileFacts]

    @property
    def size_bytes(self) -> int:
        """All files together."""
        return sum(file.size_bytes for file in self.files.values())

    @property
    def digests(self) -> dict[str, str]:
        """The digest of each depth that is known of every file."""
        found = {"stat": self._digest([f"{file.size_bytes} {file.mtime_ns}" for file in self._sorted()])}
        if all(file.partial for file in self.files.values()):
            found["partial"] = self._digest([f"{file.size_bytes} {file.partial}" for file in self._sorted()])
        if all(file.full for file in self.files.values()):
            found["full"] = Manifest({path: Entry(file.full) for path, file in self.files.items()}).digest
        return found

    def _sorted(self) -> list[FileFacts]:
        return [file for _, file in sorted(self.files.items())]

    def _digest(self, told: list[str]) -> str:
        digest = hashlib.sha256()
        for path, words in zip(sorted(self.files), told, strict=True):
            digest.update(f"{path}\0{words}\0".encode("utf-8", "surrogateescape"))
        return digest.hexdigest()

    def save(self, store: BlobStore) -> str:
        """Keep it as a blob. Returns the blob's SHA-256.

        Raises:
            OSError: the disk refused.
        """
        return store.put(zstandard.compress(msgspec.msgpack.encode(dict(sorted(self.files.items()))))).sha256

    @classmethod
    def decode(cls, data: bytes) -> Listing:
        """What `save` kept. Anybody may have made these bytes.

        Raises:
            BlobDamaged: they are no listing.
        """
        try:
            packed = inflate(data, MAX_BYTES)
            return cls(msgspec.msgpack.decode(packed, type=dict[str, FileFacts]))
        except (zstandard.ZstdError, *UNDECODABLE) as error:
            raise BlobDamaged(
                f"A listing of data cannot be read ({error}). Bring its blob back from a copy."
            ) from error


class Change(NamedTuple):
    """A file that two listings do not have alike. `sure` tells that bytes were compared, and not only sizes and times."""

    path: str
    kind: Literal["added", "changed", "gone"]
    before: FileFacts | None
    after: FileFacts | None
    sure: bool = True


def difference(before: Listing, after: Listing) -> list[Change]:
    """What became of the files, by path. Files are compared by the deepest digest that both have."""
    found = []
    for path in sorted({*before.files, *after.files}):
        old, new = before.files.get(path), after.files.get(path)
        if old is None or new is None:
            found.append(Change(path, "added" if old is None else "gone", old, new))
        elif old.size_bytes != new.size_bytes:
            found.append(Change(path, "changed", old, new))
        elif old.full and new.full:
            if old.full != new.full:
                found.append(Change(path, "changed", old, new))
        elif old.partial and new.partial and old.partial != new.partial:
            found.append(Change(path, "changed", old, new))
        elif old.mtime_ns != new.mtime_ns and not (old.partial and new.partial):
            found.append(Change(path, "changed", old, new, sure=False))
    return found
