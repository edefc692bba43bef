"""How fingerprints differ, as the UI asks it."""

from __future__ import annotations

import pytest

from runstone.blobs.store import BlobStore
from runstone.data.listing import FileFacts, Listing
from runstone.model.errors import BlobDamaged
from runstone.model.home import Home
from runstone.query.data import data_diff


def listing(home: Home, **files: str) -> str:
    return Listing({path: FileFacts(len(full), 1, full, full) for path, full in files.items()}).save(BlobStore(home))


def test_all_changes_are_counted_and_the_first_are_listed(home: Home) -> None:
    before = listing(home, a="1", b="2", c="3", d="4")
    after = listing(home, a="1", b="22", d="5", e="6")
    found = data_diff(BlobStore(home), before, after, 2)
    assert (found.added, found.changed, found.gone, found.same) == (1, 2, 1, 1)
    assert [(change.path, change.kind, change.before_bytes, change.after_bytes) for change in found.changes] == [
        ("b", "changed", 1, 2),
        ("c", "gone", 1, None),
    ]


def test_the_same_listing_has_no_changes(home: Home) -> None:
    same = listing(home, a="1")
    found = data_diff(BlobStore(home), same, same, 10)
    assert (found.added, found.changed, found.gone, found.same, found.changes) == (0, 0, 0, 1, [])


def test_what_is_no_listing_is_told(home: Home) -> None:
    store = BlobStore(home)
    other = store.put(b"no listing").sha256
    with pytest.raises(BlobDamaged, match="cannot be read"):
        data_diff(store, listing(home, a="1"), other, 10)
    with pytest.raises(BlobDamaged, match="missing"):
        data_diff(store, "0" * 64, other, 10)
