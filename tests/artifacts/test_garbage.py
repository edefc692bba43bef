"""Garbage collection frees what nothing needs, and nothing else."""

from __future__ import annotations

import hashlib
import os
import random
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import runstone as rs
from runstone.artifacts.artifact import Artifact
from runstone.artifacts.change import restore_version
from runstone.artifacts.collection import Collection, collections
from runstone.artifacts.garbage import artifact_references, expire
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


def test_a_deleted_version_is_restored_with_what_nobody_took_from_it(home: Home) -> None:
    with rs.init("p") as run:
        one, two = log(run, "data", a=b"one"), log(run, "data", a=b"two")
        one.aliases = ["best", "raw"]
        one.delete(delete_aliases=True)
        two.aliases = ["latest", "best"]
        one.restore()
        assert (one.state, one.version, one.aliases) == ("COMMITTED", "v0", ["raw"])
        one.restore()
        assert run.use_artifact("data:raw").get_entry("a").read() == b"one"
        assert sweep(home).blobs == 0
        two.delete(delete_aliases=True)
        assert sweep(home).blobs == 2
        with pytest.raises(rs.ArtifactNotFound, match=r"data:v1 cannot be restored: .* Nothing was changed"):
            two.restore()
        assert two.state == "DELETED"
        assert log(run, "data", a=b"three").version == "v2"


def test_a_version_whose_time_was_over_is_kept_for_ever_once_restored(home: Home) -> None:
    with rs.init("p") as run:
        artifact = rs.Artifact("data", type="dataset")
        artifact.add_bytes(b"a", "a")
        artifact.ttl = timedelta(seconds=1)
        run.log_artifact(artifact)
        assert expire(home, now=artifact.created_time + 2_000_000) == 1
        collection = Collection.named(home, "p", "data")
        late = artifact.created_time + 2_000_000
        collection.writer().clock.follow(late)
        restore_version(collection, BlobStore(home), artifact.id)
        (version,) = collection.facts().versions()
        collection.close()
        assert version.ttl_secs is None
        assert expire(home, now=late + 10_000_000) == 0


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


VERBS = ["log", "add", "link", "delete", "unlink", "restore", "gc"]
steps = st.lists(st.tuples(st.sampled_from(VERBS), st.integers(0, 3), st.integers(0, 3)), max_size=16)


@settings(max_examples=40)
@given(steps)
def test_what_is_used_stays_and_nothing_else_whatever_happened_before(
    tmp_path_factory: pytest.TempPathFactory, found: list[tuple[str, int, int]]
) -> None:
    """The oracle keeps the bytes of every version, link and draft itself."""
    home = Home(tmp_path_factory.mktemp("home"))
    alive: dict[str, tuple[Artifact, dict[str, bytes]]] = {}
    drafts: list[tuple[Artifact, dict[str, bytes]]] = []
    binned: list[tuple[Artifact, dict[str, bytes]]] = []
    with rs.init("p", dir=home.path) as run:
        for verb, one, two in found:
            versions = [name for name in sorted(alive) if name.startswith("p/")]
            links = [name for name in sorted(alive) if name.startswith("registry/")]
            if verb == "log":
                data = {"a": bytes([one]), "b": bytes([two])}
                artifact = log(run, f"c{one % 2}", **data)
                alive[artifact.qualified_name] = (artifact, data)
            elif verb == "add":
                draft = rs.Artifact("draft", type="dataset", home=home)
                draft.add_bytes(bytes([one, two]), "a")
                drafts.append((draft, {"a": bytes([one, two])}))
            elif verb == "link" and versions:
                artifact, data = alive[versions[two % len(versions)]]
                link = run.link_artifact(artifact, f"registry/x/r{one % 2}")
                alive[link.qualified_name] = (link, data)
            elif verb in ("delete", "unlink"):
                names = versions if verb == "delete" else links
                for name in names[two : two + 1]:
                    binned.append(alive.pop(name))
                    binned[-1][0].delete()
            elif verb == "restore" and binned:
                artifact, data = binned.pop(two % len(binned))
                # What was freed since may be back, if somebody logged the same bytes again.
                there = {hashlib.sha256(content).hexdigest() for content in data.values()}
                there.add(artifact.found.version.manifest)
                if there <= {stored.sha256 for stored in BlobStore(home)}:
                    artifact.restore()
                    alive[artifact.qualified_name] = (artifact, data)
                else:
                    with pytest.raises(rs.ArtifactNotFound, match="cannot be restored"):
                        artifact.restore()
            elif verb == "gc":
                sweep(home)
        sweep(home)
        needed = set()
        for artifact, data in [*alive.values(), *drafts]:
            assert {file.path: file.read() for file in artifact.files()} == data
            needed |= {hashlib.sha256(content).hexdigest() for content in data.values()}
        needed |= {artifact.found.version.manifest for artifact, _ in alive.values()}
        assert {stored.sha256 for stored in BlobStore(home)} == needed
        for draft, _ in drafts:
            run.log_artifact(draft).verify()


def test_what_a_dead_process_left_unlogged_goes(
    home: Home, python: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    script = """
import os
import runstone as rs
artifact = rs.Artifact("data", type="dataset")
artifact.add_bytes(b"never logged", "a")
os.kill(os.getpid(), 9)
"""
    python(script)
    (lease,) = home.blobs_path.glob(".lease-*")
    assert sweep(home).blobs == 0
    os.utime(lease, (0, 0))
    assert sweep(home).blobs == 1
    assert not lease.exists()


def test_bytes_that_somebody_puts_again_are_not_taken_from_under_him(home: Home) -> None:
    store = BlobStore(home)
    contents = [bytes([number]) for number in range(20)]
    done = threading.Event()
    taken = []

    def collects() -> None:
        while not done.is_set():
            collect(home, set())

    collectors = [threading.Thread(target=collects) for _ in range(2)]
    for collector in collectors:
        collector.start()
    for _ in range(20):
        for data in contents:
            path = store.path(hashlib.sha256(data).hexdigest())
            with suppress(FileNotFoundError):
                os.utime(path, (0, 0))  # nobody needed it for long
            store.put(data)
            if not eventually_there(path):
                taken.append(data)
    done.set()
    for collector in collectors:
        collector.join()
    assert taken == []
    assert all(store.get(hashlib.sha256(data).hexdigest()) == data for data in contents)


def test_what_a_killed_collection_was_about_to_remove_is_judged_again(home: Home) -> None:
    store = BlobStore(home)
    needed, unneeded, anew = (store.put(data).sha256 for data in (b"1", b"2", b"3"))
    for sha256 in (needed, unneeded, anew):
        os.utime(store.path(sha256), (0, 0))
        os.replace(store.path(sha256), home.blobs_path / f".doomed-{sha256}")
    store.put(b"3")
    assert collect(home, {needed}).blobs == 1
    assert {stored.sha256 for stored in store} == {needed, anew}
    assert not list(home.blobs_path.glob(".doomed-*"))


def eventually_there(path: Path) -> bool:
    """A collection that took it for old puts it back in the next instant."""
    return any(path.exists() for _ in range(10_000))


COLLECTS = """
import sys
from runstone.artifacts.garbage import artifact_references
from runstone.blobs.garbage import collect
from runstone.journal.references import blob_references
from runstone.model.home import Home
home = Home(sys.argv[1])
for line in sys.stdin:
    print(collect(home, blob_references(home) | artifact_references(home)).blobs, flush=True)
"""


@pytest.mark.crash
def test_a_run_logs_links_and_deletes_while_collections_of_garbage_run_and_are_killed(home: Home) -> None:
    def started() -> subprocess.Popen[str]:
        environ = {**os.environ, "PYTHONPATH": str(Path(rs.__file__).parents[1])}
        command = [sys.executable, "-c", COLLECTS, str(home.path)]
        return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environ)

    draw = random.Random(1)
    home.blobs_path.mkdir(parents=True)
    alive: list[Artifact] = []
    freed = 0

    def stands(artifact: Artifact) -> None:
        alive[:] = [known for known in alive if known.qualified_name != artifact.qualified_name] + [artifact]

    collector = started()
    with rs.init("p") as run:
        for turn in range(24):
            kept = rs.Artifact("data", type="dataset")
            kept.add_bytes(bytes([draw.randrange(6)]), "a")
            for path in home.blobs_path.glob("??/*"):
                os.utime(path, (0, 0))  # all of it was there for a day, also what the draft has
            assert collector.stdin is not None
            collector.stdin.write("go\n")
            collector.stdin.flush()
            artifact = rs.Artifact("data", type="dataset")
            for name in "ab":
                artifact.add_bytes(bytes([draw.randrange(6)]), name)
            stands(run.log_artifact(artifact))
            if draw.random() < 0.5:
                stands(run.link_artifact(artifact, "registry/x/best"))
            if draw.random() < 0.7:
                alive.pop(draw.randrange(len(alive))).delete()
            stands(run.log_artifact(kept))
            if turn % 4 == 3:
                collector.kill()
                collector.communicate()
                collector = started()
            else:
                assert collector.stdout is not None
                freed += int(collector.stdout.readline())
            for artifact in alive:
                artifact.verify()
    collector.communicate()
    assert freed
