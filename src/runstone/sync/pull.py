"""Pull: what a replica has and a home lacks is brought into the home."""

from __future__ import annotations

from collections.abc import Iterable

from runstone.blobs.store import BlobStore
from runstone.model.errors import BlobDamaged, DataFault, JournalsDiffer
from runstone.model.home import Home
from runstone.sync.home_replica import HomeReplica
from runstone.sync.journal_name import JournalName
from runstone.sync.mentions import mentions
from runstone.sync.package import Told, ignore
from runstone.sync.push import PIECE_BYTES, Pushed
from runstone.sync.replica import Piece, Replica


class Pull:
    """From one replica into one home."""

    def __init__(self, replica: Replica, home: Home, on_bytes: Told = ignore, *, blobs: bool = True) -> None:
        """
        Args:
            replica: where from.
            home: where to; made if it is not there.
            on_bytes: told the size of each piece that arrived.
            blobs: bring blobs, too.
        """
        self._replica = replica
        self._home = home
        self._here = HomeReplica(home)
        self._on_bytes = on_bytes
        self._blobs = blobs
        self._looked: dict[JournalName, int] = {}

    def round(self, names: Iterable[JournalName] | None = None) -> Pushed:
        """Bring what is new of these journals, or of all, and the blobs that they speak of.

        A journal that the home has otherwise is left out and told of; it keeps no other back.

        Raises:
            ServerUnusable, HomeUnusable, Misuse: see Replica. What arrived until then stays.
        """
        there = self._replica.sizes(names)
        here = self._here.sizes(there)
        faults: list[str] = []
        journals = size_bytes = 0
        # In the order in which they began, so that runs keep their numbers where those are free.
        for name, end in sorted(there.items(), key=lambda item: item[0].writer):
            try:
                grown = self._fetch(name, here.get(name, 0), end)
            except JournalsDiffer as error:
                faults.append(str(error))
                continue
            journals += grown > 0
            size_bytes += grown
        blobs = blob_bytes = missing = 0
        if self._blobs:
            blobs, blob_bytes, missing = self._fetch_blobs(there, faults)
        return Pushed(journals, size_bytes, blobs, blob_bytes, missing, tuple(faults))

    def _fetch(self, name: JournalName, offset: int, end: int) -> int:
        start = offset
        while offset < end:
            data = self._replica.read(name, offset, min(PIECE_BYTES, end - offset))
            if not data:
                break
            offset = self._here.append([Piece(name, offset, data)])[name]
            self._on_bytes(len(data))
        return offset - start

    def _fetch_blobs(self, names: Iterable[JournalName], faults: list[str]) -> tuple[int, int, int]:
        fetched = fetched_bytes = 0
        missing: set[str] = set()
        ends: dict[JournalName, int] = {}
        # What a manifest lists is known when it is here: journals of collections are read once more then.
        for read in (list(names), [name for name in names if name.kind == "artifacts"]):
            wanted: set[str] = set()
            for name in read:
                try:
                    ends[name], blobs = mentions(self._home, name, self._looked.get(name, 0))
                except (DataFault, FileNotFoundError) as error:
                    faults.append(f"The journal {name.text} cannot be read, so its media stay there: {error}")
                    continue
                wanted |= blobs
            for sha256 in sorted(self._here.lacks(wanted) - missing):
                size_bytes = self._fetch_blob(sha256)
                if size_bytes is None:
                    missing.add(sha256)
                    continue
                fetched += 1
                fetched_bytes += size_bytes
        self._looked.update(ends)
        return fetched, fetched_bytes, len(missing)

    def _fetch_blob(self, sha256: str) -> int | None:
        """The size; None of one that is not there."""
        try:
            with self._replica.open(sha256) as stream:
                self._here.put(sha256, 0, stream)
        except BlobDamaged:
            return None
        size_bytes = BlobStore(self._home).path(sha256).stat().st_size
        self._on_bytes(size_bytes)
        return size_bytes
