"""Restoring a snapshot: the tree as it was, with its links, empty folders and what can be executed."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import msgspec

from runstone.artifacts.contents import Contents, inside
from runstone.artifacts.manifest import check_path
from runstone.model.errors import UNDECODABLE, BadValue, BlobDamaged, Misuse
from runstone.snapshots.taking import TREE, TreeFacts


def restore_tree(contents: Contents, target: Path) -> int:
    """Write a snapshot into a folder that is empty, or not there yet.

    Returns:
        How many files and links were written.

    Raises:
        Misuse: something lies there. Nothing was written.
        BlobDamaged: a file of the snapshot is lost or has changed.
        OSError: the disk refused.
    """
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise Misuse(f"{target} is not empty. Nothing was written there. Name a folder that is, or is not there yet.")
    facts = tree_facts(contents)
    target.mkdir(parents=True, exist_ok=True)
    paths = [path for path in sorted(contents.manifest.entries) if path != TREE]
    for path in paths:
        contents.fetch(path, inside(target, path))
    for path in facts.executables:
        file = inside(target, path)
        file.chmod(file.stat().st_mode | stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH)
    for path in facts.empty_folders:
        inside(target, path).mkdir(parents=True, exist_ok=True)
    # Last, so that nothing was written through one.
    for path, leads_to in facts.links.items():
        link = inside(target, path)
        link.parent.mkdir(parents=True, exist_ok=True)
        os.symlink(leads_to, link)
    return len(paths) + len(facts.links)


def tree_facts(contents: Contents) -> TreeFacts:
    """What the snapshot says of its tree beside its files. Anybody may have written it.

    Raises:
        BlobDamaged: it is lost, or nothing that a snapshot has.
    """
    if TREE not in contents.manifest.entries:
        return TreeFacts()
    data = b"".join(contents.stream(TREE))
    try:
        facts = msgspec.json.decode(data, type=TreeFacts)
        for path in (*facts.executables, *facts.links, *facts.empty_folders):
            if check_path(path) != path:
                raise BadValue(f"the path {path!r} cannot be")
        if not set(facts.executables) <= contents.manifest.entries.keys():
            raise BadValue("it names files that are not there")
    except UNDECODABLE as error:
        raise BlobDamaged(f"The tree of the snapshot cannot be read ({error}). Nothing was written.") from error
    return facts
