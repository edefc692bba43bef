"""Replica: the journals and blobs of a home that lie somewhere, to be brought there or taken from there.

What a replica is: journals by name, each a row of bytes that only grows, and blobs by their SHA-256. A journal means its original bytes, sealed
or not, so an offset means the same everywhere. Whatever was said to be there survives a power cut there. The same bytes sent twice, or in
pieces that overlap, change nothing; other bytes at a place that is taken are refused.

What may vary: where it lies (a folder, another machine, a bucket, a server), and what a call costs; so calls take many things at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import NamedTuple, Protocol, runtime_checkable

from runstone.blobs.store import Readable
from runstone.model.errors import BlobDamaged
from runstone.sync.journal_name import JournalName

SHELF = "backups"
"""The folder of documents in a place."""


class Piece(NamedTuple):
    """Bytes of a journal, and where in it they begin."""

    name: JournalName
    offset: int
    data: bytes


def by_journal(pieces: Iterable[Piece]) -> dict[JournalName, list[Piece]]:
    """The pieces of each journal, in the order in which they came."""
    found: dict[JournalName, list[Piece]] = {}
    for piece in pieces:
        found.setdefault(piece.name, []).append(piece)
    return found


def other_bytes(sha256: str) -> BlobDamaged:
    """What is told of a blob that came with other bytes than its name promises."""
    return BlobDamaged(
        f"The blob {sha256} came with other bytes than its hash promises, and was not kept. It is sent again."
    )


class Replica(Protocol):
    """Not for threads to share.

    Every method raises ServerUnusable where the place cannot be reached or does not answer in time, HomeUnusable where it takes no bytes, and Misuse
    where it refuses who asks; whatever was said to be there before stays there.
    """

    def __str__(self) -> str:
        """What people call the place."""

    def sizes(self, names: Iterable[JournalName] | None = None) -> Mapping[JournalName, int]:
        """How many bytes are there of each of these journals, or of all; those that are not there are left out."""

    def read(self, name: JournalName, offset: int, size: int) -> bytes:
        """Bytes of a journal; fewer than asked for at its end, none of one that is not there."""

    def append(self, pieces: Sequence[Piece]) -> Mapping[JournalName, int]:
        """Bring bytes there.

        A piece that would leave a gap is not taken: the answer tells from where on.

        Args:
            pieces: of one journal in the order of their offsets.

        Returns:
            How many bytes are there now of each journal that was named, durably.

        Raises:
            JournalsDiffer: other bytes lie there. Nothing of that journal was changed; those before it in the call may have grown.
            JournalDamaged: bytes that no journal begins with. A place that only keeps bytes need not look.
        """

    def lacks(self, blobs: Iterable[str]) -> set[str]:
        """Which of these blobs, by SHA-256, are not there."""

    def put(self, sha256: str, size_bytes: int, stream: Readable) -> None:
        """Bring a blob there, read piece by piece. One that is there already stays.

        Args:
            sha256: its hash.
            size_bytes: how long it is; 0 where nobody knows, which only a place on this machine takes.
            stream: its bytes.

        Raises:
            BlobDamaged: the stream gives other bytes than the hash promises; nothing was kept.
        """

    def open(self, sha256: str) -> AbstractContextManager[Readable]:
        """A blob's bytes, to be read piece by piece.

        Raises:
            BlobDamaged: it is not there.
        """

    def close(self) -> None:
        """Let go of what a connection holds. Idempotent."""


@runtime_checkable
class Shelf(Protocol):
    """A place that keeps small files by name, too, which only whoever owns the place may read: what a backup needs beside blobs. Servers have none.

    Raises what a Replica raises.
    """

    def __str__(self) -> str:
        """What people call the place."""

    def lacks(self, blobs: Iterable[str]) -> set[str]:
        """See Replica."""

    def put(self, sha256: str, size_bytes: int, stream: Readable) -> None:
        """See Replica."""

    def open(self, sha256: str) -> AbstractContextManager[Readable]:
        """See Replica."""

    def documents(self) -> list[str]:
        """The names of all documents, in their order as text."""

    def read_document(self, name: str) -> bytes:
        """A document.

        Raises:
            FileNotFoundError: there is none of that name.
        """

    def write_document(self, name: str, data: bytes) -> None:
        """Keep a document, durably: it is there whole or not at all."""

    def close(self) -> None:
        """See Replica."""
