"""Manifests: digests are those of W&B, and nothing in a stranger's one leads out of a folder."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from runstone.artifacts.artifact import Artifact
from runstone.artifacts.difference import difference
from runstone.artifacts.manifest import Entry, Manifest, check_path
from runstone.model.errors import BadValue, BlobDamaged
from runstone.model.home import Home

# What the client of W&B, 0.31.0, computed of the tree below.
DIGESTS = {
    "a.txt": "sZRqySSS0jR8YjW00mERhA==",
    "b.bin": "7mVCkkJEX5rUHs/KvX/E4Q==",
    "deep.txt": "+63p42o/NtPWdsG4CEUd1w==",
    "deep/a-b.txt": "QVKQdpWURg4uSFkikE80XQ==",
    "deep/er/Z.txt": "ndTkYSaMgDT1yFZOFVxnpg==",
    "empty": "1B2M2Y8AsgTpgAmY7PhCfg==",
    "sub/é b.bin": "7mVCkkJEX5rUHs/KvX/E4Q==",
}
DIGEST = "29a4355a7f5bfa4cadaa270264101b2b"
DIGEST_WITH_REFERENCES = "39a0c9bc138ca8fbc04ed29194972ba9"
DIGEST_OF_NOTHING = "64e7c61456b10382e2f3b571ac24b659"


def tree(root: Path) -> Path:
    (root / "deep" / "er").mkdir(parents=True)
    (root / "a.txt").write_text("hello\n")
    (root / "empty").touch()
    (root / "b.bin").write_bytes(b"z" * 20_000_000)
    (root / "deep" / "er" / "Z.txt").write_text("x")
    (root / "deep" / "a-b.txt").write_text("y")
    (root / "deep.txt").write_text("z")
    return root


def test_digests_are_those_of_wandb(tmp_path: Path, home: Home) -> None:
    root = tree(tmp_path / "tree")
    artifact = Artifact("x", "dataset", home=home)
    assert artifact.digest == DIGEST_OF_NOTHING
    artifact.add_dir(root)
    artifact.add_file(root / "b.bin", "sub/é b.bin")
    assert {path: entry.digest for path, entry in artifact.manifest} == DIGESTS
    assert artifact.digest == DIGEST
    assert len(artifact.get_entry("b.bin").read()) == 20_000_000


def test_digests_with_references_are_those_of_wandb(tmp_path: Path, home: Home) -> None:
    (tmp_path / "d" / "e").mkdir(parents=True)
    (tmp_path / "d" / "e" / "a").write_text("x")
    (tmp_path / "d" / "b").write_text("y")
    artifact = Artifact("n", "dataset", home=home)
    artifact.add_reference((tmp_path / "d").as_uri(), "refs")
    artifact.add_reference("weird://x/y", "odd")
    with artifact.new_file("new.txt") as file:
        file.write("hello\n")
    assert artifact.digest == DIGEST_WITH_REFERENCES


@pytest.mark.parametrize("path", ["", "..", "a/../b", "/..", "a/\x00b", "./.."])
def test_a_path_leads_nowhere_but_down(path: str) -> None:
    with pytest.raises(BadValue):
        check_path(path)
    document = {"version": 1, "entries": {path: {"digest": "x"}}}
    with pytest.raises(BlobDamaged):
        Manifest.decode(msgspec.json.encode(document))


def test_paths_have_one_spelling() -> None:
    assert check_path("/a//./b\\c/") == "a/b/c"
    with pytest.raises(BlobDamaged):
        Manifest.decode(b'{"version":1,"entries":{"/etc/passwd":{"digest":"x"}}}')
    with pytest.raises(BlobDamaged):
        Manifest.decode(b'{"version":1,"entries":{"a":{"digest":"x","sha256":"../../x"}}}')


paths = st.sampled_from(["a", "a/b", "c", "é/d", "z"])
entries = st.builds(Entry, digest=st.sampled_from(["1", "2"]), size_bytes=st.none() | st.integers(0, 9))
manifests = st.dictionaries(paths, entries).map(Manifest)


@given(manifests, manifests)
def test_a_difference_leads_from_one_to_the_other(before: Manifest, after: Manifest) -> None:
    found = dict(before.entries)
    for change in difference(before, after):
        if change.kind == "removed":
            del found[change.path]
        else:
            assert change.after is not None
            found[change.path] = change.after
    assert {path: entry.digest for path, entry in found.items()} == {path: entry.digest for path, entry in after}
    assert difference(after, after) == []
    assert (before.digest == after.digest) == (difference(before, after) == [])
    assert Manifest.decode(after.encode()).entries == after.entries
