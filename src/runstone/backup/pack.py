"""Packs: stretches of many journals behind each other, so that a hundred thousand short ones are a few hundred blobs in a place."""

from __future__ import annotations

import hashlib
import io
from collections import OrderedDict

import zstandard

from runstone.backup.manifest import Extent, Stream
from runstone.blobs.inflate import inflate
from runstone.model.errors import BackupDamaged, BlobDamaged
from runstone.sync.package import Told, ignore
from runstone.sync.replica import Shelf

PACK_BYTES = 4 << 20
STRETCH_BYTES = 1 << 20
_LEVEL = 3
_KEPT_PACKS = 16


class PackWriter:
    """Fills packs, and brings each to a place when it is full."""

    def __init__(self, place: Shelf, packs: list[str], on_bytes: Told = ignore) -> None:
        """
        Args:
            place: where to.
            packs: those that are there, which extents number; new ones are added to it.
            on_bytes: told the size of each pack that arrived.
        """
        self.packs = packs
        self.written_bytes = 0
        self._place = place
        self._on_bytes = on_bytes
        self._plain = bytearray()

    def add(self, data: bytes) -> Extent:
        """Keep a stretch of at most 1 MiB."""
        extent = Extent(len(self.packs), len(self._plain), len(data))
        self._plain += data
        if len(self._plain) >= PACK_BYTES:
            self.flush()
        return extent

    def flush(self) -> None:
        """Bring what is left."""
        if not self._plain:
            return
        data = zstandard.ZstdCompressor(level=_LEVEL).compress(bytes(self._plain))
        self._plain.clear()
        sha256 = hashlib.sha256(data).hexdigest()
        if self._place.lacks([sha256]):
            self._place.put(sha256, len(data), io.BytesIO(data))
            self.written_bytes += len(data)
        self.packs.append(sha256)
        self._on_bytes(len(data))


class PackReader:
    """Gives streams back. Holds 64 MiB of packs at most."""

    def __init__(self, place: Shelf, packs: list[str]) -> None:
        self._place = place
        self._packs = packs
        self._plain: OrderedDict[int, bytes] = OrderedDict()
        self._faults: dict[int, str] = {}

    def read(self, extent: Extent) -> bytes:
        """The bytes of a stretch.

        Raises:
            BackupDamaged: its pack is missing, or not what was written.
        """
        if extent.pack in self._faults:
            raise BackupDamaged(self._faults[extent.pack])
        plain = self._plain.pop(extent.pack, None)
        if plain is None:
            try:
                plain = self._fetch(extent.pack)
            except BackupDamaged as error:
                self._faults[extent.pack] = str(error)
                raise
        self._plain[extent.pack] = plain
        if len(self._plain) > _KEPT_PACKS:
            self._plain.popitem(last=False)
        data = plain[extent.offset : extent.offset + extent.size_bytes]
        if len(data) != extent.size_bytes:
            raise BackupDamaged("A manifest names more bytes of a pack than it has. It is not what was written.")
        return data

    def _fetch(self, number: int) -> bytes:
        try:
            sha256 = self._packs[number]
            with self._place.open(sha256) as stream:
                data = b"".join(iter(lambda: stream.read(STRETCH_BYTES), b""))
        except (BlobDamaged, IndexError) as error:
            raise BackupDamaged(f"A pack of journals is missing from {self._place}: {error}") from error
        if hashlib.sha256(data).hexdigest() != sha256:
            raise BackupDamaged(
                f"The pack blobs/{sha256[:2]}/{sha256} in {self._place} is not what was written. Remove it there: the next backup brings what lay in it."
            )
        return inflate(data, PACK_BYTES + STRETCH_BYTES)


def joined(extents: list[Extent]) -> list[Extent]:
    """The same stretches, those that follow each other in one pack as one."""
    found: list[Extent] = []
    for extent in extents:
        last = found[-1] if found else None
        if last is not None and last.pack == extent.pack and last.offset + last.size_bytes == extent.offset:
            found[-1] = Extent(last.pack, last.offset, last.size_bytes + extent.size_bytes)
        else:
            found.append(extent)
    return found


def renumbered(streams: dict[str, Stream], packs: list[str]) -> tuple[dict[str, Stream], list[str]]:
    """Streams and the packs that they lie in, without the packs that none of them needs any more."""
    used = sorted({extent.pack for stream in streams.values() for extent in stream.extents})
    number = {old: new for new, old in enumerate(used)}

    def moved(stream: Stream) -> Stream:
        extents = [Extent(number[one.pack], one.offset, one.size_bytes) for one in stream.extents]
        return Stream(stream.size_bytes, stream.tail_crc, extents, stream.arriving)

    return {name: moved(stream) for name, stream in streams.items()}, [packs[old] for old in used]
