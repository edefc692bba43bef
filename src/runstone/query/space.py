"""The question: what do projects and runs take up, and what would their removal free.

A blob may be used by many runs and artifacts. It is freed with the last of them: so what is asked about is laid beside all others.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

import msgspec

from runstone.artifacts.manifest import Manifest
from runstone.blobs.store import BlobStore
from runstone.index.index import Index, Snapshot
from runstone.model.errors import BlobDamaged
from runstone.model.home import Home
from runstone.model.records import DataLogged, Part
from runstone.query import runs as run_query
from runstone.query.answers.space import Space, SpaceTree
from runstone.query.binned import binned

_ALL_TIME = (1 << 63) - 1


@dataclass
class _Used:
    """By whom each blob is used, and how long it is."""

    by_run: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    by_version: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    version_project: dict[tuple[str, str], str] = field(default_factory=dict)
    run_project: dict[int, str] = field(default_factory=dict)
    run_ids: dict[int, str] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)
    journals: dict[int, int] = field(default_factory=dict)


def project_space(index: Index, project: str | None = None) -> SpaceTree:
    """What a project and all below it take up; the whole home for None. Runs in the archive and in the bin count, too."""
    used = index.ask(lambda snapshot: _read(snapshot, index.home))
    top = project or ""
    inside = _below(top)
    names = {name for name in (*used.run_project.values(), *used.version_project.values()) if inside(name)}
    depth = len(top.split("/")) if top else 0
    children = sorted({"/".join(name.split("/")[: depth + 1]) for name in names if name != top})
    return SpaceTree(
        _space(used, index.home, top, inside, inside),
        [_space(used, index.home, child, _below(child), _below(child)) for child in children],
    )


def run_space(index: Index, names: Sequence[str]) -> Space:
    """What some runs take up, and the versions of artifacts that they logged.

    Args:
        names: ids, display ids or numbers.

    Raises:
        RunNotFound: there is no such run.
    """

    def ask(snapshot: Snapshot) -> tuple[_Used, set[str], set[tuple[str, str]]]:
        ids = set(run_query.find_all(snapshot, names))
        rows = snapshot.connection.execute("SELECT collection, id, run FROM version WHERE NOT deleted")
        return _read(snapshot, index.home), ids, {(row[0], row[1]) for row in rows if row[2] in ids}

    used, ids, versions = index.ask(ask)
    keys = {key for key, run in used.run_ids.items() if run in ids}
    return _measure(used, index.home, "", keys, versions)


def bin_space(index: Index, project: str) -> Space:
    """What the runs in the bin take up, of a project and all below it, and the versions of artifacts that they logged."""
    return run_space(index, [run.id for run in binned(index, project, _ALL_TIME)])


def _space(
    used: _Used, home: Home, name: str, of_run: Callable[[str], bool], of_version: Callable[[str], bool]
) -> Space:
    keys = {key for key, project in used.run_project.items() if of_run(project)}
    versions = {version for version, project in used.version_project.items() if of_version(project)}
    return _measure(used, home, name, keys, versions)


def _measure(used: _Used, home: Home, name: str, keys: set[int], versions: set[tuple[str, str]]) -> Space:
    store = BlobStore(home)

    def size(blobs: Iterable[str]) -> int:
        return sum(max(0, _size(used, store, blob)) for blob in blobs)

    media = _union(used.by_run[key] for key in keys if key in used.by_run)
    files = _union(used.by_version[version] for version in versions)
    elsewhere = _union(blobs for key, blobs in used.by_run.items() if key not in keys)
    elsewhere |= _union(blobs for version, blobs in used.by_version.items() if version not in versions)
    journals = sum(used.journals.get(key, 0) for key in keys)
    everything = media | files
    mine = everything - elsewhere
    total = journals + size(everything)
    freed_with_artifacts = journals + size(mine)
    return Space(
        project=name,
        runs=len(keys),
        versions=len(versions),
        journal_bytes=journals,
        media_bytes=size(media),
        artifact_bytes=size(files),
        total_bytes=total,
        shared_bytes=total - freed_with_artifacts,
        freed_bytes=journals + size(mine - files),
        freed_with_artifacts_bytes=freed_with_artifacts,
        missing_blobs=sum(1 for blob in everything if used.sizes.get(blob, 0) < 0),
    )


def _read(snapshot: Snapshot, home: Home) -> _Used:
    used = _Used()
    cursor = snapshot.connection.cursor()
    cursor.row_factory = None
    for key, run, project in cursor.execute("SELECT key, id, project FROM run").fetchall():
        used.run_ids[key], used.run_project[key] = run, project
    for key, size_bytes in cursor.execute("SELECT run, sum(size_bytes) FROM journal GROUP BY run").fetchall():
        used.journals[key] = size_bytes
    for key, sha256 in cursor.execute(
        "SELECT run, sha256 FROM media WHERE sha256 <> '' UNION ALL SELECT run, sha256 FROM file"
    ):
        used.by_run[key].add(sha256)
    for key, parts in cursor.execute("SELECT run, parts_doc FROM media WHERE parts_doc IS NOT NULL"):
        used.by_run[key].update(part.sha256 for part in msgspec.msgpack.decode(parts, type=dict[str, Part]).values())
    for key, document in cursor.execute("SELECT run, data_doc FROM data"):
        listing = msgspec.msgpack.decode(document, type=DataLogged).listing
        if listing:
            used.by_run[key].add(listing)
    for key, environment in cursor.execute("SELECT run, environment_doc FROM dossier"):
        git = msgspec.msgpack.decode(environment).get("git")
        if isinstance(git, dict) and isinstance(git.get("diff"), dict):
            used.by_run[key].add(git["diff"]["sha256"])
    _read_versions(snapshot, BlobStore(home), used)
    return used


def _read_versions(snapshot: Snapshot, store: BlobStore, used: _Used) -> None:
    rows = snapshot.connection.execute(
        "SELECT version.collection, version.id, manifest, project FROM version JOIN collection ON collection.id = version.collection"
        " WHERE NOT deleted"
    ).fetchall()
    known: dict[str, set[str]] = {}
    for collection, version, manifest, project in rows:
        if manifest not in known:
            known[manifest] = {manifest}
            # Of a lost manifest nobody knows what it had: its blobs are nobody's here, and `runstone gc` refuses to run.
            with suppress(BlobDamaged):
                known[manifest].update(Manifest.load(store, manifest).blobs())
        used.by_version[collection, version] = known[manifest]
        used.version_project[collection, version] = project


def _size(used: _Used, store: BlobStore, blob: str) -> int:
    """How long a blob is; -1 if it is not there."""
    if blob not in used.sizes:
        try:
            used.sizes[blob] = store.path(blob).stat().st_size
        except FileNotFoundError:
            used.sizes[blob] = -1
    return used.sizes[blob]


def _union(sets: Iterable[set[str]]) -> set[str]:
    found: set[str] = set()
    for some in sets:
        found |= some
    return found


def _below(project: str) -> Callable[[str], bool]:
    return lambda name: not project or name == project or name.startswith(f"{project}/")
