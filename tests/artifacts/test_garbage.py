"""Garbage collection frees what nothing needs, and nothing else."""

from __future__ import annotations

import random
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import runstone as rs
from runstone.artifacts.artifact import Artifact
from runstone.artifacts.collection import Collection, collections
from runstone.artifacts.garbage import artifact_references, expire
from runstone.artifacts.manifest import Manifest
from runstone.blobs.garbage import Freed, collect
from runstone.blobs.store import BlobStore
from runstone.journal.references import blob_references
from runstone.model.errors import BlobDamaged, JournalDamaged
from runstone.model.home import Collections, Home


def sweep(home: Home) -> Freed:
    return collect(home, blob_references(home) | artifact_references(home), grace_secs=-10)


def log(run: rs.Run, name: str, **files: bytes) -> Artifact:
    artifact = rs.Artifact(name, type="dataset", home=run.home)
    for path, data in files.items():
        artifact.add_bytes(data, path)
    return run.log_artifact(artifact)


def test_what_another_version_a_link_or_a_run_needs_stays(home: Home) -> None:
    shared = random.Random(1).randbytes(20 << 20)
    other = bytes(4 << 20) + shared[4 << 20 :]
    with rs.init("p") as run:
        one = log(run, "data", a=shared, only=b"in one")
        two = log(run, "data", a=other)
        run.log({"picture": rs.File(Path(one.get_entry("only").download(home.path / "tmp")))})
        portfolio = run.link_artifact(two, "registry/x/best")
        assert sweep(home).blobs == 0
        one.delete()
        freed = sweep(home)
        # Its manifest, and the one chunk that only it had; its small file is a picture of the run.
        assert freed.blobs == 2
        assert freed.size_bytes > 4 << 20
        two.verify()
        two.delete()
        assert sweep(home).blobs == 0
        portfolio.verify()
        portfolio.delete()
        assert sweep(home).blobs == 6


def test_parts_of_a_version_that_is_still_made_stay(home: Home) -> None:
    with rs.init("p", group="g") as run:
        part = rs.Artifact("data", type="dataset")
        part.add_bytes(b"part", "a")
        run.upsert_artifact(part)
        assert sweep(home).blobs == 0
        run.finish_artifact(rs.Artifact("data", type="dataset")).verify()


def test_time_to_live(home: Home) -> None:
    with rs.init("p") as run:
        for number in range(4):
            artifact = rs.Artifact("data", type="dataset")
            artifact.add_bytes(bytes([number]), "a")
            artifact.ttl = timedelta(days=1)
            run.log_artifact(artifact, aliases=["kept"] if number == 0 else None)
            if number == 1:
                run.link_artifact(artifact, "registry/x/shown")
    created = Collection.named(home, "p", "data").facts().versions()[0].created_time
    assert expire(home, created) == 0
    assert expire(home, created + 2 * 86400 * 1_000_000) == 2
    versions = Collection.named(home, "p", "data").facts().versions()
    assert [(version.number, version.aliases) for version in versions] == [(0, ["kept"]), (1, ["latest"])]
    assert expire(home, created + 2 * 86400 * 1_000_000) == 0


def test_what_cannot_be_read_stops_it(home: Home) -> None:
    with rs.init("p") as run:
        artifact = log(run, "data", a=b"1")
    BlobStore(home).remove(artifact.found.version.manifest)
    with pytest.raises(BlobDamaged, match="manifest of data:v0 is lost"):
        sweep(home)
    (collection,) = collections(home)
    (path,) = Collections(home).journals(collection.id)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    with pytest.raises(JournalDamaged, match="damaged"):
        sweep(home)


steps = st.lists(st.tuples(st.sampled_from(["log", "delete", "gc"]), st.integers(0, 3), st.integers(0, 3)), max_size=12)


@settings(max_examples=25)
@given(steps)
def test_live_versions_are_whole_whatever_comes_between(
    tmp_path_factory: pytest.TempPathFactory, found: list[tuple[str, int, int]]
) -> None:
    home = Home(tmp_path_factory.mktemp("home"))
    with rs.init("p", dir=home.path) as run:
        for verb, one, two in found:
            if verb == "log":
                log(run, f"c{one % 2}", a=bytes([one]), b=bytes([two]))
            elif verb == "gc":
                sweep(home)
            else:
                facts = Collection.named(home, "p", f"c{one % 2}").facts()
                for version in facts.versions()[two : two + 1]:
                    run.use_artifact(f"c{one % 2}:v{version.number}").delete()
        sweep(home)
    store = BlobStore(home)
    needed = set()
    for collection in collections(home):
        for version in collection.facts().versions():
            needed |= {version.manifest, *Manifest.load(store, version.manifest).blobs()}
    assert {stored.sha256 for stored in store} == needed
