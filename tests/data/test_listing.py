"""Listings: what changed, and which states of data are the same."""

from __future__ import annotations

import os
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from runstone.blobs.store import BlobStore
from runstone.data.fingerprint import Fingerprint
from runstone.data.listing import FileFacts, Listing, difference
from runstone.model.home import Home

HASHES = st.sampled_from(["", "a", "b"])
FILES = st.dictionaries(
    st.sampled_from(["x", "y/z", "ü", "w"]),
    st.builds(FileFacts, st.integers(0, 2), st.integers(0, 2), HASHES, HASHES),
)


@given(FILES, FILES)
def test_a_difference_is_empty_for_the_same_and_turns_around(
    one: dict[str, FileFacts], other: dict[str, FileFacts]
) -> None:
    before, after = Listing(one), Listing(other)
    assert difference(before, before) == []
    forth, back = difference(before, after), difference(after, before)
    turned = {"added": "gone", "gone": "added", "changed": "changed"}
    assert [(change.path, turned[change.kind]) for change in forth] == [(change.path, change.kind) for change in back]
    assert {change.path for change in forth if change.kind == "added"} == other.keys() - one.keys()
    assert {change.path for change in forth if change.kind == "gone"} == one.keys() - other.keys()


@given(FILES)
def test_a_listing_comes_back(tmp_path_factory: object, files: dict[str, FileFacts]) -> None:
    folder = tmp_path_factory.mktemp("home")  # type: ignore[attr-defined]
    store = BlobStore(Home(folder))
    sha256 = Listing(files).save(store)
    assert Listing.decode(store.get(sha256)).files == files


def known(home: Home, root: Path) -> Listing:
    fingerprint = Fingerprint(home, root, lambda: False)
    fingerprint.stat()
    fingerprint.partial()
    fingerprint.full()
    return fingerprint.listing()


def test_a_copy_elsewhere_at_another_time_is_the_same_data(tmp_path: Path, home: Home) -> None:
    for name in ("a", "b"):
        (tmp_path / name / "sub").mkdir(parents=True)
        (tmp_path / name / "sub" / "x.bin").write_bytes(b"x" * 300_000)
        (tmp_path / name / "y.csv").write_bytes(b"1,2")
    os.utime(tmp_path / "b" / "y.csv", (1, 1))
    one, other = known(home, tmp_path / "a"), known(home, tmp_path / "b")
    assert one.digests["full"] == other.digests["full"]
    assert one.digests["partial"] == other.digests["partial"]
    assert one.digests["stat"] != other.digests["stat"]
    assert difference(one, other) == []


def test_each_depth_sees_what_the_one_before_cannot(tmp_path: Path, home: Home) -> None:
    file = tmp_path / "data.bin"
    size = 1 << 20
    file.write_bytes(bytes(size))
    os.utime(file, (5, 5))
    before = known(home, file)
    data = bytearray(size)
    data[200_000] = 1  # between the pieces
    file.write_bytes(data)
    os.utime(file, (5, 5))
    after = known(home, file)
    same = {depth for depth in before.digests if before.digests[depth] == after.digests[depth]}
    assert same == {"stat", "partial"}
    assert [change.path for change in difference(before, after)] == ["data.bin"]
    data[0] = 1
    file.write_bytes(data)
    os.utime(file, (5, 5))
    assert known(home, file).digests["partial"] != after.digests["partial"]
