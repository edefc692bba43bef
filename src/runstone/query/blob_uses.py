"""Which runs and versions of artifacts name a blob: asked for each picture that somebody wants to see who may not see all.

The hashes that runs name are kept in memory, by their first 8 bytes in one sorted array with the key of the run: 16 bytes for each use. Runs that
changed since are read again, and lie beside the array until they are many.
"""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Set
from types import MappingProxyType

import msgspec
import numpy as np
import numpy.typing as npt

from runstone.artifacts.manifest import Manifest
from runstone.blobs.store import BlobStore
from runstone.index.index import Index, Snapshot
from runstone.model.errors import BlobDamaged
from runstone.model.records import DataLogged, Part

UInt64 = npt.NDArray[np.uint64]
Int64 = npt.NDArray[np.int64]

_SHA256 = re.compile("[0-9a-f]{64}")
_MOST_BESIDE = 500
_MOST_MANIFEST_BYTES = 64 << 20


class BlobUses:
    """May be shared by threads. Answers of what the index knows."""

    def __init__(self, index: Index) -> None:
        """
        Args:
            index: the whole one.
        """
        self._index = index
        self._store = BlobStore(index.home)
        self._revision = -1
        self._first_revision = -1
        self._hashes: UInt64 = np.empty(0, np.uint64)
        self._runs: Int64 = np.empty(0, np.int64)
        self._beside: dict[int, set[int]] = {}
        self._manifests: OrderedDict[str, UInt64] = OrderedDict()
        # Guards all of the above.
        self._lock = threading.Lock()

    def shown(
        self,
        scoped: Index,
        wanted: Iterable[str],
        passed_over: Mapping[str, Set[str]] = MappingProxyType({}),
        manifests_passed_over: Set[tuple[str, str]] = frozenset(),
    ) -> set[str]:
        """Those of some blobs that a run or a version names which an index shows.

        Args:
            scoped: an index of the same home; what it does not show is asked for nothing.
            wanted: as 64 hex digits each.
            passed_over: runs and collections whose word does not count, by the blob that they speak of.
            manifests_passed_over: manifests whose word does not count, each with its collection.
        """
        numbers = {sha256: _number(sha256) for sha256 in wanted}
        with self._lock:
            with self._index.read() as snapshot:
                self._catch_up(snapshot)
            users = self._users(set(numbers.values()))
        with scoped.read() as snapshot:
            ids = _shown_ids(snapshot, {key for keys in users.values() for key in keys})
            versions = snapshot.connection.execute(
                "SELECT DISTINCT manifest, collection.id FROM version JOIN collection ON collection.id = version.collection"
            ).fetchall()
        found = {
            sha256
            for sha256, number in numbers.items()
            if any(key in ids and ids[key] not in passed_over.get(sha256, ()) for key in users.get(number, ()))
        }
        rest = numbers.keys() - found
        collections: dict[str, set[str]] = {}
        for manifest, collection in versions:
            if (manifest, collection) not in manifests_passed_over:
                collections.setdefault(manifest, set()).add(collection)
        for manifest, own in collections.items():
            if not rest:
                break
            listed = _held(self._files(manifest), rest, numbers) | ({manifest} & rest)
            found |= {sha256 for sha256 in listed if not own <= passed_over.get(sha256, frozenset())}
            rest -= found
        return found

    def _users(self, numbers: Set[int]) -> dict[int, list[int]]:
        """The keys of the runs that name blobs of these numbers, by number."""
        sought = np.array(list(numbers), np.uint64)
        firsts = np.searchsorted(self._hashes, sought, "left").tolist()
        lasts = np.searchsorted(self._hashes, sought, "right").tolist()
        found: dict[int, list[int]] = {}
        for number, first, last in zip(numbers, firsts, lasts, strict=True):
            keys = [key for key in self._runs[first:last].tolist() if key not in self._beside]
            if keys:
                found[number] = keys
        for key, hashes in self._beside.items():
            for number in numbers & hashes:
                found.setdefault(number, []).append(key)
        return found

    def _catch_up(self, snapshot: Snapshot) -> None:
        if snapshot.revision == self._revision:
            return
        changed: list[int] | None = None
        (first,) = snapshot.connection.execute("SELECT value FROM meta WHERE name = 'first_revision'").fetchone()
        # In an index that was made anew runs have other keys.
        if first == self._first_revision and self._revision < snapshot.revision:
            rows = snapshot.connection.execute(
                "SELECT key FROM run WHERE revision > ?1 UNION ALL SELECT run FROM gone WHERE revision > ?1",
                (self._revision,),
            )
            changed = [key for (key,) in rows]
        if changed is None or len(changed) + len(self._beside) > _MOST_BESIDE + len(self._runs) // 16:
            uses = list(_uses(snapshot, None))
            hashes = np.array([number for _, number in uses], np.uint64)
            order = np.argsort(hashes, kind="stable")
            self._hashes, self._runs = hashes[order], np.array([run for run, _ in uses], np.int64)[order]
            self._beside = {}
        else:
            self._beside.update((key, set()) for key in changed)
            for key, number in _uses(snapshot, changed):
                self._beside[key].add(number)
        self._revision, self._first_revision = snapshot.revision, first

    def _files(self, manifest: str) -> UInt64:
        """What a manifest lists, sorted. Manifests never change."""
        with self._lock:
            known = self._manifests.get(manifest)
            if known is not None:
                self._manifests.move_to_end(manifest)
                return known
        try:
            found = np.array([_number(blob) for blob in Manifest.load(self._store, manifest).blobs()], np.uint64)
        except BlobDamaged:
            found = np.empty(0, np.uint64)
        found.sort()
        with self._lock:
            self._manifests[manifest] = found
            while sum(hashes.nbytes for hashes in self._manifests.values()) > _MOST_MANIFEST_BYTES:
                self._manifests.popitem(last=False)
        return found


def _shown_ids(snapshot: Snapshot, keys: Iterable[int]) -> dict[int, str]:
    """The ids of those of some runs that are shown, by key."""
    rows = snapshot.connection.execute(
        "SELECT key, id FROM run WHERE key IN (SELECT value FROM json_each(?))",
        (msgspec.json.encode(list(keys)).decode(),),
    )
    return {row["key"]: row["id"] for row in rows}


def _held(hashes: UInt64, wanted: Set[str], numbers: Mapping[str, int]) -> set[str]:
    """Those of some blobs whose numbers are among these, which are sorted."""
    if not len(hashes):
        return set()
    names = list(wanted)
    sought = np.array([numbers[sha256] for sha256 in names], np.uint64)
    at = np.minimum(np.searchsorted(hashes, sought), len(hashes) - 1)
    return {names[place] for place in np.flatnonzero(hashes[at] == sought).tolist()}


def _number(sha256: str) -> int:
    return int(sha256[:16], 16)


def _is_hash(value: object) -> bool:
    # Of an environment anybody may have said anything.
    return isinstance(value, str) and _SHA256.fullmatch(value) is not None


def _uses(snapshot: Snapshot, runs: list[int] | None) -> Iterable[tuple[int, int]]:
    """The keys of runs with the hashes that they name: of these runs, or of all for None."""
    cursor = snapshot.connection.cursor()
    cursor.row_factory = None
    among = ""
    bound: tuple[str, ...] = ()
    if runs is not None:
        among, bound = " AND run IN (SELECT value FROM json_each(?))", (msgspec.json.encode(runs).decode(),)
    for run, sha256 in cursor.execute(f"SELECT run, sha256 FROM media WHERE sha256 <> ''{among}", bound):
        yield run, _number(sha256)
    for run, sha256 in cursor.execute(f"SELECT run, sha256 FROM file WHERE sha256 <> ''{among}", bound):
        yield run, _number(sha256)
    for run, document in cursor.execute(f"SELECT run, parts_doc FROM media WHERE parts_doc IS NOT NULL{among}", bound):
        for part in msgspec.msgpack.decode(document, type=dict[str, Part]).values():
            yield run, _number(part.sha256)
    for run, document in cursor.execute(f"SELECT run, data_doc FROM data WHERE 1{among}", bound):
        if listing := msgspec.msgpack.decode(document, type=DataLogged).listing:
            yield run, _number(listing)
    for run, document in cursor.execute(f"SELECT run, environment_doc FROM dossier WHERE 1{among}", bound):
        git = msgspec.msgpack.decode(document).get("git")
        diff = git.get("diff") if isinstance(git, dict) else None
        if isinstance(diff, dict) and _is_hash(diff.get("sha256")):
            yield run, _number(diff["sha256"])
