"""A home on another machine as a replica, over SFTP: no Runstone need be installed there. See Replica."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from runstone.blobs.store import Readable
from runstone.journal import seal
from runstone.journal.reader import JournalReader
from runstone.journal.registry import Entry, entries_of, run_line
from runstone.model.errors import BadValue, BlobDamaged, JournalsDiffer
from runstone.model.home import JOURNAL_SUFFIX, SEALED_SUFFIX
from runstone.model.ids import to_file_name
from runstone.model.records import Started
from runstone.remote.address import RemoteAddress
from runstone.remote.sftp import Item, Sftp, Span, Written
from runstone.sync.journal_name import JournalName
from runstone.sync.replica import SHELF, Piece, by_journal, other_bytes

_KINDS = ("runs", "artifacts", "sweeps")
# The index of a sealed file is a few bytes a megabyte.
_TAIL_BYTES = 4096
_CHUNK_BYTES = 1 << 20


class SshReplica:
    """A folder of another machine, of the layout of a home. What lies there sealed stays so, until it grows.

    Nobody there numbers what arrives: its runs keep the numbers that they have here.
    """

    def __init__(self, address: RemoteAddress) -> None:
        """Connect.

        Args:
            address: of the home; its folder is made at the first byte that arrives.

        Raises:
            RemoteUnusable: the machine cannot be reached, or offers no SFTP.
        """
        self._address = address
        self._sftp = Sftp(address)
        path = address.path.removeprefix("~/").removeprefix("~") or ("." if address.path else ".runstone")
        self._root = self._sftp.real_path(path)
        self._sealed: dict[str, tuple[Item, int]] = {}
        self._folders: set[str] = set()
        self._entered: set[str] | None = None
        self._fetched = tempfile.TemporaryDirectory(prefix="runstone-")

    def __str__(self) -> str:
        return str(self._address._replace(path=self._root))

    def sizes(self, names: Iterable[JournalName] | None = None) -> dict[JournalName, int]:
        """See Replica."""
        found = self._find(list(self._all_names()) if names is None else list(names))
        self._learn_sealed([(path, item) for path, item in found.values() if path.endswith(SEALED_SUFFIX)])
        return {name: self._size(path, item) for name, (path, item) in found.items()}

    def read(self, name: JournalName, offset: int, size: int) -> bytes:
        """See Replica."""
        path = f"{self._root}/{name.text}{JOURNAL_SUFFIX}"
        data = b"".join(piece for _, piece in self._sftp.read([Span(path, offset, size)]))
        if data:
            return data
        found = self._find([name])
        if name not in found or not found[name][0].endswith(SEALED_SUFFIX):
            return b""
        return seal.read(self._fetch(*found[name]), offset, size)

    def append(self, pieces: Sequence[Piece]) -> dict[JournalName, int]:
        """See Replica."""
        grown = by_journal(pieces)
        found = self._find(list(grown))
        there = self.sizes(list(found))
        parts: list[Written] = []
        fault: JournalsDiffer | None = None
        ends: dict[JournalName, int] = {}
        for name, own in grown.items():
            try:
                rest, ends[name] = self._rest(name, own, there.get(name, 0))
            except JournalsDiffer as error:
                fault = error
                break
            if rest and name in found and found[name][0].endswith(SEALED_SUFFIX):
                self._unseal(*found[name])
            parts += rest
        self._make_folders(parts)
        self._sftp.write(parts)
        self._announce([name for name in ends if name not in found and ends[name]], grown)
        if fault is not None:
            raise fault
        return ends

    def lacks(self, blobs: Iterable[str]) -> set[str]:
        """See Replica."""
        wanted = list(blobs)
        found = self._sftp.look_at([self._blob_path(sha256) for sha256 in wanted])
        return {sha256 for sha256, item in zip(wanted, found, strict=True) if item is None}

    def put(self, sha256: str, size_bytes: int, stream: Readable) -> None:
        """See Replica."""
        path = self._blob_path(sha256)
        part = f"{self._root}/blobs/.part-{os.urandom(8).hex()}"
        self._make_folders([Written(path, 0, b""), Written(part, 0, b"")])
        digest = hashlib.sha256()
        offset = 0
        try:
            while True:
                chunk = stream.read(_CHUNK_BYTES)
                digest.update(chunk)
                if chunk or not offset:
                    self._sftp.write([Written(part, offset, chunk)])
                offset += len(chunk)
                if not chunk:
                    break
            if digest.hexdigest() != sha256:
                raise other_bytes(sha256)
            self._sftp.rename(part, path)
        finally:
            self._sftp.remove(part)

    @contextmanager
    def open(self, sha256: str) -> Iterator[IO[bytes]]:
        """See Replica."""
        path = self._blob_path(sha256)
        (item,) = self._sftp.look_at([path])
        if item is None:
            raise BlobDamaged(f"The blob {sha256} is missing from {self}.")
        # Brought whole before it is read: whoever reads may take long, and a connection may not.
        with tempfile.SpooledTemporaryFile(8 << 20) as file:
            for _, piece in self._sftp.read([Span(path, 0, item.size_bytes)]):
                file.write(piece)
            file.seek(0)
            yield file

    def documents(self) -> list[str]:
        """See Shelf."""
        (items,) = self._sftp.folders([f"{self._root}/{SHELF}"])
        return sorted(item.name for item in items or [] if not item.name.startswith("."))

    def read_document(self, name: str) -> bytes:
        """See Shelf."""
        data = self._sftp.read_all(f"{self._root}/{SHELF}/{name}")
        if data is None:
            raise FileNotFoundError(name)
        return data

    def write_document(self, name: str, data: bytes) -> None:
        """See Shelf."""
        folder = f"{self._root}/{SHELF}"
        part = f"{folder}/.{name}.{os.urandom(8).hex()}"
        self._sftp.make_folders(self._root)
        self._sftp.make_private_folder(folder)
        try:
            self._sftp.write([Written(part, 0, data)])
            self._sftp.rename(part, f"{folder}/{name}")
        finally:
            self._sftp.remove(part)

    def close(self) -> None:
        """Let go of the connection. Idempotent."""
        self._sftp.close()
        self._fetched.cleanup()

    def _all_names(self) -> Iterator[JournalName]:
        listed = list(self._sftp.folders([f"{self._root}/{kind}" for kind in _KINDS]))
        ledgers = [
            f"{kind}/{one.name}"
            for kind, items in zip(_KINDS, listed, strict=True)
            for one in items or []
            if one.is_folder
        ]
        folders = [*ledgers, "workspace"]
        for folder, items in zip(folders, self._sftp.folders([f"{self._root}/{one}" for one in folders]), strict=True):
            for stem in {one.name.rpartition(".")[0] for one in items or [] if _is_journal(one.name)}:
                try:
                    yield JournalName.parse(f"{folder}/{stem}")
                except BadValue:
                    continue  # something else that lies there

    def _find(self, names: Sequence[JournalName]) -> dict[JournalName, tuple[str, Item]]:
        """Where journals lie, sealed or not; those that are not there are left out."""
        paths = [f"{self._root}/{name.text}{suffix}" for name in names for suffix in (JOURNAL_SUFFIX, SEALED_SUFFIX)]
        items = self._sftp.look_at(paths)
        found: dict[JournalName, tuple[str, Item]] = {}
        for place, name in enumerate(names):
            for path, item in zip(paths[2 * place :], items[2 * place : 2 * place + 2], strict=False):
                if item is not None and name not in found:
                    found[name] = path, item
        return found

    def _learn_sealed(self, files: list[tuple[str, Item]]) -> None:
        """Find out how long sealed journals were, of those that changed since."""
        new = [(path, item) for path, item in files if self._sealed.get(path, (None, 0))[0] != item]
        spans = [Span(path, max(0, item.size_bytes - _TAIL_BYTES), _TAIL_BYTES) for path, item in new]
        tails = [b""] * len(spans)
        for number, piece in self._sftp.read(spans):
            tails[number] += piece
        for (path, item), tail in zip(new, tails, strict=True):
            size_bytes = seal.original_bytes_by(tail, item.size_bytes)
            if size_bytes is None:
                size_bytes = seal.original_bytes(self._fetch(path, item))
            self._sealed[path] = item, size_bytes

    def _size(self, path: str, item: Item) -> int:
        return self._sealed[path][1] if path.endswith(SEALED_SUFFIX) else item.size_bytes

    def _rest(self, name: JournalName, pieces: list[Piece], size_bytes: int) -> tuple[list[Written], int]:
        """What of these pieces is not there yet, and how much is there with it.

        Raises:
            JournalsDiffer: other bytes lie there.
        """
        path = f"{self._root}/{name.text}{JOURNAL_SUFFIX}"
        there = size_bytes
        parts: list[Written] = []
        for piece in pieces:
            if piece.offset > size_bytes:
                break
            overlap = max(0, min(len(piece.data), there - piece.offset))
            if overlap and self.read(name, piece.offset, overlap) != piece.data[:overlap]:
                raise JournalsDiffer(
                    f"{self} has another journal {name.text} than the one that arrives, near byte {piece.offset}. Nothing of it was changed. "
                    "Bring the runs into another home to see both."
                )
            rest = piece.data[max(0, size_bytes - piece.offset) :]
            if rest:
                parts.append(Written(path, size_bytes, rest))
                size_bytes += len(rest)
        return parts, size_bytes

    def _fetch(self, path: str, item: Item) -> Path:
        """A sealed file, brought here."""
        digest = hashlib.sha256(f"{path}\0{item.size_bytes}\0{item.mtime}".encode()).hexdigest()
        local = Path(self._fetched.name, f"{digest[:16]}{SEALED_SUFFIX}")
        if not local.exists():
            with open(local, "wb") as out:
                for _, piece in self._sftp.read([Span(path, 0, item.size_bytes)]):
                    out.write(piece)
        return local

    def _unseal(self, path: str, item: Item) -> None:
        """Put the journal there in the place of its sealed form."""
        journal = seal.unseal(self._fetch(path, item))
        target = path.removesuffix(SEALED_SUFFIX) + JOURNAL_SUFFIX
        part = f"{target}.unsealing"
        with open(journal, "rb") as file:
            offset = 0
            while chunk := file.read(_CHUNK_BYTES):
                self._sftp.write([Written(part, offset, chunk)], anew=not offset)
                offset += len(chunk)
        journal.unlink()
        self._sftp.rename(part, target)
        self._sftp.remove(path)

    def _make_folders(self, parts: Iterable[Written]) -> None:
        new = {part.path.rpartition("/")[0] for part in parts} - self._folders
        above = {folder.rpartition("/")[0] for folder in new} - self._folders
        for folder in sorted(above, key=len):
            self._sftp.make_folders(folder)
        self._sftp.make_folder(sorted(new))
        self._folders |= new | above

    def _announce(self, begun: list[JournalName], grown: dict[JournalName, list[Piece]]) -> None:
        """Enter runs that are new there into its book, and ring for its readers: at the end, for others may have the book open."""
        names = [name for name in begun if name.kind == "runs"]
        if not names:
            return
        book = f"{self._root}/registry"
        if self._entered is None:
            self._entered = {entry.run for entry in entries_of(self._sftp.read_all(book) or b"")}
        lines = b""
        for name in names:
            started = None if name.ledger in self._entered else self._started(grown[name][0])
            if started is not None:
                lines += run_line(Entry(started.number, started.display_id, name.ledger, started.project))
                self._entered.add(name.ledger)
        lines += "".join(f"writer\t{to_file_name(name.ledger)}\t{name.writer}\n" for name in names).encode()
        self._sftp.append(book, lines)

    def _started(self, piece: Piece) -> Started | None:
        """What a run says of itself among its first words."""
        path = Path(self._fetched.name, f"begun{JOURNAL_SUFFIX}")
        path.write_bytes(piece.data)
        records = (record for found in JournalReader(path).pieces() for record in found.records)
        return next((record for record in records if isinstance(record, Started)), None)

    def _blob_path(self, sha256: str) -> str:
        return f"{self._root}/blobs/{sha256[:2]}/{sha256}"


def _is_journal(name: str) -> bool:
    return name.endswith((JOURNAL_SUFFIX, SEALED_SUFFIX))
