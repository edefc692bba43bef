"""A file of a version, read here and there, is what was logged."""

from __future__ import annotations

import io
import random

from runstone.artifacts.contents import Contents
from runstone.artifacts.manifest import CHUNK_BYTES, Entry, Manifest
from runstone.blobs.store import BlobStore
from runstone.model.home import Home
from runstone.query.artifacts.previews.stored_file import open_stored


def test_it_reads_like_a_file(home: Home) -> None:
    whole = random.Random(0).randbytes(2 * CHUNK_BYTES + 1234)
    store = BlobStore(home)
    chunks = [store.put(whole[at : at + CHUNK_BYTES]).sha256 for at in range(0, len(whole), CHUNK_BYTES)]
    manifest = Manifest({"a": Entry("digest", len(whole), chunks=chunks), "none": Entry("digest", 0)})
    plain = io.BytesIO(whole)
    rng = random.Random(1)
    with open_stored(Contents(store, manifest), "a") as stored:
        for _ in range(200):
            near = rng.choice([0, CHUNK_BYTES, 2 * CHUNK_BYTES, len(whole)])
            place, length = max(0, near + rng.randint(-70_000, 70_000)), rng.choice([0, 1, 100, 70_000, 200_000])
            assert stored.seek(place) == plain.seek(place)
            assert stored.read(length) == plain.read(length)
            assert stored.tell() == plain.tell()
        assert stored.seek(-5, io.SEEK_END) == plain.seek(-5, io.SEEK_END)
        assert stored.read() == plain.read()
    with open_stored(Contents(store, manifest), "none") as stored:
        assert stored.read() == b""
