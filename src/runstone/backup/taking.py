"""Taking a backup of a home that is written to meanwhile.

Blobs are brought before the journals are read and once more after it. A blob that lay there before and went meanwhile (an image that was encoded) is kept;
one that came and went between is named by a record behind which there is another: the journal is read on until every blob that it speaks of is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from typing import NamedTuple
from zlib import crc32

import msgspec

from runstone.backup import manifest as manifests
from runstone.backup.attached import attach
from runstone.backup.manifest import Extent, Manifest, Stream
from runstone.backup.pack import STRETCH_BYTES, PackWriter, joined, renumbered
from runstone.backup.place import last_readable
from runstone.blobs.store import BlobStore
from runstone.journal.arriving import is_arriving
from runstone.journal.reader import JournalReader, journal_bytes
from runstone.model.errors import DataFault
from runstone.model.home import Home
from runstone.model.version import VERSION
from runstone.sync.journal_name import JournalName, folders, ledgers, names_of
from runstone.sync.mentions import mentions
from runstone.sync.package import Told, ignore
from runstone.sync.replica import Shelf

_TAIL_BYTES = 4096
_CALL_BLOBS = 4096
_ROUNDS = 20
_TRIES = 3
_REGISTRY = "registry"
_NOTHING = Stream(0, 0, [])

# Gives bytes of a stream: an offset, and how many.
Read = Callable[[int, int], bytes]


class Taken(NamedTuple):
    """A backup that was made: its name, what it holds, and what of it came now."""

    name: str
    manifest: Manifest
    new_journals: int
    new_journal_bytes: int
    new_blobs: int
    new_blob_bytes: int


class Taking:
    """One backup of one home; for one call of `take`."""

    def __init__(self, home: Home, shelf: Shelf, on_bytes: Told = ignore) -> None:
        """
        Args:
            home: of which.
            shelf: where to.
            on_bytes: told the size of each thing that arrived.
        """
        self._home = home
        self._shelf = shelf
        self._on_bytes = on_bytes
        self._store = BlobStore(home)
        self._before: dict[str, Stream] = {}
        self._streams: dict[str, Stream] = {}
        self._first: dict[JournalName, int] = {}
        self._wanted: dict[JournalName, set[str]] = {}
        self._blobs: dict[str, int] = {}
        self._faults: list[str] = []
        self._new_blobs = self._new_blob_bytes = 0

    def take(self, time: int) -> Taken:
        """Make the backup.

        Args:
            time: what it is named by, in microseconds since the epoch.

        Raises:
            ServerUnusable, HomeUnusable, Misuse: see Replica. There is no new backup then; earlier ones are not affected, and what was brought need not
                be brought again.
        """
        # Before all else: what was told of later than the journals say would never be told again.
        attached = attach(self._home, self._shelf)
        self._packs = PackWriter(self._shelf, self._recall(), self._on_bytes)
        self._bring_blobs(blob.sha256 for blob in self._store)
        for name in sorted(self._names(), key=lambda name: name.writer):
            self._take_journal(name)
        self._bring_blobs(blob.sha256 for blob in self._store)
        missing = self._settle()
        self._take_registry()
        self._packs.flush()
        grown = [
            stream.size_bytes - before
            for name, stream in self._streams.items()
            if name != _REGISTRY
            and stream.size_bytes != (before := self._before[name].size_bytes if name in self._before else 0)
        ]
        streams, packs = renumbered(self._streams, self._packs.packs)
        registry = streams.pop(_REGISTRY)
        whole = Manifest(
            *(time, str(self._home.path), VERSION, streams, registry, packs, self._blobs),
            *(attached, sorted(missing), self._faults),
        )
        document, data = manifests.encode(whole)
        self._shelf.write_document(document, data)
        return Taken(document, whole, len(grown), self._packs.written_bytes, self._new_blobs, self._new_blob_bytes)

    def _recall(self) -> list[str]:
        """Learn what the last backup has, as far as it is still there."""
        last = last_readable(self._shelf)
        if last is None:
            return []
        gone = self._lacking(last.packs)
        numbers = {number for number, sha256 in enumerate(last.packs) if sha256 in gone}
        for name, stream in {**last.journals, _REGISTRY: last.registry}.items():
            if numbers.isdisjoint(extent.pack for extent in stream.extents):
                self._before[name] = stream
        return list(last.packs)

    def _names(self) -> Iterator[JournalName]:
        for kind, ledger in ledgers(self._home):
            names = names_of(self._home, kind, ledger)
            yield from names
            for odd in {path.stem for path in folders(self._home, kind).journals(ledger)} - {
                name.writer for name in names
            }:
                self._fault(
                    f"The journal {odd!r} of {kind} {ledger!r} has a name that no writer gives, and was left out."
                )

    def _lacking(self, blobs: Iterable[str]) -> set[str]:
        asked = sorted(blobs)
        lacking: set[str] = set()
        for start in range(0, len(asked), _CALL_BLOBS):
            lacking |= self._shelf.lacks(asked[start : start + _CALL_BLOBS])
        return lacking

    def _bring_blobs(self, blobs: Iterable[str]) -> None:
        wanted = set(blobs) - self._blobs.keys()
        lacking = self._lacking(wanted)
        for sha256 in sorted(wanted):
            try:
                with open(self._store.path(sha256), "rb") as file:
                    size_bytes = file.seek(0, 2)
                    if sha256 in lacking:
                        file.seek(0)
                        self._shelf.put(sha256, size_bytes, file)
                        self._on_bytes(size_bytes)
                        self._new_blobs += 1
                        self._new_blob_bytes += size_bytes
            except FileNotFoundError:
                continue  # nobody needs it any more, or a record says what stands for it
            except DataFault as error:
                self._fault(f"A blob of the home is damaged and was left out: {error}")
                continue
            self._blobs[sha256] = size_bytes

    def _take_journal(self, name: JournalName) -> None:
        for _ in range(_TRIES):
            with suppress(
                FileNotFoundError
            ):  # sealed in this moment: then it is there by its other name; or removed with its run
                self._read_on(name)
                return

    def _read_on(self, name: JournalName) -> None:
        """Take what a journal has behind what was taken of it."""
        path = name.path(self._home)
        size_bytes = journal_bytes(path)
        before = self._known(name, size_bytes)
        end = before.size_bytes
        if size_bytes > end:
            # What came since the last backup is looked at as one: of a blob that went, a later record says what stands for it.
            first = self._first.setdefault(name, end) if before.size_bytes else 0
            try:
                end, self._wanted[name] = mentions(self._home, name, first)
            except DataFault as error:
                # Whoever mends it wants its bytes.
                self._fault(f"The journal {name.text} cannot be read, and was kept as it is: {error}")
                end = size_bytes
        stream = self._grown(before, lambda offset, size: JournalReader(name.path(self._home)).read(offset, size), end)
        if stream.size_bytes:
            self._streams[name.text] = msgspec.structs.replace(stream, arriving=is_arriving(path))

    def _known(self, name: JournalName, size_bytes: int) -> Stream:
        """What of a journal was kept before, if that is its beginning."""
        before = self._streams.get(name.text) or self._before.get(name.text)
        if before is None or before.size_bytes > size_bytes:
            return _NOTHING
        if before.size_bytes == size_bytes:
            return before
        start = max(0, before.size_bytes - _TAIL_BYTES)
        tail = JournalReader(name.path(self._home)).read(start, before.size_bytes - start)
        return before if crc32(tail) == before.tail_crc else _NOTHING

    def _grown(self, before: Stream, read: Read, end: int) -> Stream:
        extents: list[Extent] = list(before.extents)
        offset = before.size_bytes
        while offset < end:
            data = read(offset, min(STRETCH_BYTES, end - offset))
            if not data:
                break
            extents.append(self._packs.add(data))
            offset += len(data)
        if offset == before.size_bytes:
            return before
        start = max(0, offset - _TAIL_BYTES)
        return Stream(offset, crc32(read(start, offset - start)), joined(extents))

    def _settle(self) -> set[str]:
        """Read on in journals that speak of blobs which are not kept, until they say what became of them.

        Returns:
            The blobs of which nothing more is said.
        """
        for _ in range(_ROUNDS):
            open_names = [name for name, blobs in self._wanted.items() if blobs - self._blobs.keys()]
            ends = {name: self._end(name) for name in open_names}
            for name in open_names:
                self._take_journal(name)
                self._bring_blobs(self._wanted[name])
            if all(self._end(name) == end for name, end in ends.items()):
                break
        return {sha256 for blobs in self._wanted.values() for sha256 in blobs} - self._blobs.keys()

    def _end(self, name: JournalName) -> int:
        return self._streams[name.text].size_bytes if name.text in self._streams else 0

    def _take_registry(self) -> None:
        """At last, so that every run that was taken stands in it."""
        try:
            book = self._home.registry_path.read_bytes()
        except FileNotFoundError:
            book = b""
        end = book.rfind(b"\n") + 1
        before = self._before.get(_REGISTRY, _NOTHING)
        start = max(0, before.size_bytes - _TAIL_BYTES)
        if before.size_bytes > end or crc32(book[start : before.size_bytes]) != before.tail_crc:
            before = _NOTHING
        self._streams[_REGISTRY] = self._grown(before, lambda offset, size: book[offset : offset + size], end)

    def _fault(self, said: str) -> None:
        if said not in self._faults:
            self._faults.append(said)
