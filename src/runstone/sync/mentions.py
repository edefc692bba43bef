"""Mentions: which blobs a stretch of a journal speaks of."""

from __future__ import annotations

from typing import NamedTuple

from runstone.artifacts.manifest import Manifest
from runstone.blobs.store import BlobStore
from runstone.journal.reader import JournalReader
from runstone.journal.references import refer
from runstone.model.errors import BlobDamaged
from runstone.model.home import Home
from runstone.model.records import PartUpserted, VersionLinked, VersionLogged
from runstone.sync.journal_name import JournalName
from runstone.sync.manifest import is_sha256


class Mentions(NamedTuple):
    """`end` is where the last whole frame ended. Of `blobs` some may be gone for good: raw media that were encoded, versions that were deleted."""

    end: int
    blobs: set[str]


def mentions(home: Home, name: JournalName, offset: int) -> Mentions:
    """What a journal speaks of from an offset on, at which a frame begins. A manifest speaks of its files.

    Raises:
        DataFault: the journal cannot be read at all.
        FileNotFoundError: it is gone.
    """
    blobs: set[str] = set()
    encoded: set[str] = set()
    manifests: set[str] = set()
    reader = JournalReader(name.path(home), offset)
    for piece in reader.pieces():
        for record in piece.records:
            refer(record, blobs, encoded)
            if isinstance(record, VersionLogged | VersionLinked | PartUpserted):
                manifests.add(record.manifest)
    store = BlobStore(home)
    for manifest in manifests:
        blobs.add(manifest)
        try:
            blobs.update(Manifest.load(store, manifest).blobs())
        except BlobDamaged:
            continue  # of a version that was deleted, or of another home's
    return Mentions(reader.offset, {sha256 for sha256 in blobs - encoded if is_sha256(sha256)})
