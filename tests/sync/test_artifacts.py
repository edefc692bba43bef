"""A run takes along the versions of artifacts that it logged."""

from __future__ import annotations

from pathlib import Path

import pytest

import runstone as rs
from homes import files
from runstone.artifacts.artifact import Artifact
from runstone.artifacts.collection import Collection
from runstone.artifacts.found import find_version
from runstone.artifacts.garbage import artifact_references
from runstone.artifacts.names import Named
from runstone.blobs.garbage import collect
from runstone.journal.references import blob_references
from runstone.model.errors import BlobDamaged
from runstone.model.home import Home
from runstone.sync.receiving import unpack
from runstone.sync.sending import pack

DATA = Named("p", "data", "latest")


def log(home: Home, run: str, *contents: str) -> None:
    with rs.init("p", id=run, dir=home.path) as recorded:
        for text in contents:
            artifact = rs.Artifact("data", type="dataset")
            artifact.add_bytes(text.encode(), "file")
            recorded.log_artifact(artifact)


def test_versions_come_along(home: Home, other: Home, tmp_path: Path) -> None:
    log(home, "r1", "one", "two")
    log(home, "r2", "three")
    packed = pack(home, "r1", tmp_path / "p.runstone")
    assert packed.missing_blobs == []
    unpack(other, packed.path)
    found = find_version(other, DATA._replace(alias="v1"))
    assert Artifact.of_version(other, found).get_entry("file").read() == b"two"
    assert [version.number for version in found.facts.versions()] == [0, 1, 2]
    # What the other run logged is known, but its files stayed at home.
    with pytest.raises(BlobDamaged, match="missing"):
        Artifact.of_version(other, find_version(other, DATA)).get_entry("file").read()
    assert collect(other, blob_references(other) | artifact_references(other), grace_secs=-10).blobs == 0
    unpack(other, pack(home, "r2", tmp_path / "p2.runstone").path)
    assert Artifact.of_version(other, find_version(other, DATA)).get_entry("file").read() == b"three"
    before = files(other)
    unpack(other, packed.path)
    assert files(other) == before


def test_two_homes_that_numbered_alike_are_joined(home: Home, other: Home, tmp_path: Path) -> None:
    log(home, "r1", "ours 0", "ours 1")
    log(other, "r2", "theirs 0", "theirs 1", "theirs 2")
    unpack(home, pack(other, "r2", tmp_path / "p.runstone").path)
    collection = Collection.named(home, "p", "data")
    facts = collection.facts()
    assert facts.unsettled() == {}
    numbers = {_read(home, f"v{version.number}"): version.number for version in facts.versions()}
    assert (numbers["ours 0"], numbers["ours 1"], numbers["theirs 2"]) == (0, 1, 2)
    assert sorted(numbers.values()) == [0, 1, 2, 3, 4]
    log(home, "r3", "new")
    assert _read(home, "v5") == "new"
    assert {_read(home, f"v{number}"): number for number in range(5)} == numbers


def test_a_run_without_artifacts_makes_a_package_that_earlier_readers_take(home: Home, tmp_path: Path) -> None:
    from runstone.sync.package import PackageReader

    with rs.init("p", id="r"):
        pass
    with PackageReader(pack(home, "r", tmp_path / "p.runstone").path) as package:
        assert package.manifest.version == 1


def _read(home: Home, alias: str) -> str:
    found = find_version(home, DATA._replace(alias=alias))
    return Artifact.of_version(home, found).get_entry("file").read().decode()
