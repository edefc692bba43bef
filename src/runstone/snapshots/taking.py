"""Taking a snapshot: the files of a source tree come into a home as those of an artifact do.

What a manifest cannot say stands in a file of its own, `TREE`: which files can be executed, where links lead, which folders are empty. So
a change of these is another version, and whoever fetches the artifact by other means gets it, too.
"""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import NamedTuple

import msgspec

from runstone.artifacts.manifest import Entry, Manifest
from runstone.artifacts.stat_cache import StatCache
from runstone.artifacts.storing import FileStore
from runstone.model.errors import BadValue
from runstone.model.home import Home
from runstone.snapshots import secrets
from runstone.snapshots.source_tree import LeftOut, SourceFile, SourceTree

TREE = ".runstone-tree.json"
_SECRET = "secret"


class TreeFacts(msgspec.Struct, frozen=True, omit_defaults=True):
    """What `TREE` holds."""

    executables: list[str] = []
    links: dict[str, str] = {}
    empty_folders: list[str] = []


class Taken(NamedTuple):
    """A snapshot as it lies in the home, and what is not in it."""

    manifest: Manifest
    left_out: list[LeftOut]


def take(home: Home, tree: SourceTree) -> Taken:
    """Store the files of a tree, but those in which a secret stands. Files that are as they were at the last time are not read.

    Raises:
        OSError: the disk refused.
    """
    left_out = list(tree.left_out)
    clean = [file for file in _without_secrets(home, tree, left_out) if file.path != TREE]
    manifest = Manifest()
    with FileStore(home) as store:
        waiting = clean
        while waiting:
            waiting = _store(store, tree.root, waiting, manifest, left_out)
        facts = TreeFacts(
            executables=sorted(file.path for file in clean if file.is_executable and file.path in manifest.entries),
            links=dict(sorted(tree.links.items())),
            empty_folders=sorted(tree.empty_folders),
        )
        if facts != TreeFacts():
            manifest.entries[TREE] = store.store_bytes(msgspec.json.format(msgspec.json.encode(facts), indent=1))
    return Taken(manifest, left_out)


def _store(
    store: FileStore, root: Path, files: list[SourceFile], manifest: Manifest, left_out: list[LeftOut]
) -> list[SourceFile]:
    """Store these, up to the first that cannot be read. Returns those behind it."""
    count = 0
    try:
        for path, entry in store.store((file.path, root / file.path) for file in files):
            manifest.entries[path] = entry
            count += 1
    except BadValue:  # it went away or changes at this moment
        left_out.append(LeftOut(files[count].path, "unreadable"))
        return files[count + 1 :]
    return []


def _without_secrets(home: Home, tree: SourceTree, left_out: list[LeftOut]) -> list[SourceFile]:
    # Looked at before anything is stored, with the cache to ourselves: what has a secret never becomes a blob.
    cache = StatCache(home)
    kept = []
    try:
        for file in tree.files:
            try:
                is_secret = _holds_secret(cache, tree.root / file.path)
            except OSError:
                left_out.append(LeftOut(file.path, "unreadable"))
                continue
            if is_secret:
                left_out.append(LeftOut(file.path, "secret"))
            else:
                kept.append(file)
    finally:
        cache.close()
    return kept


def _holds_secret(cache: StatCache, path: Path) -> bool:
    name = f"secrets {secrets.VERSION} {os.path.abspath(path)}"
    facts = os.stat(path)
    known = cache.get(name, facts)
    if known is None:
        read_ns = time.time_ns()
        known = Entry("", facts.st_size, extra={_SECRET: secrets.file_holds_secret(path)})
        cache.put(name, facts, read_ns, known)
    return bool(known.extra[_SECRET])
