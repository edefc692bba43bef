"""A home as a replica: what arrives becomes part of it as if it had been recorded here."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, NamedTuple

from runstone.artifacts.collection import Collection
from runstone.blobs.store import BlobStore, Readable
from runstone.journal import arriving, lock, seal
from runstone.journal.frames import MAGIC
from runstone.journal.numbering import read_numbering, write_numbering
from runstone.journal.reader import JournalReader, journal_bytes
from runstone.journal.registry import Entry, Registry
from runstone.model.errors import BlobDamaged, HomeUnusable, JournalDamaged, JournalsDiffer
from runstone.model.home import SEALED_SUFFIX, Home
from runstone.model.records import Started
from runstone.sync.durable import make_durable
from runstone.sync.journal_name import JournalName, ledgers, names_of
from runstone.sync.replica import SHELF, Piece, by_journal, other_bytes

# Whoever follows living writers has given up one that was silent for as long.
_SILENT_SECS = 30.0
# A run says what it is among its first words.
_BEGINNING_BYTES = 1 << 20


class Written(NamedTuple):
    """What was written: how many bytes are there of each journal now, and which files and folders are not durable yet."""

    sizes: dict[JournalName, int]
    paths: set[Path]


class HomeReplica:
    """A folder of this machine: see Replica. Journals in which a home tells what it calls a run stay out of sight, since they are its own."""

    def __init__(self, home: Home) -> None:
        """
        Args:
            home: made at the first byte that arrives.
        """
        self.home = home
        self._store = BlobStore(home)
        self._shelf = home.path / SHELF
        self._registry = Registry(home)
        self._entered: set[str] = set()

    def __str__(self) -> str:
        return str(self.home.path)

    def sizes(self, names: Iterable[JournalName] | None = None) -> dict[JournalName, int]:
        """See Replica."""
        if names is None:
            names = [name for kind, ledger in ledgers(self.home) for name in names_of(self.home, kind, ledger)]
        found = {}
        for name in names:
            path = name.path(self.home)
            try:
                if name.kind != "runs" or read_numbering(path) is None:
                    found[name] = journal_bytes(path)
            except FileNotFoundError:
                continue
        return found

    def read(self, name: JournalName, offset: int, size: int) -> bytes:
        """See Replica."""
        try:
            return JournalReader(name.path(self.home)).read(offset, size)
        except FileNotFoundError:
            return b""

    def append(self, pieces: Sequence[Piece]) -> dict[JournalName, int]:
        """See Replica.

        Raises:
            JournalsDiffer: other bytes lie there, or the journal's own writer has it open here.
            JournalDamaged: what begins here is no journal. Nothing of it was kept.
            HomeUnusable: the disk refused.
        """
        written = self.write(pieces)
        self.settle(written)
        return written.sizes

    def write(self, pieces: Sequence[Piece]) -> Written:
        """The first half of `append`, for one at a time: the bytes are there, and nobody may be told so before they are settled.

        Raises:
            JournalsDiffer, JournalDamaged, HomeUnusable: see `append`.
        """
        grown = by_journal(pieces)
        written = Written({}, set())
        with self._room():
            for name, own in grown.items():
                written.sizes[name] = self._append(name, own, written.paths)
        for name in grown:
            if name.kind == "artifacts":
                self._settle(name.ledger)
        return written

    def settle(self, written: Written) -> None:
        """The second half, for any number at once, whose bytes the disk may take together: what was written survives a power cut.

        Raises:
            HomeUnusable: the disk refused.
        """
        with self._room():
            for path in written.paths:
                # One that was sealed meanwhile is durable in that form.
                with suppress(FileNotFoundError):
                    make_durable(path)

    @contextmanager
    def _room(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise HomeUnusable(
                f"{self.home.path} takes no more bytes ({error.strerror}). What had arrived is safe. Free some space; sending goes on where "
                "it stopped."
            ) from error

    def lacks(self, blobs: Iterable[str]) -> set[str]:
        """See Replica. Those that are there are as young as new ones then, so that no garbage collection takes them before their journal comes."""
        return {sha256 for sha256 in blobs if not self._store.touch(sha256)}

    def put(self, sha256: str, size_bytes: int, stream: Readable) -> None:
        """See Replica."""
        try:
            staged = self._store.stage(stream)
        except OSError as error:
            raise HomeUnusable(f"{self.home.path} takes no more bytes ({error.strerror}). Free some space.") from error
        try:
            if staged.sha256 != sha256:
                raise other_bytes(sha256)
            make_durable(staged.part)
            self._store.settle(staged)
            make_durable(self._store.path(sha256).parent)
        finally:
            staged.part.unlink(missing_ok=True)

    @contextmanager
    def open(self, sha256: str) -> Iterator[IO[bytes]]:
        """See Replica."""
        try:
            file = open(self._store.path(sha256), "rb")  # noqa: SIM115 - closed below
        except FileNotFoundError as error:
            raise BlobDamaged(f"The blob {sha256} is missing from {self.home.blobs_path}.") from error
        with file:
            yield file

    def documents(self) -> list[str]:
        """See Shelf."""
        try:
            return sorted(name for name in os.listdir(self._shelf) if not name.startswith("."))
        except FileNotFoundError:
            return []

    def read_document(self, name: str) -> bytes:
        """See Shelf."""
        return (self._shelf / name).read_bytes()

    def write_document(self, name: str, data: bytes) -> None:
        """See Shelf."""
        part = self._shelf / f".{name}.{os.getpid()}"
        try:
            self.home.path.mkdir(parents=True, exist_ok=True)
            self._shelf.mkdir(mode=0o700, exist_ok=True)
            with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600), "wb") as file:
                file.write(data)
            make_durable(part)
            os.replace(part, self._shelf / name)
            make_durable(self._shelf)
        except OSError as error:
            raise HomeUnusable(f"{self._shelf} takes no more bytes ({error.strerror}). Free some space.") from error
        finally:
            part.unlink(missing_ok=True)

    def close(self) -> None:
        """Nothing is held."""

    def _append(self, name: JournalName, pieces: list[Piece], unsettled: set[Path]) -> int:
        path = name.path(self.home)
        for piece in pieces:
            if piece.data[: max(0, len(MAGIC) - piece.offset)] != MAGIC[piece.offset : piece.offset + len(piece.data)]:
                raise JournalDamaged(
                    f"What came as {name.text} is no journal, or one of a later Runstone. Nothing of it was kept."
                )
        if path.suffix == SEALED_SUFFIX:
            size_bytes = seal.original_bytes(path)
            if max(piece.offset + len(piece.data) for piece in pieces) <= size_bytes:
                for piece in pieces:
                    self._compare(piece, seal.read(path, piece.offset, len(piece.data)))
                return size_bytes
            path = seal.unseal(path)
        is_new = not path.exists()
        if is_new and pieces[0].offset:
            return 0
        if is_new:
            path.parent.mkdir(parents=True, exist_ok=True)
            arriving.mark(path)
        fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o666)
        try:
            self._hold(fd, path)
            size_bytes = os.fstat(fd).st_size
            silent_secs = time.time() - os.fstat(fd).st_mtime
            for piece in pieces:
                if piece.offset > size_bytes:
                    break
                known = os.pread(fd, len(piece.data), piece.offset)
                self._compare(piece, known)
                size_bytes += _write(fd, piece.data[len(known) :])
        finally:
            os.close(fd)
        unsettled.add(path)
        if is_new:
            unsettled.add(path.parent)
        if name.kind == "runs":
            if pieces[0].offset < _BEGINNING_BYTES:
                self._introduce(name.ledger, path)
            if is_new or silent_secs > _SILENT_SECS:
                self._registry.ring(name.ledger, name.writer)
        return size_bytes

    def _hold(self, fd: int, path: Path) -> None:
        """Let nobody else append meanwhile. A writer never lets go of a journal that it has open; whoever brings pieces soon does."""
        if not arriving.is_arriving(path) and lock.is_held(path):
            raise JournalsDiffer(
                f"The journal {path} is being written here, so nothing of it is taken from elsewhere. Nothing of it was changed."
            )
        lock.hold(fd)

    def _compare(self, piece: Piece, known: bytes) -> None:
        if known != piece.data[: len(known)]:
            raise JournalsDiffer(
                f"{self.home.path} has another journal {piece.name.text} than the one that arrives, near byte {piece.offset}. Nothing of it was "
                "changed. Bring the runs into another home to see both."
            )

    def _introduce(self, run: str, journal: Path) -> None:
        """Give a run that is new here its number and display id, as soon as it is known what they were where it began."""
        if not self._entered:
            self._entered = {entry.run for entry in self._registry.entries()}
        if run in self._entered:
            return
        started = _started(journal)
        if started is None:
            return
        asked = Entry(started.number, started.display_id, run, started.project)
        given = self._registry.adopt(asked)
        if given[:2] != asked[:2]:
            named = write_numbering(self.home, run, given.number, given.display_id)
            self._registry.ring(run, named.stem)
        self._entered.add(run)

    def _settle(self, collection: str) -> None:
        """Versions whose numbers are taken here get others."""
        joined = Collection(self.home, collection)
        try:
            if joined.facts().unsettled():
                joined.write(lambda facts, time: [])
        finally:
            joined.close()


def _started(journal: Path) -> Started | None:
    for piece in JournalReader(journal).pieces():
        for record in piece.records:
            if isinstance(record, Started):
                return record
    return None


def _write(fd: int, data: bytes) -> int:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(fd, rest) :]
    return len(data)
